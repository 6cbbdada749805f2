"""An engine as a value: what it is called, where its interpreter is, what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from core.cards.model import CardKind, host_of
from core.engines.mineru_options import EngineSettingsKey, MineruOptions
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be started."""

    name: EngineName
    interpreter: Path
    """The Python that has the engine installed; it need not be the window's own."""
    uses_card: bool
    version: str | None = None
    models: Path | None = None
    """The folder of models that the user named; ``None``: where the engine's own tools put them."""
    options: MineruOptions = field(default_factory=MineruOptions)
    """MinerU's."""

    def computes_on(self, card: str) -> str:
        """The key of what does its computing where its worker was started for that card."""
        if self.uses_card:
            return card
        from core.cards.cpu import CPU_KEY  # late: it brings psutil, and the window starts without

        host = host_of(card)
        return CPU_KEY if host is None else f"{host}/{CPU_KEY}"

    def at_tier(self, tier: Tier | None) -> Engine:
        """MinerU told this tier; any other engine, or no tier: as it is."""
        if tier is None or self.name is not EngineName.MINERU:
            return self
        return replace(self, options=replace(self.options, tier=tier))

    def settings_key(self, environ: Mapping[str, str]) -> EngineSettingsKey:
        """What it is told in that environment, as far as its results depend on it."""
        return self.options.settings_key(environ) if self.name is EngineName.MINERU else ()


class Readiness(StrEnum):
    """How far an engine is set up. Only ``READY`` has been seen to work."""

    NOT_INSTALLED = "not-installed"
    INSTALLING = "installing"
    MODELS_MISSING = "models-missing"
    """Also where it would fetch them with its first document."""
    UNTESTED = "untested"
    """All of it is here; no preflight, page or document has shown that it works."""
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What is known of one engine on this machine."""

    name: EngineName
    engine: Engine | None
    """``None`` when it is not installed or not ready."""
    failure: Failure | None
    """Why it is not ready, and what to do; ``None`` when it is, or no reason is known."""
    readiness: Readiness = Readiness.UNTESTED
    ready_on: tuple[CardKind, ...] = ()
    """Kinds of card on which it has been seen to work, and nothing has changed since."""
