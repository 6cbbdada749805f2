"""Passwords that no process list shows: from a file, from stdin, from a person at a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest

from core.engines.model import Engine
from core.worker.kinds import EngineName, FailureKind, Scope
from tests.e2e.cli.command import command, environment, run
from tests.support import pdfs
from tests.support.engines.scripted import DONE, choose, only_if, refuse, worker

SECRET = "open sesame"
PATIENCE_S = 100.0


@pytest.fixture
def locked(tmp_path: Path, home: Path) -> Path:
    """A document, and an engine that asks for its password.

    That the engine flash opens it with one is shown where its Markdown is, in test_convert.
    """
    opens = only_if(
        f"request.password == {SECRET!r}", DONE, refuse(FailureKind.ENCRYPTED, Scope.DOCUMENT)
    )
    body = opens.replace("\n", "\n" + 12 * " ")
    choose(home, Engine(EngineName.FLASH, worker(tmp_path / "engine", body), uses_card=False))
    return pdfs.encrypted_pdf(tmp_path / "locked.pdf", user_password=SECRET)


def test_the_first_line_of_a_file_is_the_password(locked: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\nnot this\n", "utf-8")
    ran = run("convert", locked, "-o", tmp_path / "out", "--password-file", tmp_path / "secret")
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / "locked" / "locked.md").is_file()


@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe"])
def test_a_file_without_a_password_is_a_wrong_command(
    locked: Path, tmp_path: Path, content: bytes | None
) -> None:
    secret = tmp_path / "secret"
    if content is not None:
        secret.write_bytes(content)
    ran = run("convert", locked, "--password-file", secret)
    assert ran.code == 2
    assert str(secret) in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "locked").exists()


def test_both_ways_at_once_are_a_wrong_command(locked: Path, tmp_path: Path) -> None:
    ran = run("convert", locked, "--password", "a", "--password-file", tmp_path / "b")
    assert ran.code == 2


class Terminal:
    """The command on a terminal of its own, and a person who types."""

    def __init__(self, *arguments: str | Path) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command(arguments),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment({"COLUMNS": "200", "TERM": "dumb"}),
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""

    def wait_for(self, words: str) -> None:
        begin, deadline = len(self.shown), time.monotonic() + PATIENCE_S
        while words not in self.shown[begin:]:
            assert time.monotonic() < deadline, self.shown
            self._read()

    def type(self, line: str) -> None:
        os.write(self._ours, line.encode() + b"\n")

    def end(self) -> int:
        deadline = time.monotonic() + PATIENCE_S
        while self._process.poll() is None:
            assert time.monotonic() < deadline, f"it never ended: {self.shown}"
            self._read()
        self._read()
        os.close(self._ours)
        return self._process.returncode

    def _read(self) -> None:
        if select.select([self._ours], [], [], 0.2)[0]:
            try:
                self.shown += os.read(self._ours, 65536).decode(errors="replace")
            except OSError:  # the other end is closed
                time.sleep(0.01)


@pytest.mark.slow
def test_a_person_is_asked_and_may_try_again(locked: Path, tmp_path: Path) -> None:
    terminal = Terminal("convert", locked, "-o", tmp_path / "out")
    terminal.wait_for("Password for locked.pdf")
    terminal.type("wrong")
    terminal.wait_for("Password for locked.pdf")
    terminal.type(SECRET)
    assert terminal.end() == 0, terminal.shown
    assert (tmp_path / "out" / "locked" / "locked.md").is_file()
    assert SECRET not in terminal.shown, "what is typed is not shown"


def test_an_empty_answer_leaves_the_document(locked: Path, tmp_path: Path) -> None:
    terminal = Terminal("convert", locked, "-o", tmp_path / "out")
    terminal.wait_for("Password for locked.pdf")
    terminal.type("")
    assert terminal.end() == 1, terminal.shown
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True
