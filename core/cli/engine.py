"""`headframe engine list|install|models|test|use|remove`: which interpreter runs which engine."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from core.cli import engine_models, engine_options, engine_test
from core.cli.human_text import failure_lines, tr
from core.cli.installing import progress_for
from core.cli.interruption import signals_cancel
from core.cli.tables import print_table
from core.engines.installation.install_plan import InstallPlan, InstallRequest, plan_installation
from core.engines.installation.installer import Installation, NotInstalledError, remove_environment
from core.engines.installation.requirement_sets import Device
from core.engines.model import EngineStatus, Readiness
from core.engines.models.overview import MissingModels, missing_models
from core.engines.registry import Engines, UnfitError
from core.free_space import gigabytes
from core.messages import msg
from core.paths import headframe_home
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

SCHEMA = 1


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command; each action sets ``func`` to what runs it."""
    parser = subparsers.add_parser(
        "engine", help=tr(msg("which engines there are, and the interpreters they run under"))
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)

    listing = actions.add_parser("list", help=tr(msg("list the engines")))
    listing.add_argument("--json", action="store_true", help=tr(msg("as one JSON object")))
    listing.set_defaults(func=_list)

    install = actions.add_parser(
        "install", help=tr(msg("make an engine an environment of its own"))
    )
    _add_name(install)
    install.add_argument(
        "--device",
        choices=[device.value for device in Device],
        metavar="cpu|npu|cuda",
        help=tr(msg("what it is to run on (default: by the cards of this machine)")),
    )
    install.add_argument(
        "--wheels", type=Path, metavar="DIR", help=tr(msg("take packages from there only"))
    )
    install.add_argument(
        "--models", type=Path, metavar="DIR", help=tr(msg("the folder of its models"))
    )
    install.add_argument("--python", metavar="PATH", help=tr(msg("the Python to make it with")))
    what = install.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help=tr(msg("say what would be installed")))
    what.add_argument(
        "--recipe",
        action="store_true",
        help=tr(msg("print how to fetch the packages on another machine")),
    )
    install.add_argument(
        "--json", action="store_true", help=tr(msg("with --dry-run: as one JSON object"))
    )
    install.set_defaults(func=_install)

    use = actions.add_parser(
        "use", help=tr(msg("run an engine under an interpreter that is there"))
    )
    _add_name(use)
    use.add_argument(
        "--python", metavar="PATH", help=tr(msg("the interpreter, or its environment"))
    )
    use.add_argument("--models", type=Path, metavar="DIR", help=tr(msg("the folder of its models")))
    engine_options.add_to(use)
    use.set_defaults(func=_use, parser=use)

    engine_models.add_parser(actions)
    engine_test.add_parser(actions)

    remove = actions.add_parser(
        "remove",
        help=tr(
            msg("forget an engine's interpreter; an environment that `install` made goes with it")
        ),
    )
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
    titles = (msg("Engine"), msg("Version"), msg("Interpreter"), msg("State"))
    table = Table(*map(tr, titles), box=None, pad_edge=False)
    words = engine_options.in_words(engines.options_in_effect())
    for status in engines.all():
        entry = _entry(engines, status)
        table.add_row(
            status.name.value,
            entry["version"] or "",
            entry["interpreter"] or "",
            "\n".join(
                [
                    _state_in_words(engines, status),
                    *(words if status.name is EngineName.MINERU else ()),
                ]
            ),
        )
    print_table(table)
    return 0


def _state_in_words(engines: Engines, status: EngineStatus) -> str:
    if (missing := _missing(engines, status)) is not None:
        size = "" if missing.bytes is None else f" ({gigabytes(missing.bytes)})"
        text = msg(
            "{count} of {all} model {all:file|files} {count:is|are} missing{size}: "
            "headframe engine models {engine}",
            count=missing.files,
            all=missing.all_files,
            size=size,
            engine=status.name.value,
        )
        return tr(text)
    if status.failure is not None:
        return tr(status.failure.message)
    if status.readiness is Readiness.READY:
        kinds = ", ".join(kind.value for kind in status.ready_on)
        return tr(msg("ready on {kinds}", kinds=kinds))
    return tr(msg("untested: headframe engine test {engine}", engine=status.name.value))


def _missing(engines: Engines, status: EngineStatus) -> MissingModels | None:
    if status.readiness is not Readiness.MODELS_MISSING:
        return None
    try:
        return missing_models(engines, status.name)
    except OSError:
        return None


def _entry(engines: Engines, status: EngineStatus) -> dict[str, Any]:
    chosen = engines.chosen(status.name)
    interpreter = chosen.interpreter if chosen is not None else None
    version = chosen.version if chosen is not None else None
    if status.engine is not None:
        interpreter, version = str(status.engine.interpreter), status.engine.version
    failure, missing = status.failure, _missing(engines, status)
    return {
        "name": status.name.value,
        "ready": status.readiness is Readiness.READY,
        "state": status.readiness.value,
        "ready_on": [kind.value for kind in status.ready_on],
        "interpreter": interpreter,
        "version": version,
        "chosen": chosen is not None,
        "models": chosen.models if chosen is not None else None,
        "missing_models": (
            None
            if missing is None
            else {
                "files": missing.files,
                "all_files": missing.all_files,
                "bytes": missing.bytes,
            }
        ),
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
        text = msg("name --python PATH, --models DIR, or an option of mineru")
        arguments.parser.error(tr(text, sys.stderr))
    if told and name is not EngineName.MINERU:
        text = msg("{engine} has none of the options of mineru", engine=name.value)
        arguments.parser.error(tr(text, sys.stderr))
    engines = Engines(headframe_home())
    try:
        # The options last: a bad address must not leave the request half done.
        options = engine_options.chosen(arguments, engines) if told else None
        if arguments.python is not None:
            probed = engines.use(name, arguments.python, arguments.models)
            text = msg(
                "{engine} {version} runs under {path} (Python {python}).",
                engine=name.value,
                version=probed.version,
                path=str(probed.interpreter),
                python=probed.python,
            )
            print(tr(text))
        elif arguments.models is not None:
            engines.use_models(name, arguments.models)
            folder = str(arguments.models)
            text = msg("{engine} takes its models from {folder}.", engine=name.value, folder=folder)
            print(tr(text))
        if options is not None:
            engines.use_options(options)
            print(engine_options.in_a_line(engines.options_in_effect()))
    except UnfitError as error:
        return _failed(error.failure)
    except OSError as error:
        text = msg("The choice cannot be saved: {error}", error=str(error))
        print(tr(text, sys.stderr), file=sys.stderr)
        return 1
    return _told_of_models(engines, name)


def _install(arguments: argparse.Namespace) -> int:
    home, name = headframe_home(), EngineName(arguments.name)
    wheels = None if arguments.wheels is None else arguments.wheels.absolute()
    device = Device(arguments.device) if arguments.device else None
    request = InstallRequest(name, device, wheels, arguments.python)
    plan = plan_installation(home, os.environ, request)
    if isinstance(plan, Failure):
        return _failed(plan)
    if arguments.recipe:
        print(plan.recipe, end="")
        return 0
    if arguments.dry_run and arguments.json:
        print(json.dumps(_plan_json(plan)))
        return 0 if plan.obstacle is None else 1
    print("\n".join(map(tr, plan.sentences)), flush=True)
    if plan.obstacle is not None or plan.python is None:
        return 1 if plan.obstacle is None else _failed(plan.obstacle)
    if arguments.dry_run:
        return 0
    installation = Installation(home, os.environ, plan.needs, plan.python, wheels)
    engines = Engines(home)
    try:
        with signals_cancel(installation.cancel), progress_for(sys.stdout) as tell:
            probed = installation.run(tell)
            engines.use(name, str(probed.interpreter), arguments.models)
    except NotInstalledError as error:
        _failed(error.failure)
        return 130 if error.failure.kind is FailureKind.CANCELLED else 1
    except UnfitError as error:
        return _failed(error.failure)
    except OSError as error:
        text = msg("The environment cannot be made: {error}", error=str(error))
        print(tr(text, sys.stderr), file=sys.stderr)
        return 1
    place = str(probed.interpreter.parents[1])
    version = probed.version
    done = msg(
        "{engine} {version} is installed in {folder}.",
        engine=name.value,
        version=version,
        folder=place,
    )
    print(tr(done))
    return _told_of_models(engines, name)


def _plan_json(plan: InstallPlan) -> dict[str, Any]:
    torch, failure = plan.needs.cpu_torch, plan.obstacle
    return {
        "schema": SCHEMA,
        "engine": plan.request.name.value,
        "device": plan.needs.device.value,
        "found": [card.key for card in plan.cards],
        "python": None if plan.python is None else str(plan.python),
        "python_version": ".".join(map(str, plan.version)),
        "packages": list(plan.needs.pins),
        "download_bytes": 0 if plan.request.wheels is not None else plan.download_bytes,
        "installed_bytes": plan.installed_bytes,
        "free_bytes": plan.free_bytes,
        "folder": str(plan.folder),
        "wheels": None if plan.request.wheels is None else str(plan.request.wheels),
        "torch_index": None if torch is None else torch.index,
        "missing": list(plan.lacking),
        "message": None if failure is None else str(failure.message),
        "hint": None if failure is None or failure.hint is None else str(failure.hint),
    }


def _told_of_models(engines: Engines, name: EngineName) -> int:
    """Say what is still missing; the interpreter itself is chosen all the same."""
    failure = engines.status(name).failure
    if failure is not None:
        print(" ".join(failure_lines(failure)))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    engines, name = Engines(headframe_home()), EngineName(arguments.name)
    try:
        chosen = engines.chosen(name)
        if chosen is None:
            text = msg("No interpreter was chosen for {engine}.", engine=arguments.name)
            print(tr(text, sys.stderr), file=sys.stderr)
            return 1
        engines.remove(name)
        gone = remove_environment(engines.home, Path(chosen.interpreter))
    except OSError as error:
        text = msg("The choice cannot be removed: {error}", error=str(error))
        print(tr(text, sys.stderr), file=sys.stderr)
        return 1
    if gone:
        text = msg("{engine}: removed, with its environment.", engine=arguments.name)
    else:
        text = msg("{engine}: removed. Its environment is where it was.", engine=arguments.name)
    print(tr(text))
    return 0


def _failed(failure: Failure) -> int:
    print("\n".join(failure_lines(failure, sys.stderr)), file=sys.stderr)
    return 1
