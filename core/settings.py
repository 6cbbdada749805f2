"""What the user may choose, declared once, and the file that keeps it.

The settings dialog is made from :data:`ALL`; code asks for a value by its declaration, so that
its type is known: ``settings.get(THEME)`` is a :class:`Theme`. What the window remembers by
itself (its place, its splitters) is not a setting and is not kept here.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from core.engines.model import EngineChoice
from core.jobs.model import ConvertOptions, IfExists, WhenFull
from core.sentences import say
from core.setting_types import CardKeys, Choice, Flag, Folder, Group, Number, Setting, Text
from core.worker.protocol import Ocr

log = logging.getLogger(__name__)
T = TypeVar("T")
SCHEMA = 1


class Language(StrEnum):
    """The language of the window."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class Theme(StrEnum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


LANGUAGE = Choice(
    key="language",
    group=Group.WINDOW,
    label=say("Language"),
    default=Language.SYSTEM,
    choices={
        Language.SYSTEM: say("As the system"),
        Language.ENGLISH: say("English"),
        Language.CHINESE: say("简体中文"),
    },
)
THEME = Choice(
    key="theme",
    group=Group.WINDOW,
    label=say("Colours"),
    default=Theme.SYSTEM,
    choices={
        Theme.SYSTEM: say("As the system"),
        Theme.LIGHT: say("Light"),
        Theme.DARK: say("Dark"),
    },
)
OPEN_PREVIEW = Flag(
    key="open_preview",
    group=Group.WINDOW,
    label=say("Show a document when it is done"),
    hint=say("Only while no other document is selected."),
    default=True,
)
NOTIFY = Flag(
    key="notify_when_finished",
    group=Group.WINDOW,
    label=say("Tell me when everything is done"),
    hint=say(
        "A message of the desktop at the end, and when the first document of a batch fails, "
        "while the window is not in front."
    ),
    default=True,
)
TRAY = Flag(
    key="tray",
    group=Group.WINDOW,
    label=say("Show an icon in the system tray"),
    hint=say("With the progress and a menu to pause, where the desktop has a tray."),
    default=False,
)
OUTPUT_FOLDER = Folder(
    key="output_folder",
    group=Group.RESULTS,
    label=say("Put results"),
    default=None,
    unset=say("Beside each document"),
)
IF_EXISTS = Choice(
    key="if_exists",
    group=Group.RESULTS,
    label=say("When a result is there already"),
    hint=say("A folder that Headframe did not make is never touched."),
    default=IfExists.SKIP,
    choices={
        IfExists.SKIP: say("Skip it if nothing has changed, else make a second one"),
        IfExists.UPDATE: say("Skip it if nothing has changed, else replace it"),
        IfExists.RENAME: say("Make a second result"),
        IfExists.OVERWRITE: say("Replace it"),
    },
)
ENGINE = Choice(
    key="engine",
    group=Group.CONVERSION,
    label=say("Engine"),
    default=EngineChoice.AUTO,
    choices={
        EngineChoice.AUTO: say("The best that is ready"),
        EngineChoice.FLASH: say("Native text · no models"),
        EngineChoice.MAGIC_PDF: say("magic-pdf · layout, formulas, OCR"),
        EngineChoice.MINERU: say("MinerU 4"),
    },
)
OCR = Choice(
    key="ocr",
    group=Group.CONVERSION,
    label=say("Read text from pictures (OCR)"),
    hint=say("Needs an engine with models."),
    default=Ocr.AUTO,
    choices={
        Ocr.AUTO: say("Where a page has no text of its own"),
        Ocr.ON: say("Always"),
        Ocr.OFF: say("Never"),
    },
)
LANG = Text(
    key="lang",
    group=Group.CONVERSION,
    label=say("Language of the documents"),
    hint=say("A code of MinerU: ch, en, japan, korean, latin, arabic …"),
    default=None,
    unset=say("Any"),
    pattern=r"[A-Za-z][A-Za-z0-9_-]{1,19}",
)
FORMULA = Flag(key="formula", group=Group.CONVERSION, label=say("Recognise formulas"), default=True)
TABLE = Flag(key="table", group=Group.CONVERSION, label=say("Recognise tables"), default=True)
CARDS = CardKeys(
    key="cards",
    group=Group.MACHINE,
    label=say("Work on"),
    default=(),
    unset=say("The card with the most room"),
)
WHEN_FULL = Choice(
    key="when_card_full",
    group=Group.MACHINE,
    label=say("When a card's memory is full"),
    hint=say("After a second try with smaller batches. A reserved card is never taken."),
    default=WhenFull.CHOSEN,
    choices={
        WhenFull.CHOSEN: say("Try another of the chosen cards"),
        WhenFull.ANY: say("Try any card that has more room"),
        WhenFull.STOP: say("Give the document up"),
    },
)
CPU_WORKERS = Number(
    key="cpu_workers",
    group=Group.MACHINE,
    label=say("Documents at a time on the processor"),
    hint=say("An engine with models takes one at a time, unless a number is given."),
    default=None,
    minimum=1,
    maximum=64,
    unset=say("What fits this machine"),
)
TIMEOUT_S = Number(
    key="timeout_s",
    group=Group.MACHINE,
    label=say("Give a document up after"),
    default=None,
    minimum=1,
    maximum=7 * 24 * 3600,
    unit=say("s"),
    unset=say("A time that fits its pages"),
)
MEMORY_LIMIT_MB = Number(
    key="memory_limit_mb",
    group=Group.MACHINE,
    label=say("Memory for a document at most"),
    default=None,
    minimum=256,
    maximum=16 * 1024 * 1024,
    unit=say("MB"),
    unset=say("What fits this machine"),
)
KEEP_AWAKE = Flag(
    key="keep_awake",
    group=Group.MACHINE,
    label=say("Stay awake while documents are converted"),
    hint=say("The machine does not go to sleep by itself meanwhile, where systemd allows it."),
    default=True,
)

ALL: tuple[Setting[Any], ...] = (
    LANGUAGE,
    THEME,
    OPEN_PREVIEW,
    NOTIFY,
    TRAY,
    OUTPUT_FOLDER,
    IF_EXISTS,
    ENGINE,
    OCR,
    LANG,
    FORMULA,
    TABLE,
    CARDS,
    WHEN_FULL,
    CPU_WORKERS,
    TIMEOUT_S,
    MEMORY_LIMIT_MB,
    KEEP_AWAKE,
)
"""Every setting of the settings dialog, in its order."""

PROFILE = Text(
    key="profile",
    group=Group.CONVERSION,
    label=say("Profile for new documents"),
    default=None,
    pattern=r"\S(?:.{0,58}\S)?",
    unset=say("As in the settings"),
)
"""Name of the profile (`core.profiles`) that goes before the settings; chosen in the header."""

ELSEWHERE: tuple[Setting[Any], ...] = (PROFILE,)
"""Settings that have a place of their own in the window."""


class Settings:
    """The user's choices: read once, written at each change, told to whoever asked.

    Only what differs from its default is in the file. What this version does not know, or cannot
    use, stays there as it is, until the user chooses anew. One thread changes settings.
    """

    def __init__(self, file: Path) -> None:
        """Read ``file``. One that cannot be read is kept aside, and the defaults hold."""
        self._file = file
        self._raw: dict[str, object] = self._read()
        self._observers: dict[str, list[Callable[[Any], None]]] = {}
        self._values: dict[str, object] = {}
        for setting in (*ALL, *ELSEWHERE):
            if setting.key in self._raw:
                try:
                    self._values[setting.key] = setting.from_json(self._raw[setting.key])
                except ValueError as error:
                    log.warning("%s: '%s' is not used: %s", file, setting.key, error)

    def get(self, setting: Setting[T]) -> T:
        """The user's choice, or the default."""
        value: T = self._values.get(setting.key, setting.default)  # type: ignore[assignment]
        return value

    def set(self, setting: Setting[T], value: T) -> None:
        """Choose. Observers are told first, then the file is written.

        Raises ``ValueError`` for a value that the setting does not take, and ``OSError`` where
        the file cannot be written: the choice then holds until the program ends.
        """
        raw = setting.to_json(value)
        value = setting.from_json(raw)
        if value == self.get(setting):
            return
        if value == setting.default:
            self._values.pop(setting.key, None)
            self._raw.pop(setting.key, None)
        else:
            self._values[setting.key] = value
            self._raw[setting.key] = raw
        for tell in tuple(self._observers.get(setting.key, ())):
            tell(value)
        self._write()

    def observe(self, setting: Setting[T], tell: Callable[[T], None]) -> Callable[[], None]:
        """Call ``tell`` with each new value; the function that comes back ends that."""
        observers = self._observers.setdefault(setting.key, [])
        observers.append(tell)
        return lambda: observers.remove(tell)

    def convert_options(self) -> ConvertOptions:
        """How the next documents are to be converted."""
        return ConvertOptions(
            engine=self.get(ENGINE),
            ocr=self.get(OCR),
            lang=self.get(LANG),
            formula=self.get(FORMULA),
            table=self.get(TABLE),
            if_exists=self.get(IF_EXISTS),
            timeout_s=self.get(TIMEOUT_S),
            memory_limit_mb=self.get(MEMORY_LIMIT_MB),
        )

    def _read(self) -> dict[str, object]:
        try:
            raw = json.loads(self._file.read_text(encoding="utf-8"))
            if isinstance(raw, dict):
                return raw
            raise ValueError("it holds no settings")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            self._keep_aside(error)
            return {}

    def _keep_aside(self, error: Exception) -> None:
        aside = self._file.with_suffix(".damaged.json")
        number = 1
        while aside.exists():
            number += 1
            aside = self._file.with_suffix(f".damaged-{number}.json")
        log.warning("%s cannot be read and is kept as %s: %s", self._file, aside.name, error)
        try:
            self._file.rename(aside)
        except OSError as reason:
            log.warning("%s cannot be renamed: %s", self._file, reason)

    def _write(self) -> None:
        """Write a new file and put it in the old one's place: a power cut leaves one of both."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"schema": SCHEMA, **self._raw}, indent=2)
        handle, name = tempfile.mkstemp(prefix=".settings-", dir=self._file.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
