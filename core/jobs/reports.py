"""The report of a batch: what, where, how long, why not; written as it goes.

Three files in ``HEADFRAME_HOME/batches/<id>``: ``report.csv`` grows by a line with each document
that ends, so that nothing is lost with the program; ``report.json`` and ``report.md`` are written
anew every few seconds and at the end. Reading a report back takes the head from the JSON and the
documents from the CSV; of a document that ended twice the later line counts.
"""

from __future__ import annotations

import csv
import json
import logging
import os
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from core.files import write_whole
from core.jobs.model import Job, JobState
from core.paths import batches_folder

log = logging.getLogger(__name__)

SCHEMA = 1
KEPT = 200
"""Reports of this many batches are kept."""
REWRITE_S = 5.0
REWRITE_SHARE = 0.02
"""At most this part of the time goes into writing whole files anew."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the batch is."""

    id: str
    name: str
    sources: tuple[str, ...]
    out: str | None
    """``None``: beside each source."""
    created_at: str
    """UTC, ISO 8601 with a ``Z``; so is the other."""
    finished_at: str | None = None
    """``None``: it runs, or was broken off."""
    retry_of: str | None = None
    """Id of the batch whose failed documents these are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a document came to. What is not known is ``None``."""

    job: str
    source: str
    state: str
    """A :class:`JobState`."""
    markdown: str | None
    engine: str | None
    card: str | None
    pages: int | None
    seconds: float | None
    kind: str | None
    message: str | None
    hint: str | None
    finished_at: str | None

    @classmethod
    def of(cls, job: Job) -> Entry:
        """That of a job that has ended."""
        failure = job.failure
        return cls(
            job=job.id,
            source=str(job.source),
            state=job.state.value,
            markdown=None if job.markdown is None else str(job.markdown),
            engine=None if job.engine is None else job.engine.value,
            card=job.card,
            pages=job.pages,
            seconds=None if job.seconds is None else round(job.seconds, 3),
            kind=None if failure is None else failure.kind.value,
            message=None if failure is None else str(failure.message),
            hint=None if failure is None or failure.hint is None else str(failure.hint),
            finished_at=None if job.finished_at is None else iso(job.finished_at),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A batch's report, read back."""

    head: Head
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> Counter[JobState]:
        """How many documents came to what."""
        return Counter(JobState(entry.state) for entry in self.entries)

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The documents without a result."""
        return tuple(entry for entry in self.entries if not _has_result(entry))


class BatchReport:
    """Writes a report. Belongs to one thread. A full disk costs the report, never the batch."""

    def __init__(self, home: Path, head: Head) -> None:
        """Begin, or carry on with, the report of ``head.id``."""
        self.folder = batches_folder(home) / head.id
        self._head = replace(head, finished_at=None)
        self._entries = {entry.job: entry for entry in _entries(self.folder)}
        self._csv: TextIO | None = None
        self._cost_s = 0.0
        self._written_at = 0.0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Anew, without the line that the program may have died at, and only then in place.
            path, fresh = self.folder / "report.csv", self.folder / ".report.csv"
            self._csv = fresh.open("w", encoding="utf-8", errors="surrogateescape", newline="")
            csv.writer(self._csv).writerow(field.name for field in fields(Entry))
            for entry in self._entries.values():
                csv.writer(self._csv).writerow(asdict(entry).values())
            self._csv.flush()
            fresh.replace(path)
        except OSError as error:
            log.warning("no report in %s: %s", self.folder, error)
        self._rewrite()
        _prune(self.folder.parent)

    def ended(self, job: Job) -> None:
        """A document of the batch has ended."""
        entry = Entry.of(job)
        if entry == self._entries.get(job.id):
            return  # written before the program ended
        self._entries[job.id] = entry
        try:
            if self._csv is not None:
                csv.writer(self._csv).writerow(asdict(entry).values())
                self._csv.flush()
        except OSError as error:
            log.warning("the report %s misses %s: %s", self.folder, job.source, error)
        if time.monotonic() - self._written_at > max(REWRITE_S, self._cost_s / REWRITE_SHARE):
            self._rewrite()

    def close(self, *, finished: bool) -> None:
        """The batch is over, or is left for another time."""
        if finished:
            self._head = replace(self._head, finished_at=iso(time.time()))
        self._rewrite()
        if self._csv is not None:
            try:
                self._csv.close()
            except OSError as error:
                log.warning("the report %s is not whole: %s", self.folder, error)

    def __enter__(self) -> BatchReport:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._csv is not None and not self._csv.closed:
            self.close(finished=False)

    def _rewrite(self) -> None:
        began = time.monotonic()
        report = Report(self._head, tuple(self._entries.values()))
        try:
            write_whole(self.folder / "report.json", _as_json(report))
            write_whole(self.folder / "report.md", _as_markdown(report))
        except OSError as error:
            log.warning("the report %s is not up to date: %s", self.folder, error)
        self._written_at = time.monotonic()
        self._cost_s = self._written_at - began


def new_id() -> str:
    """An id for a batch; later ones sort after earlier ones."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"


def iso(moment: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_report(folder: Path) -> Report | None:
    """The report in a folder, if there is one that can be read."""
    try:
        plain = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        names = [field.name for field in fields(Head)]
        head = Head(**{name: plain[name] for name in names if name != "sources"},
                    sources=tuple(plain["sources"]))  # fmt: skip
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s cannot be read: %s", folder, error)
        return None
    entries = {entry.job: entry for entry in _entries(folder)}
    return Report(head, tuple(entries.values()))


def reports(home: Path, text: str = "") -> Iterator[Report]:
    """The history: reports of this home, the newest first.

    ``text``: part of the name, of a source or of the place of results; any case.
    """
    try:
        names = sorted(os.listdir(batches_folder(home)), reverse=True)  # noqa: PTH208 - names
    except OSError:
        return
    wanted = text.casefold()
    for name in names:
        report = read_report(batches_folder(home) / name)
        if report is None:
            continue
        head = report.head
        words = (head.name, *head.sources, head.out or "")
        if any(wanted in word.casefold() for word in words):
            yield report


def failed_sources(
    home: Path, sources: tuple[Path, ...], out: Path | None
) -> tuple[str, frozenset[Path]] | None:
    """Id of the last batch of the same sources and place, and its documents without a result.

    A retry that was broken off leaves open what it did not come to. ``None``: no such batch.
    """
    wanted = (tuple(map(str, sources)), None if out is None else str(out))
    for report in reports(home):
        if (report.head.sources, report.head.out) == wanted:
            return report.head.id, frozenset(map(Path, _open_ends(home, report)))
    return None


def _open_ends(home: Path, last: Report) -> set[str]:
    """What failed and has not been done since, along the chain of retries."""
    failed: set[str] = set()
    done: set[str] = set()
    report: Report | None = last
    while report is not None:
        failed |= {entry.source for entry in report.failed} - done
        done |= {entry.source for entry in report.entries if _has_result(entry)}
        before = report.head.retry_of
        report = None if before is None else read_report(batches_folder(home) / before)
    return failed


def _has_result(entry: Entry) -> bool:
    return entry.state in (JobState.DONE, JobState.SKIPPED)


def _entries(folder: Path) -> Iterator[Entry]:
    try:
        with (folder / "report.csv").open(
            encoding="utf-8", errors="surrogateescape", newline=""
        ) as file:
            for row in csv.DictReader(file):
                if (entry := _entry(row)) is not None:
                    yield entry
    except FileNotFoundError:
        return
    except (OSError, csv.Error) as error:
        log.warning("%s cannot be read to its end: %s", folder, error)


def _entry(row: dict[str, Any]) -> Entry | None:
    known: dict[str, Any] = {field.name: row.get(field.name) or None for field in fields(Entry)}
    try:
        JobState(known["state"])
        known["pages"] = None if known["pages"] is None else int(known["pages"])
        known["seconds"] = None if known["seconds"] is None else float(known["seconds"])
    except ValueError:
        return None  # a line that was broken off
    return Entry(**known) if known["job"] and known["source"] else None


def _as_json(report: Report) -> str:
    counts = report.counts
    return (
        json.dumps(
            {
                "schema": SCHEMA,
                **asdict(report.head),
                "counts": {state.value: counts[state] for state in JobState if state.is_final},
                "documents": [asdict(entry) for entry in report.entries],
            },
            indent=1,
        )
        + "\n"
    )


def _as_markdown(report: Report) -> str:
    head, counts = report.head, report.counts
    lines = [
        f"# {_cell(head.name)}",
        "",
        f"Begun {head.created_at}, "
        + ("not finished" if head.finished_at is None else f"finished {head.finished_at}")
        + f": {counts[JobState.DONE]} done, {counts[JobState.SKIPPED]} skipped, "
        f"{counts[JobState.FAILED] + counts[JobState.CANCELLED]} failed.",
        "",
    ]
    if report.failed:
        lines += ["## Failed", "", "| document | kind | why | what to do |", "|---|---|---|---|"]
        lines += [
            "| " + " | ".join(_cell(part) for part in (e.source, e.kind, e.message, e.hint)) + " |"
            for e in report.failed
        ]
        lines.append("")
    lines += [
        "## Documents",
        "",
        "| document | state | result | pages | s |",
        "|---|---|---|--:|--:|",
    ]
    lines += [
        "| "
        + " | ".join(_cell(part) for part in (e.source, e.state, e.markdown, e.pages, e.seconds))
        + " |"
        for e in report.entries
    ]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    """A table's cell: names may hold bars, line breaks, and bytes that are no text."""
    text = "" if value is None else str(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return " ".join(text.replace("|", "\\|").split())


def _prune(folder: Path) -> None:
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    except OSError:
        return
    for name in names[:-KEPT]:
        shutil.rmtree(folder / name, ignore_errors=True)
