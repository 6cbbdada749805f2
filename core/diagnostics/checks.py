"""The whole check-up of a machine, and whether it can convert a document."""

from __future__ import annotations

import logging
import os
import platform
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from core import __version__
from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind
from core.cards.pinning import pinned_environment
from core.cards.reader import CardReader
from core.diagnostics.cards import diagnose
from core.diagnostics.desktop import check_display, check_fonts, check_preview, check_qt
from core.diagnostics.model import Check, CheckStatus
from core.engines.launch.preflight import preflight
from core.engines.mineru_options import MineruOptions
from core.engines.model import Engine, EngineStatus
from core.engines.process.local_process import EngineError, LaunchSpec, LocalProcess
from core.engines.registry import Engines
from core.free_space import free_bytes, nearest_existing
from core.messages import msg
from core.paths import logs_folder
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.setup import checked_url, no_server
from core.worker.protocol import Failure, Ready, StartFailed

log = logging.getLogger(__name__)
LITTLE_ROOM_MB = 2048
"""Less free space than this is worth a word: a book's page images take hundreds of MB."""
NO_ROOM_MB = 64
"""With less than this the queue and one small result do not fit any more."""
ENGINE_START_S = 120.0
"""An engine's imports from a cold network drive may take a minute."""
SERVER_ANSWERS_S = 5.0


def run_checks(
    home: Path, environ: Mapping[str, str] = os.environ, *, is_host: bool = False
) -> Iterator[Check]:
    """Every check, each as soon as it is done; an engine without models is started for it.

    ``is_host``: of a cluster, whose home holds neither queue nor profiles.
    """
    yield _guarded("versions", check_versions)
    yield _guarded("home", partial(check_home, home))
    yield _guarded("disk", partial(check_disk, home))
    if not is_host:
        yield from _home_contents(home)
    yield _guarded("display", partial(check_display, environ))
    yield _guarded("qt", partial(check_qt, environ))
    yield _guarded("preview", partial(check_preview, environ))
    yield _guarded("fonts", partial(check_fonts, environ))
    yield from _cards(home, environ)
    engines = Engines(home, environ)
    for engine in EngineName:
        yield _guarded(_name(engine), partial(check_engine, engines, engine, home, environ))
    if engines.chosen(EngineName.MINERU) is not None:
        yield from check_mineru_options(engines.options_in_effect())


def is_usable(checks: Iterable[Check]) -> bool:
    """Whether this machine converts a document: an engine is ready, and there is room."""
    found = {check.name: check.status for check in checks}
    works = (CheckStatus.OK, CheckStatus.WARN)
    ready = any(found.get(_name(engine)) in works for engine in EngineName)
    return ready and all(found.get(name) in works for name in ("home", "disk"))


def check_versions() -> Check:
    """What is installed, by number, and whether these go together."""
    python = platform.python_version()
    try:
        qt = metadata.version("PySide6")
    except metadata.PackageNotFoundError:
        qt = None
    detail = msg(
        "Headframe {headframe}, Python {python}, PySide6 {qt}, {system} on {machine}.",
        headframe=__version__,
        python=python,
        qt=qt or "–",
        system=platform.platform(terse=True),
        machine=platform.machine(),
    )
    if qt is not None and sys.version_info < (3, 12) and _numbers(qt) >= (6, 12):
        hint = msg(
            "PySide6 {qt} crashes after a while on this Python. Install an older one: {command}",
            qt=qt,
            command="pip install 'PySide6<6.12'",
        )
        return Check("versions", CheckStatus.FAIL, detail, hint)
    return Check("versions", CheckStatus.OK, detail)


def check_home(home: Path) -> Check:
    """Whether settings, queue and logs can be written; nothing is."""
    nearest = nearest_existing(home)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Check("home", CheckStatus.OK, msg("{folder} can be written.", folder=str(home)))
    return Check(
        "home",
        CheckStatus.FAIL,
        msg("{folder} cannot be written.", folder=str(home)),
        msg("Set {variable} to another folder.", variable="HEADFRAME_HOME"),
    )


def check_disk(home: Path) -> Check:
    """How much room there is where the queue and the logs are."""
    free_mb = free_bytes(home) // (1 << 20)
    detail = msg("{free} MB are free at {folder}.", free=free_mb, folder=str(home))
    if free_mb >= LITTLE_ROOM_MB:
        return Check("disk", CheckStatus.OK, detail)
    status = CheckStatus.FAIL if free_mb < NO_ROOM_MB else CheckStatus.WARN
    return Check("disk", status, detail, msg("Make room there, or choose another folder."))


def check_engine(
    engines: Engines, name: EngineName, home: Path, environ: Mapping[str, str]
) -> Check:
    """Whether an engine is ready.

    One that uses no card is started and asked; of another everything is looked at but its models
    loaded: that takes minutes, and the card may be at work.
    """
    status: EngineStatus = engines.status(name)
    if status.engine is None:
        return _not_ready(name, status.failure)
    began = time.monotonic()
    if status.engine.uses_card:
        return _check_neural(status.engine, home, environ)
    answer = start_engine(status.engine, home, environ)
    if isinstance(answer, Failure):
        return _not_ready(name, answer, there=True)
    detail = msg(
        "{engine} {version} is ready after {seconds} s, under {path}.",
        engine=name.value,
        version=answer.engine_version,
        seconds=round(time.monotonic() - began, 1),
        path=str(status.engine.interpreter),
    )
    return Check(_name(name), CheckStatus.OK, detail)


def check_mineru_options(options: MineruOptions) -> Iterator[Check]:
    """What MinerU is told, as far as it is told anything; a server is asked for a sign of life."""
    if options.tier is not None:
        detail = msg("MinerU takes the tier {tier}.", tier=options.tier.value)
        yield Check("mineru-tier", CheckStatus.OK, detail)
    if options.vlm_url is not None:
        yield _guarded("mineru-server", partial(_check_server, options.vlm_url))
    if options.downloads:
        detail = msg("MinerU fetches models that are missing from the network.")
        yield Check("mineru-downloads", CheckStatus.OK, detail)


def _check_server(url: str) -> Check:
    try:
        parts = urlsplit(checked_url(url))
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with socket.create_connection((parts.hostname or "", port), SERVER_ANSWERS_S):
            pass
    except DocumentRejected as refusal:
        failure = refusal.failure
        return Check("mineru-server", CheckStatus.FAIL, failure.message, failure.hint)
    except OSError:
        failure = no_server(url).failure
        return Check("mineru-server", CheckStatus.FAIL, failure.message, failure.hint)
    detail = msg("The server of MinerU's vision-language model answers: {url}.", url=url)
    return Check("mineru-server", CheckStatus.OK, detail)


def _check_neural(engine: Engine, home: Path, environ: Mapping[str, str]) -> Check:
    found = preflight(engine, _best_card(home, environ), environ)
    versions = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    if found.problems:
        first = found.problems[0]
        return Check(_name(engine.name), CheckStatus.FAIL, first.message, first.hint)
    detail = msg(
        "{engine} can start on {card}, under {path} (Python {python}; {versions}).",
        engine=engine.name.value,
        card=found.card.label,
        path=str(engine.interpreter),
        python=found.python or "–",
        versions=versions or "–",
    )
    return Check(_name(engine.name), CheckStatus.OK, detail)


def _best_card(home: Path, environ: Mapping[str, str]) -> Card:
    """The usable accelerator with the most free memory; the CPU where there is none."""
    with CardReader(home, environ) as reader:
        cards = [card for card in reader.read().cards if card.usable]
    accelerators = [card for card in cards if card.kind is not CardKind.CPU]
    if not accelerators:
        return cpu_card(None, None)
    return max(accelerators, key=lambda card: card.memory_free_mb or 0.0)


def start_engine(engine: Engine, home: Path, environ: Mapping[str, str]) -> Ready | Failure:
    """Start an engine on the CPU, wait for its word that it is ready, and end it."""
    pinned = pinned_environment(cpu_card(None, None), environ)
    file = logs_folder(home) / "worker-doctor.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with LocalProcess.start(
            LaunchSpec(engine.name, engine.interpreter, pinned, file)
        ) as process:
            deadline = time.monotonic() + ENGINE_START_S
            while (left := deadline - time.monotonic()) > 0:
                word = process.receive(left)
                if isinstance(word, Ready):
                    process.stop()
                    return word
                if isinstance(word, StartFailed):
                    return word.failure
    except EngineError as error:
        return error.failure
    return Failure(
        FailureKind.TIMED_OUT,
        msg("The engine did not start within {seconds} s.", seconds=round(ENGINE_START_S)),
        msg("The log has the details: {file}", file=str(file)),
    )


def _home_contents(home: Path) -> list[Check]:
    try:
        # Late: it reads what the window keeps, whose code is not sent to the hosts of a cluster.
        from core.diagnostics.home_contents import check_home_contents

        return list(check_home_contents(home))
    except Exception as error:  # a check that breaks is itself a finding
        return [_broken("home-contents", error)]


def _cards(home: Path, environ: Mapping[str, str]) -> list[Check]:
    try:
        return diagnose(home, environ)
    except Exception as error:  # a check that breaks is itself a finding
        return [_broken("cards", error)]


def _not_ready(name: EngineName, failure: Failure | None, *, there: bool = False) -> Check:
    if failure is None:
        return Check(_name(name), CheckStatus.ABSENT)
    missing = failure.kind is FailureKind.ENGINE_MISSING and not there
    status = CheckStatus.ABSENT if missing else CheckStatus.FAIL
    return Check(_name(name), status, failure.message, failure.hint)


def _name(engine: EngineName) -> str:
    return f"engine-{engine.value}"


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except Exception as error:  # a check that breaks is itself a finding
        return _broken(name, error)


def _broken(name: str, error: Exception) -> Check:
    """The others are still made."""
    log.error("the check '%s' broke", name, exc_info=error)
    detail = msg("This could not be checked: {error}.", error=str(error) or repr(error))
    return Check(name, CheckStatus.FAIL, detail, msg("The log has the details."))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
