"""The gateway's side of one engine process on a host: requests there, events back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import pickle
import secrets
import tarfile
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from core.cluster.failures import host_lost
from core.cluster.frames import encode, read_frame
from core.cluster.hosts import (
    CardHandle,
    CardHeldError,
    HostDirectory,
    HostLostError,
    is_lost,
    reason_of,
    result_of,
)
from core.cluster.messages import (
    CheckpointFiles,
    ConvertDelivered,
    Delivery,
    HostFull,
    KillProcess,
    NumberedOrder,
    OpenProcess,
    ProcessEvent,
    ProcessGarbled,
    ProcessLost,
    ProcessNotOpened,
    ProcessOpened,
    ProcessOrder,
    ProcessOver,
    ProcessSaid,
    ResultReady,
    SentSource,
    SharedSource,
    SourceUnseen,
)
from core.cluster.transfer import (
    INLINE_BYTES,
    PART_BYTES,
    Fingerprint,
    Manifest,
    archive_of,
    is_whole,
    unpack,
)
from core.jobs.output.staging import write_failure
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Convert, Converted, Failure, Rejected

log = logging.getLogger(__name__)

ASK_S = 2.0
"""How long a question waits for something to happen; the answer comes at once when it does."""
PAUSE_S = 0.25
"""After a document, before the next question: the next document mostly comes first, and goes along
with it."""
UNRESPONSIVE_S = 20.0
"""A host that has not answered for so long is out of reach: its document goes elsewhere."""
SLOWEST_BYTES_S = 100_000
"""A line that carries less than that, 0.8 Mbit/s, is taken for one that carries nothing."""
CALL_S = 60.0
START_S = 120.0
RETRY_S = 0.5
END_S = 8.0
"""A process and its guard need less to end."""
RESULT_VISIBLE_S = 5.0
"""A network drive may show on one host only after some seconds what another one wrote."""


class ProcessSession:
    """One start of a process, until it is over or out of reach."""

    def __init__(
        self,
        hosts: HostDirectory,
        request: OpenProcess,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._hosts = hosts
        self._request = request
        self._reader = reader
        self._writer = writer
        self._converting: Convert | None = None
        self._marker = f".shared-{secrets.token_hex(8)}"
        self._orders: deque[NumberedOrder] = deque()
        """Those that no answer has confirmed yet: they go along with each question."""
        self._ordered = asyncio.Event()
        """There are some that no question had."""
        self._has_ended_one = False
        """A document has ended with the last answer."""
        self._sending: asyncio.Task[None] | None = None
        """A document that goes ahead of the order to convert it."""

    async def run(self) -> None:
        """Returns when the process is over; it is then for sure, where its host can be reached."""
        host, spec = self._request.host, self._request.spec
        try:
            handle = await self._hosts.take_card(host, spec.card.key)
        except CardHeldError as error:
            await self._send(ProcessNotOpened(error.failure))
            return
        except HostLostError as error:
            await self._send(ProcessLost(host_lost(host, error.reason)))
            return
        try:
            failure = await result_of(handle.actor.start.remote(spec), START_S)
        except Exception as error:  # Ray may raise anything: the host counts as lost
            log.warning("%s is lost", host, exc_info=True)
            self._hosts.discard(handle)
            await self._send(ProcessLost(host_lost(host, reason_of(error))))
            return
        if isinstance(failure, Failure):
            self._hosts.release(handle)
            await self._send(ProcessNotOpened(failure))
            return
        await self._send(ProcessOpened())
        requests = asyncio.create_task(self._pass_requests(handle))
        over = False
        try:
            over = await self._pass_events(handle, requests)
        finally:
            tasks = {one for one in (requests, self._sending) if one is not None}
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            if over:
                self._hosts.release(handle)
            else:
                self._hosts.discard(handle)

    async def _send(self, *values: object) -> None:
        with contextlib.suppress(ConnectionError):
            self._writer.write(b"".join(map(encode, values)))
            await self._writer.drain()

    # From the host ---------------------------------------------------------------------------

    async def _pass_events(self, handle: CardHandle, requests: asyncio.Task[None]) -> bool:
        """Whether the process ended in a known way; else its host is lost, or the program is."""
        answered = time.monotonic()
        closed_at: float | None = None
        while True:
            try:
                events = await self._ask(handle)
                answered = time.monotonic()
                if await self._take_events(handle, events):
                    return True
            except Exception as error:  # Ray may raise anything
                unavailable = is_lost(error) and self._hosts.is_alive(handle)
                is_recent = time.monotonic() - answered < UNRESPONSIVE_S
                if unavailable and is_recent and not _is_dead(error):
                    await asyncio.sleep(RETRY_S)  # a network that breaks off for a moment
                    continue
                log.warning("%s on %s is lost", handle.card, handle.host, exc_info=True)
                await self._send(ProcessLost(host_lost(handle.host, reason_of(error))))
                return False
            if requests.done():  # the program has closed its end, and the process is being ended
                closed_at = closed_at or answered
                if answered - closed_at > END_S:
                    return False

    async def _ask(self, handle: CardHandle) -> list[tuple[int, ProcessEvent]]:
        """One question with its answer. New orders go at once: with a question that takes its
        place."""
        if self._has_ended_one and not self._orders:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PAUSE_S):
                    await self._ordered.wait()
        self._has_ended_one = False
        while True:
            self._ordered.clear()
            handle.turn += 1
            orders = tuple(self._orders)
            question = pickle.dumps(
                (handle.turn, handle.after, ASK_S, orders), pickle.HIGHEST_PROTOCOL
            )
            reference = handle.actor.exchange_packed.remote(question)
            timeout_s = UNRESPONSIVE_S + len(question) / SLOWEST_BYTES_S
            answer = asyncio.ensure_future(result_of(reference, timeout_s))
            ordered = asyncio.create_task(self._ordered.wait())
            try:
                await asyncio.wait({answer, ordered}, return_when=asyncio.FIRST_COMPLETED)
                if answer.done():
                    events: list[tuple[int, ProcessEvent]] = pickle.loads(answer.result())
                    while orders and self._orders and self._orders[0][0] <= orders[-1][0]:
                        self._orders.popleft()
                    return events
            finally:
                answer.cancel()
                ordered.cancel()

    async def _take_events(
        self, handle: CardHandle, events: Sequence[tuple[int, ProcessEvent]]
    ) -> bool:
        """Pass them on. Whether one was the process's last; what fails is asked for again."""
        passed: list[ProcessEvent] = []
        try:
            for number, event in events:
                passed += await self._take_event(handle, event)
                handle.after = number
        finally:
            if passed:
                await self._send(*passed)
        return bool(passed) and isinstance(passed[-1], ProcessOver | ProcessGarbled)

    async def _take_event(self, handle: CardHandle, event: ProcessEvent) -> Sequence[ProcessEvent]:
        """Do what it asks for; what the program is to hear of it."""
        match event:
            case ResultReady():
                if (failure := await self._take_result(handle, event)) is not None:
                    self._converting = None
                    return [ProcessSaid(Rejected(event.job, failure))]
                return []
            case ProcessSaid(report=Converted(job=job)):
                if self._converting is None or self._converting.job != job:
                    return []  # its result could not be written here
                self._converting = None
                self._has_ended_one = True
            case ProcessSaid(report=Rejected()) | HostFull():
                self._converting = None
                self._has_ended_one = True
            case CheckpointFiles():
                await self._save_checkpoint(event)
                return []
            case SourceUnseen():
                request = self._converting
                if request is not None and request.job == event.job:
                    self._hosts.note_unshared(handle.host, Path(request.source))
                    self._sending = asyncio.create_task(self._convert(handle, request))
                return []
            case ProcessOver(last_words=words) | ProcessGarbled(last_words=words):
                await asyncio.to_thread(_append, self._request.log, words)
            case _:
                pass
        return [event]

    async def _save_checkpoint(self, event: CheckpointFiles) -> None:
        request = self._converting
        if request is not None and request.job == event.job and request.checkpoint is not None:
            try:
                await asyncio.to_thread(unpack, event.archive, Path(request.checkpoint))
            except (OSError, tarfile.TarError):
                log.warning("%s cannot be written", request.checkpoint, exc_info=True)

    async def _take_result(self, handle: CardHandle, event: ResultReady) -> Failure | None:
        """Put a result into its staging folder here; why that is not possible."""
        request = self._converting
        if request is None or request.job != event.job:
            return None
        staging = Path(request.staging)
        try:
            archive: bytes | Path | None = event.archive
            if event.in_place:
                if await self._is_visible_here(staging, event):
                    return None
                names = list(event.manifest)
                await result_of(handle.actor.pack_result.remote(event.job, names), CALL_S)
            if archive is None:
                archive = staging.parent / f"{self._marker}.tar"
                await self._fetch(handle, event.job, archive)
            await asyncio.to_thread(_unpack_result, archive, staging, event.manifest)
        except (OSError, tarfile.TarError) as error:
            log.warning("%s: %s", request.source, error, exc_info=True)
            refused = error if isinstance(error, OSError) else OSError(str(error))
            return write_failure(refused, staging.parent.parent)
        finally:
            if event.archive is None:
                handle.actor.forget.remote(event.job)
        return None

    async def _is_visible_here(self, staging: Path, event: ResultReady) -> bool:
        until = time.monotonic() + RESULT_VISIBLE_S
        while not is_whole(staging, event.manifest):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.1)
        return True

    async def _fetch(self, handle: CardHandle, job: str, to: Path) -> None:
        with to.open("wb") as file:
            offset = 0
            while data := await result_of(handle.actor.result_part.remote(job, offset), CALL_S):
                offset += len(data)
                await asyncio.to_thread(file.write, data)

    # To the host -----------------------------------------------------------------------------

    def _order(self, handle: CardHandle, order: ProcessOrder) -> None:
        handle.ordered += 1
        self._orders.append((handle.ordered, order))
        self._ordered.set()

    async def _pass_requests(self, handle: CardHandle) -> None:
        """Until the program closes its end: then the process is ended."""
        try:
            while True:
                match await read_frame(self._reader):
                    case Convert() as request:
                        self._converting = request
                        await self._convert(handle, request)
                    case order:
                        self._order(handle, order)
        except EOFError:
            self._order(handle, KillProcess())
        except Exception:  # whatever it is, the process is not left without a master
            log.exception("requests to %s are not passed on any more", handle.host)
            self._order(handle, KillProcess())

    async def _convert(self, handle: CardHandle, request: Convert) -> None:
        """Let the host begin, with all that it needs for it."""
        source = Path(request.source)
        try:
            may_share = self._hosts.may_share(handle.host, source)
            delivery, size = await asyncio.to_thread(
                _delivery, request, self._marker, may_share=may_share
            )
            if size > INLINE_BYTES and not may_share:
                failure = await self._send_ahead(handle, request.job, source)
                if failure is not None:
                    self._converting = None
                    await self._send(HostFull(failure))
                    return
        except OSError as error:
            self._converting = None
            log.warning("%s: %s", source, error, exc_info=True)
            await self._send(ProcessSaid(Rejected(request.job, _unreadable(source, error))))
            return
        self._order(handle, ConvertDelivered(request, delivery))

    async def _send_ahead(self, handle: CardHandle, job: str, source: Path) -> Failure | None:
        """Send a document that is too large to go along; why that is not possible."""
        offset = 0
        with await asyncio.to_thread(source.open, "rb") as file:
            while data := await asyncio.to_thread(file.read, PART_BYTES):
                try:
                    part = handle.actor.put_part.remote(job, offset, data)
                    failure = await result_of(part, CALL_S)
                except Exception as error:  # Ray may raise anything: the host counts as lost
                    log.warning("%s cannot be sent", source, exc_info=True)
                    return host_lost(handle.host, reason_of(error))
                if isinstance(failure, Failure):
                    return failure
                offset += len(data)
        return None


def _delivery(request: Convert, marker: str, *, may_share: bool) -> tuple[Delivery, int]:
    """What goes along with a request, and the size of its source. Raises ``OSError``."""
    source = Path(request.source)
    size = source.stat().st_size
    sent: SharedSource | SentSource = SentSource()
    if may_share:
        sent = SharedSource(Fingerprint.of(source))
    elif size <= INLINE_BYTES:
        sent = SentSource(source.read_bytes())
    (Path(request.staging).parent / marker).touch()
    return Delivery(sent, marker, _pack_checkpoint(request.checkpoint)), size


def _unpack_result(archive: bytes | Path, staging: Path, manifest: Manifest) -> None:
    """Raises ``OSError`` and ``tarfile.TarError``."""
    unpack(archive, staging)
    if isinstance(archive, Path):
        archive.unlink()
    if not is_whole(staging, manifest):
        raise OSError("what arrived is not whole")


def _append(log_file: Path, words: str) -> None:
    """Keep a process's last words beside those of processes here."""
    with contextlib.suppress(OSError):
        log_file.parent.mkdir(parents=True, exist_ok=True)
        with log_file.open("a", encoding="utf-8", errors="replace") as file:
            file.write(words)


def _pack_checkpoint(checkpoint: str | None) -> bytes | None:
    """What is recognised already, from whatever host it came."""
    if checkpoint is None:
        return None
    folder = Path(checkpoint)
    try:
        names = [path.name for path in folder.iterdir() if not path.name.startswith(".")]
        return archive_of(folder, names) if names else None
    except OSError:
        return None  # there is none yet


def _unreadable(source: Path, error: OSError) -> Failure:
    missing = isinstance(error, FileNotFoundError)
    return Failure(
        FailureKind.NOT_FOUND if missing else FailureKind.INTERNAL,
        msg(
            "{path} cannot be read: {reason}.",
            path=str(source),
            reason=error.strerror or type(error).__name__,
        ),
        msg("Look whether the file is still there, then retry."),
    )


def _is_dead(error: BaseException) -> bool:
    """Whether Ray knows that the actor will not come back."""
    from ray import exceptions

    return isinstance(error, exceptions.ActorDiedError | exceptions.NodeDiedError)
