"""The window speaks of its own fields and windows, not of options of the command."""

from __future__ import annotations

import re

import pytest

from core.messages import Message, Param, msg
from core.settings.definitions import LANGUAGE, Language, Settings
from gui.i18n import tr
from gui.window_hints import OWN, without_options
from tests.unit.packaging.scripts import script

OTHER_PROGRAMS = re.compile(r"`(?!headframe (?!doctor))[^`]*`")
FACTS: dict[str, Param] = {"engine": "mineru", "log": "x.log", "folder": "/m", "count": 3}
COMMANDS = re.compile(r"(?<![\w-])--[a-z]|`headframe ")


@pytest.mark.slow
def test_every_hint_that_is_replaced_is_one_that_core_says() -> None:
    assert set(OWN) <= set(script("translations").sentences())


@pytest.mark.slow
def test_no_hint_of_core_speaks_the_commands_language_in_the_window() -> None:
    """Of the doctor, and of other programs, a terminal is the place."""
    translations = script("translations")
    paths = (translations.ROOT / "core").rglob("*.py")
    told = {
        template
        for path in paths
        if not {"cli", "launcher.py", "desktop.py"} & set(path.parts)
        for template in translations.said_in(path)
    }
    shown = [without_options(template) for template in told - set(OWN)]
    assert [text for text in shown if COMMANDS.search(OTHER_PROGRAMS.sub("", text))] == []


def test_options_in_brackets_are_left_out_in_both_languages(
    themed: None, settings: Settings
) -> None:
    hint = msg("Switch OCR on (--ocr auto).")
    assert tr(hint) == "Switch OCR on."
    assert without_options("Again with MinerU (`--engine mineru`), or") == "Again with MinerU, or"
    settings.set(LANGUAGE, Language.CHINESE)
    assert "--ocr" not in tr(hint)
    assert tr(hint).endswith("。")


def test_no_own_hint_names_an_option(themed: None) -> None:
    for template in OWN:
        text = tr(Message(template, FACTS))
        assert not COMMANDS.search(OTHER_PROGRAMS.sub("", text))
        assert "{" not in text


def test_other_brackets_stay() -> None:
    assert without_options("NPU 6 (error 507899) failed.") == "NPU 6 (error 507899) failed."
