"""`headframe engine models NAME`: an engine's models, listed, fetched, imported, checked."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from core.cards.reader import CardReader
from core.cli.human_text import failure_lines, tr
from core.cli.installing import progress_for
from core.cli.interruption import signals_cancel
from core.engines.installation.install_plan import best_device
from core.engines.installation.installer import InstallProgress
from core.engines.installation.requirement_sets import Device
from core.engines.models.catalogue import ENGINES_WITH_MODELS, HubName, catalogue
from core.engines.models.fetch import ModelProgress
from core.engines.models.files import ModelsError
from core.engines.models.hub import HubSource, hub_source
from core.engines.models.inventory import Inventory, ModelFile
from core.engines.models.manager import ModelManager
from core.engines.models.overview import ASK_LIMIT_S
from core.engines.models.recipe import recipe
from core.engines.registry import Engines
from core.free_space import gigabytes
from core.messages import Message, msg
from core.paths import headframe_home
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

SCHEMA = 1
EXIT_INTERRUPTED = 130

Listener = Callable[[ModelProgress], None]


def add_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `models` to the actions of `headframe engine`."""
    parser = actions.add_parser(
        "models",
        help=tr(msg("list the models an engine needs; fetch, import, check, move, remove them")),
    )
    names = [name.value for name in EngineName]
    parser.add_argument("name", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", action="store_true", help=tr(msg("as one JSON object")))
    parser.add_argument("--offline", action="store_true", help=tr(msg("list without asking a hub")))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--get", action="store_true", help=tr(msg("fetch what is missing")))
    what.add_argument(
        "--import",
        dest="source",
        type=Path,
        metavar="DIR|TAR",
        help=tr(msg("take them from there")),
    )
    what.add_argument(
        "--recipe",
        action="store_true",
        help=tr(msg("print how to fetch them on another machine")),
    )
    what.add_argument("--verify", action="store_true", help=tr(msg("read every file and check it")))
    what.add_argument(
        "--remove", action="store_true", help=tr(msg("remove the files that are here"))
    )
    what.add_argument(
        "--move", type=Path, metavar="DIR", help=tr(msg("move them into another folder"))
    )
    parser.add_argument(
        "--from",
        dest="hub",
        type=_source,
        metavar="huggingface|modelscope|URL",
        help=tr(
            msg(
                "which hub, or a mirror of Hugging Face's "
                "(default: Hugging Face, or ModelScope where that cannot be reached)"
            )
        ),
    )
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help=tr(msg("where the models are, or go"))
    )
    parser.add_argument(
        "--device",
        choices=[device.value for device in Device],
        metavar="cpu|npu|cuda",
        help=tr(
            msg(
                "what they are to run on "
                "(default: what the engine was installed for, else the best card here)"
            )
        ),
    )
    parser.add_argument(
        "--tier",
        choices=[tier.value for tier in Tier],
        metavar="TIER",
        help=tr(msg("of mineru (default: the one chosen, else basic)")),
    )
    parser.set_defaults(func=run)


def _source(text: str) -> HubSource:
    try:
        return hub_source(text)
    except ValueError:
        refusal = msg("'{text}' is neither huggingface, modelscope, nor a URL", text=text)
        raise argparse.ArgumentTypeError(tr(refusal, sys.stderr)) from None


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out."""
    name = EngineName(arguments.name)
    if name not in ENGINES_WITH_MODELS:
        return _none_needed(name, arguments.json)
    engines = Engines(headframe_home())
    device = None if arguments.device is None else Device(arguments.device)
    if device is None and engines.chosen(name) is None:
        with CardReader(engines.home, os.environ) as reader:
            device = best_device(reader.read().cards)
    manager = ModelManager(
        engines,
        name,
        os.environ,
        device=device,
        tier=None if arguments.tier is None else Tier(arguments.tier),
        folder=arguments.folder,
    )
    if arguments.recipe:
        source = arguments.hub or HubSource(HubName.HUGGINGFACE)
        needed = catalogue(name).needed(manager.device, manager.tier)
        print(recipe(name, needed, source.hub, source.url), end="")
        return 0
    try:
        with signals_cancel(manager.cancel):
            return _act(manager, arguments)
    except ModelsError as error:
        return _failed(manager, error, arguments.json)


def _act(manager: ModelManager, arguments: argparse.Namespace) -> int:
    stream = sys.stderr if arguments.json else sys.stdout
    if arguments.get or arguments.source is not None or arguments.move is not None:
        with _showing(stream) as tell:
            if arguments.get:
                found = manager.get(arguments.hub, tell)
            elif arguments.move is not None:
                found = manager.move(arguments.move, tell)
            else:
                found = manager.import_from(arguments.source, tell)
        return _print_inventory(found, arguments.json, short=True)
    if arguments.verify:
        with _showing(stream) as tell:
            found, bad = manager.verify(tell)
        return _verified(found, bad, arguments.json)
    if arguments.remove:
        gone = manager.remove()
        folder = str(manager.place.folder)
        text = msg(
            "{count} {count:file was|files were} removed from {folder}.", count=gone, folder=folder
        )
        print(tr(text, stream), file=stream)
        if arguments.json:
            print(json.dumps(as_json(manager.inventory())))
        return 0
    if not arguments.offline and not manager.asked:
        try:
            manager.ask(arguments.hub, ASK_LIMIT_S)
        except ModelsError as error:
            if error.failure.kind is not FailureKind.CANCELLED:
                why = tr(error.failure.message, sys.stderr)
                print(tr(msg("Sizes are not known: {why}", why=why), sys.stderr), file=sys.stderr)
    _print_inventory(manager.inventory(), arguments.json)
    return 0


def as_json(found: Inventory, failure: Failure | None = None) -> dict[str, Any]:
    """As docs/command.md has it, and why it is not complete where that is known."""
    return {
        "schema": SCHEMA,
        "engine": found.engine.value,
        "tier": None if found.tier is None else found.tier.value,
        "device": found.device.value,
        "folder": str(found.place.folder),
        "bytes": found.bytes,
        "missing_bytes": found.missing_bytes,
        "complete": found.complete,
        "files": [
            {
                "name": file.name,
                "repo": file.told_repo,
                "revision": file.revision,
                "bytes": file.bytes,
                "sha256": None if file.told is None else file.told.sha256,
                "required": file.required,
                "present": file.present,
                "whole": file.whole,
                "path": str(file.local),
            }
            for file in found.files
        ],
        "failure": None if failure is None else failure_json(failure),
    }


def failure_json(failure: Failure, file: str | None = None) -> dict[str, Any]:
    return {
        "kind": failure.kind.value,
        "message": str(failure.message),
        "hint": None if failure.hint is None else str(failure.hint),
        "file": file,
    }


def _print_inventory(found: Inventory, as_object: bool, *, short: bool = False) -> int:
    if as_object:
        print(json.dumps(as_json(found)))
        return 0 if found.complete else 1
    if not short:
        _table(found)
    print(_summary(found))
    missing = found.missing
    if missing and not short:
        text = msg(
            "`headframe engine models {engine} --get` fetches them; `--recipe` says how to do that "
            "on another machine.",
            engine=found.engine.value,
        )
        print(tr(text))
    elif missing:
        print("\n".join(tr(msg("missing: {name}", name=file.name)) for file in missing))
    return 0 if found.complete else 1


def _summary(found: Inventory) -> str:
    missing, size = found.missing, found.missing_bytes
    tier = "" if found.tier is None else f" {found.tier.value}"
    what = f"{found.engine.value}{tier} ({found.device.value})"
    if not found.files:
        return tr(msg("{engine} needs no models.", engine=what))
    count, folder = len(found.files), str(found.place.folder)
    if not missing:
        text = msg(
            "{engine}: all {count} {count:file is|files are} in {folder}.",
            engine=what,
            count=count,
            folder=folder,
        )
        total = "" if found.bytes is None else f" ({gigabytes(found.bytes)})"
        return tr(text) + total
    if size is None:
        text = msg(
            "{engine}: {missing} of {count} {count:file|files} {missing:is|are} missing"
            " (size not known).",
            engine=what,
            missing=len(missing),
            count=count,
        )
    else:
        text = msg(
            "{engine}: {missing} of {count} {count:file|files} {missing:is|are} missing ({size}).",
            engine=what,
            missing=len(missing),
            count=count,
            size=gigabytes(size),
        )
    return tr(text)


def _table(found: Inventory) -> None:
    """A line each, below their repository: names whole, so that they can be looked for."""
    repository = ""
    width = max((len(file.path) for file in found.files), default=0)
    for file in found.files:
        if file.told_repo != repository:
            repository = file.told_repo
            text = msg(
                "{repository}, revision {revision}",
                repository=repository,
                revision=file.revision[:12],
            )
            print(tr(text))
        state = tr(_state(file))
        size = "" if file.bytes is None else gigabytes(file.bytes)
        print(f"  {file.path:{width}}  {size:>9}  {state}")


def _state(file: ModelFile) -> Message:
    if not file.present:
        return msg("missing")
    return msg("here") if file.whole else msg("damaged")


def _verified(found: Inventory, bad: tuple[str, ...], as_object: bool) -> int:
    checked = all(file.told is not None for file in found.files if file.present)
    if as_object:
        print(json.dumps(as_json(found) | {"damaged": list(bad), "checksums": checked}))
    else:
        for name in bad:
            print(tr(msg("damaged: {name}", name=name)))
        here = sum(1 for file in found.files if file.present)
        text = msg(
            "{good} of {count} {count:file is as it|files are as they} should be.",
            good=here - len(bad),
            count=here,
        )
        print(tr(text))
        if not checked:
            print(tr(msg("No hub has listed their checksums, so only their size was checked.")))
        print(_summary(found))
    return 1 if bad or not found.complete else 0


def _none_needed(name: EngineName, as_object: bool) -> int:
    if as_object:
        nothing = {"tier": None, "device": "cpu", "folder": None, "bytes": 0, "missing_bytes": 0}
        body = {"schema": SCHEMA, "engine": name.value, **nothing}
        print(json.dumps(body | {"complete": True, "files": [], "failure": None}))
    else:
        print(tr(msg("{engine} needs no models beside its packages.", engine=name.value)))
    return 0


def _failed(manager: ModelManager, error: ModelsError, as_object: bool) -> int:
    failure = error.failure
    if as_object:
        body = as_json(manager.inventory(), failure)
        body["failure"]["file"] = error.file
        print(json.dumps(body))
    print("\n".join(failure_lines(failure, sys.stderr)), file=sys.stderr)
    return EXIT_INTERRUPTED if failure.kind is FailureKind.CANCELLED else 1


@contextlib.contextmanager
def _showing(stream: TextIO) -> Iterator[Listener]:
    last = ""

    def shown(progress: ModelProgress) -> None:
        nonlocal last
        line = tr(progress.sentence, stream)
        if stream.isatty() or line != last:
            last = line
            tell(InstallProgress(progress.sentence, progress.fraction))

    with progress_for(stream) as tell:
        yield shown
