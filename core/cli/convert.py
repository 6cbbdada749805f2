"""`headframe convert`: PDFs and folders of PDFs to Markdown, without a window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import cluster
from core.cli.convert_options import add_options
from core.cli.human_text import CommandError, tr
from core.engines.choice import EngineChoice
from core.jobs.states import IfExists, WhenFull
from core.messages import msg
from core.worker.kinds import Ocr
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure

if TYPE_CHECKING:
    from core.cluster.late_hosts import LateHosts
    from core.cluster.model import ClusterReading
    from core.engines.model import Engine
    from core.engines.registry import Engines
    from core.jobs.execution.batch_runner import BatchRequest, BatchResult
    from core.jobs.scheduling.card_assignment import CardAssignment
    from core.messages import Message
    from core.profiles.store import Profile, ProfileStore

WITH_TIERS = (EngineChoice.AUTO, EngineChoice.MINERU)
EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_WRONG = 2
EXIT_INTERRUPTED = 130


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the sub-command."""
    parser = subparsers.add_parser(
        "convert",
        allow_abbrev=False,
        help=tr(msg("convert PDFs, and folders of PDFs")),
        description=tr(msg("Convert PDFs, and folders of PDFs (recursively), to Markdown.")),
    )
    add_options(parser)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> int:
    """Convert. Exit codes: 0, 1, 2, 130 (docs/command.md)."""
    # Late: `headframe --help` and a wrong option answer without loading all of this.
    from core.logs import start_logging
    from core.paths import headframe_home, profiles_file
    from core.profiles.store import ProfileError, ProfileStore

    home = headframe_home(environ)
    try:
        profiles = ProfileStore(profiles_file(home))
        profile = _profile(arguments, profiles)
        plan = _plan(arguments, profile, home)
    except (ProfileError, CommandError) as error:
        _print_notes(error.sentence)
        return EXIT_WRONG
    with start_logging(home, "convert"):
        if arguments.cluster is None:
            return _convert(plan, profile, arguments, home, environ)
        return _convert_on_hosts(plan, profile, arguments, home, environ)


def _convert_on_hosts(
    plan: BatchRequest,
    profile: Profile,
    arguments: argparse.Namespace,
    home: Path,
    environ: Mapping[str, str],
) -> int:
    """The same over a cluster. 2 when it does not answer before anything was started."""
    from core.cluster.late_hosts import LateHosts
    from core.cluster.remote_hosts import RemoteHosts
    from core.paths import logs_folder

    def on_change(connected: bool) -> None:
        if connected:
            _print_notes(msg("The cluster is back: its documents go on."))
        else:
            _print_notes(
                msg("The cluster does not answer: its documents wait, and go on when it is back.")
            )

    def on_arrival(names: Collection[str]) -> None:
        _print_notes(msg("Answered late, and works from now on: {hosts}.", hosts=", ".join(names)))

    try:
        connection = cluster.connect(arguments.cluster, home, environ, on_change)
        if connection is None:
            return cluster.EXIT_NO_ANSWER
        hosts = RemoteHosts(connection, home, logs_folder(home))
        with connection, LateHosts(hosts, on_arrival) as late:
            return _convert(plan, profile, arguments, home, environ, late=late)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _convert(
    plan: BatchRequest,
    profile: Profile,
    arguments: argparse.Namespace,
    home: Path,
    environ: Mapping[str, str],
    *,
    late: LateHosts | None = None,
) -> int:
    """``late``: the hosts of a cluster, whose cards do the work; ``None``: this machine's cards."""
    from core.cards.selection import UnknownCardError
    from core.cli.passwords import EncryptedSources, can_ask, convert_asking
    from core.cli.reporting import reporter_for
    from core.engines.registry import Engines
    from core.jobs.execution.batch_runner import BatchRunner
    from core.jobs.store.migrations import QueueError
    from core.paths import profiles_file, settings_file
    from core.profiles.store import ProfileError, ProfileStore
    from core.settings.definitions import KEEP_AWAKE, Settings
    from core.sleep_inhibitor import SleepInhibitor

    engines = Engines(home, environ)
    try:
        engine, assignment = (
            _here(plan, profile, arguments.workers, engines, environ)
            if late is None
            else _on_hosts(plan, profile, arguments.workers, late)
        )
        if arguments.save_profile is not None:  # not before all of the command is known to be right
            _save(profile, arguments.save_profile, ProfileStore(profiles_file(home)))
    except UnknownCardError as error:
        _print_notes(error.sentence, error.hint)
        return EXIT_WRONG
    except ProfileError as error:
        _print_notes(error.sentence)
        return EXIT_WRONG
    if late is None:
        _print_skipped(engines, plan.options.engine, engine)
    for note in assignment.warnings:
        _print_notes(note.text)
    try:
        if arguments.dry_run:
            found = engine if assignment.unavailable is None else assignment.unavailable
            return _preview(plan, found, arguments, environ)
        wakeful = Settings(settings_file(home)).get(KEEP_AWAKE)
        with SleepInhibitor("Documents are being converted", environ) as awake:

            def convert(plan: BatchRequest) -> tuple[BatchResult, list[Path]]:
                inhibitor = awake if wakeful else None
                runner = BatchRunner(
                    plan,
                    assignment,
                    engines,
                    home,
                    environ,
                    awake=inhibitor,
                    remote_host=None if late is None else late.hosts.host,
                    follow_cards=_no_more if late is None else late.follow,
                )
                with reporter_for(sys.stdout, json=arguments.json) as reporter:
                    listener = EncryptedSources(reporter)
                    return runner.run(listener), listener.sources

            result, encrypted = convert(plan)
            asks = encrypted and plan.password is None and not arguments.json and can_ask()
            if asks and not result.interrupted:
                opened = convert_asking(plan, encrypted, convert)
                result = replace(result, done=result.done + opened, failed=result.failed - opened)
    except QueueError as error:
        _print_notes(error.sentence)
        return EXIT_FAILED
    except BrokenPipeError:
        # The reader closed the pipe: the rest of the output is dropped silently.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_INTERRUPTED
    except KeyboardInterrupt:  # while a preview was made: a run minds its signals itself
        return EXIT_INTERRUPTED
    if result.interrupted:
        return EXIT_INTERRUPTED
    if not result.documents:
        _print_notes(_why_nothing(plan))
    return EXIT_FAILED if result.failed else EXIT_DONE


def _here(
    plan: BatchRequest,
    profile: Profile,
    workers: int | None,
    engines: Engines,
    environ: Mapping[str, str],
) -> tuple[Engine | Failure, CardAssignment]:
    """This machine's engine and cards. Raises `core.cards.selection.UnknownCardError`."""
    from core.jobs.scheduling.card_assignment import assign_cards, max_cpu_workers

    engine = engines.resolve(plan.options.engine, plan.options.tier)
    on_cpu = workers or max_cpu_workers(engine)
    cards = ",".join(profile.cards)
    return engine, assign_cards(cards, engine, engines.home, environ, on_cpu=on_cpu)


def _on_hosts(
    plan: BatchRequest, profile: Profile, workers: int | None, late: LateHosts
) -> tuple[Engine | Failure, CardAssignment]:
    """The cards of the hosts that have answered, and the engine of the first of them.

    Raises as :func:`_here` does.
    """
    from core.cluster.scheduling import assign_cluster_cards

    choice = plan.options.engine

    def assign(keys: str, found: ClusterReading) -> CardAssignment:
        return assign_cluster_cards(keys, choice, found, workers)

    assignment = late.begin(",".join(profile.cards), assign)
    if late.awaited:
        names = ", ".join(sorted(late.awaited))
        _print_notes(msg("Not answered yet: {hosts}. The others begin.", hosts=names))
    if assignment.unavailable is not None:
        return assignment.unavailable, assignment
    return late.hosts.host(assignment.cards[0].host or "").resolve(choice), assignment


def _no_more(_add: Callable[[CardAssignment], None]) -> None:
    """This machine's cards are all known from the start."""


def _print_skipped(engines: Engines, choice: EngineChoice, engine: Engine | Failure) -> None:
    from core.engines.skipped_engines import skipped_engines

    for better in skipped_engines(engines, choice, engine):
        _print_notes(*better.sentences)


def _plan(arguments: argparse.Namespace, profile: Profile, home: Path) -> BatchRequest:
    """What is to be done. Raises :class:`CommandError`."""
    from core.cards.selection import AUTO
    from core.jobs.execution.batch_runner import BatchRequest
    from core.jobs.reports.retry_selection import find_failed_sources
    from core.jobs.sources.filters import FileFilter
    from core.jobs.sources.scanner import absolute

    if arguments.tier is not None and profile.options.engine not in WITH_TIERS:
        raise CommandError(msg("Only mineru has tiers: --tier goes with --engine mineru or auto."))
    if arguments.watch and (arguments.dry_run or arguments.retry_failed):
        raise CommandError(msg("--watch goes with neither --dry-run nor --retry-failed."))
    if arguments.watch:
        for path in arguments.paths:
            if not os.path.isdir(path):  # noqa: PTH112 - which raises nothing, whatever the path
                text = msg("{path} is not a folder: only folders can be watched.", path=str(path))
                raise CommandError(text)
    rules = FileFilter(
        tuple(arguments.include), tuple(arguments.exclude), arguments.max_depth, arguments.hidden
    )
    plan = BatchRequest(
        tuple(arguments.paths),
        None if profile.place is None else profile.place.folder,
        profile.options,
        _password(arguments),
        rules,
        watch=arguments.watch,
        when_full=WhenFull(arguments.when_full),
        cards=tuple(key for key in profile.cards if key != AUTO),
        profile=profile.name or None,
    )
    if not arguments.retry_failed:
        return plan
    out = None if plan.out is None else absolute(plan.out)
    found = find_failed_sources(home, plan.sources, out, rules)
    if found is None:
        raise CommandError(
            msg(
                "There is no earlier run with these paths and this output folder. "
                "Leave out --retry-failed."
            )
        )
    if found.is_broken_off:
        _print_notes(
            msg(
                "The last run was broken off: without --retry-failed, a run carries on with the "
                "rest."
            )
        )
    if rules == FileFilter():
        # Without rules of its own, also what earlier runs with wider rules took.
        plan = replace(plan, rules=FileFilter(hidden=True))
    return replace(plan, retry_of=found.last, only=found)


def _password(arguments: argparse.Namespace) -> str | None:
    """Raises :class:`CommandError`."""
    if arguments.password_file is None:
        password: str | None = arguments.password
        return password
    from core.cli.passwords import read_password

    return read_password(arguments.password_file)


def _profile(arguments: argparse.Namespace, profiles: ProfileStore) -> Profile:
    """What the command says, over what its profile says. Raises ``ProfileError``."""
    from core.cards.selection import AUTO
    from core.jobs.sources.scanner import absolute
    from core.profiles.store import OutputLocation, Profile

    base = Profile("") if arguments.profile is None else profiles.get(arguments.profile)
    named = {
        "engine": None if arguments.engine is None else EngineChoice(arguments.engine),
        "tier": None if arguments.tier is None else Tier(arguments.tier),
        "pages": arguments.pages,
        "ocr": None if arguments.ocr is None else Ocr(arguments.ocr),
        "lang": arguments.lang,
        "formula": arguments.formula,
        "table": arguments.table,
        "if_exists": None if arguments.if_exists is None else IfExists(arguments.if_exists),
        "timeout_s": arguments.timeout,
        "memory_limit_mb": arguments.memory_limit,
    }
    options = replace(base.options, **{k: value for k, value in named.items() if value is not None})
    cards = base.cards if arguments.card is None else tuple(arguments.card.split(","))
    place = base.place if arguments.out is None else OutputLocation(absolute(arguments.out))
    return Profile(base.name, options, cards or (AUTO,), place)


def _save(profile: Profile, name: str, profiles: ProfileStore) -> None:
    """Keep what was said under a name. Raises `core.profiles.store.ProfileError`."""
    from core.cards.selection import AUTO

    cards = tuple(key for key in profile.cards if key != AUTO)
    profiles.save(replace(profile, name=name, cards=cards))


def _print_notes(*sentences: Message) -> None:
    """A line on stderr, in the user's language."""
    words = " ".join(tr(sentence, sys.stderr) for sentence in sentences)
    print(f"headframe convert: {words}", file=sys.stderr, flush=True)


def _why_nothing(plan: BatchRequest) -> Message:
    from core.jobs.sources.empty_selection import explain_empty_selection

    return explain_empty_selection(plan.sources, plan.rules, retry=plan.only is not None)


def _preview(
    plan: BatchRequest,
    engine: Engine | Failure,
    arguments: argparse.Namespace,
    environ: Mapping[str, str],
) -> int:
    from core.cli.reporting import print_planned
    from core.jobs.output.dry_run import PlannedAction, dry_run
    from core.jobs.sources.scanner import SourceScanner

    found = SourceScanner(plan.out, plan.options, plan.rules).jobs(plan.paths)
    new_jobs = (new for new in found if plan.only is None or new.source in plan.only)
    if isinstance(engine, Failure):
        planned = dry_run(new_jobs, engine)
    else:
        planned = dry_run(new_jobs, engine.name, settings_key=engine.settings_key(environ))
    counts = print_planned(sys.stdout, planned, as_json=arguments.json)
    if not counts:
        _print_notes(_why_nothing(plan))
    return EXIT_FAILED if counts[PlannedAction.FAIL] else EXIT_DONE
