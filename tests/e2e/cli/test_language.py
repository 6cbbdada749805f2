"""People read the command in their language; what scripts read is the same in every language."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.cli.command import command, environment, run
from tests.support.pdfs import not_a_pdf, text_pdf

CHINESE = {"LANG": "zh_CN.UTF-8", "LC_ALL": "", "HEADFRAME_LANG": ""}


@pytest.fixture
def papers(tmp_path: Path, light_engine: None) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    text_pdf(folder / "good.pdf")
    not_a_pdf(folder / "bad.pdf")
    return folder


def on_a_terminal(*words: str, cwd: Path, changes: Mapping[str, str]) -> str:
    """What a person sees; the command's stdin and outputs are a terminal of 100 columns."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        command(words),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env=environment({"TERM": "xterm-256color", "COLUMNS": "100", **changes}),
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        seen += data
    os.close(ours)
    child.wait()
    return seen.decode()


def test_a_pipe_gets_chinese_sentences_after_words_that_stay(papers: Path) -> None:
    ran = run("convert", papers, "-o", papers / "out", environ=CHINESE)
    assert ran.code == 1
    lines = {line.split(" ")[0]: line for line in ran.out.splitlines()}
    assert "不是 PDF" in lines["failed"]
    assert "[not-a-pdf]" in lines["failed"]
    assert "（2 页" in lines["done"]
    assert str(papers / "good.pdf") in lines["done"], "whole paths in a pipe"
    assert "\x1b" not in ran.out


@pytest.mark.slow
def test_json_and_exit_code_are_the_same_in_both_languages(papers: Path) -> None:
    ran = [
        run("convert", papers, "-o", papers / name, "--json", environ=changes)
        for name, changes in (("en", {"HEADFRAME_LANG": "en"}), ("zh", CHINESE))
    ]
    said = [[(e["kind"], e["message"], e["hint"]) for e in each.of("failed")] for each in ran]
    assert said[0] == said[1]
    assert ran[0].code == ran[1].code == 1
    assert ran[1].out.isascii()


@pytest.mark.parametrize(
    "changes", [{"HEADFRAME_LANG": "en"}, {"HEADFRAME_LANG": "", "LC_ALL": "C"}]
)
def test_english_where_it_is_asked_for(papers: Path, changes: dict[str, str]) -> None:
    ran = run("convert", papers / "bad.pdf", environ={**CHINESE, **changes})
    assert "is not a PDF" in ran.out


@pytest.mark.slow
def test_a_terminal_has_colours_short_paths_and_words_in_chinese(papers: Path) -> None:
    seen = on_a_terminal("convert", ".", "-o", "out", cwd=papers, changes=CHINESE)
    assert "\x1b[32m完成" in seen
    assert "good.pdf → out/good/good.md" in seen
    assert str(papers) not in seen
    plain = on_a_terminal(
        "convert", ".", "-o", "out", cwd=papers, changes={**CHINESE, "NO_COLOR": "1"}
    )
    assert "跳过" in plain
    assert "\x1b[32m" not in plain
    assert "\x1b[1;31m" not in plain


@pytest.mark.slow
def test_doctor_speaks_chinese_and_its_json_does_not(light_engine: None) -> None:
    ran = run("doctor", environ=CHINESE)
    assert "可以写入" in ran.out
    ran = run("doctor", "--json", environ=CHINESE)
    assert ran.out.isascii()
    assert "can be written" in ran.out
