"""What the user may choose, declared once, and the file that keeps it.

The settings dialog is made from :data:`ALL`; code asks for a value by its declaration, so that
its type is known: ``settings.get(THEME)`` is a :class:`Theme`. What the window remembers by
itself (its place, its splitters) is not a setting and is not kept here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.atomic_file import keep_aside, write_atomic
from core.engines.choice import EngineChoice
from core.jobs.states import IfExists, WhenFull
from core.messages import msg
from core.settings.languages import LANGUAGES
from core.settings.types import (
    CardKeysSetting,
    ChoiceSetting,
    CodeSetting,
    FileSetting,
    FlagSetting,
    FolderSetting,
    FormatsSetting,
    NumberSetting,
    Setting,
    SettingGroup,
    TextSetting,
)
from core.worker.kinds import Ocr

if TYPE_CHECKING:
    from core.jobs.model import ConvertOptions

log = logging.getLogger(__name__)
T = TypeVar("T")
SCHEMA = 1


class Language(StrEnum):
    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class Theme(StrEnum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


LANGUAGE = ChoiceSetting(
    key="language",
    group=SettingGroup.WINDOW,
    label=msg("Language"),
    default=Language.SYSTEM,
    choices={
        Language.SYSTEM: msg("Follow system"),
        Language.ENGLISH: msg("English"),
        Language.CHINESE: msg("简体中文"),
    },
)
THEME = ChoiceSetting(
    key="theme",
    group=SettingGroup.WINDOW,
    label=msg("Theme"),
    default=Theme.SYSTEM,
    choices={
        Theme.SYSTEM: msg("Follow system"),
        Theme.LIGHT: msg("Light"),
        Theme.DARK: msg("Dark"),
    },
)
OPEN_PREVIEW = FlagSetting(
    key="open_preview",
    group=SettingGroup.WINDOW,
    label=msg("Show a document when it is done"),
    hint=msg("Only while no other document is selected."),
    default=True,
)
NOTIFY = FlagSetting(
    key="notify_when_finished",
    group=SettingGroup.WINDOW,
    label=msg("Tell me when everything is done"),
    hint=msg(
        "A desktop notification, and one when a batch first fails, if the window is in the "
        "background."
    ),
    default=True,
)
TRAY = FlagSetting(
    key="tray",
    group=SettingGroup.WINDOW,
    label=msg("Show an icon in the system tray"),
    hint=msg("With the progress and a menu to pause, where the desktop has a tray."),
    default=False,
)
OUTPUT_FOLDER = FolderSetting(
    key="output_folder",
    group=SettingGroup.RESULTS,
    label=msg("Output folder"),
    default=None,
    unset=msg("Beside each document"),
)
IF_EXISTS = ChoiceSetting(
    key="if_exists",
    group=SettingGroup.RESULTS,
    label=msg("If a result already exists"),
    hint=msg("A folder that Headframe did not make is never touched."),
    default=IfExists.SKIP,
    choices={
        IfExists.SKIP: msg("Skip if unchanged, otherwise keep both"),
        IfExists.UPDATE: msg("Skip if unchanged, otherwise replace"),
        IfExists.RENAME: msg("Keep both"),
        IfExists.OVERWRITE: msg("Replace"),
    },
)
EXPORT = FormatsSetting(
    key="export",
    group=SettingGroup.RESULTS,
    label=msg("Also save as"),
    hint=msg("When a document is done, its result is saved in these formats, too."),
    default=(),
    unset=msg("Markdown only"),
)
EXPORT_FOLDER = FolderSetting(
    key="export_folder",
    group=SettingGroup.RESULTS,
    label=msg("Save them in"),
    default=None,
    unset=msg("In each result's folder"),
)
ENGINE = ChoiceSetting(
    key="engine",
    group=SettingGroup.CONVERSION,
    label=msg("Engine"),
    default=EngineChoice.AUTO,
    choices={
        EngineChoice.AUTO: msg("Best available"),
        EngineChoice.FLASH: msg("Built-in · text, OCR, tables"),
        EngineChoice.MAGIC_PDF: msg("magic-pdf · layout, formulas, OCR"),
        EngineChoice.MINERU: msg("MinerU 4"),
    },
)
OCR = ChoiceSetting(
    key="ocr",
    group=SettingGroup.CONVERSION,
    label=msg("Read text from pictures (OCR)"),
    hint=msg("Reading scans takes much longer than reading text."),
    default=Ocr.AUTO,
    choices={
        Ocr.AUTO: msg("Only on pages without text"),
        Ocr.ON: msg("Always"),
        Ocr.OFF: msg("Never"),
    },
)
LANG = CodeSetting(
    key="lang",
    group=SettingGroup.CONVERSION,
    label=msg("Language of the documents"),
    hint=msg("For OCR with magic-pdf; the other engines detect it."),
    default=None,
    unset=msg("Automatic"),
    pattern=r"[A-Za-z][A-Za-z0-9_-]{1,19}",
    choices=LANGUAGES,
)
FORMULA = FlagSetting(
    key="formula", group=SettingGroup.CONVERSION, label=msg("Recognise formulas"), default=True
)
TABLE = FlagSetting(
    key="table", group=SettingGroup.CONVERSION, label=msg("Recognise tables"), default=True
)
CARDS = CardKeysSetting(
    key="cards",
    group=SettingGroup.MACHINE,
    label=msg("Work on"),
    default=(),
    unset=msg("The card with the most room"),
)
WHEN_FULL = ChoiceSetting(
    key="when_card_full",
    group=SettingGroup.MACHINE,
    label=msg("When a card's memory is full"),
    hint=msg("After a second try with smaller batches. A reserved card is never taken."),
    default=WhenFull.CHOSEN,
    choices={
        WhenFull.CHOSEN: msg("Try another of the chosen cards"),
        WhenFull.ANY: msg("Try any card that has more room"),
        WhenFull.STOP: msg("Let the document fail"),
    },
)
CPU_WORKERS = NumberSetting(
    key="cpu_workers",
    group=SettingGroup.MACHINE,
    label=msg("Documents at a time on the processor"),
    hint=msg("An engine with models takes one at a time, unless you set a number."),
    default=None,
    minimum=1,
    maximum=64,
    unset=msg("Automatic"),
)
TIMEOUT_S = NumberSetting(
    key="timeout_s",
    group=SettingGroup.MACHINE,
    label=msg("Time limit per document"),
    default=None,
    minimum=1,
    maximum=7 * 24 * 3600,
    unit=msg("s"),
    unset=msg("Automatic (by page count)"),
)
MEMORY_LIMIT_MB = NumberSetting(
    key="memory_limit_mb",
    group=SettingGroup.MACHINE,
    label=msg("Memory limit per document"),
    default=None,
    minimum=256,
    maximum=16 * 1024 * 1024,
    unit=msg("MB"),
    unset=msg("Automatic"),
)
KEEP_AWAKE = FlagSetting(
    key="keep_awake",
    group=SettingGroup.MACHINE,
    label=msg("Stay awake while converting"),
    hint=msg("The machine does not go to sleep by itself. Needs systemd."),
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
    EXPORT,
    EXPORT_FOLDER,
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

PROFILE = TextSetting(
    key="profile",
    group=SettingGroup.CONVERSION,
    label=msg("Profile for new documents"),
    default=None,
    pattern=r"\S(?:.{0,58}\S)?",
    unset=msg("As in the settings"),
)
"""Name of the profile that goes before the settings; chosen in the header."""

CLUSTER_ADDRESS = TextSetting(
    key="cluster_address",
    group=SettingGroup.MACHINE,
    label=msg("Address of the cluster"),
    default=None,
    pattern=r"\S{1,300}",
    unset=msg("None"),
)
"""The last one that a connection was asked for, as it was typed."""
CLUSTER_AT_START = FlagSetting(
    key="cluster_at_start",
    group=SettingGroup.MACHINE,
    label=msg("Connect when Headframe starts"),
    default=False,
)
CLUSTER_CARDS = CardKeysSetting(
    key="cluster_cards",
    group=SettingGroup.MACHINE,
    label=msg("Work on"),
    default=(),
    unset=msg("All cards of the cluster that are free"),
)
"""Chosen while a cluster is connected; :data:`CARDS` are those of this machine."""
CLUSTER_TOKEN_FILE = FileSetting(
    key="cluster_token_file",
    group=SettingGroup.MACHINE,
    label=msg("Token file"),
    unset=msg("None"),
)
CLUSTER_TLS_CERTIFICATE = FileSetting(
    key="cluster_tls_certificate",
    group=SettingGroup.MACHINE,
    label=msg("TLS certificate"),
    unset=msg("None"),
)
CLUSTER_TLS_KEY = FileSetting(
    key="cluster_tls_key",
    group=SettingGroup.MACHINE,
    label=msg("TLS key"),
    unset=msg("None"),
)
CLUSTER_TLS_AUTHORITY = FileSetting(
    key="cluster_tls_authority",
    group=SettingGroup.MACHINE,
    label=msg("TLS authority"),
    unset=msg("None"),
)

ELSEWHERE: tuple[Setting[Any], ...] = (
    PROFILE,
    CLUSTER_ADDRESS,
    CLUSTER_AT_START,
    CLUSTER_CARDS,
    CLUSTER_TOKEN_FILE,
    CLUSTER_TLS_CERTIFICATE,
    CLUSTER_TLS_KEY,
    CLUSTER_TLS_AUTHORITY,
)
"""Settings that have a place of their own in the window."""


class Settings:
    """The user's choices: read once, written at each change, passed on to observers.

    Only what differs from its default is in the file. What this version does not know, or cannot
    use, stays there as it is, until the user chooses again. One thread changes settings.
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
        from core.jobs.model import ConvertOptions  # late: the first window has no documents

        return ConvertOptions(
            engine=self.get(ENGINE),
            ocr=self.get(OCR),
            lang=self.get(LANG),
            formula=self.get(FORMULA),
            table=self.get(TABLE),
            if_exists=self.get(IF_EXISTS),
            timeout_s=self.get(TIMEOUT_S),
            memory_limit_mb=self.get(MEMORY_LIMIT_MB),
            export=self.get(EXPORT),
            export_folder=self.get(EXPORT_FOLDER) if self.get(EXPORT) else None,
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
        try:
            aside = keep_aside(self._file)
        except OSError as reason:
            log.warning("%s cannot be read: %s; nor renamed: %s", self._file, error, reason)
        else:
            log.warning("%s cannot be read and is kept as %s: %s", self._file, aside.name, error)

    def _write(self) -> None:
        text = json.dumps({"schema": SCHEMA, **self._raw}, indent=2)
        write_atomic(self._file, text + "\n", durable=True)
