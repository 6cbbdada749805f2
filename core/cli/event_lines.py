"""One line of text an event, for people: the state's word, what happened, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.cli.human_text import hint_of, tr
from core.jobs.events import (
    CardQuarantined,
    DiskFull,
    FoldersMissing,
    JobEvent,
    JobFinished,
    JobReassigned,
    QueueUnavailable,
    StorageAvailable,
    WorkerVerified,
)
from core.jobs.execution.batch_runner import BatchResult
from core.jobs.model import Job
from core.jobs.states import JobState
from core.messages import Message, msg
from core.worker.protocol import Failure


class EventWord(StrEnum):
    """Begins a line. In a pipe it is the same in every language: ``grep ^failed`` holds."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    CARD = "card"
    ASIDE = "aside"
    MOVED = "moved"
    MISSING = "missing"
    BACK = "back"
    WAITS = "waits"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class EventLine:
    """A line, and those below it."""

    word: EventWord
    text: str
    more: tuple[str, ...] = ()


def event_line(event: JobEvent, shown: Callable[[Path], str] = str) -> EventLine | None:
    """What a person reads of an event: nothing, or a line and perhaps a hint.

    ``shown``: how a path is written.
    """
    match event:
        case JobFinished(job=job) if job.state is JobState.DONE:
            notes = tuple(tr(msg("Note: {text}", text=tr(one))) for one in job.warnings)
            return EventLine(EventWord.DONE, tr(_done(job, shown)), notes)
        case JobFinished(job=job, reason=reason) if job.state is JobState.SKIPPED:
            why = "" if reason is None else tr(reason)
            return EventLine(EventWord.SKIPPED, f"{shown(job.source)}: {why}")
        case JobFinished(job=job):
            failure = failure_of(job)
            hint = hint_of(failure)
            text = f"{shown(job.source)}: {tr(failure.message)} [{failure.kind.value}]"
            return EventLine(EventWord.FAILED, text, () if hint is None else (tr(hint),))
        case WorkerVerified(verified=verified):
            return EventLine(EventWord.CARD, tr(verified.sentence))
        case CardQuarantined(card=card, failure=failure):
            rest = msg("Other cards go on where there are some.")
            return EventLine(EventWord.ASIDE, f"{card}: {tr(failure.message)} {tr(rest)}")
        case JobReassigned(job=job, to=to, failure=failure):
            rest = msg("{card} goes on with it.", card=to.label)
            text = f"{shown(job.source)}: {tr(failure.message)} {tr(rest)}"
            return EventLine(EventWord.MOVED, text)
        case FoldersMissing(folders=folders) if folders:
            names = ", ".join(shown(folder) for folder in folders)
            rest = msg("it is watched again by itself when it is back.")
            return EventLine(EventWord.MISSING, f"{names}: {tr(rest)}")
        case FoldersMissing():
            return EventLine(EventWord.BACK, tr(msg("All watched folders are there.")))
        case DiskFull(failure=failure):
            rest = msg("What goes there waits, and resumes automatically.")
            return EventLine(EventWord.WAITS, f"{tr(failure.message)} {tr(rest)}")
        case StorageAvailable(place=place):
            return EventLine(EventWord.BACK, f"{shown(place)}: {tr(msg('work goes on.'))}")
        case QueueUnavailable(sentence=sentence):
            return EventLine(EventWord.STOPPED, tr(sentence))
        case _:
            return None


def _done(job: Job, shown: Callable[[Path], str]) -> Message:
    source = shown(job.source)
    markdown = "" if job.markdown is None else shown(job.markdown)
    seconds = f"{job.seconds or 0:.1f}"
    return msg(
        "{source} → {markdown} ({pages} {pages:page|pages}, {seconds} s)",
        source=source,
        markdown=markdown,
        pages=job.pages or 0,
        seconds=seconds,
    )


def summary(result: BatchResult) -> str:
    """The last line."""
    text = tr(
        msg(
            "{done} done, {skipped} skipped, {failed} failed in {seconds} s",
            done=result.done,
            skipped=result.skipped,
            failed=result.failed,
            seconds=f"{result.seconds:.1f}",
        )
    )
    return (
        f"{tr(msg('Interrupted; a second run carries on.'))} {text}" if result.interrupted else text
    )


def time_left(seconds: float) -> str:
    """An estimate, as coarse as it deserves."""
    minutes = round(seconds / 60)
    if seconds < 50:
        text = msg("less than a minute left")
    elif minutes < 90:
        text = msg("about {minutes} min left", minutes=minutes)
    else:
        text = msg("about {hours} h left", hours=round(seconds / 3600))
    return tr(text)


def word_on_terminal(word: EventWord) -> str:
    """The same in the user's language."""
    match word:
        case EventWord.DONE:
            text = msg("done")
        case EventWord.SKIPPED:
            text = msg("skipped")
        case EventWord.FAILED:
            text = msg("failed")
        case EventWord.CARD:
            text = msg("card")
        case EventWord.ASIDE:
            text = msg("aside")
        case EventWord.MOVED:
            text = msg("moved")
        case EventWord.MISSING:
            text = msg("missing")
        case EventWord.BACK:
            text = msg("back")
        case EventWord.WAITS:
            text = msg("waits")
        case EventWord.STOPPED:
            text = msg("stopped")
    return tr(text)


def failure_of(job: Job) -> Failure:
    """Why a job has failed. Raises ``ValueError`` for one that has not."""
    if job.failure is None:
        raise ValueError(f"job {job.id} is {job.state.value} without a failure")
    return job.failure
