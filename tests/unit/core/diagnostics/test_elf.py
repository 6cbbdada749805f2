"""Libraries that are missing, found in files made here: ELF headers, and the loader's cache."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from core.diagnostics.elf import Elf, missing_libraries, read_elf
from tests.support.elf import AARCH64, X86_64, elf


def cache(path: Path, **places: Path) -> Path:
    """``/etc/ld.so.cache`` with these libraries (``_so_`` for ``.so.``), behind an older table."""
    strings, entries = b"", b""
    header = b"glibc-ld.so.cache1.1" + struct.pack("<I", len(places)) + bytes(24)
    start = len(header) + 24 * len(places)
    for name, place in places.items():
        key = start + len(strings)
        strings += name.replace("_so_", ".so.").encode() + b"\0"
        value = start + len(strings)
        strings += str(place).encode() + b"\0"
        entries += struct.pack("<IIIIQ", 3, key, value, 0, 0)
    path.write_bytes(b"ld.so-1.7.0\0" + bytes(4) + header + entries + strings)
    return path


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder of system libraries, with a C library."""
    elf(tmp_path / "system" / "libc.so.6")
    return tmp_path / "system"


def lacks(system: Path, *files: Path, **environ: str) -> dict[str, str]:
    found = missing_libraries(files, environ, cache=system / "no cache", last_folders=[str(system)])
    return {name: path.name for name, path in found.items()}


def test_what_a_file_asks_for_is_read(tmp_path: Path) -> None:
    path = elf(tmp_path / "Qt" / "plugins" / "libq.so", "libSM.so.6", runpath="$ORIGIN/../lib:/opt")
    folder = str(path.resolve().parent)
    assert read_elf(path) == Elf(AARCH64, ("libSM.so.6",), (f"{folder}/../lib", "/opt"))


def test_this_pythons_own_file_is_read() -> None:
    found = read_elf(Path(sys.executable).resolve())
    assert found is not None
    assert "libc.so.6" in found.needed


def test_what_is_no_elf_file_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert read_elf(path) is None
    for content in (b"", b"text", b"\x7fELF\x01\x01" + bytes(100), b"\x7fELF\x02\x01" + bytes(20)):
        path.write_bytes(content)
        assert read_elf(path) is None


def test_missing_ones_are_named_with_the_file_that_asks(system: Path, tmp_path: Path) -> None:
    plugin = elf(
        tmp_path / "plugins" / "libqxcb.so", "libc.so.6", "libICE.so.6", "libOwn.so.1",
        runpath="$ORIGIN/../lib",
    )  # fmt: skip
    elf(tmp_path / "lib" / "libOwn.so.1", "libSM.so.6", "libICE.so.6")
    asked = {"libICE.so.6": "libqxcb.so", "libSM.so.6": "libOwn.so.1"}
    assert lacks(system, plugin) == asked
    elf(system / "libSM.so.6", "libuuid.so.1")
    assert lacks(system, plugin) == {"libICE.so.6": "libqxcb.so", "libuuid.so.1": "libSM.so.6"}


def test_a_library_of_another_machine_is_none(system: Path, tmp_path: Path) -> None:
    plugin = elf(tmp_path / "plugin.so", "libc.so.6", "libSM.so.6")
    elf(system / "libSM.so.6", machine=X86_64)
    assert lacks(system, plugin) == {"libSM.so.6": "plugin.so"}


def test_folders_of_the_environment_and_the_cache_count(system: Path, tmp_path: Path) -> None:
    plugin = elf(tmp_path / "plugin.so", "libc.so.6", "libSM.so.6", "libX.so.1")
    elf(tmp_path / "mine" / "libSM.so.6")
    other = elf(tmp_path / "elsewhere" / "libX.so.1")
    found = missing_libraries(
        [plugin],
        {"LD_LIBRARY_PATH": f":{tmp_path}/mine"},
        cache=cache(tmp_path / "cache", libX_so_1=other, libc_so_6=system / "libc.so.6"),
        last_folders=(),
    )
    assert found == {}


def test_nothing_is_claimed_of_a_system_without_a_c_library(tmp_path: Path) -> None:
    plugin = elf(tmp_path / "plugin.so", "libc.so.6", "libSM.so.6")
    assert missing_libraries([plugin], {}, cache=tmp_path / "none", last_folders=()) == {}
    (tmp_path / "torn").write_bytes(b"glibc-ld.so.cache1.1" + struct.pack("<I", 999))
    assert missing_libraries([plugin], {}, cache=tmp_path / "torn", last_folders=()) == {}


def test_it_agrees_with_the_loader_on_this_machine() -> None:
    assert missing_libraries([Path(sys.executable).resolve()]) == {}
