"""The window speaks of its own fields and windows, not of options of the command."""

from __future__ import annotations

from core.messages import Message, msg
from core.settings.definitions import LANGUAGE, Language, Settings
from gui.i18n import words
from gui.window_hints import OWN, without_options
from tests.unit.packaging.scripts import script


def test_every_hint_that_is_replaced_is_one_that_core_says() -> None:
    assert set(OWN) <= set(script("translations").sentences())


def test_options_in_brackets_are_left_out_in_both_languages(
    themed: None, settings: Settings
) -> None:
    hint = msg("Switch OCR on (--ocr auto).")
    assert words(hint) == "Switch OCR on."
    assert without_options("Again with MinerU (`--engine mineru`), or") == "Again with MinerU, or"
    settings.set(LANGUAGE, Language.CHINESE)
    assert "--ocr" not in words(hint)
    assert words(hint).endswith("。")


def test_no_own_hint_names_an_option(themed: None) -> None:
    for template in OWN:
        text = words(Message(template, {"engine": "mineru", "log": "x.log", "folder": "/m"}))
        assert "--" not in text
        assert "headframe " not in text
        assert "{" not in text


def test_other_brackets_stay() -> None:
    assert without_options("NPU 6 (error 507899) failed.") == "NPU 6 (error 507899) failed."
