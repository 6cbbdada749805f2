"""On which kinds of card an engine has been seen to work, or not: kept beyond the program's end.

An engine is ready on a kind of card only after a preflight, a test page or a document there. What
was proven counts as long as the engine is the same: interpreter, packages, models, options.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from core.atomic_file import write_atomic
from core.cards.model import CardKind
from core.engines.model import Engine
from core.messages import Message
from core.worker.kinds import FailureKind, Scope
from core.worker.protocol import Failure

log = logging.getLogger(__name__)

NAME = "readiness.json"
SCHEMA = 1
BELIEVED_S = 60.0
"""So long a failure is believed without another look: some causes leave no trace in a file."""


class Evidence(StrEnum):
    """How it was seen."""

    PREFLIGHT = "preflight"
    TEST_PAGE = "test-page"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was seen on one kind of card."""

    at: float
    """Seconds since the epoch."""
    evidence: Evidence
    failure: Failure | None = None
    """Why it does not work there; ``None``: it does."""

    @property
    def is_believed(self) -> bool:
        """Whether a failure is recent enough to keep work away."""
        return self.failure is not None and time.time() - self.at < BELIEVED_S


class ReadinessProofs:
    """Of one HEADFRAME_HOME. Thread-safe."""

    def __init__(self, home: Path) -> None:
        self._file = home / NAME
        self._lock = threading.Lock()
        self._written: set[tuple[str, CardKind]] = set()

    def of(self, engine: Engine) -> Mapping[CardKind, Proof]:
        """What was seen of the engine as it is now."""
        entry = self._read().get(engine.name.value)
        if not isinstance(entry, dict) or entry.get("identity") != identity(engine):
            return {}
        try:
            return {
                CardKind(kind): _proof_from_dict(plain) for kind, plain in entry["kinds"].items()
            }
        except (ValueError, LookupError, TypeError, AttributeError):
            log.warning("%s is not what Headframe wrote", self._file, exc_info=True)
            return {}

    def works(self, engine: Engine, kind: CardKind, evidence: Evidence) -> None:
        """It does, on that kind of card."""
        known = self.of(engine).get(kind)
        if (
            evidence is Evidence.PREFLIGHT
            and known is not None
            and known.failure is not None
            and known.evidence is not Evidence.PREFLIGHT
        ):
            return  # a look at what is there says less than a page that was not read
        if known is None or known.failure is not None or evidence is not Evidence.DOCUMENT:
            self._keep(engine, kind, Proof(time.time(), evidence))

    def fails(self, engine: Engine, kind: CardKind, evidence: Evidence, why: Failure) -> None:
        """It does not, and not for a reason of one card or of a moment."""
        if why.scope is not Scope.CARD and why.kind is not FailureKind.CANCELLED:
            self._keep(engine, kind, Proof(time.time(), evidence, why))

    def _keep(self, engine: Engine, kind: CardKind, proof: Proof) -> None:
        with self._lock:
            body = self._read()
            mark = identity(engine)
            entry = body.get(engine.name.value)
            if not isinstance(entry, dict) or entry.get("identity") != mark:
                entry = {"identity": mark, "kinds": {}}
            entry["kinds"][kind.value] = _proof_to_dict(proof)
            body[engine.name.value] = entry
            try:
                write_atomic(self._file, json.dumps({"schema": SCHEMA, "engines": body}) + "\n")
            except OSError:
                log.warning("%s cannot be written", self._file, exc_info=True)

    def _read(self) -> dict[str, Any]:
        try:
            body = json.loads(self._file.read_text("utf-8"))["engines"]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, LookupError, TypeError):
            log.warning("%s cannot be used", self._file, exc_info=True)
            return {}
        return body if isinstance(body, dict) else {}


def identity(engine: Engine) -> str:
    """Changes when the engine, its packages, its models or its options are others."""
    parts = [
        engine.name.value,
        engine.version,
        str(engine.interpreter),
        str(engine.models),
        repr(engine.options),
        *(_stamp(path) for path in sorted(_packages(engine.interpreter))),
    ]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _packages(interpreter: Path) -> list[Path]:
    """Their number and names, not their time: Python writes byte code beside them."""
    sites = interpreter.parents[1].glob("lib*/python*/site-packages")
    return [info for site in sites for info in site.glob("*.dist-info")]


def _stamp(path: Path) -> str:
    return path.name


def _proof_to_dict(proof: Proof) -> dict[str, Any]:
    failure = proof.failure
    return {
        "at": proof.at,
        "evidence": proof.evidence.value,
        "failure": None
        if failure is None
        else {
            "kind": failure.kind.value,
            "message": failure.message.to_dict(),
            "hint": None if failure.hint is None else failure.hint.to_dict(),
        },
    }


def _proof_from_dict(plain: Mapping[str, Any]) -> Proof:
    failure = plain.get("failure")
    return Proof(
        float(plain["at"]),
        Evidence(plain["evidence"]),
        None
        if failure is None
        else Failure(
            FailureKind(failure["kind"]),
            Message.from_dict(failure["message"]),
            None if failure["hint"] is None else Message.from_dict(failure["hint"]),
        ),
    )


def names_of(kinds: Mapping[CardKind, Proof]) -> tuple[CardKind, ...]:
    """Those on which it works, cards before the processor."""
    order = (CardKind.NPU, CardKind.CUDA, CardKind.CPU)
    return tuple(kind for kind in order if kind in kinds and kinds[kind].failure is None)
