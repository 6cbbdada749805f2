"""`headframe.json`: what a result was made from, with what, and when (docs/command.md, `convert`).

The file is also how Headframe knows its own folders: one without it is not ours.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic
from core.cards.model import host_of
from core.engines.mineru_options import EngineSettingsKey
from core.jobs.model import ConvertOptions
from core.worker.kinds import EngineName
from core.worker.protocol import PagesBy

log = logging.getLogger(__name__)

NAME = "headframe.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `headframe.json` holds."""

    source: Path
    sha256: str
    pages: int
    engine: EngineName
    engine_version: str
    card: str
    """Key of what computed."""
    options: dict[str, Any]
    seconds: float
    created_at: str
    """UTC, ISO 8601 with a ``Z``."""
    warnings: tuple[str, ...] = ()
    assigned: str | None = None
    """Key of the card whose worker made it; ``None``: written before that was told."""
    pages_by: PagesBy | None = None
    """``None`` where the engine does not tell, and in results of before 0.2."""

    def to_json(self) -> str:
        """The file's text."""
        return (
            json.dumps(
                {
                    "schema": SCHEMA,
                    "source": str(self.source),
                    "sha256": self.sha256,
                    "pages": self.pages,
                    "engine": self.engine.value,
                    "engine_version": self.engine_version,
                    "card": self.card,
                    "host": host_of(self.card),
                    "assigned": self.assigned,
                    "options": self.options,
                    "seconds": round(self.seconds, 3),
                    "created_at": self.created_at,
                    "warnings": list(self.warnings),
                    "pages_by": None if self.pages_by is None else asdict(self.pages_by),
                },
                indent=2,
            )
            + "\n"
        )


def result_options(options: ConvertOptions, settings_key: EngineSettingsKey = ()) -> dict[str, Any]:
    """The options that change what a result holds: two results of the same are the same.

    ``settings_key``: the engine's own settings; empty where it has none.
    """
    return {
        "pages": None if options.pages is None else str(options.pages),
        "ocr": options.ocr.value,
        "lang": options.lang,
        "formula": options.formula,
        "table": options.table,
        **dict(settings_key),
    }


def read_metadata(folder: Path) -> Metadata | None:
    """What a folder says of itself; ``None`` when Headframe did not make it."""
    try:
        plain = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Metadata(
            source=Path(plain["source"]),
            sha256=str(plain["sha256"]),
            pages=int(plain["pages"]),
            engine=EngineName(plain["engine"]),
            engine_version=str(plain["engine_version"]),
            card=str(plain["card"]),
            options=dict(plain["options"]),
            seconds=float(plain["seconds"]),
            created_at=str(plain["created_at"]),
            warnings=tuple(str(item) for item in plain.get("warnings", ())),
            assigned=None if plain.get("assigned") is None else str(plain["assigned"]),
            pages_by=_pages_by(plain.get("pages_by")),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # Damaged, or another program's: not ours to touch, so treated as not ours.
        log.warning("%s is not readable: %s", os.fspath(folder / NAME), error)
        return None


def rename_source(folder: Path, old: Path, new: Path) -> None:
    """A result's document was moved: say where it is now, where that can be written."""
    path = folder / NAME
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain["source"] == str(old):
            mode = path.stat().st_mode & 0o777
            write_atomic(path, json.dumps({**plain, "source": str(new)}, indent=2) + "\n")
            path.chmod(mode)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s is not changed: %s", os.fspath(path), error)


def _pages_by(plain: dict[str, list[int]] | None) -> PagesBy | None:
    if plain is None:
        return None
    return PagesBy(**{name: [int(page) for page in pages] for name, pages in plain.items()})
