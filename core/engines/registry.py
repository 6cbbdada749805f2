"""Which engines exist on this machine, and which of them a document gets."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from core.engines import choices
from core.engines.choices import Chosen
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine, EngineChoice, EngineStatus
from core.engines.probe import PACKAGES, Probed, probe
from core.engines.readiness import models_failure, told
from core.sentences import say
from core.worker.failures import Refusal
from core.worker.mineru_setup import checked_url
from core.worker.protocol import EngineName, Failure, FailureKind

if TYPE_CHECKING:
    from core.cards.model import Card
    from core.engines.clearance import Clearances

USES_CARD = frozenset({EngineName.MAGIC_PDF, EngineName.MINERU})

BEST_FIRST = (EngineName.MINERU, EngineName.MAGIC_PDF, EngineName.FLASH)
"""For ``auto``: what reads more, scans and formulas too, before what reads less."""


class UnfitError(Exception):
    """An interpreter that cannot run the engine; :attr:`failure` says why in words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.message))
        self.failure = failure


class Engines:
    """The engines of one HEADFRAME_HOME. What it says is true when it says it."""

    def __init__(self, home: Path, environ: Mapping[str, str] = os.environ) -> None:
        self._home = home
        self._environ = environ
        self._version: str | None = None

    @functools.cached_property
    def _clearances(self) -> Clearances:
        from core.engines.clearance import Clearances  # late: what it needs is not little

        return Clearances(self._home)

    @property
    def home(self) -> Path:
        """The HEADFRAME_HOME whose engines these are."""
        return self._home

    def all(self) -> tuple[EngineStatus, ...]:
        """Every engine that Headframe knows by name."""
        return tuple(self.status(name) for name in EngineName)

    def status(self, name: EngineName) -> EngineStatus:
        """What is known of it. Starts no process: quick enough for each document."""
        chosen = self.chosen(name)
        found = self._own(name) if chosen is None else _kept(name, chosen)
        if isinstance(found, Failure):
            return EngineStatus(name, None, found)
        if failure := models_failure(name, told(self._environ, found.models, found.options)):
            return EngineStatus(name, None, failure)
        return EngineStatus(name, found, None)

    def resolve(self, choice: EngineChoice) -> Engine | Failure:
        """The engine for a document; ``auto``: the best one that is ready."""
        if choice is not EngineChoice.AUTO:
            status = self.status(EngineName(choice.value))
            return _engine_or_failure(status)
        for name in BEST_FIRST:
            status = self.status(name)
            if status.engine is not None:
                return status.engine
        return _engine_or_failure(self.status(EngineName.FLASH))

    def obstacle(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        wanted: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        """Why an engine that uses cards would not start on this one: asked before each start."""
        return self._clearances.obstacle(engine, card, environ, wanted)

    def doubt(self, engine: Engine, card: Card, environ: Mapping[str, str]) -> None:
        """It did not start there after all: look again before the next start."""
        self._clearances.forget(engine, card, environ)

    def chosen(self, name: EngineName) -> Chosen | None:
        """The interpreter that the user named for it, fit or not by now."""
        return choices.read(self._home).get(name)

    def use(self, name: EngineName, python: str, models: Path | None = None) -> Probed:
        """Let that interpreter run the engine from now on, and keep that.

        ``python`` is a path, the folder of an environment, or a name on PATH. ``models`` is the
        folder of its models; one that was named earlier stays, and so do options. Raises
        :class:`UnfitError` when it cannot run the engine, ``OSError`` when it cannot be kept.
        """
        answer = probe(name, _interpreter(python, self._environ), self._environ)
        if isinstance(answer, Failure):
            raise UnfitError(answer)
        chosen = choices.read(self._home)
        earlier = chosen.get(name)
        entry = Chosen(str(answer.interpreter), answer.python, answer.version)
        if earlier is not None:
            entry = replace(entry, models=earlier.models, options=earlier.options)
        if models is not None:
            entry = replace(entry, models=str(models.absolute()))
        chosen[name] = entry
        choices.write(self._home, chosen)
        return answer

    def use_models(self, name: EngineName, models: Path) -> None:
        """Let an engine that was chosen take its models from there.

        Raises :class:`UnfitError` when none was chosen, or a model is missing there; ``OSError``.
        """
        chosen = choices.read(self._home)
        earlier = self._earlier(name, chosen)
        folder = models.absolute()
        if failure := models_failure(name, told(self._environ, folder, earlier.options)):
            raise UnfitError(failure)
        chosen[name] = replace(earlier, models=str(folder))
        choices.write(self._home, chosen)

    def use_options(self, options: MineruOptions) -> None:
        """Tell MinerU this from now on, in the place of what it was told.

        Raises :class:`UnfitError` when no interpreter was chosen for it, or the server's address
        is none; ``OSError``.
        """
        chosen = choices.read(self._home)
        earlier = self._earlier(EngineName.MINERU, chosen)
        try:
            url = checked_url(options.vlm_url or "") or None
        except Refusal as refusal:
            raise UnfitError(refusal.failure) from None
        options = replace(options, vlm_url=url)
        chosen[EngineName.MINERU] = replace(earlier, options=options)
        choices.write(self._home, chosen)

    def options_in_effect(self) -> MineruOptions:
        """What MinerU is told: the user's choice, else what is inherited."""
        chosen = self.chosen(EngineName.MINERU)
        options = MineruOptions() if chosen is None else chosen.options
        return options.in_effect(self._environ)

    def _earlier(self, name: EngineName, chosen: Mapping[EngineName, Chosen]) -> Chosen:
        earlier = chosen.get(name)
        if earlier is None:
            found = self._own(name)
            assert isinstance(found, Failure), "an engine of our own has nothing to choose"
            raise UnfitError(found)
        return earlier

    def remove(self, name: EngineName) -> bool:
        """Forget the interpreter that was named for it; whether there was one. ``OSError``."""
        chosen = choices.read(self._home)
        if chosen.pop(name, None) is None:
            return False
        choices.write(self._home, chosen)
        return True

    def _own(self, name: EngineName) -> Engine | Failure:
        """The engine in this interpreter's own environment, if it is there."""
        if name is EngineName.FLASH:
            if (version := self._own_version(PACKAGES[name])) is not None:
                return Engine(name, Path(sys.executable), uses_card=False, version=version)
            return Failure(
                FailureKind.ENGINE_MISSING,
                say("The engine {engine} is not installed.", engine=name.value),
                say(
                    "Install Headframe with its extra `flash`, or run "
                    "`headframe engine use flash --python PATH`."
                ),
            )
        return Failure(
            FailureKind.ENGINE_MISSING,
            say("The engine {engine} is not installed.", engine=name.value),
            say(
                "Run `headframe engine install {engine}`; or, if you have an environment with it, "
                "`headframe engine use {engine} --python PATH`.",
                engine=name.value,
            ),
        )

    def _own_version(self, package: str) -> str | None:
        """Of a package in this interpreter's environment; looked up until it is found.

        A look costs 2 ms, and every document asks while its worker waits.
        """
        if self._version is None:
            with contextlib.suppress(metadata.PackageNotFoundError):
                self._version = metadata.version(package)
        return self._version


def _kept(name: EngineName, chosen: Chosen) -> Engine | Failure:
    interpreter = Path(chosen.interpreter)
    if not os.access(interpreter, os.X_OK):
        return Failure(
            FailureKind.ENGINE_MISSING,
            say(
                "The interpreter of {engine} is gone: {path}.",
                engine=name.value,
                path=chosen.interpreter,
            ),
            say(
                "Make it anew with `headframe engine install {engine}`, or name another: "
                "`headframe engine use {engine} --python PATH`.",
                engine=name.value,
            )
            if name in USES_CARD
            else say("Go back to Headframe's own with `headframe engine remove flash`."),
        )
    return Engine(
        name,
        interpreter,
        uses_card=name in USES_CARD,
        version=chosen.version,
        models=None if chosen.models is None else Path(chosen.models),
        options=chosen.options,
    )


def _engine_or_failure(status: EngineStatus) -> Engine | Failure:
    if status.engine is not None:
        return status.engine
    assert status.failure is not None
    return status.failure


def _interpreter(python: str, environ: Mapping[str, str]) -> Path:
    """What the user wrote, as an absolute path. Links stay: a virtual environment's is one."""
    if os.sep not in python and (found := shutil.which(python, path=environ.get("PATH"))):
        return Path(found).absolute()
    path = Path(python).expanduser().absolute()
    return path / "bin" / "python" if path.is_dir() else path
