"""Taking models from a folder or an archive that was made elsewhere.

Whatever its layout: as a hub's tools leave it (``snapshots``, links), as `--recipe` packs it, one
folder above or below. Each repository is found by the files that only it has; what is taken are
files of the catalogue, no others.
"""

from __future__ import annotations

import contextlib
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from core.engines.models.catalogue import Catalogue, ModelRepository
from core.engines.models.fetch import STAGING, Listener, ModelProgress, place
from core.engines.models.files import CHUNK, ModelsError, check_room, failure_of
from core.engines.models.inventory import Inventory, ModelFile
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from core.worker.weight_files import is_whole

READING_ORDER = "layoutreader"


class Source(Protocol):
    """A folder or an archive: names with '/', and their bytes."""

    def names(self) -> Iterable[str]:
        """All files."""
        ...

    def size(self, name: str) -> int:
        """In bytes."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """To read it."""
        ...


def take(
    catalogue: Catalogue,
    found: Inventory,
    source: Path,
    go_on: Callable[[], None],
    on_progress: Listener,
) -> None:
    """Copy what ``found`` lacks. Raises :class:`ModelsError`; then nothing was taken."""
    on_progress(ModelProgress(msg("Looking at {path}…", path=str(source)), 0, None))
    staging = found.place.folder / STAGING / "import"
    try:
        with _opened(source) as opened:
            names = frozenset(opened.names())
            pairs = list(_pairs(catalogue, found, names, opened))
            if not pairs:
                raise ModelsError(_nothing_there(catalogue, found, source, names))
            total = sum(opened.size(name) for _, name in pairs)
            check_room(found.place.folder, total)
            done = 0
            for file, name in pairs:
                target = staging / file.repository.name / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(name) as reader, target.open("wb") as writer:
                    while chunk := reader.read(CHUNK):
                        go_on()
                        writer.write(chunk)
                        done += len(chunk)
                        on_progress(
                            ModelProgress(msg("Copying {file}", file=file.name), done, total)
                        )
                _refuse_damaged(file, target)
        place(found, {file.repository.name: staging / file.repository.name for file, _ in pairs})
    except (tarfile.TarError, zipfile.BadZipFile, EOFError) as error:
        raise ModelsError(_broken_archive(source, str(error))) from error
    except OSError as error:
        raise ModelsError(failure_of(error, str(error.filename or source))) from error
    finally:
        _discard(staging)


def _discard(staging: Path) -> None:
    import shutil

    shutil.rmtree(staging, ignore_errors=True)
    with contextlib.suppress(OSError):
        staging.parent.rmdir()


def _refuse_damaged(file: ModelFile, target: Path) -> None:
    right = is_whole(target) and (file.told is None or file.told.matches_content(target))
    if not right:
        raise ModelsError(
            Failure(
                FailureKind.MODELS_MISSING,
                msg("{file} is damaged, or of another version; nothing was taken.", file=file.name),
                msg("Copy it again where it is whole, then import again."),
            ),
            file.name,
        )


def _pairs(
    catalogue: Catalogue, found: Inventory, names: frozenset[str], source: Source
) -> Iterator[tuple[ModelFile, str]]:
    """Each file that is missing, and what it is called there."""
    roots: dict[str, str | None] = {}
    for repository in catalogue.needed(found.device, found.tier):
        roots[repository.name] = root_of(catalogue, repository, names, source)
    for file in found.missing:
        root = roots[file.repository.name]
        if root is None:
            continue
        for path in (file.path, file.repository.local(file.path)):
            if (name := f"{root}{path}") in names:
                yield file, name
                break


def root_of(
    catalogue: Catalogue, repository: ModelRepository, names: frozenset[str], source: Source
) -> str | None:
    """Where the repository begins there, "" or with a '/' at its end; ``None``: it is not there.

    Of several places the one with most of its files, then the shortest.
    """
    wanted = {*repository.files, *repository.optional}
    wanted |= {path for group in repository.any_of for path in group}
    wanted |= {repository.local(path) for path in wanted}
    counts: dict[str, int] = {}
    for name in names:
        for path in wanted:
            if name == path or name.endswith(f"/{path}"):
                root = name[: len(name) - len(path)]
                counts[root] = counts.get(root, 0) + 1
    fitting = [
        root
        for root in counts
        if repository.name in _repositories_named(root)
        or (repository.name == READING_ORDER and _is_reading_order(root, names, source))
        or any(f"{root}{path}" in names for path in _own_files(catalogue, repository))
    ]
    return min(fitting, key=lambda root: (-counts[root], len(root)), default=None)


def _repositories_named(root: str) -> set[str]:
    """The names of repositories that stand in a path, as folders or in a hub's own spelling."""
    return {part.removeprefix("models--").rpartition("--")[2] for part in root.split("/")}


def _own_files(catalogue: Catalogue, repository: ModelRepository) -> set[str]:
    """Files by whose paths it can be told from every other repository of models."""
    others = (one for one in catalogue.repositories.values() if one is not repository)
    shared = {path for one in others for path in one.files} | {"config.json"}
    own = set(repository.files) - shared
    return own | {repository.local(path) for path in own}


def _is_reading_order(root: str, names: frozenset[str], source: Source) -> bool:
    """By what its configuration says: `config.json` lies in every second folder of models."""
    name = f"{root}config.json"
    if name not in names or source.size(name) > 1 << 16:
        return False
    try:
        with source.open(name) as file:
            body = json.loads(file.read())
    except (OSError, ValueError):
        return False
    return isinstance(body, dict) and "layoutlmv3" in str(body.get("model_type", "")).lower()


def _nothing_there(
    catalogue: Catalogue, found: Inventory, source: Path, names: frozenset[str]
) -> Failure:
    others = [other for other in catalogue.others if any(f"{other}/" in f"/{n}" for n in names)]
    wanted = ", ".join(repository.name for repository in catalogue.needed(found.device, found.tier))
    if others:
        message = msg(
            "{path} holds models of another version ({other}); {engine} {version} takes {wanted}.",
            path=str(source),
            other=", ".join(others),
            engine=catalogue.engine.value,
            version=catalogue.made_for,
            wanted=wanted,
        )
    else:
        message = msg(
            "{path} holds nothing of what is missing: {wanted}.", path=str(source), wanted=wanted
        )
    return Failure(
        FailureKind.MODELS_MISSING,
        message,
        msg(
            "`headframe engine models {engine} --recipe` says how to fetch and pack them.",
            engine=catalogue.engine.value,
        ),
    )


def _broken_archive(source: Path, reason: str) -> Failure:
    return Failure(
        FailureKind.MODELS_MISSING,
        msg(
            "{path} is no archive that can be read to its end: {reason}.",
            path=str(source),
            reason=reason,
        ),
        msg("Copy it again, or unpack it and choose the folder: --import DIR."),
    )


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[Source]:
    if source.is_dir():
        yield _Folder(source)
    elif not source.is_file():
        raise ModelsError(
            Failure(
                FailureKind.NOT_FOUND,
                msg("{path} was not found.", path=str(source)),
                msg("Choose a folder with models, or an archive (.tar, .tar.gz, .zip)."),
            )
        )
    elif not tarfile.is_tarfile(source) and zipfile.is_zipfile(source):  # weights are zips, too
        with zipfile.ZipFile(source) as archive:
            yield _Zip(archive)
    else:
        with tarfile.open(source) as archive:
            yield _Tar(archive)


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> Iterable[str]:
        for path in self._folder.rglob("*"):
            if STAGING not in path.parts and path.is_file():
                yield path.relative_to(self._folder).as_posix()

    def size(self, name: str) -> int:
        return (self._folder / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")


class _Tar:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._members = {
            member.name.removeprefix("./"): member
            for member in archive
            if member.isfile() or member.issym() or member.islnk()
        }

    def names(self) -> Iterable[str]:
        return self._members

    def size(self, name: str) -> int:
        with self.open(name) as file:
            return file.seek(0, 2)

    def open(self, name: str) -> IO[bytes]:
        try:
            file = self._archive.extractfile(self._members[name])
        except KeyError:
            file = None
        if file is None:
            raise tarfile.ReadError(name)
        return file


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def names(self) -> Iterable[str]:
        return (name for name in self._archive.namelist() if not name.endswith("/"))

    def size(self, name: str) -> int:
        return self._archive.getinfo(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)
