"""What the command says to a person: their language, their terminal, words of the command.

Of JSON only the hints pass through here, which are in English there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from core.messages import Message, msg
from core.translation import SpokenLanguage, translated, user_language
from core.worker.kinds import FailureKind

if TYPE_CHECKING:
    from core.worker.protocol import Failure

OWN_HINTS = {
    "Enter the password and try again.": msg(
        "Give it with --password-file FILE (- reads it from stdin), or on a terminal when asked."
    ),
    "Check the password and try again.": msg("Check the password: --password-file FILE."),
    "Choose another output folder, or ask for the right to write there.": msg(
        "Choose another output folder with -o DIR, or ask for the right to write there."
    ),
    "Choose another output folder, or give yourself the right to write there.": msg(
        "Choose another output folder with -o DIR, or give yourself the right to write there."
    ),
}
"""Hints that speak of the window's fields, as the command has them."""
ENGINE_HINT = msg(
    "Choose an engine with --engine NAME; `headframe engine list` says what is ready."
)


class CommandError(ValueError):
    """The command is wrong, in a way that the parser cannot see."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def tr(message: Message, stream: TextIO | None = None) -> str:
    """In the user's language, where ``stream`` (stdout) can show it; else in English."""
    language = user_language()
    text = translated(message, language)
    if language is SpokenLanguage.ENGLISH or _can_show(text, stream or sys.stdout):
        return text
    return str(message)


def hint_of(failure: Failure) -> Message | None:
    """What to do, in words of the command line."""
    hint = failure.hint
    if hint is None:
        return ENGINE_HINT if failure.kind is FailureKind.ENGINE_MISSING else None
    own = OWN_HINTS.get(hint.template)
    return hint if own is None else Message(own.template, {**hint.facts, **own.facts})


def failure_lines(failure: Failure, stream: TextIO | None = None) -> list[str]:
    """What went wrong, and what to do about it."""
    hint = hint_of(failure)
    lines = [tr(failure.message, stream)]
    return lines if hint is None else [*lines, tr(hint, stream)]


def short_path(path: Path) -> str:
    """For a terminal: from here where it lies below, from the home folder as ``~``."""
    for find, name in ((Path.cwd, ""), (Path.home, "~")):
        try:
            start = find()
        except (OSError, RuntimeError):  # removed meanwhile; a user without a home
            continue
        if path.is_relative_to(start) and path != start:
            return os.path.join(name, path.relative_to(start))  # noqa: PTH118 - "~" is no folder
    return str(path)


def _can_show(text: str, stream: TextIO | None) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
