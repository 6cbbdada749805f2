"""Which interpreter runs which engine, as the user chose: ``engines.json`` in HEADFRAME_HOME."""

from __future__ import annotations

import errno
import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.atomic_file import keep_aside, write_atomic
from core.engines.mineru_options import MineruOptions
from core.paths import engines_file
from core.schema_version import is_newer
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
    """What was chosen. What cannot be read, or is of another version's engine, is logged."""
    found: dict[EngineName, EngineConfig] = {}
    for name, entry in _entries(_body(home)).items():
        try:
            found[EngineName(name)] = _chosen(entry)
        except (ValueError, LookupError, TypeError, AttributeError):
            _log.exception("%s: %s is not what this Headframe wrote.", engines_file(home), name)
    return found


def save_engine_configs(home: Path, chosen: dict[EngineName, EngineConfig]) -> None:
    """Keep it: the file is replaced whole or not at all.

    Engines that this version does not know stay in it, and one that cannot be read is kept aside.
    Raises ``OSError``, also where a newer Headframe wrote the file.
    """
    file = engines_file(home)
    body = _body(home)
    if is_newer(body, SCHEMA):
        raise OSError(errno.EPERM, "a newer Headframe wrote this file", str(file))
    if body is None and file.is_file():
        keep_aside(file)
    known = {name.value for name in EngineName}
    unknown = {name: entry for name, entry in _entries(body).items() if name not in known}
    written = {
        "schema": SCHEMA,
        "engines": unknown | {name.value: asdict(entry) for name, entry in chosen.items()},
    }
    write_atomic(file, json.dumps(written, indent=2) + "\n", durable=True)


def _body(home: Path) -> dict[str, Any] | None:
    """What the file holds; ``None`` where there is none, or nothing that can be used."""
    try:
        body = json.loads(engines_file(home).read_text("utf-8"))
        if isinstance(body, dict) and isinstance(body.get("engines"), dict):
            return body
        _log.error("%s holds no engines.", engines_file(home))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, RecursionError):
        _log.exception("%s cannot be read.", engines_file(home))
    return None


def _entries(body: dict[str, Any] | None) -> dict[str, Any]:
    return {} if body is None else body["engines"]


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
