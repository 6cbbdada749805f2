"""What of documents' settings becomes another, while they wait or for their next conversion."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import Enum

from core.engines.choice import EngineChoice
from core.jobs.model import CardSet, Job, PageRange
from core.jobs.states import IfExists
from core.worker.kinds import Ocr
from core.worker.mineru.tier import Tier


class Unchanged(Enum):
    """The type of :data:`UNCHANGED`: ``None`` is a value of its own here."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED
"""Each document keeps what it has."""


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """New values; what is left out stays as each document has it."""

    engine: EngineChoice | Unchanged = UNCHANGED
    tier: Tier | Unchanged | None = UNCHANGED
    pages: PageRange | Unchanged | None = UNCHANGED
    ocr: Ocr | Unchanged = UNCHANGED
    lang: str | Unchanged | None = UNCHANGED
    if_exists: IfExists | Unchanged = UNCHANGED
    replace_once: bool | Unchanged = UNCHANGED
    cards: CardSet | Unchanged | None = UNCHANGED
    """``None``: as its batch asks."""

    def applied_to(self, job: Job) -> Job:
        """The job with these settings; nothing else of it changes."""
        new = {field.name: getattr(self, field.name) for field in fields(self)}
        new = {name: value for name, value in new.items() if value is not UNCHANGED}
        cards = new.pop("cards", job.cards)
        return replace(job, options=replace(job.options, **new), cards=cards)
