"""The gateway's side of one engine process on a host: requests there, events back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import tarfile
import time
from pathlib import Path
from typing import Any

from core.cluster.failures import host_lost
from core.cluster.frames import encode, read_frame
from core.cluster.hosts import (
    CardHandle,
    CardHeldError,
    HostDirectory,
    HostLostError,
    first_line,
    is_lost,
    result_of,
)
from core.cluster.messages import (
    CheckpointFiles,
    Delivery,
    HostFull,
    KernelLimit,
    KillProcess,
    MemoryLimit,
    OpenProcess,
    ProcessEvent,
    ProcessGarbled,
    ProcessLost,
    ProcessNotOpened,
    ProcessOpened,
    ProcessOver,
    ProcessSaid,
    ResultReady,
    SentSource,
    SharedSource,
    StopProcess,
)
from core.cluster.transfer import PART_BYTES, Fingerprint, archive_of, is_whole, unpack
from core.jobs.output.staging import write_failure
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Convert, Converted, Failure, Rejected

log = logging.getLogger(__name__)

POLL_S = 2.0
"""How long a question waits for something to happen; the answer comes at once when it does."""
UNRESPONSIVE_S = 20.0
"""A host that has not answered for so long is out of reach: its document goes elsewhere."""
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

    async def run(self) -> None:
        """Returns when the process is over; it is then for sure, where its host can be reached."""
        host, spec = self._request.host, self._request.spec
        try:
            handle = await self._hosts.take_card(host, spec.card.key)
        except CardHeldError as error:
            await self._send(ProcessNotOpened(error.failure))
            return
        except HostLostError as error:
            await self._send(ProcessLost(host_lost(host, str(error))))
            return
        try:
            failure = await result_of(handle.actor.start.remote(spec), START_S)
        except Exception as error:  # Ray may raise anything: the host counts as lost
            log.warning("%s is lost", host, exc_info=True)
            self._hosts.discard(handle)
            await self._send(ProcessLost(host_lost(host, first_line(error))))
            return
        if isinstance(failure, Failure):
            self._hosts.release(handle)
            await self._send(ProcessNotOpened(failure))
            return
        await self._send(ProcessOpened())
        requests = asyncio.create_task(self._pass_requests(handle))
        try:
            over = await self._pass_events(handle, requests)
        finally:
            requests.cancel()
            await asyncio.wait({requests})
        if over:
            self._hosts.release(handle)
        else:
            self._hosts.discard(handle)

    async def _send(self, value: object) -> None:
        with contextlib.suppress(ConnectionError):
            self._writer.write(encode(value))
            await self._writer.drain()

    # From the host ---------------------------------------------------------------------------

    async def _pass_events(self, handle: CardHandle, requests: asyncio.Task[None]) -> bool:
        """Whether the process ended in a known way; else its host is lost, or the program is."""
        answered = time.monotonic()
        closed_at: float | None = None
        while True:
            try:
                poll = handle.actor.poll.remote(handle.after, POLL_S)
                events = await result_of(poll, UNRESPONSIVE_S)
            except Exception as error:  # Ray may raise anything
                unavailable = is_lost(error) and self._hosts.is_alive(handle)
                is_recent = time.monotonic() - answered < UNRESPONSIVE_S
                if unavailable and is_recent and not _is_dead(error):
                    await asyncio.sleep(RETRY_S)  # a network that breaks off for a moment
                    continue
                log.warning("%s on %s is lost", handle.card, handle.host, exc_info=True)
                timed_out = isinstance(error, TimeoutError)
                reason = msg("it does not answer") if timed_out else first_line(error)
                await self._send(ProcessLost(host_lost(handle.host, reason)))
                return False
            answered = time.monotonic()
            for number, event in events:
                handle.after = number
                if await self._pass_event(handle, event):
                    return True
            if requests.done():  # the program has closed its end, and the process is being ended
                closed_at = closed_at or answered
                if answered - closed_at > END_S:
                    return False

    async def _pass_event(self, handle: CardHandle, event: ProcessEvent) -> bool:
        """Whether it was the last one."""
        match event:
            case ResultReady():
                if (failure := await self._take_result(handle, event)) is not None:
                    self._converting = None
                    await self._send(ProcessSaid(Rejected(event.job, failure)))
            case ProcessSaid(report=Converted(job=job)):
                if self._converting is None or self._converting.job != job:
                    return False  # its result could not be written here
                self._converting = None
                await self._send(event)
            case CheckpointFiles():
                await self._save_checkpoint(event)
            case ProcessOver(last_words=words) | ProcessGarbled(last_words=words):
                await asyncio.to_thread(_append, self._request.log, words)
                await self._send(event)
                return True
            case HostFull():
                self._converting = None
                await self._send(event)
            case _:
                await self._send(event)
        return False

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
            await asyncio.to_thread(unpack, archive, staging)
            if isinstance(archive, Path):
                archive.unlink()
            if not is_whole(staging, event.manifest):
                raise OSError("what arrived is not whole")
        except (OSError, tarfile.TarError) as error:
            log.warning("%s: %s", request.source, error, exc_info=True)
            refused = error if isinstance(error, OSError) else OSError(str(error))
            return write_failure(refused, staging.parent.parent)
        finally:
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

    async def _pass_requests(self, handle: CardHandle) -> None:
        """Until the program closes its end: then the process is ended."""
        actor = handle.actor
        try:
            while True:
                match await read_frame(self._reader):
                    case Convert() as request:
                        await self._convert(actor, request)
                    case MemoryLimit(mb=mb):
                        actor.limit.remote(mb)
                    case KernelLimit(mb=mb):
                        actor.limit_memory.remote(mb)
                    case StopProcess(grace_s=grace):
                        actor.stop.remote(grace)
                    case KillProcess():
                        actor.kill.remote()
                    case request:  # Cancel, Exit
                        actor.request.remote(request)
        except EOFError:
            with contextlib.suppress(Exception):  # Ray may raise anything: it is gone already
                actor.kill.remote()
        except Exception:  # Ray may raise anything; `_pass_events` reports what it means
            log.warning("requests to %s are not passed on any more", handle.host, exc_info=True)

    async def _convert(self, actor: Any, request: Convert) -> None:  # noqa: ANN401
        self._converting = request
        source = Path(request.source)
        try:
            fingerprint = await asyncio.to_thread(Fingerprint.of, source)
            (Path(request.staging).parent / self._marker).touch()
            checkpoint = await asyncio.to_thread(_pack_checkpoint, request.checkpoint)
            delivery = Delivery(SharedSource(fingerprint), self._marker, checkpoint)
            if self._hosts.may_share(self._request.host, source) and await self._send_request(
                actor, request, delivery
            ):
                return
            self._hosts.note_unshared(self._request.host, source)
            data = await self._read(actor, request, fingerprint.size)
            if isinstance(data, Failure):
                await self._send(HostFull(data))
                return
            await self._send_request(
                actor, request, Delivery(SentSource(data), self._marker, checkpoint)
            )
        except OSError as error:
            self._converting = None
            log.warning("%s: %s", source, error, exc_info=True)
            await self._send(ProcessSaid(Rejected(request.job, _unreadable(source, error))))

    async def _send_request(self, actor: Any, request: Convert, delivery: Delivery) -> bool:  # noqa: ANN401
        """Whether the host has what it needs. The events report a lost host."""
        try:
            return bool(await result_of(actor.convert.remote(request, delivery), CALL_S))
        except Exception:  # Ray may raise anything
            log.warning("%s cannot be sent", request.source, exc_info=True)
            return True

    async def _read(self, actor: Any, request: Convert, size: int) -> bytes | Failure:  # noqa: ANN401
        """The document's bytes; one that is large is sent ahead in parts."""
        source = Path(request.source)
        if size <= PART_BYTES:
            return await asyncio.to_thread(source.read_bytes)
        with await asyncio.to_thread(source.open, "rb") as file:
            while data := await asyncio.to_thread(file.read, PART_BYTES):
                try:
                    failure = await result_of(actor.put_part.remote(request.job, data), CALL_S)
                except Exception as error:  # Ray may raise anything: the host counts as lost
                    log.warning("%s cannot be sent", source, exc_info=True)
                    return host_lost(self._request.host, first_line(error))
                if isinstance(failure, Failure):
                    return failure
        return b""


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
