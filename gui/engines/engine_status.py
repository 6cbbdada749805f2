"""What is found out about an engine for the page: looked up beside the GUI thread."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from core.cards.model import CardKind
from core.engines.launch.model_check import models_folder, with_overrides
from core.engines.launch.probe import probe
from core.engines.mineru_options import MineruOptions
from core.engines.model import EngineStatus, Readiness
from core.engines.models.overview import MissingModels, missing_models
from core.engines.registry import Engines
from core.paths import engines_folder
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.setup import named_tier, server_url
from core.worker.protocol import Failure


class EngineState(Enum):
    """Whether an engine can be given work."""

    READY = "ready"
    UNTESTED = "untested"
    """All of it is here, and nothing has shown yet that it works."""
    FAILED = "failed"
    """All of it is here, and it has been seen not to work."""
    MISSING = "missing"
    INSTALLING = "installing"
    """By another program; what this one installs, the controller says."""
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
class EngineInfo:
    """One engine as it was when it was looked at."""

    name: EngineName
    state: EngineState
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
    ready_on: tuple[CardKind, ...] = ()
    """Where it has been seen to work."""
    missing: MissingModels | None = None
    """Models that it has to be given yet."""

    @property
    def testable(self) -> bool:
        """All of it is here: a page shows whether it works now, whatever the last one has shown."""
        return self.state in (EngineState.READY, EngineState.UNTESTED, EngineState.FAILED)


def inspect_engine(engines: Engines, environ: Mapping[str, str], name: EngineName) -> EngineInfo:
    """Look at files, start no process. Disks may block: call it beside the GUI thread."""
    status, chosen = engines.status(name), engines.chosen(name)
    interpreter = None if chosen is None else Path(chosen.interpreter)
    version = None if chosen is None else chosen.version
    if status.engine is not None:
        interpreter, version = status.engine.interpreter, status.engine.version
    options = MineruOptions() if chosen is None else chosen.options
    models = None if chosen is None or chosen.models is None else Path(chosen.models)
    environ = with_overrides(environ, models, options)
    models = models_folder(name, environ) or models
    lacks = status.readiness is Readiness.MODELS_MISSING
    missing = _missing(engines, environ, name) if lacks else None
    if models is None and missing is not None and missing.files < missing.all_files:
        models = missing.folder  # the engine's own code takes no half folder for one
    state = _state(status, models, chosen=chosen is not None)
    mineru = name is EngineName.MINERU and chosen is not None
    gone = interpreter is None or not os.access(interpreter, os.X_OK)
    if mineru and not gone and _is_mistold(environ):
        state = EngineState.MISTOLD
    return EngineInfo(
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
        status.ready_on,
        missing,
    )


def state_on_host(status: EngineStatus) -> EngineState:
    """As a host of a cluster tells of it: its files are not seen from here."""
    return _state(status, None, chosen=False)


def _missing(
    engines: Engines, environ: Mapping[str, str], name: EngineName
) -> MissingModels | None:
    try:
        return missing_models(engines, name, environ)
    except OSError:
        return None


def _is_mistold(environ: Mapping[str, str]) -> bool:
    try:
        named_tier(environ)
        server_url(environ)
    except DocumentRejected:
        return True
    return False


def probe_engine(info: EngineInfo, environ: Mapping[str, str]) -> EngineInfo:
    """The same, after its interpreter has been asked, if one was chosen.

    In a process, which may take its time. A file that is there says little of what it can do.
    """
    if not info.chosen or info.interpreter is None or info.state is EngineState.BROKEN:
        return info
    answer = probe(info.name, info.interpreter, environ)
    if isinstance(answer, Failure):
        return replace(info, state=EngineState.UNFIT, failure=answer)
    return replace(info, version=answer.version)


def _state(status: EngineStatus, models: Path | None, *, chosen: bool) -> EngineState:
    failure = status.failure
    if failure is None:
        ready = status.readiness is Readiness.READY
        return EngineState.READY if ready else EngineState.UNTESTED
    if status.engine is not None:
        return EngineState.FAILED
    if status.readiness is Readiness.INSTALLING:
        return EngineState.INSTALLING
    if failure.kind is FailureKind.MODELS_MISSING:
        there = models is not None and models.is_dir()
        return EngineState.MODELS_INCOMPLETE if there else EngineState.MODELS_MISSING
    return EngineState.BROKEN if chosen else EngineState.MISSING
