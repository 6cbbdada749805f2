"""The command's language, without Qt: which one, and that it is the window's."""

from __future__ import annotations

import json
import re

import pytest
from PySide6.QtCore import QTranslator

from core.messages import Message, joined, msg
from core.translation import FOLDER, SpokenLanguage, catalogue, spoken_language, translated
from tests.unit.packaging.scripts import script

A_NUMBER_OF = re.compile(
    r"\{(?:count|number|missing|total|all|pages|good)\} (?:of \{\w+\} )?(?:[a-z]+ )?[a-z]{2,}s\b"
)
NEVER_ONE = re.compile(
    r"devices instead of 1|beside others|models of \{engine\} are missing or damaged"
    r"|packages, for Python|places on the page"
)
ENGLISH, CHINESE = SpokenLanguage.ENGLISH, SpokenLanguage.CHINESE


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ENGLISH),
        ({"LANG": "C"}, ENGLISH),
        ({"LANG": "POSIX", "LANGUAGE": "zh_CN"}, ENGLISH),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN"}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, ENGLISH),
        ({"LANG": "de_DE.UTF-8"}, ENGLISH),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "zh:en"}, CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "HEADFRAME_LANG": "en"}, ENGLISH),
        ({"LANG": "C", "HEADFRAME_LANG": "zh_CN"}, CHINESE),
    ],
)
def test_the_language_of_an_environment(environ: dict[str, str], expected: SpokenLanguage) -> None:
    assert spoken_language(environ) is expected


def test_facts_are_filled_in_and_what_has_no_translation_is_english() -> None:
    sentence = msg("{name} is not there.", name="a.pdf")
    assert translated(sentence, CHINESE) == "a.pdf 不存在。"
    assert translated(sentence, ENGLISH) == "a.pdf is not there."
    assert translated(Message("No such sentence {x}", {"x": 1}), CHINESE) == "No such sentence 1"


def test_a_number_chooses_its_words_and_chinese_needs_none() -> None:
    text = "{count} {count:page is|pages are} kept."
    assert str(Message(text, {"count": 1})) == "1 page is kept."
    assert str(Message(text, {"count": 0})) == "0 pages are kept."
    assert str(Message("{count} 页", {"count": 1})) == "1 页"
    assert str(Message("{share:.1f} of {count:03}", {"share": 0.25, "count": 7})) == "0.2 of 007"


@pytest.mark.slow
def test_no_sentence_says_one_pages() -> None:
    spoken = script("translations").sentences()
    wrong = [text for text in spoken if A_NUMBER_OF.search(text) and not NEVER_ONE.search(text)]
    assert not wrong, "write {count:page|pages}"


def test_a_sentence_within_a_sentence_is_translated_and_survives_a_file() -> None:
    inner = [msg("{name} is not there.", name=name) for name in ("a.pdf", "b.pdf")]
    sentence = msg("The cluster does not answer: {reason}.", reason=joined(inner))
    assert "a.pdf 不存在。b.pdf 不存在。" in translated(sentence, CHINESE)
    assert "a.pdf is not there. b.pdf is not there." in str(sentence)
    assert Message.from_dict(json.loads(json.dumps(sentence.to_dict()))) == sentence


@pytest.mark.slow
def test_every_sentence_is_that_of_the_window() -> None:
    """Qt's compiled file and the catalogue say the same, all of it."""
    qt = QTranslator()
    assert qt.load("headframe_zh_CN", str(FOLDER))
    sentences = script("translations").sentences()
    assert len(sentences) > 300
    for template in sentences:
        assert catalogue(CHINESE)[template] == qt.translate("core", template), template
