"""Short words for the values of `core`: states, stages, times, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from core.engines.choice import EngineChoice
from core.jobs.states import JobState
from core.settings.definitions import ENGINE
from core.worker.kinds import EngineName, FailureKind, Stage
from gui.card_names import card_label
from gui.i18n import sentences, tr

if TYPE_CHECKING:
    from datetime import datetime

    from core.cards.model import Card
    from core.engines.skipped_engines import SkippedEngine
    from core.jobs.model import Job, JobProgress
    from core.jobs.scheduling.card_assignment import CardAssignment


def clock_label(moment: datetime) -> str:
    """``14:05``; with the day where that is not today."""
    local = QDateTime.fromSecsSinceEpoch(round(moment.timestamp()))
    time = local.toString("HH:mm")
    if local.date() == QDate.currentDate():
        return time
    return f"{QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)} {time}"


def state_label(state: JobState) -> str:
    """A job's state in one word or two."""
    translate = QCoreApplication.translate
    match state:
        case JobState.QUEUED:
            return translate("Words", "Waiting")
        case JobState.RUNNING:
            return translate("Words", "Running")
        case JobState.DONE:
            return translate("Words", "Done")
        case JobState.SKIPPED:
            return translate("Words", "Skipped")
        case JobState.FAILED:
            return translate("Words", "Failed")
        case JobState.CANCELLED:
            return translate("Words", "Cancelled")


def job_label(job: Job, *, paused: bool = False) -> str:
    """A job's state, with the nuances that a state does not tell."""
    if paused:
        return QCoreApplication.translate("Words", "Paused")
    return review_label() if job.needs_review else state_label(job.state)


def review_label() -> str:
    """The state of a document with a result that a person should look at."""
    return QCoreApplication.translate("Words", "Done, needs review")


def failure_label(kind: FailureKind) -> str:  # noqa: PLR0912 - one line a kind
    """Why a document has no result, in two or three words."""
    translate = QCoreApplication.translate
    match kind:
        case FailureKind.NOT_FOUND:
            return translate("Words", "Not found")
        case FailureKind.NOT_A_PDF:
            return translate("Words", "Not a PDF")
        case FailureKind.DAMAGED:
            return translate("Words", "Damaged")
        case FailureKind.ENCRYPTED:
            return translate("Words", "Needs a password")
        case FailureKind.EMPTY:
            return translate("Words", "No pages")
        case FailureKind.NEEDS_OCR:
            return translate("Words", "A scan, needs OCR")
        case FailureKind.TOO_LARGE:
            return translate("Words", "Too large")
        case FailureKind.NO_SPACE:
            return translate("Words", "Disk is full")
        case FailureKind.NOT_WRITABLE:
            return translate("Words", "Folder not writable")
        case FailureKind.ENGINE_MISSING:
            return translate("Words", "Engine is missing")
        case FailureKind.MODELS_MISSING:
            return translate("Words", "Models are missing")
        case FailureKind.CARD_UNAVAILABLE:
            return translate("Words", "Card not available")
        case FailureKind.CARD_OUT_OF_MEMORY:
            return translate("Words", "Card's memory is full")
        case FailureKind.CARD_FAULT:
            return translate("Words", "Card has a fault")
        case FailureKind.WORKER_DIED:
            return translate("Words", "Engine crashed")
        case FailureKind.TIMED_OUT:
            return translate("Words", "Took too long")
        case FailureKind.CANCELLED:
            return translate("Words", "Cancelled")
        case FailureKind.INTERNAL:
            return translate("Words", "Internal error")


def stage_label(stage: Stage) -> str:
    """What a worker is doing, as a participle."""
    translate = QCoreApplication.translate
    match stage:
        case Stage.LOAD:
            return translate("Words", "Loading")
        case Stage.READ:
            return translate("Words", "Reading")
        case Stage.PARSE | Stage.OCR:
            return translate("Words", "Recognising")
        case Stage.ASSEMBLE:
            return translate("Words", "Assembling")
        case Stage.WRITE:
            return translate("Words", "Writing")


def progress_text(progress: JobProgress | None) -> str:
    """What is done with a running job, and how far the whole of it is.

    Not the page: some stages go through all pages, and the next one begins at the first again.
    """
    if progress is None:
        return QCoreApplication.translate("Words", "Starting")
    stage = stage_label(progress.stage)
    percent = int(100 * progress.fraction)
    return f"{stage} · {percent} %" if percent else stage


def duration(seconds: float, *, is_whole: bool = False) -> str:
    """``0.8 s``, ``12 s``, ``3:05``, ``1:02:03``; ``< 0.1 s``, which is not nothing.

    ``is_whole``: it was measured in whole seconds, so that tenths would be made up.
    """
    least, places = (1.0, 0) if is_whole else (0.1, 1)
    if seconds < least / 2:
        number = QLocale().toString(least, "f", places)
        return QCoreApplication.translate("Words", "{seconds} s").format(seconds=f"< {number}")
    if seconds < 9.95 and not is_whole:
        number = QLocale().toString(seconds, "f", 1)
        return QCoreApplication.translate("Words", "{seconds} s").format(seconds=number)
    whole = round(seconds)
    if whole < 60:
        return QCoreApplication.translate("Words", "{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def rough_duration(seconds: float) -> str:
    """A time that is an estimate, as coarse as it deserves: ``about 4 min``."""
    translate = QCoreApplication.translate
    minutes = round(seconds / 60)
    if seconds < 50:
        return translate("Words", "less than a minute")
    if minutes < 90:
        return translate("Words", "about {minutes} min").format(minutes=max(1, minutes))
    return translate("Words", "about {hours} h").format(hours=round(seconds / 3600))


def rate_label(pages_a_second: float) -> str:
    """How quickly work goes: by the second, or, where that says little, by the minute."""
    translate = QCoreApplication.translate
    if pages_a_second < 0.995:
        number = QLocale().toString(round(pages_a_second * 60))
        return translate("Words", "{number} pages/min").format(number=number)
    places = 0 if pages_a_second >= 9.95 else 1
    number = QLocale().toString(pages_a_second, "f", places)
    return translate("Words", "{number} pages/s").format(number=number)


def engine_label(engine: EngineName) -> str:
    """An engine's name for people, as the settings have it."""
    return tr(ENGINE.choices[EngineChoice(engine.value)])


def short_engine_label(engine: EngineName) -> str:
    """The same without what it can do."""
    return engine_label(engine).partition(" · ")[0]


def engine_key_label(name: str) -> str:
    """The same by the engine's name in a report, which may be of another version."""
    try:
        return short_engine_label(EngineName(name))
    except ValueError:
        return name


def passed_over_text(passed_over: Sequence[SkippedEngine]) -> str:
    """Why a better engine does not do the work, and what to do, a line each; none: nothing."""
    return "\n".join(sentences(better.sentences) for better in passed_over)


def assignment_text(
    assignment: CardAssignment,
    engine: EngineName | None,
    passed_over: Sequence[SkippedEngine] = (),
    *,
    is_proven: bool = True,
    at_work: EngineName | None = None,
) -> tuple[str, str]:
    """Where work goes: a title, and what there is to say about it.

    ``is_proven``: the engine has been seen to work here. ``at_work``: the one that does the work
    where it was not; ``None`` before any does.
    """
    better = passed_over[0].better if passed_over else None
    if engine is not None and not is_proven and at_work not in (None, engine):
        engine, better = at_work, engine
    if assignment.unavailable is not None:
        return QCoreApplication.translate("Words", "No card"), tr(assignment.unavailable.message)
    names = listed(card_name(card) for card in assignment.cards[:3])
    if len(assignment.cards) > 3:
        names += ", …"
    idle = engine is not None and not _computes_on(assignment, engine)
    title = QCoreApplication.translate("Words", "Processor") if idle else names
    if assignment.warnings:
        return title, sentences(note.text for note in assignment.warnings)
    if engine is None:
        return title, QCoreApplication.translate("Words", "No engine is ready")
    if better is not None:
        text = QCoreApplication.translate("Words", "{engine}, as {better} is not ready")
        return title, text.format(
            engine=short_engine_label(engine), better=short_engine_label(better)
        )
    if not is_proven and at_work is None:
        text = QCoreApplication.translate("Words", "{engine}, to be tested first")
        return title, text.format(engine=short_engine_label(engine))
    if idle:
        short = listed(card_name(card, short=True) for card in assignment.cards[:3])
        text = QCoreApplication.translate("Words", "{engine} · {cards} not needed")
        return title, text.format(engine=short_engine_label(engine), cards=short)
    return title, engine_label(engine)


def _computes_on(assignment: CardAssignment, engine: EngineName) -> bool:
    """Whether the engine works on these cards; others are left idle by it."""
    from core.cards.model import CardKind
    from core.engines.registry import USES_CARD

    return engine in USES_CARD or all(card.kind is CardKind.CPU for card in assignment.cards)


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as the language does it."""
    return QCoreApplication.translate("Words", ", ").join(names)


def card_name(card: Card, *, short: bool = False) -> str:
    """A card's name for people; ``short``: without what model it is."""
    from core.cards.model import CardKind  # late: before the cards are read there is none

    if card.kind is CardKind.CPU:
        processor = QCoreApplication.translate("Words", "Processor")
        return processor if card.host is None else f"{card.host} · {processor}"
    label = card_label(card)
    return f"{label} · {card.name}" if card.name and not short else label
