"""What `headframe convert` prints: JSON Lines, plain lines when piped, a bar on a terminal."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from core.jobs.batch import Tally
from core.jobs.events import (
    CardPutAside,
    DiskFull,
    FoldersMissing,
    JobEnded,
    JobEvent,
    JobMoved,
    JobProgressed,
    JobPutBack,
    JobStarted,
    JobTaken,
    QueueTrouble,
    SpaceBack,
    WorkerVerified,
)
from core.jobs.model import Job, JobState
from core.jobs.pace import Load, Pace
from core.jobs.preview import Plan, Planned
from core.worker.protocol import Failure

SCHEMA = 1


class JsonReporter:
    """Events as CONTRACT.md has them, one object a line, and nothing else on the stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __enter__(self) -> JsonReporter:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.flush()

    def queued(self, job: Job) -> None:
        self._print("queued", job=job.id, source=str(job.source))

    def event(self, event: JobEvent) -> None:
        match event:
            case JobStarted(job=job):
                self._print(
                    "started",
                    job=job.id,
                    source=str(job.source),
                    engine=event.engine.value,
                    card=event.card,
                    pid=event.pid,
                    visible_devices=event.visible_devices,
                    verified=None if (seen := event.verified) is None else seen.proof,
                )
            case JobProgressed(job_id=job_id, progress=progress):
                self._print(
                    "progress",
                    job=job_id,
                    stage=progress.stage.value,
                    page=progress.page,
                    pages=progress.pages,
                    fraction=round(progress.fraction, 4),
                )
            case JobEnded(job=job):
                self._ended(job, event)
            case _:
                pass  # workers and retries are no part of the contract

    def finished(self, tally: Tally) -> None:
        self._print(
            "finished",
            done=tally.done,
            skipped=tally.skipped,
            failed=tally.failed,
            seconds=round(tally.seconds, 3),
            interrupted=tally.interrupted,
        )

    def _ended(self, job: Job, event: JobEnded) -> None:
        common = {"job": job.id, "source": str(job.source)}
        if job.state is JobState.DONE:
            self._print(
                "done",
                **common,
                markdown=str(job.markdown),
                pages=job.pages,
                seconds=None if job.seconds is None else round(job.seconds, 3),
                warnings=[str(warning) for warning in job.warnings],
            )
        elif job.state is JobState.SKIPPED:
            self._print(
                "skipped", **common, markdown=str(job.markdown), reason=str(event.reason or "")
            )
        else:
            failure = _failure(job)
            self._print(
                "failed",
                **common,
                kind=failure.kind.value,
                message=str(failure.message),
                hint=None if failure.hint is None else str(failure.hint),
            )

    def _print(self, event: str, **fields: object) -> None:
        # ASCII only: a path that is no valid UTF-8 still makes a line that every reader takes.
        line = json.dumps({"schema": SCHEMA, "event": event, **fields})
        self._stream.write(line + "\n")
        self._stream.flush()


def print_planned(stream: TextIO, planned: Iterable[Planned], *, as_json: bool) -> Counter[Plan]:
    """What a run would do: a line a document, and a last one that counts."""
    counts: Counter[Plan] = Counter()
    for one in planned:
        counts[one.plan] += 1
        _line(stream, _planned(one) if as_json else _planned_words(one))
    if as_json:
        _line(stream, {"schema": SCHEMA, "event": "preview", **{p.value: counts[p] for p in Plan}})
    else:
        _line(stream, ", ".join(f"{counts[plan]} {words}" for plan, words in PLANS.items()))
    return counts


PLANS = {
    Plan.CONVERT: "to convert",
    Plan.AGAIN: "to convert again",
    Plan.BESIDE: "beside others of their name",
    Plan.SKIP: "done before",
    Plan.FAIL: "cannot be converted",
}


def _planned(one: Planned) -> dict[str, object]:
    failure = one.failure
    return {
        "schema": SCHEMA,
        "event": "planned",
        "source": str(one.new.source),
        "plan": one.plan.value,
        "folder": None if one.folder is None else str(one.folder),
        "replaces": one.replaces,
        "size": one.size,
        "kind": None if failure is None else failure.kind.value,
        "message": None if failure is None else str(failure.message),
        "hint": None if failure is None or failure.hint is None else str(failure.hint),
    }


def _planned_words(one: Planned) -> str:
    if one.failure is not None:
        return f"fail     {one.new.source}: {one.failure.message} [{one.failure.kind.value}]"
    return f"{one.plan.value:8} {one.new.source} → {one.folder}"


def _line(stream: TextIO, line: str | dict[str, object]) -> None:
    text = json.dumps(line) if isinstance(line, dict) else printable(line, stream.encoding)
    stream.write(text + "\n")
    stream.flush()


class PlainReporter:
    """One line a document, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __enter__(self) -> PlainReporter:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.flush()

    def queued(self, job: Job) -> None:
        pass

    def event(self, event: JobEvent) -> None:
        for line in lines_for(event):
            self._print(line)

    def finished(self, tally: Tally) -> None:
        self._print(summary(tally))

    def _print(self, line: str) -> None:
        self._stream.write(printable(line, self._stream.encoding) + "\n")
        self._stream.flush()


class TerminalReporter:
    """A bar that counts documents, the pages of the one at work, what is left; lines above it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        self._console = Console(highlight=False, markup=False, emoji=False)
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=self._console,
            transient=True,
        )
        self._task = self._progress.add_task("Converting", total=0, left="")
        self._total = 0
        self._waiting: dict[str, Job] = {}
        self._load = Load()
        self._pace = Pace()
        self._names: dict[str, str] = {}

    def __enter__(self) -> TerminalReporter:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def queued(self, job: Job) -> None:
        self._total += 1
        self._waits(job)
        self._progress.update(self._task, total=self._total)

    def event(self, event: JobEvent) -> None:
        now = time.monotonic()
        match event:
            case JobTaken(job=job):
                self._waits_no_more(job)
                self._pace.runs(job)
            case JobProgressed(job_id=job_id, progress=progress):
                self._pace.gets_on(job_id, progress, now)
                pages = f" · {progress.page}/{progress.pages}" if progress.page else ""
                name = _short(self._names.get(job_id, ""))
                self._progress.update(self._task, description=printable(name + pages, "utf-8"))
            case JobPutBack(job=job):
                self._pace.ends(job, now)
                self._waits(job)
            case JobEnded(job=job):
                self._waits_no_more(job)
                self._pace.ends(job, now)
                self._names.pop(job.id, None)
            case DiskFull():
                self._pace.rests(now)
            case _:
                pass
        left = self._pace.seconds_left(self._load, now)
        self._progress.update(
            self._task,
            completed=round(self._pace.fraction(self._load) * self._total, 1),
            left="" if left is None else f"{roughly(left)} left",
        )
        for line in lines_for(event):
            self._console.print(printable(line, "utf-8"), soft_wrap=True)

    def _waits(self, job: Job) -> None:
        self._names[job.id] = job.source.name
        self._waiting[job.id] = job
        self._load.add(job)

    def _waits_no_more(self, job: Job) -> None:
        waited = self._waiting.pop(job.id, None)
        if waited is not None:
            self._load.add(waited, -1)

    def finished(self, tally: Tally) -> None:
        self._progress.stop()
        self._console.print(summary(tally), soft_wrap=True)


def reporter_for(stream: TextIO, *, json: bool) -> JsonReporter | PlainReporter | TerminalReporter:
    """The one that fits: JSON where it was asked for, a bar for a person who watches."""
    if json:
        return JsonReporter(stream)
    return TerminalReporter() if stream.isatty() else PlainReporter(stream)


def lines_for(event: JobEvent) -> list[str]:
    """What a person reads of an event: nothing, or a line and perhaps a hint."""
    match event:
        case JobEnded(job=job) if job.state is JobState.DONE:
            pages = "1 page" if job.pages == 1 else f"{job.pages} pages"
            lines = [f"done     {job.source} → {job.markdown} ({pages}, {job.seconds:.1f} s)"]
            return lines + [f"         Note: {warning}" for warning in job.warnings]
        case JobEnded(job=job, reason=reason) if job.state is JobState.SKIPPED:
            return [f"skipped  {job.source}: {reason}"]
        case JobEnded(job=job):
            failure = _failure(job)
            lines = [f"failed   {job.source}: {failure.message} [{failure.kind.value}]"]
            return lines if failure.hint is None else [*lines, f"         {failure.hint}"]
        case WorkerVerified(verified=verified):
            return [f"card     {verified.sentence}"]
        case CardPutAside(card=card, failure=failure):
            return [f"aside    {card}: {failure.message} Other cards go on where there are some."]
        case JobMoved(job=job, to=to, failure=failure):
            return [f"moved    {job.source}: {failure.message} {to.label} goes on with it."]
        case FoldersMissing(folders=folders) if folders:
            names = ", ".join(map(str, folders))
            return [f"missing  {names}: it is watched again by itself when it is back."]
        case FoldersMissing():
            return ["back     All watched folders are there."]
        case DiskFull(failure=failure):
            return [f"waits    {failure.message} What goes there goes on by itself when it can."]
        case SpaceBack(place=place):
            return [f"back     {place}: work goes on."]
        case QueueTrouble(sentence=sentence):
            return [f"stopped  {sentence}"]
        case _:
            return []


def summary(tally: Tally) -> str:
    """The last line."""
    head = "Interrupted; a second run carries on. " if tally.interrupted else ""
    return (
        f"{head}{tally.done} done, {tally.skipped} skipped, {tally.failed} failed "
        f"in {tally.seconds:.1f} s"
    )


def roughly(seconds: float) -> str:
    """A time that is an estimate, as coarse as it deserves."""
    if seconds < 50:
        return "less than a minute"
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes < 90 else f"about {round(seconds / 3600)} h"


def printable(text: str, encoding: str | None) -> str:
    """The text with what this terminal cannot show escaped: names are bytes, not always text."""
    chosen = encoding or sys.getdefaultencoding()
    shown = "".join(char if char.isprintable() else _escape(char) for char in text)
    return shown.encode(chosen, "backslashreplace").decode(chosen)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _short(name: str, width: int = 40) -> str:
    return name if len(name) <= width else name[: width - 1] + "…"


def _failure(job: Job) -> Failure:
    if job.failure is None:
        raise ValueError(f"job {job.id} is {job.state.value} without a failure")
    return job.failure
