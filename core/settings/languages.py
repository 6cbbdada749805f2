"""The languages that OCR can be told, by the codes that magic-pdf knows."""

from __future__ import annotations

from collections.abc import Mapping

from core.messages import Message, msg

LANGUAGES: Mapping[str, Message] = {
    "ch": msg("Chinese and English"),
    "en": msg("English"),
    "chinese_cht": msg("Chinese, traditional"),
    "japan": msg("Japanese"),
    "korean": msg("Korean"),
    "ar": msg("Arabic"),
    "bg": msg("Bulgarian"),
    "hr": msg("Croatian"),
    "cs": msg("Czech"),
    "da": msg("Danish"),
    "nl": msg("Dutch"),
    "et": msg("Estonian"),
    "fr": msg("French"),
    "de": msg("German"),
    "hi": msg("Hindi"),
    "hu": msg("Hungarian"),
    "id": msg("Indonesian"),
    "it": msg("Italian"),
    "ka": msg("Kannada"),
    "lv": msg("Latvian"),
    "lt": msg("Lithuanian"),
    "mr": msg("Marathi"),
    "ne": msg("Nepali"),
    "no": msg("Norwegian"),
    "fa": msg("Persian"),
    "pl": msg("Polish"),
    "pt": msg("Portuguese"),
    "ro": msg("Romanian"),
    "ru": msg("Russian"),
    "sk": msg("Slovak"),
    "sl": msg("Slovenian"),
    "es": msg("Spanish"),
    "sv": msg("Swedish"),
    "ta": msg("Tamil"),
    "te": msg("Telugu"),
    "tr": msg("Turkish"),
    "uk": msg("Ukrainian"),
    "ur": msg("Urdu"),
    "vi": msg("Vietnamese"),
    "latin": msg("Other languages in Latin script"),
    "cyrillic": msg("Other languages in Cyrillic script"),
    "arabic": msg("Other languages in Arabic script"),
    "devanagari": msg("Other languages in Devanagari script"),
}
"""In the order of a list: the most used first, then by their English names, then scripts."""
