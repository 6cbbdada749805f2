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
from core.jobs.folder_rules import FolderRules
from core.jobs.model import ConvertOptions, Job, JobState
from core.jobs.records import options_from_json, options_to_dict
from core.paths import batches_folder

log = logging.getLogger(__name__)

SCHEMA = 1
REMOVED = ".removed-"
"""Begins the names of those that were taken out of the history, and can be put back."""
DOCUMENTS = '\n "documents": ['
"""Where the short part of a report ends."""
CHUNK = 1 << 16
KEPT = 500
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
    options: ConvertOptions | None = None
    """``None``, here and below: written by an older version, which did not tell."""
    rules: FolderRules | None = None
    profile: str | None = None
    cards: tuple[str, ...] = ()
    watch: bool = False


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

    @property
    def has_result(self) -> bool:
        """Whether there is something to read."""
        return self.state in (JobState.DONE, JobState.SKIPPED)

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
class Past:
    """What a history shows of a batch, read without its documents."""

    head: Head
    counts: Counter[JobState]
    engines: tuple[str, ...] = ()
    """That did the work, the most frequent first; none: not known."""
    pages: int | None = None
    ended_at: str | None = None
    """When the last of its documents came to its end."""

    @property
    def failed(self) -> int:
        """How many documents have no result."""
        return self.counts[JobState.FAILED] + self.counts[JobState.CANCELLED]


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
    def past(self) -> Past:
        """The report in short."""
        engines = Counter(entry.engine for entry in self.entries if entry.engine is not None)
        return Past(
            self.head,
            self.counts,
            tuple(engine for engine, _ in engines.most_common()),
            sum(entry.pages or 0 for entry in self.entries),
            max((entry.finished_at for entry in self.entries if entry.finished_at), default=None),
        )

    @property
    def failed(self) -> tuple[Entry, ...]:
        """The documents without a result."""
        return tuple(entry for entry in self.entries if not entry.has_result)


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
        plain = _read_top(self.folder)
        if plain is not None and isinstance(plain.get("name"), str):
            self._head = replace(self._head, name=plain["name"])  # somebody may have renamed it
        report = Report(self._head, tuple(self._entries.values()))
        try:
            _write(self.folder, report)
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
    plain = _read_top(folder)
    past = None if plain is None else _past(folder, plain)
    return None if past is None else Report(past.head, read_entries(folder))


def read_entries(folder: Path) -> tuple[Entry, ...]:
    """The documents of the report in a folder."""
    return tuple({entry.job: entry for entry in _entries(folder)}.values())


def pasts(home: Path, text: str = "") -> Iterator[Past]:
    """The history: the batches of this home, the newest first, without their documents.

    ``text``: part of the name, of a source, of the place of results or the profile; any case.
    """
    try:
        names = sorted(os.listdir(batches_folder(home)), reverse=True)  # noqa: PTH208 - names
    except OSError:
        return
    wanted = text.casefold()
    for name in names:
        folder = batches_folder(home) / name
        if name.startswith(REMOVED) or (plain := _read_top(folder)) is None:
            continue
        past = _past(folder, plain)
        if past is None:
            continue
        head = past.head
        words = (head.name, *head.sources, head.out or "", head.profile or "")
        if any(wanted in word.casefold() for word in words):
            yield past


def reports(home: Path, text: str = "") -> Iterator[Report]:
    """The same with the documents."""
    for past in pasts(home, text):
        yield Report(past.head, read_entries(batches_folder(home) / past.head.id))


def remove_report(home: Path, batch_id: str) -> None:
    """Take a batch out of the history; its results stay. Raises ``OSError``."""
    folder = batches_folder(home)
    (folder / batch_id).rename(folder / (REMOVED + batch_id))


def put_back_report(home: Path, batch_id: str) -> None:
    """Undo :func:`remove_report`. Raises ``OSError``."""
    folder = batches_folder(home)
    (folder / (REMOVED + batch_id)).rename(folder / batch_id)


def rename_report(home: Path, batch_id: str, name: str) -> None:
    """Call a batch something else. A report that goes on keeps the name. Raises ``OSError``."""
    report = read_report(batches_folder(home) / batch_id)
    if report is not None:
        _write(
            batches_folder(home) / batch_id, replace(report, head=replace(report.head, name=name))
        )


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
        done |= {entry.source for entry in report.entries if entry.has_result}
        before = report.head.retry_of
        report = None if before is None else read_report(batches_folder(home) / before)
    return failed


def _read_top(folder: Path) -> dict[str, Any] | None:
    """All but the documents: a report of ten thousand is megabytes long."""
    text = ""
    try:
        with (folder / "report.json").open(encoding="utf-8") as file:
            while DOCUMENTS not in text and (chunk := file.read(CHUNK)):
                text += chunk
        top, mark, _ = text.partition(DOCUMENTS)
        plain = json.loads(top.rstrip().rstrip(",") + "}" if mark else text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        log.warning("%s cannot be read: %s", folder, error)
        return None
    return plain if isinstance(plain, dict) else None


def _past(folder: Path, plain: dict[str, Any]) -> Past | None:
    try:
        head = _head(plain)
        if _is_behind(folder):
            return Report(head, read_entries(folder)).past
        counts = Counter({JobState(state): int(n) for state, n in plain["counts"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s cannot be read: %s", folder, error)
        return None
    return Past(
        head, counts, tuple(plain.get("engines", ())), plain.get("pages"), plain.get("ended_at")
    )


def _is_behind(folder: Path) -> bool:
    """Documents have ended since the short part was written: the program died, or is at work."""
    try:
        written = (folder / "report.csv").stat().st_mtime_ns
        return written > (folder / "report.json").stat().st_mtime_ns
    except OSError:
        return False


def _head(plain: dict[str, Any]) -> Head:
    options, rules = plain.get("options"), plain.get("rules")
    return Head(
        id=plain["id"],
        name=plain["name"],
        sources=tuple(plain["sources"]),
        out=plain["out"],
        created_at=plain["created_at"],
        finished_at=plain["finished_at"],
        retry_of=plain["retry_of"],
        options=None if options is None else options_from_json(json.dumps(options)),
        rules=None
        if rules is None
        else FolderRules(
            tuple(rules["include"]), tuple(rules["exclude"]), rules["max_depth"], rules["hidden"]
        ),
        profile=plain.get("profile"),
        cards=tuple(plain.get("cards", ())),
        watch=plain.get("watch", False),
    )


def _head_dict(head: Head) -> dict[str, Any]:
    plain = {field.name: getattr(head, field.name) for field in fields(head)}
    if head.options is not None:
        plain["options"] = options_to_dict(head.options)
    if head.rules is not None:
        names = ("include", "exclude", "max_depth", "hidden")
        plain["rules"] = {name: getattr(head.rules, name) for name in names}
    return plain


def _write(folder: Path, report: Report) -> None:
    write_whole(folder / "report.json", _as_json(report))
    write_whole(folder / "report.md", _as_markdown(report))


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
    past = report.past
    return (
        json.dumps(
            {
                "schema": SCHEMA,
                **_head_dict(report.head),
                "counts": {s.value: past.counts[s] for s in JobState if s.is_final},
                "engines": past.engines,
                "pages": past.pages,
                "ended_at": past.ended_at,
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
