"""What pip's output says of a package that is being fetched, and its lines as they come."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engines.installation.package_download import PackageDownload, lines_or_pauses


def test_a_large_package_is_followed_in_pips_folder(tmp_path: Path) -> None:
    line = "  Downloading torch-2.7.1-cp311-cp311-manylinux_2_28_x86_64.whl (821.2 MB)\n"
    download = PackageDownload.begun(line, tmp_path)
    assert download is not None
    assert download.size == 821_200_000
    assert download.bytes_here() == 0
    folder = tmp_path / "pip-unpack-x1"
    folder.mkdir()
    (folder / download.file).write_bytes(b"x" * 5000)
    (folder / "other.whl").write_bytes(b"x" * 9000)
    assert download.bytes_here() == 5000


def test_the_address_of_an_index_is_no_part_of_the_name(tmp_path: Path) -> None:
    line = "Downloading https://mirror.example/whl/cpu/torch-2.7.1%2Bcpu-cp311.whl (1.1 GB)"
    download = PackageDownload.begun(line, tmp_path)
    assert download is not None
    assert (download.file, download.size) == ("torch-2.7.1%2Bcpu-cp311.whl", 1_100_000_000)


@pytest.mark.parametrize(
    "line",
    [
        "Collecting torch==2.7.1\n",
        "  Downloading tqdm-4.67.1-py3-none-any.whl (78 kB)\n",
        "  Using cached torch-2.7.1.whl (821.2 MB)\n",
        "  Downloading torch-2.7.1.whl.metadata (29 kB)\n",
    ],
)
def test_other_lines_begin_no_large_package(tmp_path: Path, line: str) -> None:
    assert PackageDownload.begun(line, tmp_path) is None


@given(st.lists(st.text("aé\r 中", max_size=8), max_size=6), st.booleans())
def test_lines_come_whole_however_they_are_cut(texts: list[str], ends: bool) -> None:
    reader, writer = os.pipe()
    whole = "\n".join(texts).encode() + (b"\n" if ends else b"")

    def write() -> None:
        for place in range(0, len(whole), 3):
            os.write(writer, whole[place : place + 3])
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    lines = [line for line in lines_or_pauses(reader, 5.0) if line is not None]
    thread.join()
    os.close(reader)
    assert "".join(lines).encode().removesuffix(b"\n") == whole.removesuffix(b"\n")
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)


def test_a_pause_is_told_while_nothing_comes() -> None:
    reader, writer = os.pipe()
    heard = lines_or_pauses(reader, 0.01)
    assert next(heard) is None
    os.write(writer, b"line\nhalf")
    assert next(heard) == "line\n"
    assert next(heard) is None
    os.close(writer)
    assert list(heard) == ["half\n"]
    os.close(reader)
