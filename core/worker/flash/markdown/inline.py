"""Lines of a block to Markdown within it: emphasis, scripts, code, links, hyphens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.worker.flash.markdown.escaping import cleaned, code_span, escaped, is_letter
from core.worker.flash.model import Word
from core.worker.flash.text.lines import HYPHENS, TextLine, parted, spaced

_SCRIPT_SIZE = 0.88
_SCRIPT_SHIFT = 0.12
"""Of the size of the line: how far a script's foot lies off the baseline."""
_SCRIPT_LETTERS = 12
_SIGNS = frozenset(",.;:")
"""Lower than the letters beside them in layers of OCR, and no scripts."""


@dataclass(frozen=True)
class Look:
    """How a run of text is set, as far as Markdown can say it."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    script: str = ""
    """``sup``, ``sub`` or nothing."""
    link: str = ""


@dataclass
class _Run:
    text: str
    look: Look


class Vocabulary:
    """The words of a document: whether one that is parted at the end of a line keeps its hyphen."""

    def __init__(self, lines: Iterable[TextLine]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            for word in line.words:
                self._words[word.text.strip(".,;:!?()[]\"'“”‘’").lower()] += 1

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """For ``first-`` at the end of a line and ``second`` at the beginning of the next."""
        ended = re.split(r"[^\w-]", first)[-1]
        begun = (re.match(r"[\w-]*", second) or [""])[0]
        head, tail = ended.lower(), begun.lower()
        whole, parted = self._words[head + tail], self._words[f"{head}-{tail}"]
        if whole != parted:
            return parted > whole
        if begun.isupper() and ended.isupper():
            return False  # a word in capitals
        return "-" in head or head[-1:].isdigit() or not begun[:1].islower()


def render(
    lines: Sequence[TextLine],
    vocabulary: Vocabulary,
    *,
    plain: frozenset[str] = frozenset(),
    skip: int = 0,
    first: str = "",
) -> str:
    """Markdown of some lines as one paragraph.

    ``plain`` names emphasis that says nothing here (``bold`` in a heading). ``skip`` words at the
    beginning are a mark; ``first`` is what is left of the last of them.
    """
    runs: list[_Run] = []
    for number, line in enumerate(lines):
        words = line.words[skip:] if number == 0 else line.words
        if number == 0 and first:
            _append(runs, first, "", Look())
        for position, word in enumerate(words):
            text = cleaned(word.text)
            if not text:
                continue
            begins = position == 0
            last = None if begins else words[position - 1]
            gap = _gap(runs, text, word, vocabulary, starts_line=begins and number > 0, last=last)
            _append(runs, text, gap, _look(word, line, plain))
    return _written(runs)


def plain_text(
    lines: Sequence[TextLine], vocabulary: Vocabulary, skip: int = 0, first: str = ""
) -> str:
    """The same without any Markdown."""
    runs: list[_Run] = []
    for number, line in enumerate(lines):
        words = line.words[skip:] if number == 0 else line.words
        if number == 0 and first:
            _append(runs, first, "", Look())
        for position, word in enumerate(words):
            if text := cleaned(word.text):
                begins = position == 0
                last = None if begins else words[position - 1]
                gap = _gap(
                    runs, text, word, vocabulary, starts_line=begins and number > 0, last=last
                )
                _append(runs, text, gap, Look())
    return "".join(run.text for run in runs)


def _gap(
    runs: list[_Run],
    text: str,
    word: Word,
    vocabulary: Vocabulary,
    *,
    starts_line: bool,
    last: Word | None,
) -> str:
    """What stands between the text so far and the next word; takes a hyphen away. ``last``: the
    word before it on its line."""
    if not runs:
        return ""
    before = runs[-1].text
    if starts_line:
        if before.endswith(HYPHENS) and len(before) > 1 and is_letter(before[-2]):
            if not vocabulary.keeps_hyphen(before[:-1].rpartition(" ")[2], text):
                runs[-1].text = before[:-1]
            return ""
        return " " if spaced(before, text) else ""
    if word.glued:
        return ""
    return " " if spaced(before, text) or (last is not None and parted(last, word)) else ""


def _look(word: Word, line: TextLine, plain: frozenset[str]) -> Look:
    script = ""
    if (
        0 < word.size <= _SCRIPT_SIZE * line.size
        and len(word.text) <= _SCRIPT_LETTERS
        and not line.angle
        and not word.mono
    ):
        shift = line.baseline - word.baseline
        if shift > _SCRIPT_SHIFT * line.size:
            script = "sup"
        elif shift < -_SCRIPT_SHIFT * line.size and word.text not in _SIGNS:
            script = "sub"
    told = any(is_letter(c) for c in word.text)
    return Look(
        bold=word.bold and told and "bold" not in plain,
        italic=word.italic and told and "italic" not in plain,
        code=word.mono and "code" not in plain and not script and _is_code(word.text),
        struck=word.struck and told,
        script=script,
        link=word.link,
    )


def _is_code(text: str) -> bool:
    """A box to tick is from a fixed-pitch font where that of the text has none, and is no code."""
    return any(c.isascii() for c in text)


def _append(runs: list[_Run], text: str, gap: str, look: Look) -> None:
    if runs and runs[-1].look == look:
        runs[-1].text += gap + text
        return
    if gap and runs:
        if not (runs[-1].look.code or runs[-1].look.script or runs[-1].look.link):
            runs[-1].text += gap
        else:
            runs.append(_Run(gap, Look()))
            if look == Look():
                runs[-1].text += text
                return
    runs.append(_Run(text, look))


def _written(runs: Sequence[_Run]) -> str:
    merged = _without_noise(runs)
    parts: list[str] = []
    for index, run in enumerate(merged):
        before = merged[index - 1].text[-1:] if index else ""
        after = merged[index + 1].text[:1] if index + 1 < len(merged) else ""
        parts.append(_marked(run, before, after))
    return "".join(parts).strip()


def _without_noise(runs: Sequence[_Run]) -> list[_Run]:
    """A comma or a space between two runs in bold is bold, too; a lone sign never is."""
    kept: list[_Run] = []
    for index, run in enumerate(runs):
        look = run.look
        if (
            0 < index < len(runs) - 1
            and not any(is_letter(c) for c in run.text)
            and runs[index - 1].look == runs[index + 1].look
            and not (look.script or look.code or look.link)
            and not (runs[index - 1].look.script or runs[index - 1].look.code)
        ):
            look = runs[index - 1].look
        if kept and kept[-1].look == look:
            kept[-1].text += run.text
        else:
            kept.append(_Run(run.text, look))
    return kept


def _marked(run: _Run, before: str, after: str) -> str:
    look = run.look
    core = run.text.strip()
    if not core:
        return run.text
    lead = run.text[: len(run.text) - len(run.text.lstrip())]
    trail = run.text[len(run.text.rstrip()) :]
    body = code_span(core) if look.code else escaped(core)
    if look.script:
        body = f"<{look.script}>{body}</{look.script}>"
    mark = ("**" if look.bold else "") + ("*" if look.italic else "")
    mark = ("~~" if look.struck else "") + mark
    if mark and not look.script:
        outer_before, outer_after = lead or before, trail or after
        if _flanks(outer_before, core, outer_after):
            body = mark + body + mark[::-1]
    if look.link:
        body = f"[{body}]({_address(look.link)})"
    return lead + body + trail


def _flanks(before: str, core: str, after: str) -> bool:
    """Whether Markdown would see emphasis here (left and right flanking runs of CommonMark)."""
    opens = is_letter(core[0]) or not before or not is_letter(before)
    closes = is_letter(core[-1]) or not after or not is_letter(after)
    return opens and closes


def _address(link: str) -> str:
    return link if re.fullmatch(r"[^\s<>()\\]+", link) else f"<{link.replace('>', '%3E')}>"
