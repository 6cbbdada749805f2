"""Which language the window speaks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from core.settings.definitions import Language
from gui.i18n import locale_for

CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
FRENCH = QLocale(QLocale.Language.French)
PLAIN = QLocale.c()


@pytest.mark.parametrize(
    ("choice", "system", "environ", "chinese"),
    [
        (Language.SYSTEM, CHINESE, {}, True),
        (Language.SYSTEM, FRENCH, {}, False),
        (Language.ENGLISH, CHINESE, {"LANG": "zh_CN.UTF-8"}, False),
        (Language.CHINESE, FRENCH, {}, True),
        # A server on which no Chinese locale was generated: Qt itself falls back to "C".
        (Language.SYSTEM, PLAIN, {"LANG": "zh_CN.UTF-8"}, True),
        (Language.SYSTEM, PLAIN, {"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, True),
        (Language.SYSTEM, PLAIN, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        (Language.SYSTEM, PLAIN, {"LANGUAGE": "", "LANG": "C.UTF-8"}, False),
    ],
)
def test_the_language_follows_the_choice_and_else_the_system(
    choice: Language, system: QLocale, environ: dict[str, str], chinese: bool
) -> None:
    found = locale_for(choice, system, environ)
    assert (found.language() is QLocale.Language.Chinese) is chinese
