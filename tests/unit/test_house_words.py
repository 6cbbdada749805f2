"""The rules of the house for names and words: one name for one class, slots by their signal."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

OLD_ENGLISH = re.compile(
    r"\b(whoever|whom|anew|once more|nobody|somebody|anybody|came to|so many|so much|shall|lest"
    r"|leavings|without a word|(?:speak|stand)s? against|(?:is|are) told of)\b",
    re.IGNORECASE,
)
OWN_WORDS = frozenset(
    ("came_to", "glance", "heard", "minded", "said", "say", "tell", "told", "wanted")
)
"""Names that functions had here, and that had to be learnt: `tr`, `outcome`, `refresh` need not."""
TOLERATED = 4
"""Old turns that docstrings and comments may hold."""


def texts(*packages: str) -> Iterator[tuple[Path, str]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")


def trees(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    """One after the other: all of them together are millions of objects."""
    for path, text in texts(*packages):
        yield path, ast.parse(text, str(path))


@pytest.mark.slow
def test_functions_are_named_by_what_they_do() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in trees("core", "gui")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.lstrip("_") in OWN_WORDS
    ]
    assert not found


@pytest.mark.slow
def test_no_class_name_stands_twice_in_the_tree() -> None:
    places = defaultdict(list)
    for path, tree in trees("core", "gui"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not {name: where for name, where in places.items() if len(where) > 1}


def connected(cls: ast.ClassDef) -> Counter[str]:
    """Own private methods that a signal is connected to, with how often."""
    return Counter(
        slot.attr
        for node in ast.walk(cls)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and node.args
        and is_own(slot := node.args[0])
        and isinstance(slot, ast.Attribute)
        and slot.attr.startswith("_")
    )


def is_own(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


@pytest.mark.slow
def test_a_method_that_only_signals_call_is_named_by_them() -> None:
    """``_on_<sender>_<signal>``. One that is called by name, too, keeps a name that says what it
    does.
    """
    for path, tree in trees("gui"):
        for cls in ast.walk(tree):
            if not isinstance(cls, ast.ClassDef):
                continue
            methods = {node.name for node in cls.body if isinstance(node, ast.FunctionDef)}
            uses = Counter(
                node.attr
                for node in ast.walk(cls)
                if isinstance(node, ast.Attribute) and is_own(node)
            )
            for slot, number in connected(cls).items():
                is_only_a_slot = slot in methods and uses[slot] == number
                assert not is_only_a_slot or slot.startswith("_on_"), f"{path}: {cls.name}.{slot}"


def written(text: str) -> Iterator[str]:
    """Docstrings, those of attributes among them, and comments."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_the_english_is_that_of_today() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {turn[0]}"
        for path, text in texts("core", "gui")
        if OLD_ENGLISH.search(" ".join(text.split()))  # most hold no such word anywhere
        for words in written(text)
        for turn in OLD_ENGLISH.finditer(" ".join(words.split()))
    ]
    assert len(found) <= TOLERATED, "\n".join(found)
