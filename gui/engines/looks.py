"""What is found out about an engine for the page: looked up beside the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from core.engines.mineru_options import MineruOptions
from core.engines.readiness import models_folder, told
from core.engines.registry import Engines
from core.paths import engines_folder
from core.worker.protocol import EngineName, Failure, FailureKind


class State(Enum):
    """Whether an engine can be given work."""

    READY = "ready"
    MISSING = "missing"
    MODELS_MISSING = "models-missing"
    BROKEN = "broken"
    """It was there once: its interpreter is gone."""


@dataclass(frozen=True, slots=True)
class EngineLook:
    """One engine as it was when it was looked at."""

    name: EngineName
    state: State
    failure: Failure | None
    version: str | None
    interpreter: Path | None
    models: Path | None
    """Where its models are; ``None`` where it has none, or none were found."""
    chosen: bool
    """Its interpreter was named or installed, and can be forgotten."""
    own: bool
    """Its environment was made by Headframe, and goes when the engine is removed."""
    options: MineruOptions | None = None
    """What was chosen for MinerU; ``None`` for another engine, or one that was not chosen."""
    in_effect: MineruOptions = field(default_factory=MineruOptions)
    """What MinerU is told, by the choice or by the environment."""


def look_at(engines: Engines, environ: Mapping[str, str], name: EngineName) -> EngineLook:
    """Look at files, start no process. Disks may block: call it beside the GUI thread."""
    status, chosen = engines.status(name), engines.chosen(name)
    interpreter = None if chosen is None else Path(chosen.interpreter)
    version = None if chosen is None else chosen.version
    if status.engine is not None:
        interpreter, version = status.engine.interpreter, status.engine.version
    options = MineruOptions() if chosen is None else chosen.options
    models = None if chosen is None or chosen.models is None else Path(chosen.models)
    environ = told(environ, models, options)
    return EngineLook(
        name,
        _state(status.failure, chosen=chosen is not None),
        status.failure,
        version,
        interpreter,
        models_folder(name, environ),
        chosen is not None,
        interpreter is not None and engines_folder(engines.home) in interpreter.parents,
        options if name is EngineName.MINERU and chosen is not None else None,
        options.in_effect(environ),
    )


def _state(failure: Failure | None, *, chosen: bool) -> State:
    if failure is None:
        return State.READY
    if failure.kind is FailureKind.MODELS_MISSING:
        return State.MODELS_MISSING
    return State.BROKEN if chosen else State.MISSING
