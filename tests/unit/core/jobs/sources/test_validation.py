"""The first look at a source."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from core.jobs.sources.validation import SourceInfo, validate_pdf
from core.translation import SpokenLanguage, translated
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from tests.support import pdfs


def kind(path: Path) -> FailureKind:
    found = validate_pdf(path)
    assert isinstance(found, Failure)
    assert path.name[:20] in str(found.message)
    assert found.hint is not None
    return found.kind


def test_a_pdf_has_a_fingerprint(tmp_path: Path) -> None:
    path = pdfs.text_pdf(tmp_path / "a.pdf")
    raw = path.read_bytes()
    assert validate_pdf(path) == SourceInfo(hashlib.sha256(raw).hexdigest(), len(raw))


def test_a_large_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    raw = b"%PDF-1.4\n" + os.urandom(3 << 20)
    path.write_bytes(raw)
    assert validate_pdf(path) == SourceInfo(hashlib.sha256(raw).hexdigest(), len(raw))


def test_a_header_may_come_late_in_the_first_kilobyte(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b" " * 1020 + b"%PDF-1.4")
    assert isinstance(validate_pdf(path), SourceInfo)
    path.write_bytes(b" " * 1021 + b"%PDF-1.4")
    assert kind(path) is FailureKind.NOT_A_PDF


def test_missing_empty_and_folders(tmp_path: Path) -> None:
    assert kind(tmp_path / "gone.pdf") is FailureKind.NOT_FOUND
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert kind(tmp_path / "empty.pdf") is FailureKind.EMPTY
    (tmp_path / "folder.pdf").mkdir()
    assert kind(tmp_path / "folder.pdf") is FailureKind.NOT_FOUND


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert kind(tmp_path / "pipe.pdf") is FailureKind.NOT_A_PDF


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    assert kind(tmp_path / "loop.pdf") is FailureKind.NOT_FOUND


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert kind(tmp_path / ("x" * 300 + ".pdf")) is FailureKind.NOT_FOUND


def test_a_folder_says_why_it_was_not_gone_through(tmp_path: Path) -> None:
    found = validate_pdf(tmp_path)
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.NOT_FOUND
    assert str(found.message).endswith("could not be listed when it was looked through.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_may_not_be_listed(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    found = validate_pdf(tmp_path)
    tmp_path.chmod(0o700)
    assert isinstance(found, Failure)
    assert (found.kind, "permission denied" in str(found.message)) == (FailureKind.NOT_FOUND, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = pdfs.text_pdf(tmp_path / "a.pdf")
    path.chmod(0)
    assert kind(path) is FailureKind.NOT_FOUND


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"PK\x03\x04rest", "Office"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"  <html><body>", "web page"),
        (b"<!doctype HTML>", "web page"),
        (b"plain text", "no PDF header"),
    ],
)
def test_it_says_what_the_file_is_instead(tmp_path: Path, head: bytes, words: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(head)
    found = validate_pdf(path)
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.NOT_A_PDF
    assert words in str(found.message)


def test_what_the_file_is_instead_is_said_in_the_users_language(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"PK\x03\x04rest")
    found = validate_pdf(path)
    assert isinstance(found, Failure)
    assert str(found.message) == "a.pdf is not a PDF but a ZIP or Office file."
    chinese = translated(found.message, SpokenLanguage.CHINESE)
    assert chinese == "a.pdf 不是 PDF，而是一个 ZIP 或 Office 文件。"
