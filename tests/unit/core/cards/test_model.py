"""What is said of a chip's health."""

from __future__ import annotations

import pytest

from core.cards.model import Health, health_problem
from core.translation import SpokenLanguage, translated


@pytest.mark.parametrize(
    ("health", "english", "chinese"),
    [(Health.ALARM, "Alarm", "重要告警"), (Health.CRITICAL, "Critical", "紧急告警")],
)
def test_health_has_the_word_of_the_list_in_sentences_too(
    health: Health, english: str, chinese: str
) -> None:
    problem = health_problem(health)
    assert str(problem) == f"The driver reports its health as {english}."
    assert translated(problem, SpokenLanguage.CHINESE) == f"驱动报告其健康状态为“{chinese}”。"
