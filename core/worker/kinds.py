"""The words that both sides of the protocol use: engines, stages, kinds of failures.

Apart from `core.worker.protocol`, which has the messages: the window needs these words before it is
on the screen, and the messages only when a worker speaks.
"""

from __future__ import annotations

import enum


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
    OCR = "ocr"
    """Reading pages from their pictures."""
    ASSEMBLE = "assemble"
    """Joining pages into one document."""
    WRITE = "write"
    """Writing Markdown, images and blocks."""


class FailureKind(str, enum.Enum):
    """Why a document has no result (docs/command.md)."""

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
