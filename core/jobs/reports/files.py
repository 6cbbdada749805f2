"""A report's three files, written and read back.

``report.csv`` has a line for each document that ended; of one that ended twice the later line
counts. ``report.json`` begins with what there is to say in short, so that a history needs no more
of it; ``report.md`` is for people.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from core.atomic_file import write_atomic
from core.jobs.reports.model import COLUMNS, BatchHeader, BatchSummary, Report, ReportEntry
from core.jobs.reports.report_text import as_markdown
from core.jobs.reports.sentences import EntrySentences
from core.jobs.states import JobState
from core.jobs.store.serialization import (
    options_from_dict,
    options_to_dict,
    rules_from_dict,
    rules_to_dict,
)
from core.translation import SpokenLanguage, translated

log = logging.getLogger(__name__)

SCHEMA = 1
DOCUMENTS = '\n "documents": ['
"""Where the short part of a report ends."""
CHUNK = 1 << 16


def read_report(folder: Path) -> Report | None:
    """The report in a folder, if there is one that can be read."""
    plain = read_top(folder)
    past = None if plain is None else summary_of(folder, plain)
    return None if past is None else Report(past.head, read_entries(folder))


def read_entries(folder: Path) -> tuple[ReportEntry, ...]:
    return tuple({entry.job: entry for entry in _entries(folder)}.values())


def read_top(folder: Path) -> dict[str, Any] | None:
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


def summary_of(folder: Path, plain: dict[str, Any]) -> BatchSummary | None:
    try:
        head = _head(plain)
        if head.id != folder.name:
            raise ValueError(f"it is that of {head.id}")
        if _is_behind(folder):
            past = Report(head, read_entries(folder)).past
        else:
            past = BatchSummary(
                head,
                Counter({JobState(state): int(n) for state, n in plain["counts"].items()}),
                tuple(map(_text, plain.get("engines", ()))),
                plain.get("pages"),
                _moment_or_none(plain.get("ended_at")),
                cards_used=tuple(map(_text, plain.get("worked_on", ()))),
            )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s cannot be read: %s", folder, error)
        return None
    return past if head.finished_at is not None else replace(past, in_use=_is_held(folder))


def hold(file: TextIO) -> None:
    """Say to others, as long as the report's file of documents is open, that it is written at."""
    with contextlib.suppress(OSError):  # a drive without locks: others cannot tell
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(folder: Path) -> bool:
    try:
        file = os.open(folder / "report.csv", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(file)
    return False


def _is_behind(folder: Path) -> bool:
    """Documents have ended since the short part was written: the program died, or is at work."""
    try:
        written = (folder / "report.csv").stat().st_mtime_ns
        return written > (folder / "report.json").stat().st_mtime_ns
    except OSError:
        return False


def _head(plain: dict[str, Any]) -> BatchHeader:
    options, rules = plain.get("options"), plain.get("rules")
    return BatchHeader(
        id=_text(plain["id"]),
        name=_text(plain["name"]),
        sources=tuple(map(_text, plain["sources"])),
        out=_text_or_none(plain["out"]),
        created_at=_moment(plain["created_at"]),
        finished_at=_moment_or_none(plain["finished_at"]),
        retry_of=_text_or_none(plain["retry_of"]),
        options=None if options is None else options_from_dict(options),
        rules=None if rules is None else rules_from_dict(rules),
        profile=_text_or_none(plain.get("profile")),
        cards=tuple(map(_text, plain.get("cards", ()))),
        watch=plain.get("watch", False),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _moment(value: object) -> str:
    """Raises ``ValueError`` for what is no moment: callers that show it rely on that."""
    datetime.fromisoformat(_text(value))
    return _text(value)


def _moment_or_none(value: object) -> str | None:
    return None if value is None else _moment(value)


def _head_dict(head: BatchHeader) -> dict[str, Any]:
    plain = {field.name: getattr(head, field.name) for field in fields(head)}
    if head.options is not None:
        plain["options"] = options_to_dict(head.options)
    if head.rules is not None:
        plain["rules"] = rules_to_dict(head.rules)
    return plain


def write(folder: Path, report: Report) -> None:
    write_atomic(folder / "report.json", _as_json(report))
    write_atomic(folder / "report.md", as_markdown(report))


def write_for_reader(folder: Path, language: SpokenLanguage) -> Path:
    """The part for people in a language, made now. Where that cannot be: the one in English."""
    english = folder / "report.md"
    report = None if language is SpokenLanguage.ENGLISH else read_report(folder)
    if report is None:
        return english
    path = folder / f"report.{language.value}.md"
    try:
        write_atomic(path, as_markdown(report, partial(translated, language=language)))
    except OSError as error:
        log.warning("%s cannot be written: %s", path, error)
        return english
    return path


def _entries(folder: Path) -> Iterator[ReportEntry]:
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


def _entry(row: dict[str, Any]) -> ReportEntry | None:
    known: dict[str, Any] = {name: row.get(name) or None for name in COLUMNS}
    try:
        JobState(known["state"])
        known["pages"] = None if known["pages"] is None else int(known["pages"])
        known["seconds"] = None if known["seconds"] is None else float(known["seconds"])
    except ValueError:
        return None  # a line that was broken off
    if EntrySentences.from_json(known["sentences"]) is None:
        known["sentences"] = None
    return ReportEntry(**known) if known["job"] and known["source"] else None


def _as_json(report: Report) -> str:
    past = report.past
    top = json.dumps(
        {
            "schema": SCHEMA,
            **_head_dict(report.head),
            "counts": {s.value: past.counts[s] for s in JobState if s.is_final},
            "engines": past.engines,
            "worked_on": past.cards_used,
            "pages": past.pages,
            "ended_at": past.ended_at,
        },
        indent=1,
    )
    # A document a line: indented ones take ten times as long, with a hundred thousand of them.
    lines = (json.dumps(_document(one)) for one in report.entries)
    return top.removesuffix("\n}") + f",{DOCUMENTS}\n  " + ",\n  ".join(lines) + "\n ]\n}\n"


def _document(entry: ReportEntry) -> dict[str, Any]:
    plain: dict[str, Any] = dict(zip(COLUMNS, entry.cells, strict=True))
    if entry.sentences is not None:
        plain["sentences"] = json.loads(entry.sentences)
    return plain
