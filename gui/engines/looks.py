"""What is found out about an engine for the page: looked up beside the GUI thread."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from core.engines.mineru_options import MineruOptions
from core.engines.probe import probe
from core.engines.readiness import models_folder, told
from core.engines.registry import Engines
from core.paths import engines_folder
from core.worker.failures import Refusal
from core.worker.mineru_setup import named_tier, server_url
from core.worker.protocol import EngineName, Failure, FailureKind


class State(Enum):
    """Whether an engine can be given work."""

    READY = "ready"
    MISSING = "missing"
    MODELS_MISSING = "models-missing"
    MODELS_INCOMPLETE = "models-incomplete"
    """Their folder is there: some are missing in it, or damaged."""
    MISTOLD = "mistold"
    """MinerU: the environment names a tier or a server that is none."""
    BROKEN = "broken"
    """It was there once: its interpreter is gone."""
    UNFIT = "unfit"
    """Its interpreter is there, and does not work or has the engine no more."""


@dataclass(frozen=True, slots=True)
class EngineLook:
    """One engine as it was when it was looked at."""

    name: EngineName
    state: State
    failure: Failure | None
    version: str | None
    interpreter: Path | None
    models: Path | None
    """Where its models are, or were said to be; ``None`` where it has none, or none were found."""
    taken: bool
    """A document that names no engine may go to it: files alone decide on that."""
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
    models = models_folder(name, environ) or models
    state = _state(status.failure, models, chosen=chosen is not None)
    mineru = name is EngineName.MINERU and chosen is not None
    gone = interpreter is None or not os.access(interpreter, os.X_OK)
    if mineru and not gone and _is_mistold(environ):
        state = State.MISTOLD
    return EngineLook(
        name,
        state,
        status.failure,
        version,
        interpreter,
        models,
        status.failure is None,
        chosen is not None,
        interpreter is not None and engines_folder(engines.home) in interpreter.parents,
        options if mineru else None,
        options.in_effect(environ),
    )


def _is_mistold(environ: Mapping[str, str]) -> bool:
    try:
        named_tier(environ)
        server_url(environ)
    except Refusal:
        return True
    return False


def asked(look: EngineLook, environ: Mapping[str, str]) -> EngineLook:
    """The same, after its interpreter has been asked, if one was chosen.

    In a process, which may take its time. A file that is there says little of what it can do.
    """
    if not look.chosen or look.interpreter is None or look.state is State.BROKEN:
        return look
    answer = probe(look.name, look.interpreter, environ)
    if isinstance(answer, Failure):
        return replace(look, state=State.UNFIT, failure=answer)
    return replace(look, version=answer.version)


def _state(failure: Failure | None, models: Path | None, *, chosen: bool) -> State:
    if failure is None:
        return State.READY
    if failure.kind is FailureKind.MODELS_MISSING:
        there = models is not None and models.is_dir()
        return State.MODELS_INCOMPLETE if there else State.MODELS_MISSING
    return State.BROKEN if chosen else State.MISSING
