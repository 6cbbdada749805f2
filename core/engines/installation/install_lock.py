"""The lock that one installation at a time holds in a HEADFRAME_HOME, across programs."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

from core.messages import msg
from core.paths import engines_folder
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

LOCK = ".installing"
OLDER = "-older"
"""Ends the name of an environment that a newer one is taking the place of."""
_UNFINISHED = re.compile(rf"\.([a-z-]+)-(?:cpu|npu|cuda)-[0-9a-f]{{8}}(?:{OLDER})?")


@contextlib.contextmanager
def installation_lock(home: Path, engine: EngineName) -> Iterator[int | None]:
    """Hold it; ``None``: another installation is under way. Raises ``OSError``.

    Yields its descriptor. Who inherits that holds the lock, too: what outlives its program by a
    moment is waited for.
    """
    folder = engines_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{engine.value} {os.getpid()}\n".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def is_installing(home: Path) -> bool:
    """Whether an installation is under way in that home, in whatever program."""
    return _holder(home) is not None


def engine_being_installed(home: Path) -> EngineName | None:
    """Which one, in whatever program; ``None``: none, or its program has not said."""
    name = (_holder(home) or "").partition(" ")[0]
    return EngineName(name) if name in tuple(EngineName) else None


def being_installed(home: Path) -> Failure:
    """Why another installation cannot be begun."""
    name, _, pid = (_holder(home) or "").strip().partition(" ")
    hint = msg("One installation runs at a time: wait for it to end, or cancel it there.")
    if not pid:
        message = msg("Another installation is under way.")
    elif int(pid) == os.getpid():
        message = msg("{engine} is being installed.", engine=name)
    else:
        message = msg(
            "{engine} is being installed by another program, process {pid}.", engine=name, pid=pid
        )
    return Failure(FailureKind.ENGINE_MISSING, message, hint)


def broken_installations(home: Path, engine: EngineName | None = None) -> tuple[Path, ...]:
    """What killed installations have left behind; also what a running one works in."""
    try:
        found = sorted(engines_folder(home).iterdir())
    except OSError:
        return ()
    return tuple(
        path
        for path in found
        if (match := _UNFINISHED.fullmatch(path.name)) is not None
        and (engine is None or match[1] == engine.value)
    )


def _holder(home: Path) -> str | None:
    """What the lock's holder has written into it; ``None`` where it is free."""
    try:
        descriptor = os.open(engines_folder(home) / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return os.pread(descriptor, 100, 0).decode("ascii", "replace")
    finally:
        os.close(descriptor)
    return None
