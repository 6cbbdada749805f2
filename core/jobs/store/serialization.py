"""Jobs to rows of the queue's file and back.

Paths are kept as the bytes that the file system knows: a name need not be valid UTF-8.
"""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.documents.exporting import ExportFormat
from core.engines.choice import EngineChoice
from core.jobs.model import CardSet, ConvertOptions, Job, PageRange
from core.jobs.sources.filters import FileFilter
from core.jobs.states import IfExists, JobState
from core.messages import Message
from core.worker.kinds import EngineName, FailureKind, Ocr
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

_NONE = "[]"


def job_from_row(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        position=row["position"],
        source=_path(row["source"]),
        out_parent=_path(row["out_parent"]),
        stem=os.fsdecode(row["stem"]),
        rank=row["rank"],
        options=options_from_json(row["options"]),
        state=JobState(row["state"]),
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        engine=None if row["engine"] is None else EngineName(row["engine"]),
        card=row["card"],
        assigned=row["assigned"],
        pages=row["pages"],
        seconds=row["seconds"],
        markdown=None if row["markdown"] is None else _path(row["markdown"]),
        failure=None if row["failure"] is None else failure_from_json(row["failure"]),
        warnings=_warnings_from_json(row["warnings"]),
        deaths=row["deaths"],
        batch=row["batch"],
        size=row["size"],
        paused=bool(row["paused"]),
        cards=None if row["cards"] is None else tuple(json.loads(row["cards"])),
    )


def row_from_job(job: Job) -> dict[str, Any]:
    """The reverse: column to value."""
    return {
        "id": job.id,
        "position": job.position,
        "source": path_to_bytes(job.source),
        "out_parent": path_to_bytes(job.out_parent),
        "stem": os.fsencode(job.stem),
        "rank": job.rank,
        "options": options_to_json(job.options),
        "state": job.state.value,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "engine": None if job.engine is None else job.engine.value,
        "card": job.card,
        "assigned": job.assigned,
        "pages": job.pages,
        "seconds": job.seconds,
        "markdown": path_to_bytes(job.markdown),
        "failure": None if job.failure is None else failure_to_json(job.failure),
        "warnings": _warnings_to_json(job.warnings),
        "deaths": job.deaths,
        "batch": job.batch,
        "size": job.size,
        "paused": int(job.paused),
        "cards": None if job.cards is None else card_set_to_json(job.cards),
    }


def options_to_dict(options: ConvertOptions) -> dict[str, Any]:
    """Plain values, in the order of declaration; what came later only where it is asked for."""
    plain = asdict(options)
    plain["pages"] = None if options.pages is None else str(options.pages)
    # Left out where nothing is asked for: older versions read these options, too.
    del plain["export"], plain["export_folder"]
    if options.export:
        plain["export"] = [wanted.value for wanted in options.export]
        if options.export_folder is not None:
            plain["export_folder"] = str(options.export_folder)
    if options.tier is None:
        del plain["tier"]
    if not options.replace_once:
        del plain["replace_once"]
    return {
        name: value.value if isinstance(value, (EngineChoice, Ocr, IfExists, Tier)) else value
        for name, value in plain.items()
    }


@lru_cache(maxsize=16)  # a folder's hundred thousand documents share theirs
def options_to_json(options: ConvertOptions) -> str:
    """The options as the queue keeps them."""
    return json.dumps(options_to_dict(options))


@lru_cache(maxsize=16)
def options_from_json(text: str) -> ConvertOptions:
    """The reverse of :func:`options_to_json`."""
    return options_from_dict(json.loads(text))


def options_from_dict(plain: dict[str, Any]) -> ConvertOptions:
    """The reverse of :func:`options_to_dict`."""
    return ConvertOptions(
        engine=EngineChoice(plain["engine"]),
        pages=None if plain["pages"] is None else PageRange.parse(plain["pages"]),
        ocr=Ocr(plain["ocr"]),
        lang=plain["lang"],
        formula=plain["formula"],
        table=plain["table"],
        if_exists=IfExists(plain["if_exists"]),
        timeout_s=plain["timeout_s"],
        memory_limit_mb=plain["memory_limit_mb"],
        export=tuple(map(ExportFormat, plain.get("export", ()))),
        export_folder=Path(folder) if (folder := plain.get("export_folder")) else None,
        tier=None if plain.get("tier") is None else Tier(plain["tier"]),
        replace_once=bool(plain.get("replace_once")),
    )


def rules_to_dict(rules: FileFilter) -> dict[str, Any]:
    """Plain values."""
    return {
        "include": list(rules.include),
        "exclude": list(rules.exclude),
        "max_depth": rules.max_depth,
        "hidden": rules.hidden,
    }


def rules_from_dict(plain: dict[str, Any]) -> FileFilter:
    """The reverse of :func:`rules_to_dict`."""
    return FileFilter(
        include=tuple(plain["include"]),
        exclude=tuple(plain["exclude"]),
        max_depth=plain["max_depth"],
        hidden=plain["hidden"],
    )


def card_set_to_json(route: CardSet) -> str:
    """The cards that a batch asks for, as the queue keeps them and compares them."""
    return json.dumps(route)


def failure_to_json(failure: Failure) -> str:
    """A failure with its sentences still open to translation."""
    return json.dumps(
        {
            "kind": failure.kind.value,
            "message": failure.message.to_dict(),
            "hint": None if failure.hint is None else failure.hint.to_dict(),
        }
    )


def failure_from_json(text: str) -> Failure:
    """The reverse of :func:`failure_to_json`."""
    plain = json.loads(text)
    return Failure(
        kind=FailureKind(plain["kind"]),
        message=Message.from_dict(plain["message"]),
        hint=None if plain["hint"] is None else Message.from_dict(plain["hint"]),
    )


def _warnings_to_json(warnings: tuple[Message, ...]) -> str:
    return json.dumps([warning.to_dict() for warning in warnings]) if warnings else _NONE


def _warnings_from_json(text: str) -> tuple[Message, ...]:
    return () if text == _NONE else tuple(Message.from_dict(item) for item in json.loads(text))


def path_to_bytes(path: Path | None) -> bytes | None:
    """A path as the file system knows it."""
    return None if path is None else os.fsencode(path)


def _path(raw: bytes) -> Path:
    return Path(os.fsdecode(raw))
