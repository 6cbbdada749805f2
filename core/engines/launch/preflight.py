"""Everything that keeps an engine from working on a card, found out in seconds, before a start.

In short processes of their own: importing torch_npu without CANN ends in tracebacks, and neither
belongs into this process. Counting devices opens no context on a card.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from core.cards.model import Card, CardKind
from core.cards.pinning import CannotPinError
from core.cards.selection import MEMORY_NEED_MB
from core.engines.launch.cann import is_loaded, scripts_to_source
from core.engines.launch.launch_environment import engine_environment, not_pinned
from core.engines.launch.model_check import models_failure, with_overrides
from core.engines.launch.probe import probe
from core.engines.model import Engine
from core.engines.process.process_outcome import signal_name
from core.engines.worker_environment import worker_environment
from core.messages import msg
from core.paths import user_home
from core.suspend_aware_clock import SuspendAwareClock
from core.worker.device_errors import classify_error
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.model_files import (
    find_magic_pdf,
    missing_magic_pdf,
    refuse_missing,
)
from core.worker.protocol import Failure

LIMIT_S = 180.0
"""torch from a cold network drive takes a minute or two to be imported."""
POLL_S = 0.2
"""How often it is checked whether the answer is still wanted."""
GRACE_S = 5.0
PACKAGES = ("magic-pdf", "mineru", "torch", "torchvision", "torch_npu", "transformers", "numpy")

# Prints its answer last; whatever the libraries print or throw goes before it, or to stderr.
_QUESTION = """
import ctypes, gc, json, sys
gc.disable()  # this process is too short for it: a quarter of what the imports take
try:
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG: else it would outlive its parent
except Exception:  # not on Linux: the time limit ends it
    pass
from importlib import metadata
answer = {"python": ".".join(map(str, sys.version_info[:3])), "versions": {}, "devices": None}
for name in sys.argv[2:]:
    try:
        answer["versions"][name] = metadata.version(name)
    except Exception:  # not installed, or its metadata is damaged
        pass
if sys.argv[1] == "cpu":
    if "torch" in answer["versions"]:
        import torch  # a build for cards that is here without their driver may refuse
else:
    import torch
    if sys.argv[1] == "npu":
        import torch_npu
        answer["devices"] = torch.npu.device_count()
    else:
        answer["devices"] = torch.cuda.device_count()
print("\\n" + json.dumps(answer))
"""


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found."""

    card: Card
    python: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    """Of the packages that matter, as far as they are installed."""
    devices: int | None = None
    """Devices that the engine's runtime sees under the pin; ``None`` on the CPU."""
    stderr: str = ""
    """What its libraries said meanwhile."""
    problems: tuple[Failure, ...] = ()
    """What keeps the engine from working there, each with what to do; empty: nothing does."""


def preflight(engine: Engine, card: Card, environ: Mapping[str, str]) -> Preflight:
    """Look at everything. Blocks for as long as the imports take; never raises."""
    found = run_preflight(engine, card, environ)
    failure = _memory(engine, card)
    return found if failure is None else replace(found, problems=(*found.problems, failure))


def run_preflight(
    engine: Engine,
    card: Card,
    environ: Mapping[str, str],
    should_continue: Callable[[], bool] = lambda: True,
) -> Preflight:
    """Like :func:`preflight`, without the card's memory, which the selection has checked.

    Comes back soon when ``should_continue`` says no; what it then found is not all.
    """
    answer = probe(engine.name, engine.interpreter, environ)
    if isinstance(answer, Failure):
        return Preflight(card, problems=(answer,))
    misses: list[Failure] = []
    if card.kind is CardKind.NPU and not (is_loaded(environ) or scripts_to_source(environ)):
        misses.append(_no_cann())
    found = _probe_runtime(engine, card, environ, should_continue)
    if isinstance(found, Failure):
        misses.append(found)
        found = Preflight(card)
    elif card.kind is not CardKind.CPU and found.devices != 1:
        misses.append(_wrong_count(card, found))
    if failure := _models(engine, card, environ):
        misses.append(failure)
    return replace(found, python=answer.python, problems=tuple(misses))


def _probe_runtime(
    engine: Engine, card: Card, environ: Mapping[str, str], should_continue: Callable[[], bool]
) -> Preflight | Failure:
    mode = card.kind.value if engine.uses_card else CardKind.CPU.value
    try:
        pinned = engine_environment(engine, card, environ)
        command = [str(engine.interpreter), "-c", _QUESTION, mode, *PACKAGES]
        child = _run(command, worker_environment(pinned, engine.interpreter), should_continue)
    except CannotPinError as error:
        return not_pinned(error)
    except subprocess.TimeoutExpired:
        return Failure(
            FailureKind.ENGINE_MISSING,
            msg(
                "{engine}'s packages were not imported within {seconds} s.",
                engine=engine.name.value,
                seconds=round(LIMIT_S),
            ),
            msg("Look at the disk they are on, and at the driver with `headframe doctor`."),
        )
    except _Unwanted:
        return Failure(FailureKind.CANCELLED, msg("Cancelled."))
    except OSError as error:
        return Failure(
            FailureKind.ENGINE_MISSING,
            msg(
                "{path} cannot be started: {reason}.",
                path=str(engine.interpreter),
                reason=error.strerror or os.strerror(error.errno or 0),
            ),
            msg(
                "Choose another: `headframe engine use {engine} --python PATH`.",
                engine=engine.name.value,
            ),
        )
    if child.returncode != 0:
        return _broken(engine, card, child)
    try:
        body = json.loads(child.stdout.splitlines()[-1])
        return Preflight(card, body["python"], body["versions"], body["devices"], child.stderr)
    except (ValueError, LookupError, TypeError):  # a package ended the process in good order
        return _broken(engine, card, child)


class _Unwanted(Exception):  # noqa: N818 - the caller has given up
    pass


def _run(
    command: list[str], environ: Mapping[str, str], should_continue: Callable[[], bool]
) -> subprocess.CompletedProcess[str]:
    """Run it to its end. Raises ``TimeoutExpired``, ``OSError``, :class:`_Unwanted`."""
    clock = SuspendAwareClock()
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        while True:
            if not should_continue():
                raise _Unwanted
            try:
                out, err = child.communicate(timeout=POLL_S)
            except subprocess.TimeoutExpired:
                if clock.now() > LIMIT_S:
                    raise
            else:
                return subprocess.CompletedProcess(command, child.returncode, out, err)
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):  # the kernel holds it: a driver
                child.communicate(timeout=GRACE_S)


def _broken(engine: Engine, card: Card, child: subprocess.CompletedProcess[str]) -> Failure:
    if (fault := classify_error(child.stderr, card.label, starting=True)) is not None:
        return fault
    if child.returncode == -signal.SIGKILL:
        return Failure(
            FailureKind.WORKER_DIED,
            msg(
                "Python was killed while it imported the packages of {engine}; most often memory "
                "had run out.",
                engine=engine.name.value,
            ),
            msg("Close other programs, and try again."),
        )
    code = child.returncode
    how = signal_name(-code) if code < 0 else msg("status {code}", code=code)
    lines = (line[:300] for line in reversed(child.stderr.splitlines()) if line.strip())
    return Failure(
        FailureKind.ENGINE_MISSING,
        msg(
            "{engine}'s packages cannot be imported: {line}",
            engine=engine.name.value,
            line=next(lines, how),
        ),
        msg("Reinstall them: `headframe engine install {engine}`.", engine=engine.name.value),
    )


def _models(engine: Engine, card: Card, environ: Mapping[str, str]) -> Failure | None:
    environ = with_overrides(environ, engine.models, engine.options)
    if failure := models_failure(engine.name, environ):
        return failure
    if engine.name is not EngineName.MAGIC_PDF:
        return None
    found = find_magic_pdf(environ, user_home(environ))
    try:
        if found is not None:  # what this device takes, beyond what either would
            on_cpu = card.kind is CardKind.CPU
            bad = missing_magic_pdf(found, on_cpu=on_cpu)
            refuse_missing(engine.name, bad, found.models)
    except DocumentRejected as refusal:
        return refusal.failure
    return None


def _memory(engine: Engine, card: Card) -> Failure | None:
    need, free = MEMORY_NEED_MB.get(engine.name), card.memory_free_mb
    if need is None or free is None or card.kind is CardKind.CPU or free >= need:
        return None
    return Failure(
        FailureKind.CARD_OUT_OF_MEMORY,
        msg(
            "{card} has {free} GB free; {engine} needs about {need} GB.",
            card=card.label,
            free=round(free / 1024, 1),
            engine=engine.name.value,
            need=round(need / 1024, 1),
        ),
        msg("Pick another card, or stop what runs on this one: `headframe cards` lists it."),
    )


def _no_cann() -> Failure:
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg("CANN was not found: no set_env.sh in its usual places."),
        msg(
            "Install CANN, or load it before Headframe starts: "
            "`source PATH/ascend-toolkit/set_env.sh`."
        ),
    )


def _wrong_count(card: Card, found: Preflight) -> Failure:
    if not found.devices and (fault := classify_error(found.stderr, card.label, starting=True)):
        return fault  # runtimes say why, and then count none
    return Failure(
        FailureKind.CARD_UNAVAILABLE,
        msg(
            "Pinned to {card}, the engine sees {count} devices instead of 1.",
            card=card.label,
            count=found.devices or 0,
        ),
        msg("Check the card with `headframe cards`, and the driver with `headframe doctor`."),
        Scope.CARD,
    )
