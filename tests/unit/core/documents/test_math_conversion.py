"""The ladder of formulas: what is right, what is mended, what is shown as its source."""

# ruff: noqa: SIM905 - lists of words read better as words

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.documents import latex_cleanup, latex_repair
from core.documents.math_conversion import (
    MAX_LENGTH,
    ConversionQuality,
    MathConverter,
    formula_html,
)
from tests.unit.core.documents.formulas import MALFORMED, NORMALISED, PLAIN


@pytest.mark.parametrize("tex", PLAIN)
def test_what_engines_write_is_taken_as_it_is(tex: str) -> None:
    formula = MathConverter().convert(tex, display=True)
    assert formula.rung is ConversionQuality.PLAIN
    assert formula.mathml is not None
    assert "\\" not in re.sub(r"<[^>]*>", "", formula.mathml).replace("∖", "")


@pytest.mark.parametrize("tex", NORMALISED)
def test_commands_that_a_converter_lacks_have_an_equal(tex: str) -> None:
    formula = MathConverter().convert(tex, display=True)
    assert formula.rung is ConversionQuality.NORMALISED
    assert formula.mathml is not None


@pytest.mark.parametrize("tex", MALFORMED)
def test_malformed_ones_are_mended_and_say_so(tex: str) -> None:
    formula = MathConverter().convert(tex, display=True)
    assert formula.rung is ConversionQuality.MENDED
    assert 'class="maths mended' in formula_html(tex, formula, display=False)


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"9 5 % C I", "95%CI"),
        (r"a \\ b", "ab"),
        (r"\frac { 1 } { 2", "12"),
        (r"\text { a_b }", " a_b "),
        (r"\textcircled { 3 }", "③"),
        (r"\ce{H2O -> X}", "H2O→X"),
        (r"\text{if $x$ is}", "if x is"),
        (r"x ^ 2 ^ 3", "x23"),
        (r"\unknowncmd { x }", r"\unknowncmdx"),
    ],
)
def test_nothing_vanishes_without_a_word(tex: str, shown: str) -> None:
    mathml = MathConverter().convert(tex, display=False).mathml
    assert mathml is not None
    text = re.sub(r"<[^>]*>", "", mathml)
    assert html.unescape(text).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("tex", "tag"),
    [
        (r"a = b \tag{1}", "(1)"),
        (r"a = b \tag*{A 1}", "A1"),
        (r"a = b \eqno ( 2 . 1 )", "(2.1)"),
        (r"\begin{equation} a \tag { 3 } \end{equation}", "(3)"),
        (r"\begin{align} a & = b \\ c & = d \end{align}", None),
    ],
)
def test_numbers_are_those_that_are_printed(tex: str, tag: str | None) -> None:
    formula = MathConverter().convert(tex, display=True)
    assert formula.tag == tag
    assert formula.mathml is not None
    assert "(1)" not in formula.mathml


def test_rows_outside_an_environment_stay_rows() -> None:
    mathml = MathConverter().convert(r"a & = b \\ c & = d", display=True).mathml
    assert mathml is not None
    assert mathml.count("<mtr>") == 2


@pytest.mark.parametrize(
    "tex",
    [
        "x" * (MAX_LENGTH + 1),
        "{" * 1000 + "x" + "}" * 1000,
        r"\left(" * 5000,
        "x^{" * 6000,
        r"\sqrt" * 3000,
        r"\displaystyle " * 1000,
        r"\sqrt[a" * 1000,
        r"\frac 1" * 200 + r"\hat" * 300,
    ],
)
def test_too_long_or_too_deep_is_shown_as_its_source(tex: str) -> None:
    formula = MathConverter().convert(tex, display=True)
    assert formula.rung is ConversionQuality.SOURCE
    assert "<code>$$" in formula_html(tex, formula, display=True)


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{a" + " " * 19_000,
        r"\text{" * 190 + "x" * 18_000,
        r"\tag{" * 190 + "y" * 15_000,
        r"\hspace{" + "1" * 19_000,
        r"a \\ " * 4_000,
        "^" * 19_000,
        r"\frac{" * 150 + "}x" * 3_000,
        r"\right)" * 2_800,
    ],
)
def test_hostile_formulas_take_no_longer_than_any(tex: str) -> None:
    started = time.process_time()
    MathConverter().convert(tex, display=True)
    assert time.process_time() - started < 20  # a quadratic one would take minutes


pieces = st.sampled_from(
    [
        *r"\frac \sqrt \left( \right) \left \right \{ \} { } ^ _ & \\ \begin{array}{c} \end{array}"
        r" \begin{aligned} \end{aligned} \text \mathrm \hline \tag{1} \substack \ce \limits $ # %"
        r" \multicolumn{2}{c}{x} \hspace{1pt} x 1 + ' \sum \boldsymbol \unknown [ ] ~ \ 中".split(),
        " ",
        "\n",
    ]
)


@given(st.lists(pieces, max_size=40).map(" ".join) | st.text(max_size=60))
def test_whatever_comes_something_is_shown(tex: str) -> None:
    formula = MathConverter().convert(tex, display=True)
    assert (formula.mathml is None) == (formula.rung is ConversionQuality.SOURCE)
    assert "<script" not in formula_html("<script>" + tex, formula, display=True)


@given(st.lists(pieces, max_size=30).map(" ".join))
@example("\\frac \\")
def test_mending_what_is_mended_changes_nothing_that_is_balanced(tex: str) -> None:
    mended = latex_repair.repair(latex_cleanup.normalise(latex_cleanup.strip_non_math(tex)[0]))
    opened = len(re.findall(r"(?<!\\)(?:\\\\)*\{", mended))
    assert opened == len(re.findall(r"(?<!\\)(?:\\\\)*\}", mended))
    assert mended.count("\\begin{") == mended.count("\\end{")


def test_a_formula_is_converted_once() -> None:
    converter = MathConverter(memory=2)
    first = converter.convert("x", display=True)
    assert converter.convert("x", display=True) is first
    converter.convert("y", display=True)
    converter.convert("z", display=True)
    assert converter.convert("x", display=True) == first
