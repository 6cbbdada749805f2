"""LaTeX as recognition engines write it, brought into a form that a strict converter takes.

Engines write spaced tokens (``\\mathrm { s o f t }``), commands of packages that a converter does
not know, and now and then an unbalanced brace. Steps on the text of one formula:
:func:`strip_non_math` takes out what is no mathematics (numbers, labels), :func:`normalise` renames
what has an equal; `core.documents.latex_repair` closes what was left open. None of them fails; each
is linear in the formula's length.
"""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.documents.latex_tokens import TEXT_COMMANDS, TOKEN, group_end

_NUMBERED = {
    # Environments that a converter would number from 1 in every formula.
    "align": "aligned",
    "align*": "aligned",
    "alignat": "alignedat",
    "alignat*": "alignedat",
    "flalign": "aligned",
    "flalign*": "aligned",
    "gather": "gathered",
    "gather*": "gathered",
    "multline": "gathered",
    "multline*": "gathered",
    "split": "aligned",
    "eqnarray": "eqnarray",
    "eqnarray*": "eqnarray",
    "tabular": "array",
}

_RENAMED = {
    "\\pmb": "\\boldsymbol",
    "\\bm": "\\boldsymbol",
    "\\mbox": "\\text",
    "\\hbox": "\\text",
    "\\fbox": "\\boxed",
    "\\textup": "\\text",
    "\\textnormal": "\\text",
    "\\textsc": "\\text",
    "\\emph": "\\textit",
    "\\mathnormal": "\\mathit",
    "\\widetilde": "\\tilde",
    "\\Tilde": "\\tilde",
    "\\Hat": "\\hat",
    "\\Bar": "\\bar",
    "\\Vec": "\\vec",
    "\\Dot": "\\dot",
    "\\dotsc": "\\ldots",
    "\\dotso": "\\ldots",
    "\\dotsb": "\\cdots",
    "\\dotsm": "\\cdots",
    "\\dotsi": "\\cdots",
    "\\longequal": "=",
    "\\toprule": "\\hline",
    "\\midrule": "\\hline",
    "\\bottomrule": "\\hline",
    "\\cr": "\\\\",
    "\\newline": "\\\\",
    "\\tabularnewline": "\\\\",
    "\\L": "Ł",
    "\\l": "ł",
    "\\O": "Ø",
    "\\o": "ø",
    "\\AA": "Å",
    "\\aa": "å",
    "\\ss": "ß",
    "\\AE": "Æ",
    "\\ae": "æ",
    "\\degree": "°",
}

_DROPPED = frozenset(
    "\\ensuremath \\rlap \\llap \\clap \\mathrlap \\mathllap \\mathclap \\smash \\tiny \\scriptsize"
    " \\footnotesize \\small \\normalsize \\large \\Large \\LARGE \\huge \\Huge \\boldmath"
    " \\unboldmath \\nobreak \\allowbreak \\noindent \\centering \\protect \\relax".split()
)
"""Commands that go; what they are applied to stays."""

_DROPPED_WITH_ARGUMENT = frozenset(
    "\\cline \\cmidrule \\vspace \\vspace* \\fontsize \\selectfont \\setlength".split()
)

_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}|\\l?eqno\s*(?:\{([^{}]*)\}|\(([^()]*)\))")
_LABEL = re.compile(r"\\(?:label|eqref|ref)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{\s*((?:[A-Za-z]\s*)+\*?)\s*\}")
_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_NESTING = re.compile(
    r"(?P<switch>\\(?:display|text|script|scriptscript)style|\\color(?![A-Za-z])|\\[A-Za-z]+\s*\[)"
    r"|\\(?:begin|end|left|right)(?![A-Za-z])|(?P<command>\\[A-Za-z]+|[\^_])|\\.|\s+|.",
    re.DOTALL,
)
_LENGTH = re.compile(r"\\([hk]space\*?|hskip|kern|mkern|mskip)\s*\{([^{}]*)\}")
_COLOUR = re.compile(r"\\(color|textcolor)\s*\[\s*([A-Za-z]+)\s*\]\s*\{([^{}]*)\}")
_ARRAY = re.compile(r"\\begin\{array\}\s*(?:\[[^\]]*\]\s*)?")
_CIRCLED = {str(n): chr(0x2460 + n - 1) for n in range(1, 21)} | {"0": "⓪"}


def strip_non_math(tex: str) -> tuple[str, str | None]:
    """Take out what is no mathematics; give the rest and the formula's number, if it has one.

    A bare ``%`` is a per-cent sign here, never the start of a comment: read as TeX, the rest of
    the line would vanish silently.
    """
    tags: list[str] = []
    tex = re.sub(r"\s+", " ", tex)

    def keep_tag(match: re.Match[str]) -> str:
        starred, tagged, *eqno = match.groups()
        label = re.sub(r"\s+", "", next(text for text in (tagged, *eqno, "") if text is not None))
        tags.append(label if starred or (label[:1] == "(" and label[-1:] == ")") else f"({label})")
        return ""

    tex = _TAG.sub(keep_tag, tex)
    tex = _LABEL.sub("", tex)
    tex = _PERCENT.sub(r"\1\\%", tex)
    tex = _ENVIRONMENT.sub(_environment, tex).strip()
    if _has_loose_rows(tex):
        tex = f"\\begin{{aligned}}{tex}\\end{{aligned}}"
    return tex, ", ".join(tags) or None


def normalise(tex: str) -> str:
    """Replace commands that a strict converter lacks by ones that mean the same."""
    tex = _LENGTH.sub(_length, tex)
    tex = _COLOUR.sub(_colour, tex)
    tex = tex.replace("\\begin{smallmatrix}", "{\\scriptstyle\\begin{matrix}")
    tex = tex.replace("\\end{smallmatrix}", "\\end{matrix}}")
    tex = tex.replace("\\begin{eqnarray}", "\\begin{array}{rcl}")
    tex = tex.replace("\\end{eqnarray}", "\\end{array}")
    tex = _rewrite(tex, "\\begin{alignedat}", 1, lambda _count: "\\begin{aligned}")
    tex = tex.replace("\\end{alignedat}", "\\end{aligned}")
    tex = _ARRAY.sub(r"\\begin{array}", tex)
    tex = _rewrite(tex, "\\begin{array}", 1, lambda spec: f"\\begin{{array}}{{{_columns(spec)}}}")
    tex = _rewrite(tex, "\\substack", 1, "\\begin{{subarray}}{{c}}{}\\end{{subarray}}".format)
    tex = _rewrite(tex, "\\textcircled", 1, _circled)
    tex = _rewrite(tex, "\\ce", 1, _chemistry)
    tex = _rewrite(tex, "\\multicolumn", 3, _multicolumn)
    tex = _rewrite(tex, "\\href", 2, lambda _url, text: f"{{{text}}}")
    for command in TEXT_COMMANDS:
        tex = _rewrite(tex, command, 1, lambda text, name=command: _text(name, text))
    return "".join(_renamed(TOKEN.findall(tex)))


def depth(tex: str) -> int:
    """How deep a converter may nest: groups, environments, ``\\left``, and commands in a row.

    ``\\sqrt\\sqrt\\sqrt`` nests without a brace, and a switch like ``\\displaystyle`` opens a group
    that nothing closes. An upper bound, not the exact figure.
    """
    level = run = deepest = 0
    for match in _NESTING.finditer(tex):
        token = match[0]
        if token.isspace():
            continue
        if token in ("{", "\\begin", "\\left") or match["switch"]:
            level += 1
        elif token in ("}", "\\end", "\\right"):
            level -= 1
        run = run + 1 if match["command"] else 0
        deepest = max(deepest, level + run)
    return deepest


# prepare ---------------------------------------------------------------------------------------


def _environment(match: re.Match[str]) -> str:
    name = re.sub(r"\s+", "", match[2])
    if name in ("equation", "equation*", "displaymath", "math"):
        return ""
    return f"\\{match[1]}{{{_NUMBERED.get(name, name)}}}"


def _has_loose_rows(tex: str) -> bool:
    """Rows or columns outside any environment: converters drop the breaks silently."""
    level = 0
    for match in re.finditer(r"\\begin\b|\\end\b|\\substack|\\\\|\\.|[{}&]", tex):
        token = match[0]
        if token in ("\\begin", "{"):
            level += 1
        elif token in ("\\end", "}"):
            level -= 1
        elif token in ("\\\\", "&") and level == 0 and tex[match.end() :].strip():
            return True
    return False


# normalise -------------------------------------------------------------------------------------


def _length(match: re.Match[str]) -> str:
    length = re.sub(r"\s+", "", match[2])
    if not re.fullmatch(r"-?\d*\.?\d+(?:pt|em|ex|cm|mm|in|mu|pc)", length):
        return "\\ "
    return f"\\hspace{{{length}}}"


def _colour(match: re.Match[str]) -> str:
    values = re.sub(r"\s+", "", match[3])
    return f"\\{match[1]}[{match[2]}]{{{values}}}"


def _columns(spec: str) -> str:
    """A column specification of plain letters and bars: others are not taken."""
    spec = re.sub(
        r"\*\s*\{\s*(\d{1,2})\s*\}\s*\{([^{}]*)\}", lambda m: m[2] * min(int(m[1]), 50), spec
    )
    spec = re.sub(r"[@!><]\s*\{[^{}]*\}", "", spec)
    spec = re.sub(r"[pmb]\s*\{[^{}]*\}", "l", spec)
    return "".join(char for char in spec if char in "lcr|") or "c"


def _circled(text: str) -> str:
    plain = re.sub(r"\\[A-Za-z]+|[\s{}]", "", text)
    return _CIRCLED.get(plain, f"\\text{{({plain})}}")


def _chemistry(text: str) -> str:
    text = re.sub(r"(?<=[A-Za-z)\]])\s*(\d+)", r"_{\1}", text)
    text = text.replace("<->", "\\leftrightarrow ").replace("->", "\\rightarrow ")
    return f"\\mathrm{{{text}}}"


def _multicolumn(count: str, _columns: str, text: str) -> str:
    digits = re.sub(r"\D", "", count)
    return f"{{{text}}}" + " &" * (min(int(digits or 1), 50) - 1)


def _text(command: str, text: str) -> str:
    """Mathematics inside text, ``\\text{if $x$ is}``, as text and mathematics side by side."""
    parts = text.split("$")
    if len(parts) < 3 or len(parts) % 2 == 0:
        return f"{command}{{{text}}}"
    return "".join(
        part if number % 2 else (f"{command}{{{part}}}" if part else "")
        for number, part in enumerate(parts)
    )


def _renamed(tokens: list[str]) -> Iterator[str]:
    skip = 0
    for place, token in enumerate(tokens):
        if place < skip or token in _DROPPED:
            continue
        if token in _DROPPED_WITH_ARGUMENT:
            end = group_end(tokens, place + 1)
            skip = end if end is not None else 0
            continue
        new = _RENAMED.get(token)
        yield token if new is None else new + (" " if new[:1] == "\\" and new[-1].isalpha() else "")


def _rewrite(tex: str, command: str, arguments: int, make: Callable[..., str]) -> str:
    """Replace each ``command{…}…`` by what ``make`` gives for its arguments, innermost last."""
    if command not in tex:
        return tex
    out: list[str] = []
    at = 0
    while (found := tex.find(command, at)) >= 0:
        end = found + len(command)
        taken: list[str] = []
        if command[-1].isalpha() and tex[end : end + 1].isalpha():
            out.append(tex[at:end])
            at = end
            continue
        while len(taken) < arguments:
            argument = _argument(tex, end)
            if argument is None:
                break
            end = argument[1]
            taken.append(argument[0])
        if len(taken) < arguments:
            out.append(tex[at : found + len(command)])
            at = found + len(command)
            continue
        inner = [_rewrite(text, command, arguments, make) for text in taken]
        out += (tex[at:found], make(*inner))
        at = end
    return "".join([*out, tex[at:]])


def _argument(tex: str, start: int) -> tuple[str, int] | None:
    """The ``{…}`` that follows ``start``, without its braces, and where it ends."""
    while start < len(tex) and tex[start].isspace():
        start += 1
    if tex[start : start + 1] != "{":
        return None
    level = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(tex, start):
        level += {"{": 1, "}": -1}.get(match[0], 0)
        if level == 0:
            return tex[start + 1 : match.start()], match.end()
    return None
