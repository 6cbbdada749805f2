"""The first look at a source: is it there, readable, a PDF? And its fingerprint."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from core.jobs.sources.filters import PDF_SUFFIX
from core.messages import Message, msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure

HEADER = b"%PDF"
HEADER_WITHIN = 1024
"""PDF readers accept a header anywhere in the first kilobyte (docs/command.md, `not-a-pdf`)."""

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source that looks like a PDF."""

    sha256: str
    size: int
    """In bytes."""


def check_header(source: Path) -> int | Failure:
    """The source's size in bytes, where its first kilobyte is a PDF's."""
    seen = _examined(source, whole=False)
    return seen if isinstance(seen, Failure) else seen.size


def validate_pdf(source: Path) -> SourceInfo | Failure:
    """Look at a source before an engine does. Reads the whole file once."""
    return _examined(source, whole=True)


def is_other_file(source: Path) -> bool:
    """Whether this neither is a PDF nor is named like one: a note dropped along with the papers."""
    if source.name.lower().endswith(PDF_SUFFIX):
        return False
    seen = check_header(source)
    return isinstance(seen, Failure) and seen.kind in (FailureKind.NOT_A_PDF, FailureKind.EMPTY)


def _examined(source: Path, *, whole: bool) -> SourceInfo | Failure:
    try:
        status = source.stat()
        if stat.S_ISDIR(status.st_mode):
            return _not_listed(source)
        if not stat.S_ISREG(status.st_mode):
            return Failure(
                FailureKind.NOT_A_PDF,
                msg("{name} is not a file but a device or a pipe.", name=source.name),
                msg("Save the document to a file first."),
            )
        if status.st_size == 0:
            return Failure(
                FailureKind.EMPTY,
                msg("{name} is empty: it has 0 bytes.", name=source.name),
                msg("Copy or download the file again."),
            )
        digest = hashlib.sha256()
        size = 0
        with source.open("rb") as file:
            head = file.read(HEADER_WITHIN)
            if HEADER not in head:
                return _not_a_pdf(source, head)
            if not whole:
                return SourceInfo("", status.st_size)
            digest.update(head)
            size += len(head)
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError:
        return Failure(
            FailureKind.NOT_FOUND,
            msg("{name} is not there.", name=source.name),
            msg("Check the path {path}.", path=str(source)),
        )
    except PermissionError:
        return Failure(
            FailureKind.NOT_FOUND,
            msg("{name} cannot be opened: permission denied.", name=source.name),
            msg("Give yourself the right to read {path}.", path=str(source)),
        )
    except (OSError, ValueError) as error:
        return Failure(
            FailureKind.NOT_FOUND,
            msg("{name} cannot be read: {error}.", name=source.name, error=_reason(error)),
            msg("Check the path {path} and the drive it is on.", path=str(source)),
        )
    return SourceInfo(digest.hexdigest(), size)


SIGNATURES: tuple[tuple[bytes, Message], ...] = (
    (b"PK\x03\x04", msg("a ZIP or Office file")),
    (b"\xd0\xcf\x11\xe0", msg("an old Office file")),
    (b"\xff\xd8\xff", msg("a JPEG picture")),
    (b"\x89PNG", msg("a PNG picture")),
    (b"GIF8", msg("a GIF picture")),
    (b"II*\x00", msg("a TIFF picture")),
    (b"MM\x00*", msg("a TIFF picture")),
    (b"%!PS", msg("a PostScript file")),
    (b"{\\rtf", msg("an RTF file")),
    (b"<!DOCTYPE html", msg("a web page")),
    (b"<html", msg("a web page")),
)
"""What people most often name ``.pdf`` by mistake."""


def _not_a_pdf(source: Path, head: bytes) -> Failure:
    for signature, words in SIGNATURES:
        if head.lstrip()[: len(signature)].lower() == signature.lower():
            return Failure(
                FailureKind.NOT_A_PDF,
                msg("{name} is not a PDF but {words}.", name=source.name, words=words),
                msg("Export or print it to PDF, then add that file."),
            )
    return Failure(
        FailureKind.NOT_A_PDF,
        msg("{name} is not a PDF: it has no PDF header.", name=source.name),
        msg("Open it in another program and save it as PDF, or download it again."),
    )


def _not_listed(folder: Path) -> Failure:
    """Of folders that a walk finds, those become documents that could not be listed."""
    try:
        with os.scandir(folder):
            pass
    except PermissionError:
        return Failure(
            FailureKind.NOT_FOUND,
            msg("The folder {name} cannot be listed: permission denied.", name=folder.name),
            msg("Give yourself the right to read {path}.", path=str(folder)),
        )
    except OSError as error:
        return Failure(
            FailureKind.NOT_FOUND,
            msg(
                "The folder {name} cannot be listed: {error}.",
                name=folder.name,
                error=_reason(error),
            ),
            msg("Check the path {path} and the drive it is on.", path=str(folder)),
        )
    return Failure(
        FailureKind.NOT_FOUND,
        msg("The folder {name} could not be listed when it was looked through.", name=folder.name),
        msg("Add {path} again.", path=str(folder)),
    )


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
