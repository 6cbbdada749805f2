"""Which folder a result goes to: the name it should have, what is there already, who else wants it.

One :class:`OutputAllocator` is shared by all card loops of a program: it knows the folders that are
being made right now, so that two documents of one name never meet. What other programs make, their
claims tell (`core.jobs.output.result_locks`).
"""

from __future__ import annotations

import hashlib
import itertools
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.documents.versions import is_edited
from core.engines.mineru_options import EngineSettingsKey
from core.jobs.model import ConvertOptions, Job
from core.jobs.output.metadata import NAME as METADATA_NAME
from core.jobs.output.metadata import Metadata, read_metadata, result_options
from core.jobs.output.result_locks import ResultLock, ResultLocks
from core.jobs.states import IfExists
from core.jobs.store.serialization import options_to_json
from core.worker.kinds import EngineName


@dataclass(frozen=True, slots=True)
class OutputTarget:
    """Where a result goes."""

    folder: Path
    replaces: bool
    """A result of Headframe's stands there and is to be replaced."""


@dataclass(frozen=True, slots=True)
class ExistingResult:
    """A result of the same bytes and options is there."""

    folder: Path
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class LockedByOtherProcess:
    """Another program is making the same result at the moment."""


POLL_S = 0.1
"""Interval in which a job that waits for another's result checks ``should_continue``."""


@dataclass(frozen=True, slots=True)
class _ResultKey:
    """What a result is made from, and with what: two jobs that agree in it give the same result."""

    source: Path
    place: Path
    stem: str
    sha256: str
    engine: EngineName
    options: ConvertOptions
    settings_key: EngineSettingsKey

    @property
    def key(self) -> str:
        """The same in every program that makes the same."""
        paths = (os.fsencode(path) for path in (self.source, self.place, self.stem))
        rest = (
            self.sha256,
            self.engine.value,
            options_to_json(self.options),
            repr(self.settings_key),
        )
        return hashlib.sha256(b"\0".join((*paths, *map(str.encode, rest)))).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Allocated:
    """A folder that is being made."""

    job_id: str
    run: _ResultKey


class OutputAllocator:
    """Gives each document its folder. Safe to share between threads."""

    def __init__(self, others: ResultLocks | None = None) -> None:
        """``others``: what other programs make; ``None``: they are not considered."""
        self._lock = threading.Lock()
        self._released = threading.Condition(self._lock)
        self._claims: dict[Path, _Allocated] = {}
        self._others = others
        self._held: dict[str, ResultLock] = {}
        """By job."""
        self._elsewhere: dict[str, str] = {}
        """Jobs whose results other programs make, and the keys of these."""
        self._awaited: set[str] = set()
        """Jobs of which that was so."""
        self._sources: dict[Path, Path] = {}
        """Folder to the source it was made from, or found to belong to, in this run."""

    def allocate(
        self, job: Job, sha256: str, engine: EngineName, settings_key: EngineSettingsKey = ()
    ) -> OutputTarget | ExistingResult:
        """The folder for a job's result; it stays the job's until :meth:`release`.

        A job that has a folder already gets another. Raises ``OSError`` when the place cannot be
        looked at.
        """
        with self._lock:
            return self._allocate(job, _run(job, sha256, engine, settings_key))

    def allocate_or_wait(
        self,
        job: Job,
        sha256: str,
        engine: EngineName,
        should_continue: Callable[[], bool],
        *,
        settings_key: EngineSettingsKey = (),
    ) -> OutputTarget | ExistingResult | LockedByOtherProcess | None:
        """As :meth:`claim`, but where another job is making the same result, wait for it.

        ``None``: ``should_continue`` said no meanwhile. Another program's are not waited for here:
        there may be something else to do until :meth:`made_elsewhere` names the job no more.
        """
        run = _run(job, sha256, engine, settings_key)
        with self._lock:
            awaited: Path | None = None
            while (folder := self._is_in_progress(run)) is not None:
                awaited = folder
                if not should_continue():
                    return None
                self._released.wait(POLL_S)
            if awaited is not None and (metadata := _same(awaited, run)):
                return ExistingResult(awaited, metadata)
            if not self._lock_for_all_processes(job, run):
                return LockedByOtherProcess()
            given = _result_made_meanwhile(job, run) if job.id in self._awaited else None
            self._awaited.discard(job.id)
            return given or self._allocate(job, run)

    def remove_stale(self) -> None:
        """Forget what killed programs were making."""
        if self._others is not None:
            self._others.remove_stale()

    def locked_elsewhere(self) -> list[str]:
        """Jobs whose results are still being made by other programs."""
        with self._lock:
            if self._others is not None:
                for job_id, key in list(self._elsewhere.items()):
                    if not self._others.is_locked(key):
                        del self._elsewhere[job_id]
            return list(self._elsewhere)

    def release(self, job_id: str) -> None:
        """The job is over: its folder is there now, or will not be."""
        with self._lock:
            self._drop(job_id)
            if (held := self._held.pop(job_id, None)) is not None:
                held.release()
            self._released.notify_all()

    def _lock_for_all_processes(self, job: Job, run: _ResultKey) -> bool:
        """Whether no other program makes it; none will, until the job is over."""
        if self._others is None or job.id in self._held:
            return True
        claim = self._others.acquire(run.key)
        if claim is None:
            self._elsewhere[job.id] = run.key
            self._awaited.add(job.id)
            return False
        self._held[job.id] = claim
        return True

    def _allocate(self, job: Job, run: _ResultKey) -> OutputTarget | ExistingResult:
        self._drop(job.id)
        decision = self._decide(job, run)
        self._sources[decision.folder] = job.source
        if isinstance(decision, OutputTarget):
            self._claims[decision.folder] = _Allocated(job.id, run)
        return decision

    def _drop(self, job_id: str) -> None:
        for folder in [path for path, claim in self._claims.items() if claim.job_id == job_id]:
            del self._claims[folder]
            if not folder.exists():
                self._sources.pop(folder, None)

    def _is_in_progress(self, run: _ResultKey) -> Path | None:
        return next((folder for folder, claim in self._claims.items() if claim.run == run), None)

    def _decide(self, job: Job, run: _ResultKey) -> OutputTarget | ExistingResult:
        # First this very source's result of an earlier run, whatever its number; then the
        # names from the job's rank upwards, until one is free.
        for folder in existing_results(job):
            if folder not in self._claims and (found := _resolve_existing(folder, run)):
                return found
        for folder in _names(job):
            if folder in self._claims or self._sources.get(folder, job.source) != job.source:
                continue
            if not _occupied(folder):
                return OutputTarget(folder, replaces=False)
            if found := _resolve_existing(folder, run):
                return found
        raise AssertionError("names never end")


def _resolve_existing(folder: Path, run: _ResultKey) -> OutputTarget | ExistingResult | None:
    """What the user's choice makes of a folder that exists; ``None``: leave it alone."""
    metadata = read_metadata(folder)
    if metadata is None:
        return None  # another program's, never touched
    # What the user has edited is never lost: the new result lies beside it.
    edited = is_edited(folder / f"{run.stem}.md")
    replaced = None if edited else OutputTarget(folder, replaces=True)
    match run.options.if_exists:
        case _ if run.options.replace_once and metadata.source == run.source:
            return replaced
        case IfExists.OVERWRITE:
            return replaced
        case IfExists.SKIP | IfExists.UPDATE if _same(folder, run):
            return ExistingResult(folder, metadata)
        case IfExists.UPDATE if metadata.source == run.source:
            return replaced
        case _:
            return None


def _result_made_meanwhile(job: Job, run: _ResultKey) -> ExistingResult | None:
    """The result of the job that was waited for: the newest, where there are several."""
    found = [
        (folder, of) for folder in existing_results(job) if (of := _same(folder, run)) is not None
    ]
    newest = max(found, key=lambda one: _written_at(one[0]), default=None)
    return None if newest is None else ExistingResult(*newest)


def _written_at(folder: Path) -> int:
    try:
        return (folder / METADATA_NAME).stat().st_mtime_ns
    except OSError:
        return 0  # it goes this moment


def _same(folder: Path, run: _ResultKey) -> Metadata | None:
    """What a folder says of itself, where it holds the very result that the run would make."""
    metadata = read_metadata(folder)
    same = (
        metadata is not None
        and metadata.sha256 == run.sha256
        and metadata.engine is run.engine
        and metadata.options == result_options(run.options, run.settings_key)
        and (folder / f"{run.stem}.md").is_file()
    )
    return metadata if same else None


def _run(job: Job, sha256: str, engine: EngineName, settings_key: EngineSettingsKey) -> _ResultKey:
    return _ResultKey(
        job.source, job.out_parent, job.stem, sha256, engine, job.options, settings_key
    )


def markdown_of(folder: Path, job: Job) -> Path:
    """The Markdown of a job's result folder, which may be called ``stem (2)``."""
    return folder / f"{job.stem}.md"


def existing_results(job: Job) -> list[Path]:
    """Results of this very source from earlier runs, in the order of their numbers."""
    found: list[Path] = []
    number = 1
    while number <= job.rank or _occupied(folder_of(job, number)):
        folder = folder_of(job, number)
        metadata = read_metadata(folder)
        if metadata is not None and metadata.source == job.source:
            found.append(folder)
        number += 1
    return found


def _names(job: Job) -> Iterator[Path]:
    return (folder_of(job, number) for number in itertools.count(job.rank))


def folder_of(job: Job, number: int) -> Path:
    """The folder of a job's name, or the ``number``-th of that name."""
    return job.out_parent / (job.stem if number == 1 else f"{job.stem} ({number})")


def _occupied(folder: Path) -> bool:
    try:
        folder.lstat()
    except FileNotFoundError:
        return False
    return True
