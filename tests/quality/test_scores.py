"""The yardstick measures what it says."""

from __future__ import annotations

import pytest

from tests.quality.documents import made
from tests.quality.facts import share_of_facts
from tests.quality.parsed import parse
from tests.quality.scores import mean, score

TRUTH = """# Title

Some **bold** text of the first paragraph.

## Part

- one item here
- another item there

```
x = 1
```

| a | b |
| --- | --- |
| c | d |

The last paragraph of them all.
"""


def test_the_truth_is_perfect() -> None:
    scores = score(TRUTH, TRUTH)
    assert {scores.text, scores.order, scores.headings, scores.levels} == {1.0}
    assert {scores.lists, scores.code, scores.tables} == {1.0}


def test_each_fault_costs_its_own_column() -> None:
    assert score(TRUTH.replace("## Part", "Part"), TRUTH).headings == pytest.approx(2 / 3)
    assert score(TRUTH.replace("## Part", "# Part"), TRUTH).levels == 0
    assert score(TRUTH.replace("- another", "\nanother"), TRUTH).lists == 0.5
    assert score(TRUTH.replace("```\n", ""), TRUTH).code == 0
    assert score(TRUTH.replace("| c | d |", "| c | x |"), TRUTH).tables == pytest.approx(0.5)
    first, last = TRUTH.index("Some"), TRUTH.index("The last")
    turned = TRUTH[:first] + TRUTH[last:] + TRUTH[first:last]
    order = score(turned, TRUTH).order
    assert order is not None
    assert order < 1


def test_html_tables_and_pipes_are_the_same() -> None:
    html = "<table><tr><th colspan=2>a</th></tr><tr><td>c</td><td>d</td></tr></table>"
    assert parse(html).tables == [[["a", "a"], ["c", "d"]]]


def test_means_leave_out_what_has_no_truth() -> None:
    assert mean([score("a", "a"), score("b", "c")]).text == 0.5
    assert mean([score("a", "a")]).tables is None


def test_facts() -> None:
    facts = [
        {"type": "present", "text": "last paragraph"},
        {"type": "absent", "text": "nowhere"},
        {"type": "order", "before": "first paragraph", "after": "last paragraph"},
        {"type": "table", "cell": "d", "left": "c", "top_heading": "b"},
        {"type": "table", "cell": "d", "right": "c"},
    ]
    assert share_of_facts(TRUTH, facts) == 0.8


def test_documents_are_the_same_each_time_and_differ_by_half() -> None:
    assert [one.truth for one in made(3)] == [one.truth for one in made(3)]
    assert {one.truth for one in made(6)}.isdisjoint({one.truth for one in made(6, odd=True)})
