"""What `headframe convert` prints: JSON Lines, plain lines when piped, a bar on a terminal."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from core.cards.model import host_of
from core.cli.event_lines import (
    EventLine,
    EventWord,
    event_line,
    failure_of,
    summary,
    time_left,
    word_on_terminal,
)
from core.cli.human_text import hint_of, short_path, tr
from core.jobs.events import (
    DiskFull,
    JobClaimed,
    JobConverted,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobRequeued,
    JobStarted,
    QueueUnavailable,
)
from core.jobs.execution.batch_runner import BatchResult
from core.jobs.model import Job
from core.jobs.output.dry_run import DryRunEntry, PlannedAction
from core.jobs.scheduling.throughput import Backlog, ThroughputEstimator
from core.jobs.states import JobState
from core.messages import Message, msg

SCHEMA = 1
WORD_CELLS = 8
"""As wide as the longest word that begins a line, and as the plain lines have it."""
STYLES = {
    EventWord.DONE: "green",
    EventWord.SKIPPED: "dim",
    EventWord.FAILED: "bold red",
    EventWord.CARD: "cyan",
    EventWord.ASIDE: "yellow",
    EventWord.MOVED: "yellow",
    EventWord.MISSING: "yellow",
    EventWord.BACK: "green",
    EventWord.WAITS: "yellow",
    EventWord.STOPPED: "bold red",
}


class JsonReporter:
    """Events as docs/command.md has them, one object a line, and nothing else on the stream."""

    def __init__(self, stream: TextIO, errors: TextIO | None = None) -> None:
        """``errors``: where a person is told what no event is for; stderr."""
        self._stream = stream
        self._hosts: dict[str, str | None] = {}
        """Where each job at work is."""
        self._errors = errors

    def __enter__(self) -> JsonReporter:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.flush()

    def queued(self, job: Job) -> None:
        self._print("queued", job=job.id, source=str(job.source), host=None)

    def event(self, event: JobEvent) -> None:
        match event:
            case JobStarted(job=job):
                self._hosts[job.id] = host_of(event.card)
                self._print(
                    "started",
                    job=job.id,
                    source=str(job.source),
                    engine=event.engine.value,
                    card=event.card,
                    host=host_of(event.card),
                    assigned=event.assigned,
                    pid=event.pid,
                    visible_devices=event.visible_devices,
                    verified=None if (seen := event.verified) is None else seen.proof,
                )
            case JobProgressed(job_id=job_id, progress=progress):
                self._print(
                    "progress",
                    job=job_id,
                    host=self._hosts.get(job_id),
                    stage=progress.stage.value,
                    page=progress.page,
                    pages=progress.pages,
                    fraction=round(progress.fraction, 4),
                )
            case JobFinished(job=job):
                self._ended(job, event)
            case QueueUnavailable(sentence=sentence):
                errors = self._errors or sys.stderr
                line = printable(f"headframe convert: {tr(sentence, errors)}", errors.encoding)
                print(line, file=errors, flush=True)
            case _:
                pass  # workers and retries are no part of the contract

    def finished(self, result: BatchResult) -> None:
        self._print(
            "finished",
            host=None,
            done=result.done,
            skipped=result.skipped,
            failed=result.failed,
            seconds=round(result.seconds, 3),
            interrupted=result.interrupted,
        )

    def _ended(self, job: Job, event: JobFinished) -> None:
        self._hosts.pop(job.id, None)
        host = None if job.card is None else host_of(job.card)
        common = {"job": job.id, "source": str(job.source), "host": host}
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
            failure = failure_of(job)
            self._print(
                "failed",
                **common,
                kind=failure.kind.value,
                message=str(failure.message),
                hint=None if (hint := hint_of(failure)) is None else str(hint),
            )

    def _print(self, event: str, **fields: object) -> None:
        # ASCII only: a path that is no valid UTF-8 still makes a line that every reader takes.
        line = json.dumps({"schema": SCHEMA, "event": event, **fields})
        self._stream.write(line + "\n")
        self._stream.flush()


PLANS = (
    PlannedAction.CONVERT,
    PlannedAction.AGAIN,
    PlannedAction.BESIDE,
    PlannedAction.SKIP,
    PlannedAction.FAIL,
)
"""In the order in which the last line of a preview counts them (docs/command.md)."""


def print_planned(
    stream: TextIO, planned: Iterable[DryRunEntry], *, as_json: bool
) -> Counter[PlannedAction]:
    """What a run would do: a line a document, and a last one that counts."""
    counts: Counter[PlannedAction] = Counter()
    for one in planned:
        counts[one.plan] += 1
        _line(stream, _planned(one) if as_json else _planned_words(one))
    if as_json:
        _line(
            stream,
            {"schema": SCHEMA, "event": "preview", **{p.value: counts[p] for p in PlannedAction}},
        )
    else:
        _line(stream, ", ".join(tr(_counted(plan, counts[plan])) for plan in PLANS))
    return counts


def _counted(plan: PlannedAction, count: int) -> Message:
    match plan:
        case PlannedAction.CONVERT:
            return msg("{count} to convert", count=count)
        case PlannedAction.AGAIN:
            return msg("{count} to convert again", count=count)
        case PlannedAction.BESIDE:
            return msg("{count} beside others of their name", count=count)
        case PlannedAction.SKIP:
            return msg("{count} done before", count=count)
        case PlannedAction.FAIL:
            return msg("{count} cannot be converted", count=count)


def _planned(one: DryRunEntry) -> dict[str, object]:
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


def _planned_words(one: DryRunEntry) -> str:
    if one.failure is not None:
        why = tr(one.failure.message)
        return f"fail     {one.new.source}: {why} [{one.failure.kind.value}]"
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
        line = event_line(event)
        if line is not None:
            self._print(f"{line.word.value:8} {line.text}")
            for more in line.more:
                self._print(f"{'':8} {more}")

    def finished(self, result: BatchResult) -> None:
        self._print(summary(result))

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
        self._task = self._progress.add_task(tr(msg("Converting")), total=0, left="")
        self._total = 0
        self._waiting: dict[str, Job] = {}
        self._load = Backlog()
        self._pace = ThroughputEstimator()
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
            case JobClaimed(job=job):
                self._waits_no_more(job)
                self._pace.on_started(job)
            case JobProgressed(job_id=job_id, progress=progress):
                self._pace.on_progress(job_id, progress, now)
                pages = f" · {progress.page}/{progress.pages}" if progress.page else ""
                name = _short(self._names.get(job_id, ""))
                self._progress.update(self._task, description=printable(name + pages, "utf-8"))
            case JobConverted(job_id=job_id):
                self._pace.on_converted(job_id)
            case JobRequeued(job=job):
                self._pace.on_finished(job, now)
                self._waits(job)
            case JobFinished(job=job):
                self._waits_no_more(job)
                self._pace.on_finished(job, now)
                self._names.pop(job.id, None)
            case DiskFull():
                self._pace.pause(now)
            case _:
                pass
        left = self._pace.seconds_left(self._load, now)
        self._progress.update(
            self._task,
            completed=round(self._pace.fraction(self._load) * self._total, 1),
            left="" if left is None else time_left(left),
        )
        line = event_line(event, short_path)
        if line is not None:
            self._show(line)

    def _show(self, line: EventLine) -> None:
        """The word in its colour, where the terminal has colours and NO_COLOR is not set."""
        from rich.cells import set_cell_size
        from rich.text import Text

        head = Text(set_cell_size(word_on_terminal(line.word), WORD_CELLS), STYLES[line.word])
        text = printable(line.text, "utf-8")
        self._console.print(Text.assemble(head, " ", text), soft_wrap=True)
        for more in line.more:
            text = printable(more, "utf-8")
            self._console.print(Text(" " * (WORD_CELLS + 1) + text, "dim"), soft_wrap=True)

    def _waits(self, job: Job) -> None:
        self._names[job.id] = job.source.name
        self._waiting[job.id] = job
        self._load.add(job)

    def _waits_no_more(self, job: Job) -> None:
        waited = self._waiting.pop(job.id, None)
        if waited is not None:
            self._load.add(waited, -1)

    def finished(self, result: BatchResult) -> None:
        self._progress.stop()
        self._console.print(summary(result), soft_wrap=True)


def reporter_for(stream: TextIO, *, json: bool) -> JsonReporter | PlainReporter | TerminalReporter:
    """The one that fits: JSON where it was asked for, a bar for a person who watches."""
    if json:
        return JsonReporter(stream)
    return TerminalReporter() if stream.isatty() else PlainReporter(stream)


def printable(text: str, encoding: str | None) -> str:
    """The text with what this terminal cannot show escaped: names are bytes, not always text."""
    chosen = encoding or sys.getdefaultencoding()
    shown = "".join(char if char.isprintable() else _escape(char) for char in text)
    return shown.encode(chosen, "backslashreplace").decode(chosen)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _short(name: str, width: int = 40) -> str:
    return name if len(name) <= width else name[: width - 1] + "…"
