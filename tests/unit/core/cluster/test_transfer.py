from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from core.cluster.transfer import (
    ENDS_BYTES,
    Fingerprint,
    archive_of,
    is_whole,
    manifest_of,
    unpack,
)


def test_one_file_under_one_path_is_known_by_size_time_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x" * (3 * ENDS_BYTES))
    known = Fingerprint.of(path)
    assert known.is_at(path)
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    other = bytearray(path.read_bytes())
    other[-1:] = b"y"
    path.write_bytes(other)
    os.utime(path, ns=times)
    assert not known.is_at(path), "another file of the same size and time"
    assert not known.is_at(tmp_path / "missing")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(b"x" * (3 * ENDS_BYTES))
    assert not known.is_at(copy), "of another time"


@pytest.mark.parametrize("size", [0, 1, ENDS_BYTES, ENDS_BYTES + 1, 2 * ENDS_BYTES])
def test_short_files_have_fingerprints_too(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(os.urandom(size))
    assert Fingerprint.of(path).is_at(path)


def test_a_folder_arrives_whole(tmp_path: Path) -> None:
    folder, there = tmp_path / "here", tmp_path / "there"
    (folder / "images").mkdir(parents=True)
    (folder / "图 1.md").write_text("text")
    (folder / "images" / "a.png").write_bytes(os.urandom(5000))
    manifest = manifest_of(folder)
    assert not is_whole(there, manifest)
    unpack(archive_of(folder, manifest), there)
    assert manifest_of(there) == manifest
    assert is_whole(there, manifest)
    (there / "images" / "a.png").write_bytes(b"short")
    assert not is_whole(there, manifest)


def test_an_archive_that_points_outside_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../outside"), io.BytesIO())
    with pytest.raises(tarfile.TarError):
        unpack(buffer.getvalue(), tmp_path / "folder")
    assert not (tmp_path / "outside").exists()


def test_an_archive_in_a_file_is_unpacked_too(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "f").write_text("f")
    archive = tmp_path / "a.tar"
    archive.write_bytes(archive_of(tmp_path / "a", ["f"]))
    unpack(archive, tmp_path / "b")
    assert (tmp_path / "b" / "f").read_text() == "f"
