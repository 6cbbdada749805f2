"""Names of files as text of one line."""

from __future__ import annotations


def printable(name: str) -> str:
    """A file's name on one line, whatever bytes and breaks it has."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name
    )
