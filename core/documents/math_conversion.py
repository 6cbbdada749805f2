"""One formula's LaTeX as MathML, by a ladder: as written, normalised, mended, else its source.

The converter is strict, so that what it gives is right; the rungs below it are tried in order and
the result says which one held. A formula on the last rungs is marked where it is shown.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import StrEnum

from math_core import LatexError, LatexToMathML

from core.documents import latex_cleanup, latex_repair

MAX_LENGTH = 20_000
"""Characters. Longer ones are shown as their source."""
MAX_DEPTH = 200
"""Groups within groups: math-core 0.9 overflows its stack somewhere above 3,000."""


class ConversionQuality(StrEnum):
    """How a formula was converted, best first."""

    PLAIN = "plain"
    """As the engine wrote it, its number and labels taken out."""
    NORMALISED = "normalised"
    """Commands renamed to equal ones."""
    MENDED = "mended"
    """Something was missing or unknown and was guessed: to be looked at."""
    SOURCE = "source"
    """Not understood: the LaTeX itself is shown."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula ready to be shown."""

    rung: ConversionQuality
    mathml: str | None
    """``<math>…</math>``; ``None`` on the last rung."""
    tag: str | None
    """Its number as printed, ``(2.1)``."""


class MathConverter:
    """Converts formulas and remembers them: one formula is often used many times.

    Not for several threads at once.
    """

    def __init__(self, memory: int = 20_000) -> None:
        """``memory`` is how many formulas are remembered."""
        self._strict = LatexToMathML(fancy_error=False)
        self._lenient = LatexToMathML(
            fancy_error=False, ignore_unknown_commands=True, allow_unreliable_rendering=True
        )
        self._memory = memory
        self._known: dict[tuple[str, bool], Formula] = {}

    def convert(self, tex: str, *, display: bool) -> Formula:
        """Convert one formula, given without its dollars. Never fails."""
        key = (tex, display)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self._memory:
                self._known.clear()
            known = self._known[key] = self._convert_with_fallbacks(tex, display)
        return known

    def _convert_with_fallbacks(self, tex: str, display: bool) -> Formula:
        if len(tex) > MAX_LENGTH or latex_cleanup.depth(tex) > MAX_DEPTH:
            return Formula(ConversionQuality.SOURCE, None, None)
        plain, tag = latex_cleanup.strip_non_math(tex)
        if (mathml := self._try(self._strict, plain, display)) is not None:
            return Formula(ConversionQuality.PLAIN, mathml, tag)
        normalised = latex_cleanup.normalise(plain)
        if (mathml := self._try(self._strict, normalised, display)) is not None:
            return Formula(ConversionQuality.NORMALISED, mathml, tag)
        try:
            mended = latex_repair.repair(normalised)
        except RecursionError:
            return Formula(ConversionQuality.SOURCE, None, tag)
        for converter in (self._strict, self._lenient):
            if (mathml := self._try(converter, mended, display)) is not None:
                return Formula(ConversionQuality.MENDED, mathml, tag)
        return Formula(ConversionQuality.SOURCE, None, tag)

    @staticmethod
    def _try(converter: LatexToMathML, tex: str, display: bool) -> str | None:
        if latex_cleanup.depth(tex) > MAX_DEPTH:  # normalising may nest deeper
            return None
        try:
            mathml: str = converter.convert_with_local_state(tex, displaystyle=display)
        except LatexError:
            return None
        return mathml


def formula_html(tex: str, formula: Formula, *, display: bool) -> str:
    """The HTML of a formula, with its LaTeX in ``data-tex`` so that it can be copied."""
    source = html.escape(tex.strip())
    if formula.mathml is None:
        dollars = "$$" if display else "$"
        body = f"<code>{dollars}{source}{dollars}</code>"
    else:
        body = formula.mathml
    kind = f"maths {formula.rung}"
    if not display:
        return f'<span class="{kind}" data-tex="{source}">{body}</span>'
    tag = f'<span class="tag">{html.escape(formula.tag)}</span>' if formula.tag else ""
    return f'<div class="{kind} display" data-tex="{source}">{body}{tag}</div>'
