"""What Headframe, its gateway and the actors on the hosts say to each other: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.cards.model import Card
from core.cluster.model import ClusterNode, HostFacts, HostReport, SurveyWait
from core.cluster.transfer import Fingerprint, Manifest
from core.engines.model import Engine
from core.engines.process.process_outcome import ProcessOutcome
from core.messages import Message
from core.worker.protocol import Cancel, Convert, Exit, Failure, WorkerReport


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whose program works on a card."""

    user: str
    machine: str
    pid: int
    since: datetime


@dataclass(frozen=True, slots=True)
class StartSpec:
    """An engine's process to be started on a host."""

    engine: Engine
    """As that host knows it."""
    card: Card
    """As that host's own list has it: its key holds no host."""
    small_batch: bool


# A document on its way to a host ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SharedSource:
    """The host looks for the file itself, under the same path."""

    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class SentSource:
    """The file's bytes; empty where they went ahead in parts."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What goes along with a request to convert."""

    source: SharedSource | SentSource
    marker: str
    """Name of a file in the folder around the staging folder: a host that sees it there, and may
    write beside it, writes the result in place."""
    checkpoint: bytes | None
    """An archive of the windows that are recognised already; ``None``: there is nothing to keep."""


# From a card's actor, each with its number -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProcessSaid:
    """The engine's process has said this."""

    report: WorkerReport


@dataclass(frozen=True, slots=True)
class MemoryUsed:
    """By the process and its helpers, in MiB."""

    mb: float


@dataclass(frozen=True, slots=True)
class CheckpointFiles:
    """Windows recognised since the last ones were sent."""

    job: str
    archive: bytes


@dataclass(frozen=True, slots=True)
class ResultReady:
    """A whole result, before the word that it is there."""

    job: str
    manifest: Manifest
    archive: bytes | None
    """``None``: too large for one message, or in place."""
    in_place: bool
    """It was written into the staging folder itself."""


@dataclass(frozen=True, slots=True)
class ProcessOver:
    """The process and its tree are gone; the last word of a start."""

    outcome: ProcessOutcome
    last_words: str


@dataclass(frozen=True, slots=True)
class ProcessGarbled:
    """It said what cannot be understood, and was ended."""

    failure: Failure
    last_words: str


@dataclass(frozen=True, slots=True)
class HostFull:
    """The host's disk has no room for the document or its result."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class SourceUnseen:
    """The host does not see the file itself: it has to be sent."""

    job: str


ProcessEvent = (
    ProcessSaid
    | MemoryUsed
    | CheckpointFiles
    | ResultReady
    | ProcessOver
    | ProcessGarbled
    | HostFull
    | SourceUnseen
)


# To a card's actor, each with its number ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConvertDelivered:
    """Begin with a document; what is too large to go along was sent ahead."""

    request: Convert
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class MemoryLimit:
    """From here on say at once when the process takes more memory than that, in MiB."""

    mb: float


@dataclass(frozen=True, slots=True)
class KernelLimit:
    """Let the kernel refuse more to each of its processes, in MiB."""

    mb: float


@dataclass(frozen=True, slots=True)
class StopProcess:
    """End it in good order within this many seconds, else by force."""

    grace_s: float


@dataclass(frozen=True, slots=True)
class KillProcess:
    """End it now."""


ProcessOrder = (
    ConvertDelivered | MemoryLimit | KernelLimit | StopProcess | KillProcess | Cancel | Exit
)
NumberedOrder = tuple[int, ProcessOrder]


# Between Headframe and the gateway ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connected:
    """The gateway's first word on its control socket."""

    address: str
    ray: str
    python: str


@dataclass(frozen=True, slots=True)
class NotConnected:
    """The gateway's first and last word."""

    message: Message
    hint: Message


@dataclass(frozen=True, slots=True)
class AgentCall:
    """Ask a host's agent; the answer is one :class:`AgentAnswer` or :class:`AgentCallFailed`."""

    host: str
    method: str
    arguments: tuple[Any, ...] = ()
    timeout_s: float = 60.0


@dataclass(frozen=True, slots=True)
class ListNodes:
    """Which hosts there are; the answer's value is a list of :class:`ClusterNode`."""


@dataclass(frozen=True, slots=True)
class SurveyHosts:
    """All hosts with what they told last, asked again; the answer's value is a list of
    :class:`HostSurvey`."""

    wait_s: float
    """How long to wait for hosts that are slow to answer."""
    wait: SurveyWait = SurveyWait.ALL


@dataclass(frozen=True, slots=True)
class HostSurvey:
    """One host in a survey."""

    node: ClusterNode
    facts: HostFacts | None = None
    report: HostReport | None = None
    """The latest; ``None``: none yet."""
    trouble: Message | str | None = None
    """Why there is no newer one."""


@dataclass(frozen=True, slots=True)
class AgentAnswer:
    """What was asked for."""

    value: Any


@dataclass(frozen=True, slots=True)
class AgentCallFailed:
    """There is no answer."""

    lost: bool
    """The host is gone, or does not answer; else its agent has failed."""
    reason: Message | str


@dataclass(frozen=True, slots=True)
class OpenProcess:
    """Start a process on a host's card. The same socket carries all that it says."""

    host: str
    spec: StartSpec
    log: Path
    """Takes its last words here."""


@dataclass(frozen=True, slots=True)
class ProcessNotOpened:
    """There is no process."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class ProcessOpened:
    """It was started."""


@dataclass(frozen=True, slots=True)
class ProcessLost:
    """What became of the process is not known: its host is gone, or cannot be reached."""

    failure: Failure
