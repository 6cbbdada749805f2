"""What the command line says of itself, in the user's language."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cli import COMMANDS, build_parser
from core.cli.command_parser import ARGPARSE_TEXTS, localized_argparse
from core.translation import SpokenLanguage, catalogue

CHINESE = re.compile("[\u4e00-\u9fff]")
PLACE = re.compile(r"%(?:\(\w+\))?[sr]")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADFRAME_LANG", "zh_CN")
    monkeypatch.setenv("COLUMNS", "80")


def refused(said: pytest.CaptureFixture[str], *words: str) -> str:
    """What is said of a wrong command."""
    with localized_argparse(), pytest.raises(SystemExit) as ended:
        build_parser((words[0],)).parse_args(words)
    assert ended.value.code == 2
    return said.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("convert", "a.pdf", "--jsn"), "arguments: --jsn. Did you mean --json?"),
        (("convert", "a.pdf", "--pagse=1-2"), "arguments: --pagse=1-2. Did you mean --pages?"),
        (("cards", "npu:6"), "unrecognized arguments: npu:6"),
        (("engine", "test", "flash", "--nothing-like-it"), "arguments: --nothing-like-it"),
    ],
)
def test_what_is_unknown_is_refused_by_the_command_it_was_given_to(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    text = refused(capsys, *words)
    name = "headframe engine test" if words[0] == "engine" else f"headframe {words[0]}"
    assert text.startswith(f"usage: {name} ")
    assert f"{name}: error: " in text
    assert text.rstrip().endswith(said)


def test_a_file_that_begins_with_a_dash_is_no_option(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-draft.pdf").touch()
    assert refused(capsys, "convert", "-draft.pdf").rstrip().endswith("write ./-draft.pdf")
    with localized_argparse():
        parser = build_parser(("convert",))
        for words in (["--", "-draft.pdf"], ["./-draft.pdf"]):
            assert parser.parse_args(["convert", *words]).paths[0].name == "-draft.pdf"


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """This one and those of all its commands."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from parsers(one)


def helps(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """What is said of each option and command, but names alone."""
    for one in parsers(parser):
        for action in one._actions:
            rows = [action, *getattr(action, "_choices_actions", ())]
            yield from ((f"{one.prog} {row.dest}", row.help) for row in rows if row.help)


@pytest.mark.usefixtures("chinese")
def test_every_line_of_help_is_chinese() -> None:
    with localized_argparse():
        found = dict(helps(build_parser(COMMANDS)))
    names = {where for where, text in found.items() if text == "flash, magic-pdf, mineru"}
    english = {where for where, text in found.items() if not CHINESE.search(text)}
    assert english == names
    assert len(found) > 60


@pytest.mark.usefixtures("chinese")
def test_help_fits_the_terminal() -> None:
    from rich.cells import cell_len

    with localized_argparse():
        pages = [one.format_help() for one in parsers(build_parser(COMMANDS))]
    wide = [
        line
        for page in pages
        for line in page.splitlines()
        if cell_len(line) > 80 and CHINESE.search(line)
    ]
    assert wide == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["convert"], "缺少必需的参数：PATH"),
        (["convert", "a.pdf", "--oops"], "无法识别的参数：--oops"),
        (["convert", "a.pdf", "--engine", "x"], "无效的选择：'x'"),
        (["convert", "a.pdf", "--timeout"], "需要一个值"),
        (["convert", "a.pdf", "--pages", "x-"], "不是页码范围"),
        (["convert", "a.pdf", "--include", "/"], "不能为空"),
        (["convert", "a.pdf", "--workers", "0"], "不是从 1 起的整数"),
        (["engine", "use", "mineru"], "--python PATH"),
        (["cards", "--watch", "--sheet"], "不能与参数 --watch 同时使用"),
    ],
)
@pytest.mark.usefixtures("chinese")
def test_a_wrong_command_is_told_in_chinese(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from core.cli import main

    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("用法：headframe")
    assert "错误：" in error
    assert said in error.splitlines()[-1]


def test_argparse_speaks_as_before_afterwards(chinese: None) -> None:
    with localized_argparse():
        pass
    assert argparse.ArgumentParser(prog="x").format_help().startswith("usage: x")


def test_translations_of_argparse_hold_the_same_places() -> None:
    words = catalogue(SpokenLanguage.CHINESE)
    for text in ARGPARSE_TEXTS:
        assert sorted(PLACE.findall(words[text])) == sorted(PLACE.findall(text)), text


def test_the_texts_are_those_that_argparse_says() -> None:
    """With this Python at least; another may have a few others."""
    code = """
        import argparse, inspect
        source = inspect.getsource(argparse)
        from core.cli.command_parser import ARGPARSE_TEXTS
        texts = [text for text in ARGPARSE_TEXTS if repr(text)[1:-1] not in source]
        print(texts)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
