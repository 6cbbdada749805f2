"""Shared libraries that ELF files ask for, and which of them the loader will not find.

Read from the files, by the rules of ld.so(8), and never run: `ldd` starts the loader, is not there
on every system, and cannot look at the files of another machine.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

CACHE = Path("/etc/ld.so.cache")
LAST_FOLDERS = ("/lib64", "/usr/lib64", "/lib", "/usr/lib")
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB, _RPATH, _RUNPATH = 1, 5, 15, 29
_CACHE_MAGIC = b"glibc-ld.so.cache1.1"
_CACHE_HEADER, _CACHE_ENTRY = 48, 24


@dataclass(frozen=True, slots=True)
class Elf:
    """What the dynamic section of a 64-bit little-endian ELF file says."""

    machine: int
    """``e_machine``: 62 for x86_64, 183 for aarch64."""
    needed: tuple[str, ...]
    folders: tuple[str, ...]
    """Where to look first, ``$ORIGIN`` replaced by the file's own folder."""


def read_elf(path: Path) -> Elf | None:
    """The dynamic section of a file; ``None`` where it is not ELF of 64 bits, or cannot be read."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            return _parse(raw, path)
    except (OSError, ValueError, struct.error):
        return None


def _parse(raw: mmap.mmap, path: Path) -> Elf | None:
    if raw[:6] != b"\x7fELF\x02\x01":
        return None
    (machine,) = struct.unpack_from("<H", raw, 18)
    (table,) = struct.unpack_from("<Q", raw, 32)
    size, count = struct.unpack_from("<HH", raw, 54)
    segments = [struct.unpack_from("<IIQQQQ", raw, table + size * each) for each in range(count)]
    loaded = [(at, offset, length) for kind, _, offset, at, _, length in segments if kind == _LOAD]
    tags = [
        struct.unpack_from("<QQ", raw, at)
        for kind, _, offset, _, _, length in segments
        if kind == _DYNAMIC
        for at in range(offset, offset + length, 16)
    ]
    strings = next((value for tag, value in tags if tag == _STRTAB), 0)
    start = next(
        (strings - at + offset for at, offset, length in loaded if at <= strings < at + length), 0
    )

    def text(value: int) -> str:
        return os.fsdecode(raw[start + value : raw.find(b"\0", start + value)])

    needed = tuple(text(value) for tag, value in tags if tag == _NEEDED)
    paths = [text(value) for tag, value in tags if tag in (_RPATH, _RUNPATH)]
    origin = str(path.resolve().parent)
    folders = ":".join(paths).replace("${ORIGIN}", origin).replace("$ORIGIN", origin).split(":")
    return Elf(machine, needed, tuple(folder for folder in folders if folder))


def missing_libraries(
    files: Iterable[Path],
    environ: Mapping[str, str] = os.environ,
    *,
    cache: Path = CACHE,
    last_folders: Iterable[str] = LAST_FOLDERS,
) -> dict[str, Path]:
    """Libraries that these files ask for, themselves or through others, and that are not found.

    Each with a file that asks for it. Empty where not even the C library is found: such a system
    keeps its libraries by other rules.
    """
    cached = _read_cache(cache)
    shared = [*filter(None, environ.get("LD_LIBRARY_PATH", "").split(":"))]
    found: set[str] = set()
    missing: dict[str, Path] = {}
    waiting = [(path, read_elf(path)) for path in files]
    while waiting:
        path, elf = waiting.pop()
        for name in elf.needed if elf is not None else ():
            if elf is None or name in found:
                continue
            folders = (*elf.folders, *shared)
            candidates = [Path(folder, name) for folder in folders]
            candidates += [*cached.get(name, ()), *(Path(each, name) for each in last_folders)]
            library = _first_of_machine(candidates, elf.machine)
            if library is None:
                missing.setdefault(name, path)
                continue
            found.add(name)
            waiting.append(library)
    if not any(name.startswith("libc.so.") for name in found):
        return {}
    return {name: path for name, path in sorted(missing.items()) if name not in found}


def _first_of_machine(candidates: Iterable[Path], machine: int) -> tuple[Path, Elf] | None:
    for path in candidates:
        elf = read_elf(path)
        if elf is not None and elf.machine == machine:
            return path, elf
    return None


def _read_cache(path: Path) -> dict[str, list[Path]]:
    """Names of libraries with their places, from the file that `ldconfig` writes.

    Its layout is that of ``struct cache_file_new`` in glibc's ``dl-cache.h``, little-endian. An
    older one may stand before it in the same file.
    """
    try:
        raw = path.read_bytes()
        start = raw.index(_CACHE_MAGIC)
        (count,) = struct.unpack_from("<I", raw, start + len(_CACHE_MAGIC))
        return _entries(raw, start, count)
    except (OSError, ValueError, struct.error):
        return {}


def _entries(raw: bytes, start: int, count: int) -> dict[str, list[Path]]:
    places: dict[str, list[Path]] = {}
    for name, place in _pairs(raw, start, count):
        places.setdefault(name, []).append(Path(place))
    return places


def _pairs(raw: bytes, start: int, count: int) -> Iterator[tuple[str, str]]:
    first = start + _CACHE_HEADER
    for at in range(first, first + count * _CACHE_ENTRY, _CACHE_ENTRY):
        _flags, key, value = struct.unpack_from("<III", raw, at)
        yield _string(raw, start + key), _string(raw, start + value)


def _string(raw: bytes, at: int) -> str:
    return os.fsdecode(raw[at : raw.index(b"\0", at)])
