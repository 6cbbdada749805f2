"""Passwords of `headframe convert`: from a file, so that `ps` shows none, or from a terminal."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.cli.human_text import CommandError, tr
from core.jobs.events import JobEvent, JobFinished
from core.jobs.execution.batch_runner import BatchListener, BatchRequest, BatchResult
from core.jobs.model import Job
from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import FailureKind

STDIN = Path("-")
ATTEMPTS = 3


def read_password(path: Path) -> str:
    """The first line of a file, or of stdin for ``-``. Raises :class:`CommandError`."""
    try:
        if path == STDIN:
            line = sys.stdin.readline()
        else:
            with path.open(encoding="utf-8") as file:
                line = file.readline()
    except (OSError, UnicodeDecodeError) as error:
        reason = (
            error.strerror or str(error)
            if isinstance(error, OSError)
            else tr(msg("it is not text in UTF-8"), sys.stderr)
        )
        text = msg(
            "The password file {path} cannot be read: {reason}.", path=str(path), reason=reason
        )
        raise CommandError(text) from error
    password = line.rstrip("\r\n")
    if not password:
        text = msg("The password file {path} has no password in its first line.", path=str(path))
        raise CommandError(text)
    return password


def can_ask() -> bool:
    """Whether a person is at the terminal, to read a question and to type."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


class EncryptedSources:
    """Passes a run's events on, and remembers which documents wait for a password."""

    def __init__(self, listener: BatchListener) -> None:
        self._listener = listener
        self.sources: list[Path] = []

    def queued(self, job: Job) -> None:
        self._listener.queued(job)

    def event(self, event: JobEvent) -> None:
        if isinstance(event, JobFinished) and _is_encrypted(event.job):
            self.sources.append(event.job.source)
        self._listener.event(event)

    def finished(self, result: BatchResult) -> None:
        self._listener.finished(result)


def convert_asking(
    plan: BatchRequest,
    sources: list[Path],
    convert: Callable[[BatchRequest], tuple[BatchResult, list[Path]]],
) -> int:
    """Ask for each document's password and convert it; return how many are done now.

    ``convert`` runs a plan and returns what is still encrypted. An empty answer skips a document,
    the end of input all that are left.
    """
    done = 0
    for source in sources:
        for _ in range(ATTEMPTS):
            try:
                question = msg("Password for {name} (Enter to skip):", name=source.name)
                password = getpass.getpass(f"{tr(question, sys.stderr)} ")
            except EOFError:
                return done
            if not password:
                break
            result, encrypted = convert(replace(plan, password=password, only={source}))
            done += result.done
            if result.interrupted:
                return done
            if not encrypted:
                break
            text = msg("The password does not open {name}.", name=source.name)
            print(tr(text, sys.stderr), file=sys.stderr)
    return done


def _is_encrypted(job: Job) -> bool:
    return (
        job.state is JobState.FAILED
        and job.failure is not None
        and job.failure.kind is FailureKind.ENCRYPTED
    )
