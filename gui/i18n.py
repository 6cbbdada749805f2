"""The window's language: Qt's translators, and the sentences that `core` makes.

`packaging/translate` collects the `tr()` strings of `gui` and the literals of every `msg()`, the
latter under the context :data:`CORE`, whichever module says them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from core.engines.choice import EngineChoice
from core.messages import Message, closed_up, format_message, joined
from core.settings.definitions import ENGINE, LANGUAGE, Language, Settings
from core.translation import SpokenLanguage
from gui.card_names import card_key_label
from gui.window_hints import own_text, without_options

CORE = "core"
ENGINE_FACTS = ("engine", "better")
"""Facts of sentences that are an engine's name."""
CARD_FACT = "key"
"""Fact of sentences that is a card's key."""
_ENGINES = frozenset(choice.value for choice in EngineChoice if choice is not EngineChoice.AUTO)
FOLDER = Path(resources.__file__).parent / "translations"


def tr(sentence: Message) -> str:
    """A sentence of `core` in the window's language, and in its words."""
    own = own_text(sentence)
    if own is not None:
        return own
    template = without_options(QCoreApplication.translate(CORE, sentence.template))
    facts = sentence.facts_in(tr)
    if isinstance(key := facts.get(CARD_FACT), str) and "`" not in template:
        facts[CARD_FACT] = card_key_label(key)
    # In a line to be typed it has the name that the command takes; the 4 is in a version, too.
    if "`" not in template and "version" not in facts:
        facts |= {name: _engine(facts[name]) for name in ENGINE_FACTS if name in facts}
    return closed_up(format_message(template, facts))


def sentences(said: Iterable[Message]) -> str:
    """Several of them, one after the other."""
    return tr(joined(said))


def _engine(name: str | int | float) -> str | int | float:
    """An engine as the window calls it, without what it can do; anything else as it is."""
    if name not in _ENGINES:
        return name
    return tr(ENGINE.choices[EngineChoice(str(name))]).partition(" · ")[0]


def is_english() -> bool:
    """The window speaks the language in which reports are written."""
    return QLocale().language() is QLocale.Language.English


def window_language() -> SpokenLanguage:
    """The window's language, as `core` calls it."""
    return SpokenLanguage.ENGLISH if is_english() else SpokenLanguage.CHINESE


def os_error_text(error: OSError) -> str:
    """What the system says of an error, in the window's language."""
    return tr(Message("{reason}", {"reason": error.strerror or str(error)}))


class LanguageManager(QObject):
    """Loads the translations, now and whenever the setting changes.

    Widgets hear of a change by ``QEvent.Type.LanguageChange``, as Qt has it.
    """

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._loaded: list[QTranslator] = []
        self._system = QLocale.system()
        self._forget = settings.observe(LANGUAGE, self._chosen)
        self._load()

    def close(self) -> None:
        """Stop following the setting, and take the translations down."""
        self._forget()
        self._unload()

    def _chosen(self, _language: Language) -> None:
        self._unload()
        self._load()

    def _unload(self) -> None:
        for translator in self._loaded:
            self._app.removeTranslator(translator)
        self._loaded.clear()

    def _load(self) -> None:
        locale = locale_for(self._settings.get(LANGUAGE), self._system)
        QLocale.setDefault(locale)
        if locale.language() is QLocale.Language.Chinese:
            qt_own = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install("qtbase_zh_CN", qt_own)
            self._install("headframe_zh_CN", str(FOLDER))
        else:
            self._install("headframe_en", str(FOLDER))  # plural forms

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._loaded.append(translator)


def locale_for(
    choice: Language, system: QLocale, environ: Mapping[str, str] = os.environ
) -> QLocale:
    """The locale for a choice; any Chinese system gets the Chinese that there is."""
    if choice is Language.SYSTEM:
        names = (_asked_for(environ), system.name(), *system.uiLanguages()[:1])
        chinese = any(name.startswith("zh") for name in names)
        choice = Language.CHINESE if chinese else Language.ENGLISH
    if choice is Language.CHINESE:
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    english = system.language() is QLocale.Language.English
    return system if english else QLocale(QLocale.Language.English)


def _asked_for(environ: Mapping[str, str]) -> str:
    """The language that the environment names.

    Qt ignores a locale that was not generated on this machine. That is common on servers: ssh
    passes on the LANG of the user's own machine.
    """
    names = (environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in names if name), "")
