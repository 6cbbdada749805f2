"""The models of one engine in one HEADFRAME_HOME: everything a person can do with them."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from core.engines.engine_config import EngineConfig
from core.engines.installation.made_for import made_for
from core.engines.installation.requirement_sets import Device
from core.engines.launch.model_check import with_overrides
from core.engines.models import importing
from core.engines.models.catalogue import ENGINES_WITH_MODELS, HubName, catalogue
from core.engines.models.fetch import Listener, ModelProgress, fetch
from core.engines.models.files import ModelsError, check_room, copy, failure_of, remove_empty
from core.engines.models.hub import HubClient, HubError, HubSource
from core.engines.models.inventory import Inventory, ModelsPlace, inventory, place_below
from core.engines.models.manifest import read_manifests, write_manifests
from core.engines.registry import Engines
from core.messages import msg
from core.paths import manifests_file, models_folder, user_home
from core.worker import model_files
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

_log = logging.getLogger(__name__)
HUBS_CACHE = ".cache"


class ModelManager:
    """Of one engine, for one device and tier. Every method blocks; one at a time."""

    def __init__(
        self,
        engines: Engines,
        name: EngineName,
        environ: Mapping[str, str] = os.environ,
        *,
        device: Device | None = None,
        tier: Tier | None = None,
        folder: Path | None = None,
    ) -> None:
        """``None``: for the device that the engine's environment was made for, the tier chosen,
        and where its models are or, if they are nowhere, a folder in the home."""
        assert name in ENGINES_WITH_MODELS
        self.name = name
        self._engines = engines
        self._chosen = engines.chosen(name)
        self._environ = environ
        self._catalogue = catalogue(name)
        self._folder = folder
        self.device = device or self._made_for()
        self.tier = (tier or self._tier()) if name is EngineName.MINERU else None
        self._manifests_file = manifests_file(engines.home, name.value)
        self._manifests = read_manifests(self._manifests_file)
        self._client: HubClient | None = None
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """End what runs within a moment: it raises. From any thread or signal handler."""
        self._cancelled.set()
        if self._client is not None:
            self._client.cancel()

    @property
    def place(self) -> ModelsPlace:
        """Where the models are, or are to be."""
        if self._folder is not None:
            return place_below(self._catalogue, self._folder.absolute())
        if self._chosen is not None and self._chosen.models is not None:
            return place_below(self._catalogue, Path(self._chosen.models))
        own = models_folder(self._engines.home, self.name.value)
        if own.is_dir():
            return place_below(self._catalogue, own)
        return self._usual() or place_below(self._catalogue, own)

    def inventory(self) -> Inventory:
        """What is needed, and what of it is here."""
        return inventory(self._catalogue, self.place, self.device, self.tier, self._manifests)

    @property
    def asked(self) -> bool:
        """Whether a hub has told of every repository that is needed."""
        needed = self._catalogue.needed(self.device, self.tier)
        return all(one.name in self._manifests for one in needed)

    def ask(self, source: HubSource | None = None, limit_s: float | None = None) -> HubSource:
        """Ask a hub for sizes and checksums, and keep them. Raises :class:`ModelsError`.

        ``None``: Hugging Face, or ModelScope where that cannot be reached. Returns which answered.
        """
        sources = [source] if source is not None else [HubSource(HubName.HUGGINGFACE)]
        if source is None and not self._environ.get("HF_ENDPOINT"):
            sources.append(HubSource(HubName.MODELSCOPE))
        needed = self._catalogue.needed(self.device, self.tier)
        first: HubError | None = None
        timer = None if limit_s is None else threading.Timer(limit_s, self._time_is_up)
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            for one in sources:
                try:
                    found = self._ask(one).listed(needed) if needed else {}
                except HubError as error:
                    first = first or error
                    if error.reason not in ("unreachable", "refused") or self._cancelled.is_set():
                        break
                else:
                    self._manifests |= found
                    self._keep()
                    return one
        finally:
            if timer is not None:
                timer.cancel()
            self._client = None
        assert first is not None
        raise ModelsError(first.failure, first.file)

    def get(self, source: HubSource | None, on_progress: Listener) -> Inventory:
        """Fetch what is missing, and say what is here then. Raises :class:`ModelsError`."""
        on_progress(ModelProgress(msg("Asking what there is…"), 0, None))
        found = self.inventory()
        if found.complete and self.asked:
            return found
        try:
            answered = self.ask(source)
        except ModelsError:
            if found.complete:
                return found
            raise
        found = self.inventory()
        if not found.complete:
            fetch(found, self._manifests, self._ask(answered), on_progress)
        return self._used(self.inventory())

    def verify(self, on_progress: Listener) -> tuple[Inventory, tuple[str, ...]]:
        """Read every file that is here and hold it against its checksum.

        Returns what is here, and the names of those that are damaged. Raises :class:`ModelsError`.
        """
        found = self.inventory()
        files = [file for file in found.files if file.present]
        total = sum(file.local.stat().st_size for file in files)
        done, bad = 0, []
        for file in files:
            self._go_on()
            on_progress(ModelProgress(msg("Checking {file}", file=file.name), done, total))
            size = file.local.stat().st_size
            try:
                right = file.told is None or file.told.matches_content(file.local)
            except OSError as error:
                raise ModelsError(failure_of(error, file.name), file.name) from error
            if not right or file.whole is False:
                bad.append(file.name)
            done += size
        return found, tuple(bad)

    def import_from(self, source: Path, on_progress: Listener) -> Inventory:
        """Take what is missing from a folder or an archive. Raises :class:`ModelsError`."""
        found = self.inventory()
        if found.complete:
            return found
        importing.take(self._catalogue, found, source, self._go_on, on_progress)
        return self._used(self.inventory())

    def remove(self) -> int:
        """Remove the files that are here, and nothing else; how many. :class:`ModelsError`."""
        found = self.inventory()
        gone = 0
        try:
            for file in found.files:
                if file.present:
                    file.local.unlink()
                    gone += 1
            for repository in self._catalogue.needed(self.device, self.tier):
                root = found.place.roots[repository.name]
                for marker in sorted(root.rglob(model_files.MINERU_MARKER)):
                    marker.unlink()
                folders = [path for path in root.rglob("*") if path.is_dir()]
                for folder in sorted(folders, reverse=True):
                    remove_empty(folder, root)
        except OSError as error:
            raise ModelsError(failure_of(error, str(error.filename))) from error
        return gone

    def move(self, folder: Path, on_progress: Listener) -> Inventory:
        """Move the models there, and let the engine look there. Raises :class:`ModelsError`."""
        found = self.inventory()
        here = [file for file in found.files if file.present]
        target = place_below(self._catalogue, folder.absolute())
        total = sum(file.local.stat().st_size for file in here)
        check_room(folder, total)
        done = 0

        def wrote(size: int) -> None:
            nonlocal done
            self._go_on()
            done += size
            on_progress(ModelProgress(msg("Moving the models…"), done, total))

        try:
            for file in here:
                to = target.path(file.repository, file.path)
                if not (to.is_file() and to.stat().st_size == file.local.stat().st_size):
                    copy(file.local, to, wrote)
            for repository in self._catalogue.needed(self.device, self.tier):
                root = found.place.roots[repository.name]
                for marker in root.rglob(model_files.MINERU_MARKER):
                    there = target.roots[repository.name] / marker.relative_to(root)
                    there.parent.mkdir(parents=True, exist_ok=True)
                    there.touch()
        except OSError as error:
            raise ModelsError(failure_of(error, str(error.filename))) from error
        self.remove()
        self._folder = folder
        return self._used(self.inventory())

    def _used(self, found: Inventory) -> Inventory:
        """Let the engine look for its models there, if it would not anyway."""
        named = None if self._chosen is None else self._chosen.models
        own = models_folder(self._engines.home, self.name.value)
        folder = found.place.folder
        if self._chosen is None or folder == own or named == str(folder):
            return found
        if not found.lacks and self._folder is not None:
            self._engines.note_models(self.name, folder)
            self._chosen = replace(self._chosen, models=str(folder))
        return found

    def _go_on(self) -> None:
        if self._cancelled.is_set():
            raise ModelsError(Failure(FailureKind.CANCELLED, msg("Cancelled.")))

    def _ask(self, source: HubSource) -> HubClient:
        self._go_on()
        if self._chosen is None:
            raise ModelsError(_not_installed(self.name))
        self._client = HubClient(Path(self._chosen.interpreter), self._environ, source)
        return self._client

    def _time_is_up(self) -> None:
        if self._client is not None:
            self._client.cancel()

    def _keep(self) -> None:
        try:
            write_manifests(self._manifests_file, self._manifests)
        except OSError:
            _log.warning("%s cannot be written", self._manifests_file, exc_info=True)

    def _made_for(self) -> Device:
        if self._chosen is None:
            return Device.CPU
        return made_for(Path(self._chosen.interpreter), self._engines.home)

    def _tier(self) -> Tier:
        return self._engines.options_in_effect().tier or Tier.BASIC

    def _usual(self) -> ModelsPlace | None:
        """Where the engine's own tools have put them; not in a hub's cache, unless all is there."""
        chosen = self._chosen or EngineConfig("", "", "")
        environ = with_overrides(self._environ, None, chosen.options)
        home = user_home(environ)
        if self.name is EngineName.MINERU:
            folder = model_files.find_mineru(environ, home)
            return None if folder is None else place_below(self._catalogue, folder)
        found = model_files.find_magic_pdf(environ, home)
        if found is None:
            return None
        roots = {"PDF-Extract-Kit-1.0": found.models, "layoutreader": found.reading_order}
        place = ModelsPlace(found.models, roots)
        if HUBS_CACHE not in found.models.parts:
            return place
        all_here = inventory(self._catalogue, place, self.device, self.tier, {})
        return None if all_here.lacks else place


def _not_installed(name: EngineName) -> Failure:
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg(
            "The engine {engine} is not installed, and its own packages fetch its models.",
            engine=name.value,
        ),
        msg(
            "Run `headframe engine install {engine}` first; or take the models from a folder: "
            "`headframe engine models {engine} --import DIR`.",
            engine=name.value,
        ),
    )
