"""Which interpreter runs which engine, as the user chose: ``engines.json`` in HEADFRAME_HOME."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic
from core.engines.mineru_options import MineruOptions
from core.paths import engines_file
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier

SCHEMA = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """An interpreter that was found fit when it was chosen."""

    interpreter: str
    python: str
    """Its version, as of then."""
    version: str
    """Of the engine, as of then."""
    models: str | None = None
    """The folder of its models, where the user named one."""
    options: MineruOptions = field(default_factory=MineruOptions)
    """MinerU's; of another engine nothing is chosen here."""


def load_engine_configs(home: Path) -> dict[EngineName, EngineConfig]:
    """What was chosen. A file that cannot be read counts as none, and is logged."""
    try:
        text = engines_file(home).read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        _log.exception("%s cannot be read.", engines_file(home))
        return {}
    try:
        body = json.loads(text)
        return {EngineName(name): _chosen(entry) for name, entry in body["engines"].items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        _log.exception("%s is not what Headframe wrote.", engines_file(home))
        return {}


def save_engine_configs(home: Path, chosen: dict[EngineName, EngineConfig]) -> None:
    """Keep it: the file is replaced whole or not at all. Raises ``OSError``."""
    body = {
        "schema": SCHEMA,
        "engines": {name.value: asdict(entry) for name, entry in chosen.items()},
    }
    write_atomic(engines_file(home), json.dumps(body, indent=2) + "\n", durable=True)


def _chosen(entry: dict[str, Any]) -> EngineConfig:
    values = [entry[name] for name in ("interpreter", "python", "version")]
    interpreter, python, version = values
    if not all(isinstance(value, str) for value in values):
        raise TypeError("not text")
    models = entry.get("models")
    if models is not None and not isinstance(models, str):
        raise TypeError("not text")
    return EngineConfig(interpreter, python, version, models, _options(entry.get("options") or {}))


def _options(entry: dict[str, Any]) -> MineruOptions:
    tier, url, downloads = (entry.get(name) for name in ("tier", "vlm_url", "downloads"))
    if not (url is None or isinstance(url, str)):
        raise TypeError("not text")
    if not (downloads is None or isinstance(downloads, bool)):
        raise TypeError("neither yes nor no")
    return MineruOptions(None if tier is None else Tier(tier), url, downloads)
