"""What the window's side and an engine's process say to each other: JSON Lines, one message each.

Both sides import this module, so it stays within the standard library and Python 3.10. A line is
UTF-8, ends with ``\\n`` and holds one object whose ``type`` names the message. Either side treats
the other as hostile to the extent of a bug: a line that cannot be read is a
:class:`ProtocolError`, never a guess.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import ClassVar

from core.sentences import Sentence

VERSION = 1
MAX_LINE_BYTES = 1 << 20
"""No message comes near this; a longer line is a bug on the other side."""


class ProtocolError(ValueError):
    """The other side sent something that is no message of this protocol."""


class EngineName(str, enum.Enum):
    """The engines that Headframe can run."""

    FLASH = "flash"
    MAGIC_PDF = "magic-pdf"
    MINERU = "mineru"


class Ocr(str, enum.Enum):
    """When to read text from pixels rather than from the text layer."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class Stage(str, enum.Enum):
    """What a worker is doing with a document."""

    LOAD = "load"
    """Starting up: imports, models."""
    READ = "read"
    """Reading pages' text and drawings."""
    PARSE = "parse"
    """Recognising structure, page by page."""
    ASSEMBLE = "assemble"
    """Joining pages into one document."""
    WRITE = "write"
    """Writing Markdown, images and blocks."""


class FailureKind(str, enum.Enum):
    """Why a document has no result (CONTRACT.md, "Events")."""

    NOT_FOUND = "not-found"
    NOT_A_PDF = "not-a-pdf"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    NEEDS_OCR = "needs-ocr"
    TOO_LARGE = "too-large"
    NO_SPACE = "no-space"
    NOT_WRITABLE = "not-writable"
    ENGINE_MISSING = "engine-missing"
    MODELS_MISSING = "models-missing"
    CARD_UNAVAILABLE = "card-unavailable"
    CARD_OUT_OF_MEMORY = "card-out-of-memory"
    CARD_FAULT = "card-fault"
    WORKER_DIED = "worker-died"
    TIMED_OUT = "timed-out"
    CANCELLED = "cancelled"
    INTERNAL = "internal"


class Scope(str, enum.Enum):
    """How far a failure reaches, and so what may go on."""

    DOCUMENT = "document"
    """Only this document; the worker can take the next."""
    WORKER = "worker"
    """This worker: a fresh one may do better on the same card."""
    CARD = "card"
    """The card: nothing more is to be sent to it."""
    MACHINE = "machine"
    """Every card of this machine: drivers, packages or models are missing."""


@dataclass(frozen=True)
class Failure:
    """Why a document, or a whole worker, came to nothing: for scripts and for a person."""

    kind: FailureKind
    message: Sentence
    hint: Sentence | None = None
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
    not be there yet; whoever asks removes it when it is not needed any more."""


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
class Unready:
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
class Converted:
    """The staging folder holds a whole result."""

    type: ClassVar[str] = "converted"
    job: str
    pages: int
    """Pages converted: those of the range, or all."""
    seconds: float
    warnings: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class Refused:
    """The document has no result; the worker is ready for the next."""

    type: ClassVar[str] = "refused"
    job: str
    failure: Failure


Request = Convert | Cancel | Exit
Report = Hello | Ready | Unready | Heartbeat | Progress | Converted | Refused
