"""How far the models of an engine are, in numbers: the window and the command say the same."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.engines.models.catalogue import ENGINES_WITH_MODELS
from core.engines.models.files import ModelsError
from core.engines.models.hub import HubSource
from core.engines.models.inventory import Inventory
from core.engines.models.manager import ModelManager
from core.engines.registry import Engines
from core.free_space import free_bytes_if_known, gigabytes
from core.messages import Message, msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

ASK_LIMIT_S = 10.0
"""A list must not hang on a firewall that swallows packets."""


@dataclass(frozen=True, slots=True)
class MissingModels:
    """What an engine that is installed has to be given yet."""

    files: int
    """That are not here, or not whole."""
    all_files: int
    bytes: int | None
    """Of those that are missing; ``None`` until a hub has told."""
    folder: Path
    """Where they are looked for."""


@dataclass(frozen=True, slots=True)
class ModelsOverview:
    """All there is to know before models are fetched."""

    found: Inventory
    free_bytes: int | None
    """On the disk of their folder."""
    unknown: Failure | None
    """Why sizes are not known: no hub has answered."""

    @property
    def sentences(self) -> tuple[Message, ...]:
        """In the order in which a person wants to know it."""
        found = self.found
        missing, total, size = len(found.missing), len(found.files), found.missing_bytes
        folder = str(found.place.folder)
        if not total:
            return (msg("This tier needs no models."),)
        if not missing:
            return (
                msg(
                    "All {total} {total:file is|files are} in {folder}.", total=total, folder=folder
                ),
            )
        free = "?" if self.free_bytes is None else gigabytes(self.free_bytes)
        what = msg(
            "{missing} of {total} {total:file|files} {missing:is|are} missing.",
            missing=missing,
            total=total,
        )
        if size is None:
            return (
                what,
                msg("They go to {folder}; {free} are free there.", folder=folder, free=free),
            )
        return (
            what,
            msg(
                "{size} to fetch; they go to {folder}, where {free} are free.",
                size=gigabytes(size),
                folder=folder,
                free=free,
            ),
        )


def missing_models(
    engines: Engines, name: EngineName, environ: Mapping[str, str] = os.environ
) -> MissingModels | None:
    """``None``: nothing is missing, or it is an engine without models. Looks at files alone."""
    if name not in ENGINES_WITH_MODELS:
        return None
    found = ModelManager(engines, name, environ).inventory()
    missing, folder = len(found.missing), found.place.folder
    if not missing:
        return None
    return MissingModels(missing, len(found.files), found.missing_bytes, folder)


def models_overview(manager: ModelManager, source: HubSource | None) -> ModelsOverview:
    """Look at the files, and ask a hub for what is not known of them. Blocks for seconds."""
    unknown = None
    if not manager.asked:
        try:
            manager.ask(source, ASK_LIMIT_S)
        except ModelsError as error:
            if error.failure.kind is not FailureKind.CANCELLED:
                unknown = error.failure
            else:
                unknown = Failure(
                    FailureKind.MODELS_MISSING,
                    msg("The hub has not answered within {seconds} s.", seconds=int(ASK_LIMIT_S)),
                )
    found = manager.inventory()
    return ModelsOverview(found, free_bytes_if_known(found.place.folder), unknown)
