"""Which engines exist on this machine, and which of them a document gets."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.cards.model import CardKind, host_of
from core.engines import engine_config
from core.engines.choice import EngineChoice
from core.engines.engine_config import EngineConfig
from core.engines.installation.install_lock import (
    broken_installations,
    engine_being_installed,
)
from core.engines.launch.model_check import models_failure, with_overrides
from core.engines.launch.probe import PACKAGES, Probed, probe
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine, EngineStatus, Readiness
from core.engines.proofs import Evidence, ReadinessProofs, names_of
from core.messages import msg
from core.paths import models_folder
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.setup import checked_url
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

if TYPE_CHECKING:
    from core.cards.model import Card
    from core.engines.launch.preflight_cache import PreflightCache

_log = logging.getLogger(__name__)

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
    def _clearances(self) -> PreflightCache:
        from core.engines.launch.preflight_cache import (
            PreflightCache,  # late: what it needs is not little
        )

        return PreflightCache(self._home)

    @functools.cached_property
    def _proofs(self) -> ReadinessProofs:
        return ReadinessProofs(self._home)

    @property
    def home(self) -> Path:
        """The HEADFRAME_HOME whose engines these are."""
        return self._home

    def all(self) -> tuple[EngineStatus, ...]:
        """Every engine that Headframe knows by name."""
        return tuple(self.status(name) for name in EngineName)

    def status(self, name: EngineName) -> EngineStatus:
        """What is known of it. Starts no process: quick enough for each document.

        An engine that would have to fetch models first is not ready.
        """
        found = self._found(name)
        if isinstance(found, Failure):
            chosen = self.chosen(name) is not None
            if not chosen and engine_being_installed(self._home) is name:
                return EngineStatus(name, None, _under_way(name), Readiness.INSTALLING)
            if not chosen and broken_installations(self._home, name):
                found = _broken_off(name)
            state = Readiness.BROKEN if chosen else Readiness.NOT_INSTALLED
            return EngineStatus(name, None, found, state)
        if not found.uses_card:
            return EngineStatus(name, found, None, Readiness.READY, (CardKind.CPU,))
        offline = replace(found.options, downloads=False)
        environ = with_overrides(self._environ, found.models, offline)
        if failure := models_failure(name, environ):
            return EngineStatus(name, None, failure, Readiness.MODELS_MISSING)
        proofs = self._proofs.of(found)
        if works := names_of(proofs):
            return EngineStatus(name, found, None, Readiness.READY, works)
        failed = [proof for proof in proofs.values() if proof.failure is not None]
        if failed:
            last = max(failed, key=lambda proof: proof.at)
            return EngineStatus(name, found, last.failure, Readiness.BROKEN)
        return EngineStatus(name, found, None, Readiness.UNTESTED)

    def resolve(self, choice: EngineChoice, tier: Tier | None = None) -> Engine | Failure:
        """The engine for a document; ``auto``: the best one that is not ruled out.

        ``tier``: MinerU's, in place of what was set up.
        """
        if choice is not EngineChoice.AUTO:
            return self._startable(EngineName(choice.value), tier)
        for name in BEST_FIRST:
            status = self.status(name)
            if status.engine is not None and not self._is_kept_away(status.engine):
                return status.engine.at_tier(tier)
        return self._startable(EngineName.FLASH)

    def resolve_on(
        self,
        choice: EngineChoice,
        card: Card,
        environ: Mapping[str, str],
        should_continue: Callable[[], bool] = lambda: True,
        *,
        tier: Tier | None = None,
        is_avoided: Callable[[Engine], bool] = lambda _engine: False,
    ) -> Engine | Failure:
        """The engine for a document on that card; ``auto``: the best that is ready there.

        One that was not tried there yet is: blocks for seconds then, once. One that has just
        failed to read a page there is passed by, and so is one that ``is_avoided``.
        """
        if choice is not EngineChoice.AUTO or host_of(card.key) is not None:
            return self.resolve(choice, tier)
        for name in BEST_FIRST:
            engine = self.status(name).engine
            if engine is None:
                continue
            engine = engine.at_tier(tier)
            if not engine.uses_card:
                return engine
            proof = self._proofs.of(engine).get(card.kind)
            if is_avoided(engine) or (
                proof is not None and proof.is_believed and proof.evidence is not Evidence.PREFLIGHT
            ):
                continue
            failure = self.preflight_failure(engine, card, environ, should_continue)
            if failure is None or not should_continue():
                return engine
            _log.warning("%s is not taken on %s: %s", name.value, card.key, failure.message)
        return self._startable(EngineName.FLASH)

    def note_works(self, engine: Engine, kind: CardKind, evidence: Evidence) -> None:
        """It has been seen to work on that kind of card."""
        self._proofs.works(engine, kind, evidence)

    def note_fails(self, engine: Engine, kind: CardKind, evidence: Evidence, why: Failure) -> None:
        """It has been seen not to."""
        self._proofs.fails(engine, kind, evidence, why)

    def _is_kept_away(self, engine: Engine) -> bool:
        """Whether it failed everywhere a moment ago."""
        proofs = self._proofs.of(engine)
        return bool(proofs) and all(proof.is_believed for proof in proofs.values())

    def _found(self, name: EngineName) -> Engine | Failure:
        chosen = self.chosen(name)
        return self._own(name) if chosen is None else _kept(name, chosen, self._models(name))

    def _startable(self, name: EngineName, tier: Tier | None = None) -> Engine | Failure:
        """The engine as a person names it: its models may be fetched, where that is allowed."""
        found = self._found(name)
        if isinstance(found, Failure):
            return found
        found = found.at_tier(tier)
        environ = with_overrides(self._environ, found.models, found.options)
        return models_failure(name, environ) or found

    def preflight_failure(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        should_continue: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        """Why an engine that uses cards would not start on this one: asked before each start."""
        failure = self._clearances.check(engine, card, environ, should_continue)
        if failure is not None and should_continue():
            self._proofs.fails(engine, card.kind, Evidence.PREFLIGHT, failure)
        elif (
            failure is None
            and should_continue()
            and card.kind not in names_of(self._proofs.of(engine))
        ):
            self._proofs.works(engine, card.kind, Evidence.PREFLIGHT)
        return failure

    def invalidate_preflight(self, engine: Engine, card: Card, environ: Mapping[str, str]) -> None:
        """It did not start there after all: look again before the next start."""
        self._clearances.invalidate(engine, card, environ)

    def chosen(self, name: EngineName) -> EngineConfig | None:
        """The interpreter that the user named for it, fit or not by now."""
        return engine_config.load_engine_configs(self._home).get(name)

    def use(self, name: EngineName, python: str, models: Path | None = None) -> Probed:
        """Let that interpreter run the engine from now on, and keep that.

        ``python`` is a path, the folder of an environment, or a name on PATH. ``models`` is the
        folder of its models; one that was named earlier stays, and so do options. Raises
        :class:`UnfitError` when it cannot run the engine, ``OSError`` when it cannot be kept.
        """
        answer = probe(name, _interpreter(python, self._environ), self._environ)
        if isinstance(answer, Failure):
            raise UnfitError(answer)
        chosen = engine_config.load_engine_configs(self._home)
        earlier = chosen.get(name)
        entry = EngineConfig(str(answer.interpreter), answer.python, answer.version)
        if earlier is not None:
            entry = replace(entry, models=earlier.models, options=earlier.options)
        if models is not None:
            entry = replace(entry, models=str(models.absolute()))
        chosen[name] = entry
        engine_config.save_engine_configs(self._home, chosen)
        return answer

    def use_models(self, name: EngineName, models: Path) -> None:
        """Let an engine that was chosen take its models from there.

        Raises :class:`UnfitError` when none was chosen, or a model is missing there; ``OSError``.
        """
        chosen = engine_config.load_engine_configs(self._home)
        earlier = self._earlier(name, chosen)
        folder = models.absolute()
        if failure := models_failure(name, with_overrides(self._environ, folder, earlier.options)):
            raise UnfitError(failure)
        chosen[name] = replace(earlier, models=str(folder))
        engine_config.save_engine_configs(self._home, chosen)

    def note_models(self, name: EngineName, folder: Path) -> None:
        """Keep that the models of an engine are there now, whatever of them. ``OSError``."""
        chosen = engine_config.load_engine_configs(self._home)
        chosen[name] = replace(self._earlier(name, chosen), models=str(folder.absolute()))
        engine_config.save_engine_configs(self._home, chosen)

    def use_options(self, options: MineruOptions) -> None:
        """Tell MinerU this from now on, in the place of what it was told.

        Raises :class:`UnfitError` when no interpreter was chosen for it, or the server's address
        is none; ``OSError``.
        """
        chosen = engine_config.load_engine_configs(self._home)
        earlier = self._earlier(EngineName.MINERU, chosen)
        try:
            url = checked_url(options.vlm_url or "") or None
        except DocumentRejected as refusal:
            raise UnfitError(refusal.failure) from None
        options = replace(options, vlm_url=url)
        chosen[EngineName.MINERU] = replace(earlier, options=options)
        engine_config.save_engine_configs(self._home, chosen)

    def options_in_effect(self) -> MineruOptions:
        """What MinerU is told: the user's choice, else what is inherited."""
        chosen = self.chosen(EngineName.MINERU)
        options = MineruOptions() if chosen is None else chosen.options
        return options.in_effect(self._environ)

    def _earlier(self, name: EngineName, chosen: Mapping[EngineName, EngineConfig]) -> EngineConfig:
        earlier = chosen.get(name)
        if earlier is None:
            found = self._own(name)
            assert isinstance(found, Failure), "an engine of our own has nothing to choose"
            raise UnfitError(found)
        return earlier

    def remove(self, name: EngineName) -> bool:
        """Forget the interpreter that was named for it; whether there was one. ``OSError``."""
        chosen = engine_config.load_engine_configs(self._home)
        if chosen.pop(name, None) is None:
            return False
        engine_config.save_engine_configs(self._home, chosen)
        return True

    def _own(self, name: EngineName) -> Engine | Failure:
        """The engine in this interpreter's own environment, if it is there."""
        if name is EngineName.FLASH:
            if (version := self._own_version(PACKAGES[name])) is not None:
                return Engine(name, Path(sys.executable), uses_card=False, version=version)
            return Failure(
                FailureKind.ENGINE_MISSING,
                msg("The engine {engine} is not installed.", engine=name.value),
                msg(
                    "Install Headframe with its extra `flash`, or run "
                    "`headframe engine use flash --python PATH`."
                ),
            )
        return Failure(
            FailureKind.ENGINE_MISSING,
            msg("The engine {engine} is not installed.", engine=name.value),
            msg(
                "Run `headframe engine install {engine}`; or, if you have an environment with it, "
                "`headframe engine use {engine} --python PATH`.",
                engine=name.value,
            ),
        )

    def _models(self, name: EngineName) -> Path | None:
        """The folder that Headframe fetched or imported models of the engine into."""
        folder = models_folder(self._home, name.value)
        return folder if folder.is_dir() else None

    def _own_version(self, package: str) -> str | None:
        """Of a package in this interpreter's environment; looked up until it is found.

        A look costs 2 ms, and every document asks while its worker waits.
        """
        if self._version is None:
            from importlib import metadata  # it brings a mail parser, which no start waits for

            with contextlib.suppress(metadata.PackageNotFoundError):
                self._version = metadata.version(package)
        return self._version


def _kept(name: EngineName, chosen: EngineConfig, models: Path | None) -> Engine | Failure:
    interpreter = Path(chosen.interpreter)
    if not os.access(interpreter, os.X_OK):
        return Failure(
            FailureKind.ENGINE_MISSING,
            msg(
                "The interpreter of {engine} is gone: {path}.",
                engine=name.value,
                path=chosen.interpreter,
            ),
            msg(
                "Make it again with `headframe engine install {engine}`, or choose another: "
                "`headframe engine use {engine} --python PATH`.",
                engine=name.value,
            )
            if name in USES_CARD
            else msg("Go back to Headframe's own with `headframe engine remove flash`."),
        )
    return Engine(
        name,
        interpreter,
        uses_card=name in USES_CARD,
        version=chosen.version,
        models=models if chosen.models is None else Path(chosen.models),
        options=chosen.options,
    )


def _under_way(name: EngineName) -> Failure:
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg("The engine {engine} is being installed.", engine=name.value),
        msg("Wait for it to end."),
    )


def _broken_off(name: EngineName) -> Failure:
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg("The installation of {engine} was broken off.", engine=name.value),
        msg(
            "Install it again (`headframe engine install {engine}`): what is left is removed, and "
            "packages that were fetched whole are not fetched twice.",
            engine=name.value,
        ),
    )


def _interpreter(python: str, environ: Mapping[str, str]) -> Path:
    """What the user wrote, as an absolute path. Links stay: a virtual environment's is one."""
    if os.sep not in python and (found := shutil.which(python, path=environ.get("PATH"))):
        return Path(found).absolute()
    path = Path(python).expanduser().absolute()
    return path / "bin" / "python" if path.is_dir() else path
