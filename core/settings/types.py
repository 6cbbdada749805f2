"""What a setting is: a key, a label, a default, and the values it takes.

A setting is declared once (`core.settings.definitions`); its file form and its place in the
settings dialog follow from the declaration. Each kind below is one widget in the dialog.

Settings are compared by identity (`eq=False`): each is declared once, and generating methods for
dataclasses would delay the start of the window.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from core.documents.exporting import ExportFormat

if TYPE_CHECKING:
    from core.jobs.model import PageRange
    from core.messages import Message

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

Json = None | bool | int | str | list[str]
"""What a setting's value looks like in the file."""


class SettingGroup(StrEnum):
    """The part of the settings dialog that a setting belongs to, in the dialog's order."""

    WINDOW = "window"
    RESULTS = "results"
    CONVERSION = "conversion"
    MACHINE = "machine"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Setting(ABC, Generic[T]):
    """One thing that the user may choose."""

    key: str
    """Its name in the file; never changed once released."""
    group: SettingGroup
    label: Message
    default: T
    hint: Message | None = None
    """One more sentence, for those who wonder what the label means."""

    @abstractmethod
    def from_json(self, value: object) -> T:
        """The value that stands in a file. Raises ``ValueError`` when it is not one of mine."""

    @abstractmethod
    def to_json(self, value: T) -> Json:
        """The value as it stands in a file."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FlagSetting(Setting[bool]):
    """Yes or no."""

    def from_json(self, value: object) -> bool:
        match value:
            case bool():
                return value
        raise ValueError("it is neither true nor false")

    def to_json(self, value: bool) -> Json:
        return value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ChoiceSetting(Setting[E], Generic[E]):
    choices: Mapping[E, Message]
    """Each possible value with its label, in the dialog's order."""

    def from_json(self, value: object) -> E:
        for choice in self.choices:
            if value == choice.value:
                return choice
        raise ValueError(f"it is none of {', '.join(choice.value for choice in self.choices)}")

    def to_json(self, value: E) -> Json:
        word: str = value.value
        return word


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NumberSetting(Setting[int | None]):
    """A whole number within bounds; ``None`` where Headframe is to find it itself."""

    minimum: int
    maximum: int
    unit: Message | None = None
    """What stands behind the number: "s", "MB"."""
    unset: Message
    """What the dialog says for ``None``."""

    def from_json(self, value: object) -> int | None:
        match value:
            case None:
                return None
            case int() if not isinstance(value, bool) and self.minimum <= value <= self.maximum:
                return value
        raise ValueError(f"it is no whole number from {self.minimum} to {self.maximum}")

    def to_json(self, value: int | None) -> Json:
        return value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TextSetting(Setting[str | None]):
    """A short text of a given form; ``None`` where Headframe is to find it itself."""

    pattern: str
    """A regular expression that matches the whole of it."""
    unset: Message

    def from_json(self, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise ValueError("it does not have the form that is wanted")
        return value

    def to_json(self, value: str | None) -> Json:
        return value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CodeSetting(TextSetting):
    """One of many codes, each with a name; a code that is not listed is kept as it is."""

    choices: Mapping[str, Message]
    """Each code with its name, in the list's order."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PageRangeSetting(Setting["PageRange | None"]):
    """Some pages of a document; ``None``: all of them."""

    unset: Message

    def from_json(self, value: object) -> PageRange | None:
        if value is None:
            return None
        from core.jobs.model import PageRange  # late, as it brings all of a job

        return PageRange.parse(str(value))

    def to_json(self, value: PageRange | None) -> Json:
        return None if value is None else str(value)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FolderSetting(Setting[Path | None]):
    """A folder, by its absolute path; whether it is there is asked when it is used."""

    unset: Message

    def from_json(self, value: object) -> Path | None:
        if value is None:
            return None
        if not isinstance(value, str) or "\0" in value or not Path(value).is_absolute():
            raise ValueError("it is no absolute path")
        return Path(value)

    def to_json(self, value: Path | None) -> Json:
        return None if value is None else str(value)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FileSetting(FolderSetting):
    """A file, by its absolute path; none at first."""

    default: Path | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FormatsSetting(Setting[tuple[ExportFormat, ...]]):
    """Formats that results are saved in by themselves."""

    unset: Message

    def from_json(self, value: object) -> tuple[ExportFormat, ...]:
        known = [wanted.value for wanted in ExportFormat]
        if not isinstance(value, list) or not all(name in known for name in value):
            raise ValueError(f"it is no list of {', '.join(known)}")
        return tuple(wanted for wanted in ExportFormat if wanted.value in value)

    def to_json(self, value: tuple[ExportFormat, ...]) -> Json:
        return [wanted.value for wanted in value]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CardKeysSetting(Setting[tuple[str, ...]]):
    """Keys of cards, as ``headframe cards`` lists them; none means that Headframe chooses."""

    unset: Message

    def from_json(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(key, str) and key for key in value):
            raise ValueError("it is no list of card keys")
        return tuple(dict.fromkeys(value))

    def to_json(self, value: tuple[str, ...]) -> Json:
        return list(value)
