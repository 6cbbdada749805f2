"""Sentences of `core` in the language of the environment, without Qt.

The window's translations (`resources/translations/*.ts`) are XML: the command reads the part that
belongs to `core` from there, so each sentence is translated once.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, partial
from pathlib import Path

import resources
from core.messages import Message, closed_up, format_message

log = logging.getLogger(__name__)
CORE = "core"
FOLDER = Path(resources.__file__).parent / "translations"
LANGUAGE_VARIABLE = "HEADFRAME_LANG"


class SpokenLanguage(StrEnum):
    """Those that there are translations for."""

    ENGLISH = "en"
    CHINESE = "zh_CN"


def spoken_language(environ: Mapping[str, str]) -> SpokenLanguage:
    """``HEADFRAME_LANG``, else the locale's language as gettext takes it; else English."""
    chosen = environ.get(LANGUAGE_VARIABLE, "")
    if not chosen:
        names = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        locale = next((name for name in names if name), "")
        is_plain = locale.partition(".")[0] in ("", "C", "POSIX")
        chosen = "" if is_plain else environ.get("LANGUAGE", "").partition(":")[0] or locale
    return SpokenLanguage.CHINESE if chosen.startswith("zh") else SpokenLanguage.ENGLISH


def translated(message: Message, language: SpokenLanguage) -> str:
    """The sentence, in English where it has no translation."""
    template = catalogue(language).get(message.template, message.template)
    text = format_message(template, message.facts_in(partial(translated, language=language)))
    return text if language is SpokenLanguage.ENGLISH else closed_up(text)


@cache
def catalogue(language: SpokenLanguage) -> Mapping[str, str]:
    """English templates and their translations. Read once: it takes 20 ms."""
    if language is SpokenLanguage.ENGLISH:
        return {}
    import xml.etree.ElementTree as ET  # late: English needs none

    found: dict[str, str] = {}
    try:
        for context in ET.parse(FOLDER / f"headframe_{language}.ts").getroot().iter("context"):
            if context.findtext("name") != CORE:
                continue
            for message in context.iter("message"):
                translation = message.findtext("translation")
                if translation:
                    found[message.findtext("source") or ""] = translation
    except (OSError, ET.ParseError):
        log.exception("no translations")
    return found


def user_language() -> SpokenLanguage:
    """That of this process."""
    return spoken_language(os.environ)
