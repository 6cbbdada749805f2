"""LaTeX that is broken off or does not fit together, mended so that a strict converter takes it."""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents.latex_tokens import TEXT_COMMANDS, TOKEN, group_end

_ARGUMENTS = {
    # How many arguments a command cannot do without.
    "\\frac": 2,
    "\\dfrac": 2,
    "\\tfrac": 2,
    "\\cfrac": 2,
    "\\binom": 2,
    "\\overset": 2,
    "\\underset": 2,
    "\\stackrel": 2,
    "\\sqrt": 1,
    "\\mathrm": 1,
    "\\mathbf": 1,
    "\\mathcal": 1,
    "\\mathbb": 1,
    "\\boldsymbol": 1,
    "\\text": 1,
    "\\hat": 1,
    "\\bar": 1,
    "\\tilde": 1,
    "\\vec": 1,
    "\\dot": 1,
    "\\overline": 1,
    "\\underline": 1,
    "^": 1,
    "_": 1,
}

_NO_ATOM = frozenset(("}", "&", "\\\\", "^", "_", "\\end", "\\right", "\\right."))
_DELIMITERS = frozenset(
    "\\{ \\} \\| \\lbrace \\rbrace \\lbrack \\rbrack \\langle \\rangle \\lfloor \\rfloor \\lceil"
    " \\rceil \\vert \\Vert \\lvert \\rvert \\lVert \\rVert \\backslash \\uparrow \\downarrow"
    " \\updownarrow \\Uparrow \\Downarrow \\Updownarrow \\ulcorner \\urcorner \\llcorner"
    " \\lrcorner \\lgroup \\rgroup \\lmoustache \\rmoustache".split()
)


def repair(tex: str) -> str:
    """Close what is open, drop what closes nothing, fill in arguments that are missing."""
    tokens = list(_escaped(_balanced(_paired(TOKEN.findall(_ends(tex))))))
    return "".join(_filled(tokens))


def _ends(tex: str) -> str:
    """Give each ``\\begin`` its ``\\end`` and the other way round, by name."""
    stack: list[str] = []
    out: list[str] = []
    at = 0
    for match in re.finditer(r"\\(begin|end)\{([A-Za-z]+\*?)\}", tex):
        out.append(tex[at : match.start()])
        at = match.end()
        kind, name = match[1], match[2]
        if kind == "begin":
            stack.append(name)
            out.append(match[0])
        elif stack:  # one that closes another name closes the innermost all the same
            out.append(f"\\end{{{stack.pop()}}}")
    out.append(tex[at:])
    return "".join([*out, *(f"\\end{{{name}}}" for name in reversed(stack))])


def _paired(tokens: list[str]) -> Iterator[str]:
    """Pair ``\\left`` with ``\\right`` within each group and each cell of a table."""
    open_: list[int] = [0]
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token == "{":
            open_.append(0)
        elif token in ("&", "\\\\", "}", "\\end"):
            yield from ["\\right."] * open_[-1]
            open_[-1] = 0
            if token == "}" and len(open_) > 1:
                open_.pop()
        elif token == "\\left":
            open_[-1] += 1
        elif token == "\\right":
            if open_[-1] == 0:
                place = _after_delimiter(tokens, place)
                continue
            open_[-1] -= 1
        if token in ("\\left", "\\right"):
            after = _after_delimiter(tokens, place)
            yield from (tokens[place:after] if after > place + 1 else [token, "."])
            place = after
            continue
        yield token
        place += 1
    yield from ["\\right."] * sum(open_)


def _after_delimiter(tokens: list[str], place: int) -> int:
    """The place after ``\\left`` or ``\\right`` and its delimiter."""
    after = place + 1
    while after < len(tokens) and tokens[after].isspace():
        after += 1
    if after < len(tokens) and (tokens[after] in "()[]|/.<>" or tokens[after] in _DELIMITERS):
        return after + 1
    return place + 1


def _balanced(tokens: Iterator[str]) -> Iterator[str]:
    """Close groups at the latest where their environment ends; drop braces that close nothing."""
    stack: list[str] = []
    pending = ""
    for token in tokens:
        if pending:  # the name of an environment: {name}
            yield token
            pending = "" if token == "}" else pending
            continue
        if token == "{":
            stack.append(token)
        elif token == "}":
            if not stack or stack[-1] != "{":
                continue
            stack.pop()
        elif token == "\\begin":
            stack.append(token)
            pending = token
        elif token == "\\end":
            while stack and stack[-1] == "{":
                yield "}"
                stack.pop()
            if stack:
                stack.pop()
            pending = token
        yield token
    yield from ("}" for token in stack if token == "{")


def _escaped(tokens: Iterator[str]) -> Iterator[str]:
    """Write characters that mean nothing here as themselves."""
    environments = 0
    text_level = 0
    previous = ""
    for token in tokens:
        environments += {"\\begin": 1, "\\end": -1}.get(token, 0)
        if text_level:
            text_level += {"{": 1, "}": -1}.get(token, 0)
        elif token == "{" and previous in TEXT_COMMANDS:
            text_level = 1
        if not token.isspace():
            previous = token
        if token in ("#", "$") or (token == "&" and (text_level or environments <= 0)):
            yield "\\" + token
        elif text_level and token in ("_", "^"):
            yield "\\_" if token == "_" else "\\string^"
        elif (token in ("\\hline", "\\\\") and environments <= 0) or token == "\\":
            continue  # a lone backslash was broken off: it would escape what comes next
        elif token != "\\limits":
            yield token


def _filled(tokens: list[str]) -> Iterator[str]:
    """Add missing arguments, and a base under a second script of the same kind."""
    scripts: set[str] = set()
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token in ("^", "_"):
            if token in scripts:
                yield "{}"
                scripts.clear()
            scripts.add(token)
            yield token
            end = _atom_end(tokens, place + 1)
            if end is None:
                yield "{}"
                place += 1
                continue
            yield from _filled(tokens[place + 1 : end])
            place = end
            continue
        wanted = _ARGUMENTS.get(token, 0)
        if not token.isspace():
            scripts.clear()
        yield token
        place += 1
        if token == "\\sqrt" and _next(tokens, place) == "[":
            while place < len(tokens) and tokens[place] != "]":
                yield tokens[place]
                place += 1
        for _ in range(wanted):
            end = _atom_end(tokens, place)
            if end is None:
                yield "{}"
                continue
            yield from _filled(tokens[place:end])
            place = end


def _next(tokens: list[str], place: int) -> str:
    while place < len(tokens) and tokens[place].isspace():
        place += 1
    return tokens[place] if place < len(tokens) else ""


def _atom_end(tokens: list[str], place: int) -> int | None:
    """Where the argument that begins at ``place`` ends; ``None`` when there is none."""
    while place < len(tokens) and tokens[place].isspace():
        place += 1
    if place >= len(tokens) or tokens[place] in _NO_ATOM:
        return None
    if tokens[place] == "{":
        return group_end(tokens, place)
    end = place + 1
    for _ in range(_ARGUMENTS.get(tokens[place], 0)):
        end = _atom_end(tokens, end) or end
    return end
