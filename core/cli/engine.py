"""`headframe engine list|use|remove`: which interpreter runs which engine."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from core.engines.model import EngineStatus
from core.engines.registry import Engines, UnfitError
from core.paths import headframe_home
from core.worker.protocol import EngineName, Failure

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

    use = actions.add_parser("use", help="run an engine under an interpreter that is there")
    _add_name(use)
    use.add_argument(
        "--python", required=True, metavar="PATH", help="the interpreter, or its environment"
    )
    use.set_defaults(func=_use)

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
    for status in engines.all():
        entry = _entry(engines, status)
        table.add_row(
            status.name.value,
            entry["version"] or "",
            entry["interpreter"] or "",
            "ready" if status.failure is None else str(status.failure.message),
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
        "message": str(failure.message) if failure is not None else None,
        "hint": str(failure.hint) if failure is not None and failure.hint is not None else None,
    }


def _use(arguments: argparse.Namespace) -> int:
    name = EngineName(arguments.name)
    try:
        probed = Engines(headframe_home()).use(name, arguments.python)
    except UnfitError as error:
        return _failed(error.failure)
    except OSError as error:
        print(f"The choice cannot be kept: {error}", file=sys.stderr)
        return 1
    print(
        f"{name.value} {probed.version} runs under {probed.interpreter} (Python {probed.python})."
    )
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    try:
        there = Engines(headframe_home()).remove(EngineName(arguments.name))
    except OSError as error:
        print(f"The choice cannot be forgotten: {error}", file=sys.stderr)
        return 1
    if not there:
        print(f"No interpreter was named for {arguments.name}.", file=sys.stderr)
        return 1
    print(f"{arguments.name}: forgotten. Its environment is where it was.")
    return 0


def _failed(failure: Failure) -> int:
    print(failure.message, file=sys.stderr)
    if failure.hint is not None:
        print(failure.hint, file=sys.stderr)
    return 1
