"""The parser of the command line, which speaks the user's language.

`argparse` takes its own words ("usage: ", "unrecognized arguments: …") from gettext, whose
catalogues are other files in another format than ours (`core.translation`). So while a command line
is read, argparse gets them from ours.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from core.cli.human_text import tr
from core.messages import msg
from core.translation import SpokenLanguage, catalogue, user_language

ARGPARSE_TEXTS = tuple(
    message.template
    for message in (
        msg("usage: "),
        msg("positional arguments"),
        msg("options"),
        msg("show this help message and exit"),
        msg("%(prog)s: error: %(message)s\n"),
        msg("argument %(argument_name)s: %(message)s"),
        msg("ambiguous option: %(option)s could match %(matches)s"),
        msg("expected at least one argument"),
        msg("expected at most one argument"),
        msg("expected one argument"),
        msg("ignored explicit argument %r"),
        msg("invalid %(type)s value: %(value)r"),
        msg("invalid choice: %(value)r (choose from %(choices)s)"),
        msg("not allowed with argument %s"),
        msg("one of the arguments %s is required"),
        msg("the following arguments are required: %s"),
        msg("unrecognized arguments: %s"),
    )
)
"""What a user may read of argparse's own, in Python 3.11 to 3.14."""
RESEMBLES = 0.7
"""Of `difflib`: "--jsn" and "--jason" resemble "--json"."""


class CommandParser(argparse.ArgumentParser):
    """Folds its help by what a line takes on a terminal: Chinese has no blanks, and is wide."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        if user_language() is not SpokenLanguage.ENGLISH:
            options.setdefault("formatter_class", WideTextFormatter)
        super().__init__(**options)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse; but a sub-command says itself what it does not know, with its own usage."""
        if self._subparsers is not None or args is None:
            return super().parse_known_args(args, namespace)
        self._refuse_files(args)
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self._refuse_unknown(unknown)
        return found, unknown

    def _refuse_files(self, words: Sequence[str]) -> None:
        for word in words:
            if word == "--":
                return
            if (
                len(word) > 1
                and word.startswith("-")
                and word not in self._option_string_actions
                and os.path.lexists(word)
            ):
                text = msg(
                    "{word} begins with a dash, as options do: for the file of that name write "
                    "./{word}",
                    word=word,
                )
                self.error(tr(text, sys.stderr))

    def _refuse_unknown(self, words: Sequence[str]) -> None:
        from difflib import get_close_matches

        listed = " ".join(words)
        name = words[0].partition("=")[0]
        close = get_close_matches(name, self._option_string_actions, n=1, cutoff=RESEMBLES)
        if name.startswith("--") and close:
            text = msg(
                "unrecognized arguments: {words}. Did you mean {option}?",
                words=listed,
                option=close[0],
            )
            self.error(tr(text, sys.stderr))
        self.error(argparse._("unrecognized arguments: %s") % listed)  # type: ignore[attr-defined]


class WideTextFormatter(argparse.HelpFormatter):
    """For text whose characters take two columns each."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        from rich.console import Console
        from rich.text import Text

        lines = Text(" ".join(text.split())).wrap(Console(width=width), width)
        return [line.plain.rstrip() for line in lines]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = self._split_lines(text, width - len(indent))
        return "\n".join(indent + line for line in lines)


@contextlib.contextmanager
def localized_argparse() -> Iterator[None]:
    """While inside, argparse says what it says in the user's language."""
    words = catalogue(user_language())
    before = argparse._  # type: ignore[attr-defined]

    def translate(text: str) -> str:
        own = words.get(text) if text in ARGPARSE_TEXTS else None
        return own or str(before(text))

    argparse._ = translate  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._ = before  # type: ignore[attr-defined]
