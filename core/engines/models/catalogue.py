"""Which files an engine's models are, and where they can be had: read from `resources`.

The names come from the engines' own code (each file of the catalogue names it). Sizes and
checksums do not: a hub tells them (`core.engines.models.manifest`).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from importlib import resources
from typing import Any

from core.engines.installation.requirement_sets import Device
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier

ENGINES_WITH_MODELS = (EngineName.MINERU, EngineName.MAGIC_PDF)


class HubName(StrEnum):
    """Where models are published."""

    HUGGINGFACE = "huggingface"
    MODELSCOPE = "modelscope"


REVISIONS = {HubName.HUGGINGFACE: "main", HubName.MODELSCOPE: "master"}
"""What is fetched: the newest. A hub answers with the commit that this is at the time."""


@dataclass(frozen=True, slots=True)
class ModelRepository:
    """A repository of models. Paths in it are with '/', as the hub has them."""

    name: str
    folder: str
    """Below the folder of models; "" for none."""
    hubs: Mapping[HubName, str]
    patterns: tuple[str, ...]
    """Which of its files are fetched."""
    files: tuple[str, ...]
    """Those the engine does not start without."""
    optional: tuple[str, ...]
    """Those it takes for some documents only."""
    any_of: tuple[tuple[str, ...], ...]
    """Of each group one is enough."""
    marked: tuple[str, ...]
    """Folders that MinerU wants a marker in; "." is the repository itself."""
    prefix: str
    """What its paths begin with on the hub, and not where the engine looks."""

    def takes(self, path: str) -> bool:
        """Whether that file of the repository is wanted."""
        if path.startswith(".") or path.endswith((".md", ".gitattributes")):
            return False
        return any(fnmatchcase(path, pattern) for pattern in self.patterns)

    def local(self, path: str) -> str:
        """Where the file lies below the repository's own folder on this machine."""
        return path.removeprefix(self.prefix)

    def label(self, path: str) -> str:
        """The file's name as a person is told it."""
        return f"{self.folder}/{path}" if self.folder else path


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is known of the models of one engine."""

    engine: EngineName
    made_for: str
    """The engine's version that the names were read in."""
    repositories: Mapping[str, ModelRepository]
    needs: Mapping[str, Mapping[str, tuple[str, ...]]]
    not_on: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    """Folders of models that other versions take."""

    def needed(self, device: Device, tier: Tier | None) -> tuple[ModelRepository, ...]:
        """The repositories for that device and tier; the tier counts for MinerU only."""
        key = (tier or Tier.BASIC).value if self.engine is EngineName.MINERU else ""
        names = self.needs[key]["cpu" if device is Device.CPU else "card"]
        return tuple(self.repositories[name] for name in names)

    def is_optional(self, repository: ModelRepository, path: str, device: Device) -> bool:
        """Whether the engine starts on that device without the file."""
        if path in self.not_on.get("cpu" if device is Device.CPU else "card", ()):
            return True
        return path in repository.optional


@functools.cache
def catalogue(engine: EngineName) -> Catalogue:
    """Of an engine of :data:`ENGINES_WITH_MODELS`."""
    file = resources.files("resources").joinpath("engines", "models", f"{engine.value}.json")
    body: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Catalogue(
        engine,
        body["made_for"],
        {name: _repository(name, entry) for name, entry in body["repositories"].items()},
        {
            tier: {device: tuple(names) for device, names in devices.items()}
            for tier, devices in body["needs"].items()
        },
        {device: tuple(paths) for device, paths in body.get("not_on", {}).items()},
        tuple(body["others"]),
    )


def _repository(name: str, entry: Mapping[str, Any]) -> ModelRepository:
    return ModelRepository(
        name,
        entry["folder"],
        {hub: entry[hub.value] for hub in HubName},
        tuple(entry["patterns"]),
        tuple(entry["files"]),
        tuple(entry.get("optional", ())),
        tuple(tuple(group) for group in entry.get("any_of", ())),
        tuple(entry.get("marked", ())),
        entry.get("prefix", ""),
    )
