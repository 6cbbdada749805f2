"""Fetching models that are missing: room first, resumed, checked, then put in their place."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.engines.models.files import (
    ModelsError,
    check_room,
    failure_of,
    put,
    remove_empty,
)
from core.engines.models.hub import HubClient, HubError, WantedFiles
from core.engines.models.inventory import Inventory, ModelFile
from core.engines.models.manifest import HubFile, Manifest
from core.free_space import gigabytes
from core.messages import Message, msg
from core.worker.kinds import FailureKind
from core.worker.model_files import MINERU_MARKER
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

STAGING = ".headframe-models"
LOCK = "lock"
WINDOW_S = 20.0
"""Seconds that the reported speed is measured over."""


@dataclass(frozen=True, slots=True)
class ModelProgress:
    """How far the models are."""

    sentence: Message
    done_bytes: int
    total_bytes: int | None
    """``None``: the hub has not told."""

    @property
    def fraction(self) -> float:
        """0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0


Listener = Callable[[ModelProgress], None]


def fetch(
    found: Inventory, manifests: dict[str, Manifest], client: HubClient, on_progress: Listener
) -> None:
    """Bring everything that ``found`` lacks. Raises :class:`ModelsError`.

    What was fetched whole before a failure stays in a hidden folder beside the models, and the
    next run goes on from there. Nothing half appears where an engine looks.
    """
    folder = found.place.folder
    staging = folder / STAGING
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(staging):
            _carry_out(found, manifests, client, staging, on_progress)
        shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise ModelsError(failure_of(error, str(error.filename or folder))) from error


def _carry_out(
    found: Inventory,
    manifests: dict[str, Manifest],
    client: HubClient,
    staging: Path,
    on_progress: Listener,
) -> None:
    wanted = _files_to_fetch(found, manifests, staging)
    total = _size(wanted)
    left = max(0, total - _staged(wanted))
    check_room(found.place.folder, left)
    speed = _Speed()

    def on_bytes(done: int) -> None:
        done = min(done, total) if total else done
        on_progress(ModelProgress(_sentence(done, total, speed.seen(done)), done, total or None))

    try:
        if to_fetch := [part for one in wanted if (part := _not_staged(one)).files]:
            watched = {one.target for one in to_fetch}
            elsewhere = _size([one for one in wanted if one.target not in watched])
            client.fetch(to_fetch, lambda here: on_bytes(here + elsewhere))
    except HubError as error:
        raise ModelsError(error.failure, error.file) from error
    on_progress(ModelProgress(msg("Checking the download…"), total, total or None))
    _check(wanted, client)
    place(found, {one.repository.name: one.target for one in wanted})


def _files_to_fetch(
    found: Inventory, manifests: dict[str, Manifest], staging: Path
) -> tuple[WantedFiles, ...]:
    by_name: dict[str, list[ModelFile]] = {}
    for file in found.missing:
        by_name.setdefault(file.repository.name, []).append(file)
    return tuple(
        WantedFiles(
            files[0].repository,
            manifests[name],
            tuple(_hub_file(file, manifests[name]) for file in files),
            staging / name,
        )
        for name, files in by_name.items()
    )


def _hub_file(file: ModelFile, manifest: Manifest) -> HubFile:
    """What the hub says of it. Raises :class:`ModelsError` for one that it does not have."""
    if file.told is not None:
        return file.told
    raise ModelsError(
        Failure(
            FailureKind.MODELS_MISSING,
            msg(
                "{repository} no longer has {file}, which the engine needs.",
                repository=manifest.repository,
                file=file.path,
            ),
            msg("Take the models from a machine that has them: --import DIR; or another hub."),
        ),
        file.name,
    )


def _not_staged(one: WantedFiles) -> WantedFiles:
    """What an earlier run has not brought whole."""
    files = tuple(
        file
        for file in one.files
        if not (here := one.target / file.path).is_file()
        or not file.matches_size(here.stat().st_size)
    )
    return replace(one, files=files)


def _size(wanted: Sequence[WantedFiles]) -> int:
    return sum(file.bytes or 0 for one in wanted for file in one.files)


def _staged(wanted: Sequence[WantedFiles]) -> int:
    """Bytes that an earlier run has brought of these, whole or in part."""
    size = 0
    for one in wanted:
        for file in one.files:
            where = (one.target / file.path).parent
            begin = (one.target / file.path).name
            here = [path for path in where.glob(f"{_literal(begin)}*") if path.is_file()]
            size += min(sum(path.stat().st_size for path in here), file.bytes or 0)
    return size


def _literal(name: str) -> str:
    return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


def _check(wanted: Sequence[WantedFiles], client: HubClient) -> None:
    """Hold what came against what the hub said of it; what is wrong is thrown away."""
    for one in wanted:
        for file in one.files:
            here = one.target / file.path
            if client.cancelled:
                raise ModelsError(Failure(FailureKind.CANCELLED, msg("Cancelled.")))
            if here.is_file() and file.matches_content(here):
                continue
            here.unlink(missing_ok=True)
            name = one.repository.label(file.path)
            log.warning("%s is not what the hub said it would be", name)
            raise ModelsError(
                Failure(
                    FailureKind.MODELS_MISSING,
                    msg("{file} arrived damaged: its checksum is not the hub's.", file=name),
                    msg(
                        "Try again: it goes on with this file. If it happens again, a mirror or a "
                        "proxy changes it: try the other hub, --from modelscope."
                    ),
                ),
                name,
            )


def place(found: Inventory, staged: dict[str, Path]) -> None:
    """Put whole files of these folders where the engine looks, and mark the folders.

    Markers come last, and go first: MinerU takes a folder that has one for complete.
    """
    for file in found.missing:
        root = staged.get(file.repository.name)
        if root is not None and (source := root / file.path).is_file():
            put(source, file.local)
            remove_empty(source.parent, root)
    for folder in found.unmarked:
        if all(file.local.is_file() for file in found.files if folder in file.local.parents):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / MINERU_MARKER).touch()


@contextlib.contextmanager
def _alone(staging: Path) -> Iterator[None]:
    staging.mkdir(exist_ok=True)
    descriptor = os.open(staging / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ModelsError(
                Failure(
                    FailureKind.MODELS_MISSING,
                    msg("Another program fetches models into this folder."),
                    msg("Wait for it to end, then try again."),
                )
            ) from None
        except OSError:
            log.info("%s: no locks on this drive", staging)
        yield
    finally:
        os.close(descriptor)


class _Speed:
    """Bytes a second over the last :data:`WINDOW_S`."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def seen(self, done: int) -> float:
        now = time.monotonic()
        self._seen.append((now, done))
        while now - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()
        began, before = self._seen[0]
        return (done - before) / (now - began) if now - began > 1.0 else 0.0


def _sentence(done: int, total: int, speed: float) -> Message:
    if not total:
        return msg("{done} fetched", done=gigabytes(done))
    if speed <= 0:
        return msg("{done} of {total}", done=gigabytes(done), total=gigabytes(total))
    left = (total - done) / speed
    if left < 90:
        return msg(
            "{done} of {total}, {speed} a second, {seconds} s left",
            done=gigabytes(done),
            total=gigabytes(total),
            speed=gigabytes(int(speed)),
            seconds=round(left),
        )
    return msg(
        "{done} of {total}, {speed} a second, {minutes} min left",
        done=gigabytes(done),
        total=gigabytes(total),
        speed=gigabytes(int(speed)),
        minutes=round(left / 60),
    )
