"""Which model files an engine needs here, and which of them are there and whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.engines.installation.requirement_sets import Device
from core.engines.models.catalogue import REVISIONS, Catalogue, HubName, ModelRepository
from core.engines.models.manifest import HubFile, Manifest
from core.worker import model_files
from core.worker.kinds import EngineName
from core.worker.mineru.tier import Tier
from core.worker.weight_files import is_whole


@dataclass(frozen=True, slots=True)
class ModelsPlace:
    """Where an engine's models are on this machine, or are to be."""

    folder: Path
    roots: Mapping[str, Path]
    """Of each repository, by the catalogue's names."""

    def path(self, repository: ModelRepository, path: str) -> Path:
        """Where a file of the repository lies."""
        return self.roots[repository.name] / repository.local(path)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file."""

    repository: ModelRepository
    path: str
    """In the repository."""
    local: Path
    told_repo: str
    """The repository as its hub calls it."""
    revision: str
    told: HubFile | None
    """What a hub said of it; ``None``: none has been asked."""
    required: bool
    """The engine does not start without it."""
    present: bool
    whole: bool | None
    """``None``: not here, so nothing can be said."""

    @property
    def name(self) -> str:
        """As a person is told it."""
        return self.repository.label(self.path)

    @property
    def bytes(self) -> int | None:
        """Its size: what the hub said, else what is here if that is whole."""
        if self.told is not None and self.told.bytes is not None:
            return self.told.bytes
        return self.local.stat().st_size if self.present and self.whole else None

    @property
    def ready(self) -> bool:
        """Whether it is here and, as far as is known, sound."""
        return self.present and self.whole is not False


@dataclass(frozen=True, slots=True)
class Inventory:
    """All files for one tier and device."""

    engine: EngineName
    tier: Tier | None
    device: Device
    place: ModelsPlace
    files: tuple[ModelFile, ...]
    unmarked: tuple[Path, ...]
    """Folders without the marker that MinerU wants there."""

    @property
    def missing(self) -> tuple[ModelFile, ...]:
        """What is not here, or not whole."""
        return tuple(file for file in self.files if not file.ready)

    @property
    def lacks(self) -> tuple[ModelFile, ...]:
        """Those of them without which the engine does not start."""
        return tuple(file for file in self.missing if file.required)

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to fetch."""
        return not self.missing and not self.unmarked

    @property
    def bytes(self) -> int | None:
        """Of all files; ``None`` while the size of one is not known."""
        return _total(self.files)

    @property
    def missing_bytes(self) -> int | None:
        """Of what is missing; ``None`` while the size of one is not known."""
        return _total(self.missing)


def _total(files: tuple[ModelFile, ...]) -> int | None:
    sizes = [file.bytes for file in files]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def place_below(catalogue: Catalogue, folder: Path) -> ModelsPlace:
    """The places in a folder that holds everything, found or new."""
    if catalogue.engine is EngineName.MAGIC_PDF:
        found = next(model_files.below(folder), None)
        kit = folder / "models" if found is None else found.models
        order = folder / "layoutreader" if found is None else found.reading_order
        roots = {"PDF-Extract-Kit-1.0": kit, "layoutreader": order}
        return ModelsPlace(folder, roots)
    inner = folder / "models"
    base = inner if any((inner / name).is_dir() for name in catalogue.repositories) else folder
    return ModelsPlace(
        folder, {name: base / one.folder for name, one in catalogue.repositories.items()}
    )


def inventory(
    catalogue: Catalogue,
    place: ModelsPlace,
    device: Device,
    tier: Tier | None,
    manifests: Mapping[str, Manifest],
) -> Inventory:
    """Look at every file. What a hub said of them earlier is taken as true."""
    files: list[ModelFile] = []
    unmarked: list[Path] = []
    for repository in catalogue.needed(device, tier):
        manifest = manifests.get(repository.name)
        told = {} if manifest is None else {file.path: file for file in manifest.files}
        revision = REVISIONS[HubName.HUGGINGFACE] if manifest is None else manifest.revision
        hub_name = repository.hubs[HubName.HUGGINGFACE] if manifest is None else manifest.repository
        needed = _needed(repository, told, place)
        for path in sorted({*needed, *told, *_optional(repository, told)}):
            local = place.path(repository, path)
            required = path in needed and not catalogue.is_optional(repository, path, device)
            present = local.is_file()
            whole = _is_whole(local, told.get(path)) if present else None
            files.append(
                ModelFile(
                    repository,
                    path,
                    local,
                    hub_name,
                    revision,
                    told.get(path),
                    required,
                    present,
                    whole,
                )
            )
        root = place.roots[repository.name]
        folders = [root if name == "." else root / name for name in repository.marked]
        unmarked += [folder for folder in folders if not _is_marked(folder, root)]
    return Inventory(catalogue.engine, tier, device, place, tuple(files), tuple(unmarked))


def _needed(
    repository: ModelRepository, told: Mapping[str, HubFile], place: ModelsPlace
) -> set[str]:
    """The files without which it does not start; of a group the one that is, or can be, had."""
    needed = set(repository.files)
    for group in repository.any_of:
        here = [path for path in group if is_whole(place.path(repository, path))]
        on_the_hub = [path for path in group if path in told]
        needed.add((here or on_the_hub or list(group))[0])
    return needed


def _optional(repository: ModelRepository, told: Mapping[str, HubFile]) -> tuple[str, ...]:
    return () if told else repository.optional


def _is_whole(local: Path, told: HubFile | None) -> bool:
    try:
        fits = told is None or told.matches_size(local.stat().st_size)
    except OSError:
        return False
    return fits and is_whole(local)


def _is_marked(folder: Path, root: Path) -> bool:
    """As MinerU sees it: the folder, or one around it, has the marker."""
    around = (place for place in (folder, *folder.parents) if root in (place, *place.parents))
    return any((place / model_files.MINERU_MARKER).is_file() for place in around)
