"""`headframe engine list|install|use|remove`: which interpreter runs which engine."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.table import Table

from core.cards.model import CardKind
from core.cards.reader import CardReader
from core.cli import engine_options
from core.cli.installing import progress_for
from core.engines.installing import (
    Installation,
    NotInstalledError,
    find_python,
    remove_environment,
)
from core.engines.model import EngineStatus
from core.engines.registry import Engines, UnfitError
from core.engines.requirement_sets import Device, requirement_set
from core.paths import headframe_home
from core.worker.protocol import EngineName, Failure, FailureKind

SCHEMA = 1


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command; each action sets ``func`` to what runs it."""
    parser = subparsers.add_parser(
        "engine", help="which engines there are, and the interpreters they run under"
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)

    listing = actions.add_parser("list", help="list the engines")
    listing.add_argument("--json", action="store_true", help="as one JSON object")
    listing.set_defaults(func=_list)

    install = actions.add_parser("install", help="make an engine an environment of its own")
    _add_name(install)
    install.add_argument(
        "--device",
        choices=[device.value for device in Device],
        metavar="cpu|npu|cuda",
        help="what it is to run on (default: by the cards of this machine)",
    )
    install.add_argument("--wheels", type=Path, metavar="DIR", help="take packages from there only")
    install.add_argument("--models", type=Path, metavar="DIR", help="the folder of its models")
    install.add_argument("--python", metavar="PATH", help="the Python to make it with")
    install.set_defaults(func=_install)

    use = actions.add_parser("use", help="run an engine under an interpreter that is there")
    _add_name(use)
    use.add_argument("--python", metavar="PATH", help="the interpreter, or its environment")
    use.add_argument("--models", type=Path, metavar="DIR", help="the folder of its models")
    engine_options.add_to(use)
    use.set_defaults(func=_use, parser=use)

    remove = actions.add_parser("remove", help="forget the interpreter named for an engine")
    _add_name(remove)
    remove.set_defaults(func=_remove)


def _add_name(parser: argparse.ArgumentParser) -> None:
    names = [name.value for name in EngineName]
    parser.add_argument("name", choices=names, metavar="NAME", help=", ".join(names))


def _list(arguments: argparse.Namespace) -> int:
    engines = Engines(headframe_home())
    if arguments.json:
        entries = [_entry(engines, status) for status in engines.all()]
        print(json.dumps({"schema": SCHEMA, "engines": entries}))
        return 0
    table = Table("Engine", "Version", "Interpreter", "State", box=None, pad_edge=False)
    words = engine_options.in_words(engines.options_in_effect())
    for status in engines.all():
        entry = _entry(engines, status)
        table.add_row(
            status.name.value,
            entry["version"] or "",
            entry["interpreter"] or "",
            "\n".join(
                [
                    "ready" if status.failure is None else str(status.failure.message),
                    *(words if status.name is EngineName.MINERU else ()),
                ]
            ),
        )
    Console().print(table)
    return 0


def _entry(engines: Engines, status: EngineStatus) -> dict[str, Any]:
    chosen = engines.chosen(status.name)
    interpreter = chosen.interpreter if chosen is not None else None
    version = chosen.version if chosen is not None else None
    if status.engine is not None:
        interpreter, version = str(status.engine.interpreter), status.engine.version
    failure = status.failure
    return {
        "name": status.name.value,
        "ready": status.engine is not None,
        "interpreter": interpreter,
        "version": version,
        "chosen": chosen is not None,
        "models": chosen.models if chosen is not None else None,
        "options": (
            engine_options.as_json(engines.options_in_effect())
            if status.name is EngineName.MINERU
            else None
        ),
        "message": str(failure.message) if failure is not None else None,
        "hint": str(failure.hint) if failure is not None and failure.hint is not None else None,
    }


def _use(arguments: argparse.Namespace) -> int:
    name = EngineName(arguments.name)
    told = engine_options.are_named(arguments)
    if arguments.python is None and arguments.models is None and not told:
        arguments.parser.error("name --python PATH, --models DIR, or an option of mineru")
    if told and name is not EngineName.MINERU:
        arguments.parser.error(f"{name.value} has none of the options of mineru")
    engines = Engines(headframe_home())
    try:
        # The options last: what is asked for whole shall not be half done for a bad address.
        options = engine_options.chosen(arguments, engines) if told else None
        if arguments.python is not None:
            probed = engines.use(name, arguments.python, arguments.models)
            print(
                f"{name.value} {probed.version} runs under {probed.interpreter}"
                f" (Python {probed.python})."
            )
        elif arguments.models is not None:
            engines.use_models(name, arguments.models)
            print(f"{name.value} takes its models from {arguments.models}.")
        if options is not None:
            engines.use_options(options)
            print(engine_options.in_a_line(engines.options_in_effect()))
    except UnfitError as error:
        return _failed(error.failure)
    except OSError as error:
        print(f"The choice cannot be kept: {error}", file=sys.stderr)
        return 1
    return _told_of_models(engines, name)


def _install(arguments: argparse.Namespace) -> int:
    home, name = headframe_home(), EngineName(arguments.name)
    wheels = None if arguments.wheels is None else arguments.wheels.absolute()
    device = Device(arguments.device) if arguments.device else _device_here(home)
    needs = requirement_set(name, device, platform.machine(), own_wheels=wheels is not None)
    if isinstance(needs, Failure):
        return _failed(needs)
    python = find_python(needs.pythons, os.environ, arguments.python)
    if isinstance(python, Failure):
        return _failed(python)
    installation = Installation(home, os.environ, needs, python, wheels)
    engines = Engines(home)
    try:
        with _minding_signals(installation), progress_for(sys.stdout) as tell:
            probed = installation.run(tell)
            engines.use(name, str(probed.interpreter), arguments.models)
    except NotInstalledError as error:
        _failed(error.failure)
        return 130 if error.failure.kind is FailureKind.CANCELLED else 1
    except UnfitError as error:
        return _failed(error.failure)
    except OSError as error:
        print(f"The environment cannot be made: {error}", file=sys.stderr)
        return 1
    print(f"{name.value} {probed.version} is installed in {probed.interpreter.parents[1]}.")
    return _told_of_models(engines, name)


def _device_here(home: Path) -> Device:
    """What the best cards of this machine are."""
    with CardReader(home, os.environ) as reader:
        kinds = {card.kind for card in reader.read().cards}
    best = next(kind for kind in (CardKind.NPU, CardKind.CUDA, CardKind.CPU) if kind in kinds)
    return Device(best.value)


def _told_of_models(engines: Engines, name: EngineName) -> int:
    """Say what is still missing; the interpreter itself is chosen all the same."""
    failure = engines.status(name).failure
    if failure is not None:
        print(f"{failure.message} {failure.hint or ''}".strip())
    return 0


@contextlib.contextmanager
def _minding_signals(installation: Installation) -> Iterator[None]:
    def cancel(_number: int, _frame: FrameType | None) -> None:
        installation.cancel()

    before = {number: signal.signal(number, cancel) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _remove(arguments: argparse.Namespace) -> int:
    engines, name = Engines(headframe_home()), EngineName(arguments.name)
    try:
        chosen = engines.chosen(name)
        if chosen is None:
            print(f"No interpreter was named for {arguments.name}.", file=sys.stderr)
            return 1
        engines.remove(name)
        gone = remove_environment(engines.home, Path(chosen.interpreter))
    except OSError as error:
        print(f"The choice cannot be forgotten: {error}", file=sys.stderr)
        return 1
    place = "gone" if gone else "where it was"
    print(f"{arguments.name}: forgotten. Its environment is {place}.")
    return 0


def _failed(failure: Failure) -> int:
    print(failure.message, file=sys.stderr)
    if failure.hint is not None:
        print(failure.hint, file=sys.stderr)
    return 1
