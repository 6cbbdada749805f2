"""Profiles: an engine, its options, the cards and the place of results, under a name.

Kept in ``HEADFRAME_HOME/profiles.json``; used by the window and by ``headframe convert
--profile``. What an entry holds that this version does not know is dropped when the profile is
saved again; a file in a newer form is refused, untouched.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic
from core.jobs.model import ConvertOptions
from core.jobs.store.batch_store import NewBatch
from core.jobs.store.serialization import options_from_json, options_to_dict
from core.messages import Message, msg
from core.schema_version import is_newer

log = logging.getLogger(__name__)
SCHEMA = 1
MAX_NAME = 60


class ProfileError(Exception):
    """A profile cannot be had or kept. ``sentence`` says why, and what to do."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class OutputLocation:
    """Where results go."""

    folder: Path | None = None
    """Absolute; ``None``: beside each document."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How to convert, and on what."""

    name: str
    options: ConvertOptions = field(default_factory=ConvertOptions)
    """The engine and what to do where a result is there are among them."""
    cards: tuple[str, ...] = ()
    """Keys of cards; none: whichever fits."""
    place: OutputLocation | None = None
    """``None``: wherever the settings, or ``--out``, say."""

    def apply_to(self, new: NewBatch) -> NewBatch:
        return replace(
            new,
            options=self.options,
            cards=self.cards,
            out=new.out if self.place is None else self.place.folder,
            profile=self.name,
        )


@dataclass(frozen=True, slots=True)
class InvalidProfile:
    """A profile that stands in the file and cannot be used."""

    name: str
    why: Message


@dataclass(frozen=True, slots=True)
class ProfileList:
    """What the file holds."""

    profiles: tuple[Profile, ...] = ()
    """By name."""
    unusable: tuple[InvalidProfile, ...] = ()

    def get(self, name: str) -> Profile | None:
        """The one of that name, where it can be used."""
        return next((profile for profile in self.profiles if profile.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is taken."""
        return (*(one.name for one in self.profiles), *(one.name for one in self.unusable))


class ProfileStore:
    """The profiles of a home. Read again at each call: window and command may both be at work.

    Every method raises :class:`ProfileError`.
    """

    def __init__(self, file: Path) -> None:
        """``file``: `core.paths.profiles_file`; it need not exist."""
        self._file = file

    def load(self) -> ProfileList:
        found: list[Profile] = []
        unusable: list[InvalidProfile] = []
        for plain in self._read():
            name = str(plain.get("name", ""))
            try:
                found.append(_profile(plain))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                log.warning("%s: the profile %r is not used: %s", self._file, name, error)
                if _shows(name):
                    unusable.append(InvalidProfile(name, _why(name, error)))
        return ProfileList(
            tuple(sorted(found, key=lambda profile: profile.name.casefold())),
            tuple(sorted(unusable, key=lambda one: one.name.casefold())),
        )

    def all(self) -> tuple[Profile, ...]:
        """All that can be used, by name."""
        return self.load().profiles

    def get(self, name: str) -> Profile:
        shelf = self.load()
        profile = shelf.get(name)
        if profile is not None:
            return profile
        for one in shelf.unusable:
            if one.name == name:
                raise ProfileError(one.why)
        known = ", ".join(profile.name for profile in shelf.profiles)
        raise ProfileError(
            msg("There is no profile {name}. There are: {known}.", name=name, known=known)
            if known
            else msg("There is no profile {name}, and no other one.", name=name)
        )

    def save(self, profile: Profile) -> None:
        """Keep it, in place of one of the same name."""
        _check(profile.name)
        self._write([plain for plain in self._read() if plain.get("name") != profile.name], profile)

    def add(self, profile: Profile) -> None:
        """Keep it, unless its name is taken."""
        self._free(profile.name)
        self.save(profile)

    def rename(self, name: str, to: str) -> None:
        """Call it something else."""
        if to == name:
            return
        _check(to)
        self._free(to)
        profile = replace(self.get(name), name=to)
        self._write([plain for plain in self._read() if plain.get("name") != name], profile)

    def remove(self, name: str) -> None:
        """Forget it, whether it can be used or not."""
        entries = self._read()
        left = [plain for plain in entries if plain.get("name") != name]
        if len(left) == len(entries):
            self.get(name)  # says that there is none
        self._write(left)

    def _free(self, name: str) -> None:
        if any(plain.get("name") == name for plain in self._read()):
            raise ProfileError(
                msg("There is a profile {name} already. Choose another name.", name=name)
            )

    def _read(self) -> list[dict[str, Any]]:
        try:
            plain = json.loads(self._file.read_text(encoding="utf-8"))
            if is_newer(plain, SCHEMA):
                raise ProfileError(
                    msg(
                        "The profiles in {path} were written by a newer Headframe. "
                        "Update Headframe, or move that file away.",
                        path=str(self._file),
                    )
                )
            return [entry for entry in plain["profiles"] if isinstance(entry, dict)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        except ValueError as error:
            raise self._unreadable(str(error)) from error
        except (KeyError, TypeError, RecursionError) as error:
            raise self._unreadable(msg("it holds no list of profiles")) from error

    def _unreadable(self, reason: Message | str) -> ProfileError:
        return ProfileError(
            msg(
                "The profiles in {path} cannot be read: {error}. Mend or remove that file.",
                path=str(self._file),
                error=reason,
            )
        )

    def _write(self, others: list[dict[str, Any]], *added: Profile) -> None:
        entries = others + [profile_to_dict(profile) for profile in added]
        text = json.dumps({"schema": SCHEMA, "profiles": entries}, indent=2)
        try:
            write_atomic(self._file, text + "\n", durable=True)
        except OSError as error:
            raise ProfileError(
                msg(
                    "The profiles cannot be written to {path}: {error}.",
                    path=str(self._file),
                    error=error.strerror or str(error),
                )
            ) from error


def profile_to_dict(profile: Profile) -> dict[str, Any]:
    """A profile as the file, and the command's list, have it."""
    plain: dict[str, Any] = {
        "name": profile.name,
        "options": options_to_dict(profile.options),
        "cards": list(profile.cards),
    }
    if profile.place is not None:
        folder = profile.place.folder
        plain["out"] = None if folder is None else str(folder)
    return plain


def _profile(plain: dict[str, Any]) -> Profile:
    # An option that an older version did not know has its default.
    options = options_to_dict(ConvertOptions()) | dict(plain["options"])
    return Profile(
        name=str(plain["name"]),
        options=options_from_json(json.dumps(options)),
        cards=tuple(str(key) for key in plain["cards"]),
        place=_place(plain["out"]) if "out" in plain else None,
    )


def _place(plain: object) -> OutputLocation:
    if plain is None:
        return OutputLocation()
    folder = Path(str(plain))
    if not folder.is_absolute():
        raise ValueError(f"{folder} is no absolute path")
    return OutputLocation(folder)


def _why(name: str, error: Exception) -> Message:
    return msg(
        "The profile {name} cannot be used: {error}. Remove it, or use the Headframe that made it.",
        name=name,
        error=str(error),
    )


def name_problem(name: str) -> Message | None:
    """Why a profile cannot be called that."""
    if not name.strip() or name != name.strip() or len(name) > MAX_NAME or not _shows(name):
        return msg("A profile's name has 1 to {most} characters that can be seen.", most=MAX_NAME)
    return None


def _check(name: str) -> None:
    problem = name_problem(name)
    if problem is not None:
        raise ProfileError(problem)


def _shows(name: str) -> bool:
    return bool(name) and all(char.isprintable() for char in name)
