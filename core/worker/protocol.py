"""What the window's side and an engine's process say to each other: JSON Lines, one message each.

Both sides import this module, so it stays within the standard library and Python 3.10. A line is
UTF-8, ends with ``\\n`` and holds one object whose ``type`` names the message. Either side treats
the other as hostile to the extent of a bug: a line that cannot be read is a
:class:`ProtocolError`, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from core.messages import Message
from core.worker.kinds import EngineName, FailureKind, Ocr, Scope, Stage

VERSION = 1
MAX_LINE_BYTES = 1 << 20
"""No message comes near this; a longer line is a bug on the other side."""


class ProtocolError(ValueError):
    """The other side sent something that is no message of this protocol."""


@dataclass(frozen=True)
class Failure:
    """Why a document, or a whole worker, failed: for scripts and for a person."""

    kind: FailureKind
    message: Message
    hint: Message | None = None
    scope: Scope = Scope.DOCUMENT


# From the window's side to the worker ---------------------------------------------------------


@dataclass(frozen=True)
class Convert:
    """Convert one document into a folder that exists and is empty."""

    type: ClassVar[str] = "convert"
    job: str
    source: str
    """Absolute path of the PDF. Undecodable bytes travel as surrogate escapes."""
    staging: str
    """Absolute path; the worker writes ``stem + ".md"``, ``images/`` and ``blocks.json`` there."""
    stem: str
    first_page: int | None = None
    """From 0, inclusive; ``None`` means the first."""
    last_page: int | None = None
    """From 0, inclusive; ``None`` means the last."""
    password: str | None = None
    ocr: Ocr = Ocr.AUTO
    lang: str | None = None
    formula: bool = True
    table: bool = True
    checkpoint: str | None = None
    """Absolute path of a folder for what is worth keeping if this run comes to no end. It need
    not be there yet; the caller removes it when it is not needed any more."""


@dataclass(frozen=True)
class Cancel:
    """Give up that document as soon as possible and stay ready for the next."""

    type: ClassVar[str] = "cancel"
    job: str


@dataclass(frozen=True)
class Exit:
    """End in good order."""

    type: ClassVar[str] = "exit"


# From the worker to the window's side ---------------------------------------------------------


@dataclass(frozen=True)
class Hello:
    """First word, before anything heavy is imported: who is speaking."""

    type: ClassVar[str] = "hello"
    protocol: int
    pid: int
    engine: EngineName
    python: str
    visible_devices: str | None
    """The value of the pin variable in this process's first environment."""


@dataclass(frozen=True)
class Ready:
    """The engine is imported, models are loaded where it has some: documents can come."""

    type: ClassVar[str] = "ready"
    engine_version: str
    device_count: int | None = None
    """Devices that the engine's runtime sees; ``None`` for an engine that uses none."""


@dataclass(frozen=True)
class StartFailed:
    """The worker cannot serve: the engine, its models or its card are missing. It ends."""

    type: ClassVar[str] = "unready"
    failure: Failure


@dataclass(frozen=True)
class Heartbeat:
    """Sent about once a second by a thread of its own: the process is alive."""

    type: ClassVar[str] = "heartbeat"


@dataclass(frozen=True)
class Progress:
    """How far a document is."""

    type: ClassVar[str] = "progress"
    job: str
    stage: Stage
    page: int | None = None
    """From 1, in the original document; ``None`` where a stage has no pages."""
    pages: int | None = None
    """Pages of the original document."""
    fraction: float = 0.0
    """Of the whole document's work, 0 to 1; never falls within one document."""


@dataclass(frozen=True)
class PagesBy:
    """How each page was read, as numbers of the original document from 0; each page once."""

    text: list[int] = field(default_factory=list)
    """From the PDF's own text."""
    ocr: list[int] = field(default_factory=list)
    """Recognised from its picture."""
    blank: list[int] = field(default_factory=list)
    """There is nothing on it."""
    failed: list[int] = field(default_factory=list)
    """It could not be read; it is in the result as a picture, or left out."""


@dataclass(frozen=True)
class Converted:
    """The staging folder holds a whole result."""

    type: ClassVar[str] = "converted"
    job: str
    pages: int
    """Pages converted: those of the range, or all."""
    seconds: float
    warnings: list[Message] = field(default_factory=list)
    sha256: str | None = None
    """Of the bytes that were read: the file may be another by then than when it was queued."""
    pages_by: PagesBy | None = None
    """``None`` from an engine that does not tell."""


@dataclass(frozen=True)
class Rejected:
    """The document has no result; the worker is ready for the next."""

    type: ClassVar[str] = "refused"
    job: str
    failure: Failure


WorkerRequest = Convert | Cancel | Exit
WorkerReport = Hello | Ready | StartFailed | Heartbeat | Progress | Converted | Rejected
