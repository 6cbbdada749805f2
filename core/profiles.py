"""Profiles: an engine, its options and the cards to work on, under a name.

Kept in ``HEADFRAME_HOME/profiles.json``; used by the window and by ``headframe convert
--profile``. What a file of another version holds that this one does not know is dropped when the
profile is saved anew.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.files import write_whole
from core.jobs.model import ConvertOptions
from core.jobs.records import options_from_json, options_to_dict
from core.sentences import Sentence, say

log = logging.getLogger(__name__)
SCHEMA = 1
MAX_NAME = 60


class ProfileError(Exception):
    """A profile cannot be had or kept. ``sentence`` says why, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Profile:
    """How to convert, and on what."""

    name: str
    options: ConvertOptions = field(default_factory=ConvertOptions)
    """The engine and what to do where a result is there are among them."""
    cards: tuple[str, ...] = ()
    """Keys of cards; none: whichever fits."""


class Profiles:
    """The profiles of a home. Read anew at each call: window and command may both be at work."""

    def __init__(self, file: Path) -> None:
        """``file``: `core.paths.profiles_file`; it need not exist."""
        self._file = file

    def all(self) -> tuple[Profile, ...]:
        """All that can be read, by name. Raises :class:`ProfileError` for a file that cannot."""
        found: list[Profile] = []
        for plain in self._read():
            try:
                found.append(_profile(plain))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                log.warning("%s: a profile is not used: %s", self._file, error)
        return tuple(sorted(found, key=lambda profile: profile.name.casefold()))

    def get(self, name: str) -> Profile:
        """The one of that name. Raises :class:`ProfileError` where there is none."""
        known = self.all()
        for profile in known:
            if profile.name == name:
                return profile
        raise ProfileError(
            say(
                "There is no profile {name}. There are: {known}.",
                name=name,
                known=", ".join(profile.name for profile in known) or "-",
            )
        )

    def save(self, profile: Profile) -> None:
        """Keep it, in place of one of the same name. Raises :class:`ProfileError`."""
        name = profile.name
        if not name.strip() or name != name.strip() or len(name) > MAX_NAME or not _shows(name):
            raise ProfileError(
                say("A profile's name has 1 to {most} characters that can be seen.", most=MAX_NAME)
            )
        self._write([plain for plain in self._read() if plain.get("name") != name], profile)

    def remove(self, name: str) -> None:
        """Forget it. Raises :class:`ProfileError` where there is none."""
        self.get(name)
        self._write([plain for plain in self._read() if plain.get("name") != name])

    def _read(self) -> list[dict[str, Any]]:
        try:
            plain = json.loads(self._file.read_text(encoding="utf-8"))
            return [entry for entry in plain["profiles"] if isinstance(entry, dict)]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise ProfileError(
                say(
                    "The profiles in {path} cannot be read: {error}. Mend or remove that file.",
                    path=str(self._file),
                    error=str(error),
                )
            ) from error

    def _write(self, others: list[dict[str, Any]], *added: Profile) -> None:
        entries = others + [
            {
                "name": profile.name,
                "options": options_to_dict(profile.options),
                "cards": list(profile.cards),
            }
            for profile in added
        ]
        text = json.dumps({"schema": SCHEMA, "profiles": entries}, indent=2)
        try:
            write_whole(self._file, text + "\n", durable=True)
        except OSError as error:
            raise ProfileError(
                say(
                    "The profiles cannot be written to {path}: {error}.",
                    path=str(self._file),
                    error=error.strerror or str(error),
                )
            ) from error


def _profile(plain: dict[str, Any]) -> Profile:
    # An option that an older version did not know has its default.
    options = options_to_dict(ConvertOptions()) | dict(plain["options"])
    return Profile(
        name=str(plain["name"]),
        options=options_from_json(json.dumps(options)),
        cards=tuple(str(key) for key in plain["cards"]),
    )


def _shows(name: str) -> bool:
    return all(char.isprintable() for char in name)
