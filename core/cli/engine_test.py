"""`headframe engine test NAME`: a page that comes with Headframe, on a card of one's choice."""

from __future__ import annotations

import argparse
import json
import os
import sys

from core.cards.selection import AUTO, UnknownCardError
from core.cli.human_text import tr
from core.cli.interruption import signals_cancel
from core.engines.choice import EngineChoice
from core.engines.model import Engine
from core.engines.registry import Engines
from core.jobs.execution.engine_test import EngineTest, EngineTestResult
from core.jobs.scheduling.card_assignment import assign_cards
from core.logs import start_logging
from core.messages import msg
from core.paths import headframe_home
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

EXIT_INTERRUPTED = 130
EXIT_WRONG = 2


def add_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `test` to the actions of `headframe engine`."""
    parser = actions.add_parser(
        "test", help=tr(msg("convert a page that comes with Headframe on a card"))
    )
    names = [name.value for name in EngineName]
    parser.add_argument("name", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument(
        "--card",
        default=AUTO,
        metavar="KEY",
        help=tr(msg("a key of `headframe cards` (default: auto)")),
    )
    parser.add_argument("--json", action="store_true", help=tr(msg("as one JSON object")))
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out. 0: it works; 1: it does not; 2: no such card."""
    home = headframe_home()
    with start_logging(home, "engine-test"):
        engines = Engines(home)
        engine = engines.resolve(EngineChoice(arguments.name))
        if isinstance(engine, Failure):
            return _print_result(_not_tried(arguments, engine), as_object=arguments.json)
        if "," in arguments.card:
            text = msg("Choose one card: an engine is tried on one at a time.")
            print(tr(text, sys.stderr), file=sys.stderr)
            return EXIT_WRONG
        try:
            assigned = assign_cards(arguments.card, engine, home, os.environ)
        except UnknownCardError as error:
            words = " ".join(tr(one, sys.stderr) for one in (error.sentence, error.hint))
            print(words, file=sys.stderr)
            return EXIT_WRONG
        if assigned.unavailable is not None:
            result = _not_tried(arguments, assigned.unavailable, engine)
            return _print_result(result, as_object=arguments.json)
        test = EngineTest(engines, engine, assigned.cards[0], os.environ)
        with signals_cancel(test.cancel):
            result = test.run(lambda _progress: None)
    return _print_result(result, as_object=arguments.json)


def _not_tried(
    arguments: argparse.Namespace, failure: Failure, engine: Engine | None = None
) -> EngineTestResult:
    key = None if arguments.card == AUTO else arguments.card
    card = None if key is None or engine is None else engine.computes_on(key)
    return EngineTestResult(arguments.name, card, key, failure)


def _print_result(result: EngineTestResult, *, as_object: bool) -> int:
    print(json.dumps(result.to_json()) if as_object else result.as_text(tr), end="")
    if as_object:
        print()
    if result.failure is None:
        return 0
    return EXIT_INTERRUPTED if result.failure.kind is FailureKind.CANCELLED else 1
