"""A mistyped command is told so; it is never taken for a document (docs/command.md)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core import launcher


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What the window was opened with; the working folder is empty."""
    monkeypatch.chdir(tmp_path)
    return []


def start(opened: list[list[str]], *words: str) -> int:
    def window(arguments: Sequence[str]) -> int:
        opened.append(list(arguments))
        return 0

    return launcher.main(words, window)


@pytest.mark.parametrize(
    ("word", "meant"), [("convrt", "convert"), ("docter", "doctor"), ("engines", "engine")]
)
def test_a_word_that_resembles_a_command_is_a_wrong_command(
    opened: list[list[str]], capsys: pytest.CaptureFixture[str], word: str, meant: str
) -> None:
    assert start(opened, word, "x.pdf") == 2
    assert opened == []
    said = capsys.readouterr()
    assert f"'{word}'" in said.err
    assert f"headframe {meant}" in said.err
    assert said.out == ""


@pytest.mark.parametrize("word", ["papers", "./convrt", "convrt.pdf", "inbox/convrt"])
def test_other_words_are_paths(opened: list[list[str]], word: str) -> None:
    assert start(opened, word) == 0
    assert opened == [[word]]


def test_what_is_there_is_a_path(opened: list[list[str]]) -> None:
    Path("convrt").mkdir()
    assert start(opened, "convrt") == 0
    assert opened == [["convrt"]]


def test_only_the_first_word_is_looked_at(opened: list[list[str]]) -> None:
    assert start(opened, "papers", "convrt") == 0
    assert opened == [["papers", "convrt"]]
