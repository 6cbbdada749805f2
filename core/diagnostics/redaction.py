"""Takes out of a text what tells who wrote it, on which machine, and about which documents."""

from __future__ import annotations

import getpass
import re
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.paths import user_home

PROGRAM = Path(__file__).resolve().parents[2]
SYSTEM = r"(?:usr|opt|proc|sys|dev|lib\w*|etc|bin|sbin|run|var/log)(?:/|\b)"
"""Folders that are the same on every machine: a report is of little use without them."""
DOCUMENT = re.compile(r"""(?<![\w<>~./-])(?:~?/)[^\n"'<>]*?\.(pdf|md|docx|epub|tex)\b""", re.I)
BARE_DOCUMENT = re.compile(r"""[^\s"'/<>]+\.(pdf|md|docx|epub|tex)\b""", re.I)
PATH = re.compile(rf"""(?<![\w<>~./:-])(?:~/|/(?!{SYSTEM}))[^\s"'<>,;:)]+""")
SECRETS = (
    (re.compile(r"(\w+://)[^\s/@]+@"), r"\1<login>@"),
    (re.compile(r"\bhf_\w{8,}"), "<token>"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b(?!\.)"), "<address>"),
)
SHORTEST_NAME = 3
"""A user called "a" would be found in every word."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is replaced, longest first."""

    places: tuple[tuple[str, str], ...]
    """Folders, with the words that stand for them."""
    names: tuple[tuple[str, str], ...]
    """Words that are names: of the user, of the machine."""

    @classmethod
    def of_this_machine(cls, home: Path, environ: Mapping[str, str]) -> Redaction:
        """For this user, this machine and the home of settings."""
        places = {
            str(home): "<headframe>",
            str(PROGRAM): "<program>",
            sys.prefix: "<python>",
            sys.base_prefix: "<python>",
            str(user_home(environ)): "~",
        }
        places.pop("/", None)
        names = {_user(environ): "<user>", socket.gethostname(): "<host>"}
        return cls(
            tuple(sorted(places.items(), key=lambda pair: -len(pair[0]))),
            tuple((name, word) for name, word in names.items() if len(name) >= SHORTEST_NAME),
        )

    def apply(self, text: str, *, documents: bool = True) -> str:
        """The text without names, logins and tokens; ``documents``: also without theirs.

        Paths with spaces are known by their ending only: more is taken out rather than less.
        """
        for place, word in self.places:
            if not place.startswith("/usr"):
                text = re.sub(rf"{re.escape(place)}(?![\w-])", word, text)
        for pattern, word in SECRETS:
            text = pattern.sub(word, text)
        for name, word in self.names:
            text = re.sub(rf"(?<![\w<]){re.escape(name)}(?![\w>])", word, text)
        return _without_documents(text) if documents else text


def _without_documents(text: str) -> str:
    numbers: dict[str, int] = {}

    def document(match: re.Match[str]) -> str:
        stem = Path(match[0]).stem
        return f"<document {numbers.setdefault(stem, len(numbers) + 1)}>.{match[1].lower()}"

    text = DOCUMENT.sub(document, text)
    text = BARE_DOCUMENT.sub(document, text)
    for stem, number in sorted(numbers.items(), key=lambda pair: -len(pair[0])):
        if len(stem) > SHORTEST_NAME:
            text = re.sub(rf"(?<![\w<]){re.escape(stem)}(?![\w>])", f"<document {number}>", text)
    folders: dict[str, int] = {}

    def folder(match: re.Match[str]) -> str:
        return f"<folder {folders.setdefault(match[0], len(folders) + 1)}>"

    return PATH.sub(folder, text)


def _user(environ: Mapping[str, str]) -> str:
    try:
        return environ.get("USER") or getpass.getuser()
    except (KeyError, OSError):  # as in a container: a user id without a name
        return ""
