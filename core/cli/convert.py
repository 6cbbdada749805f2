"""`headframe convert`: PDFs and folders of PDFs to Markdown, without a window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.engines.model import EngineChoice
from core.jobs.model import IfExists, PageRange, WhenFull
from core.worker.protocol import Failure, Ocr

if TYPE_CHECKING:
    from core.engines.model import Engine
    from core.jobs.batch import BatchPlan
    from core.profiles import Profile, Profiles
    from core.sentences import Sentence

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_WRONG = 2
EXIT_INTERRUPTED = 130


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the sub-command, exactly as CONTRACT.md has it."""
    parser = subparsers.add_parser(
        "convert",
        allow_abbrev=False,
        help="convert PDFs, and folders of PDFs",
        description="Convert PDFs, and folders of PDFs (recursively), to Markdown.",
    )
    parser.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="a PDF or a folder")
    parser.add_argument(
        "-o", "--out", type=_path, metavar="DIR", help="where results go (default: beside each)"
    )
    parser.add_argument(
        "--card",
        metavar="KEY",
        help="auto, cpu, or keys of `headframe cards`, separated by commas (default: auto)",
    )
    parser.add_argument(
        "--engine",
        choices=[choice.value for choice in EngineChoice],
        metavar="NAME",
        help="auto, flash, magic-pdf or mineru (default: the best that is ready)",
    )
    parser.add_argument("--pages", type=_pages, metavar="A-B", help="pages, from 1 (default: all)")
    parser.add_argument(
        "--ocr",
        choices=[choice.value for choice in Ocr],
        metavar="auto|on|off",
        help="read text from pixels (default: auto)",
    )
    parser.add_argument("--lang", metavar="CODE", help="language of the text, as in MinerU")
    for what in ("formula", "table"):
        parser.add_argument(
            f"--{what}",
            action=argparse.BooleanOptionalAction,
            help=f"recognise {what}s, or do not (default: do)",
        )
    parser.add_argument("--password", metavar="TEXT", help="tried on encrypted files")
    parser.add_argument(
        "--timeout", type=_seconds, metavar="S", help="seconds per document (default: by pages)"
    )
    parser.add_argument(
        "--memory-limit",
        type=_megabytes,
        metavar="MB",
        help="of one worker with its helpers (default: by machine)",
    )
    parser.add_argument(
        "--if-exists",
        choices=[choice.value for choice in IfExists],
        metavar="skip|update|rename|overwrite",
        help="what to do where the result is there (default: skip the same, else rename; update: "
        "skip the same, else replace)",
    )
    parser.add_argument(
        "--workers",
        type=_from_one,
        metavar="N",
        help="documents at a time on the CPU (default: what cores and memory allow, with an "
        "engine that uses no card; else 1)",
    )
    parser.add_argument(
        "--when-full",
        choices=[choice.value for choice in WhenFull],
        default=WhenFull.CHOSEN.value,
        metavar="chosen|any|stop",
        help="a card's memory is too small for a document: another of the cards of --card does "
        "it, or any card that is not reserved and has more room, or none (default: chosen)",
    )
    parser.add_argument(
        "--include",
        action="append",
        default=[],
        metavar="PATTERN",
        help="in folders, only PDFs of this name, as in 2024-*.pdf or drafts/*.pdf; repeatable",
    )
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="in folders, no PDFs and no folders of this name; repeatable",
    )
    parser.add_argument(
        "--max-depth",
        type=_from_one,
        metavar="N",
        help="how deep to look into folders; 1: only into the folder itself (default: all)",
    )
    parser.add_argument(
        "--hidden", action="store_true", help="in folders, take names that begin with a dot, too"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what would be done with each document"
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="engine, options, cards and place of results as kept under that name; other options "
        "go over it",
    )
    parser.add_argument(
        "--save-profile",
        metavar="NAME",
        help="keep engine, options, cards and --out under that name",
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="stay, and take PDFs that come into the folders; ends with Ctrl+C",
    )
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help="only what failed in earlier runs with the same PATHs and DIR, and has had no result "
        "since",
    )
    parser.add_argument("--json", action="store_true", help="events as JSON Lines on stdout")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> int:
    """Convert. Exit codes: 0, 1, 2, 130 (CONTRACT.md)."""
    # Late: `headframe --help` and a wrong option answer without loading all of this.
    from core.logs import start_logging
    from core.paths import headframe_home, profiles_file
    from core.profiles import ProfileError, Profiles

    home = headframe_home(environ)
    try:
        profiles = Profiles(profiles_file(home))
        profile = _profile(arguments, profiles)
        plan = _plan(arguments, profile, home)
    except (ProfileError, ValueError) as error:
        print(f"headframe convert: {error}", file=sys.stderr)
        return EXIT_WRONG
    with start_logging(home, "convert"):
        return _convert(plan, profile, arguments, home, environ)


def _convert(
    plan: BatchPlan,
    profile: Profile,
    arguments: argparse.Namespace,
    home: Path,
    environ: Mapping[str, str],
) -> int:
    from core.cards.choosing import UnknownCardError
    from core.cli.reporting import reporter_for
    from core.engines.passed_over import passed_over
    from core.engines.registry import Engines
    from core.jobs.batch import Batch
    from core.jobs.crew import cpu_workers, crew_for
    from core.jobs.schema import QueueError
    from core.paths import profiles_file, settings_file
    from core.profiles import ProfileError, Profiles
    from core.settings import KEEP_AWAKE, Settings
    from core.sleep import Awake

    engines = Engines(home, environ)
    engine = engines.resolve(plan.options.engine)
    try:
        on_cpu = arguments.workers or cpu_workers(engine)
        crew = crew_for(",".join(profile.cards), engine, home, environ, on_cpu=on_cpu)
        if arguments.save_profile is not None:  # not before all of the command is known to be right
            _save(profile, arguments.save_profile, Profiles(profiles_file(home)))
    except UnknownCardError as error:
        print(f"headframe convert: {error.sentence} {error.hint}", file=sys.stderr)
        return EXIT_WRONG
    except ProfileError as error:
        print(f"headframe convert: {error}", file=sys.stderr)
        return EXIT_WRONG
    for better in passed_over(engines, plan.options.engine, engine):
        print("headframe convert:", *better.sentences, file=sys.stderr)
    for note in crew.notes:
        print(f"headframe convert: {note.text}", file=sys.stderr)
    try:
        if arguments.dry_run:
            found = engine if crew.refusal is None else crew.refusal
            return _preview(plan, found, arguments, environ)
        wakeful = Settings(settings_file(home)).get(KEEP_AWAKE)
        with (
            reporter_for(sys.stdout, json=arguments.json) as reporter,
            Awake("Documents are being converted", environ) as awake,
        ):
            keeper = awake if wakeful else None
            tally = Batch(plan, crew, engines, home, environ, awake=keeper).run(reporter)
    except QueueError as error:
        print(f"headframe convert: {error.sentence}", file=sys.stderr)
        return EXIT_FAILED
    except BrokenPipeError:
        # Whoever read the output has gone: the rest of it goes nowhere, without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_INTERRUPTED
    except KeyboardInterrupt:  # while a preview was made: a run minds its signals itself
        return EXIT_INTERRUPTED
    if tally.interrupted:
        return EXIT_INTERRUPTED
    if not tally.documents:
        print(f"headframe convert: {_why_nothing(plan)}", file=sys.stderr)
    return EXIT_FAILED if tally.failed else EXIT_DONE


def _plan(arguments: argparse.Namespace, profile: Profile, home: Path) -> BatchPlan:
    """What is to be done. Raises ``ValueError`` with a sentence where the command is wrong."""
    from core.cards.choosing import AUTO
    from core.jobs.batch import BatchPlan
    from core.jobs.folder_rules import FolderRules
    from core.jobs.intake import absolute
    from core.jobs.unsettled import unsettled

    if arguments.watch and (arguments.dry_run or arguments.retry_failed):
        raise ValueError("--watch goes with neither --dry-run nor --retry-failed.")
    if arguments.watch:
        for path in arguments.paths:
            if not os.path.isdir(path):  # noqa: PTH112 - which raises nothing, whatever the path
                raise ValueError(f"{path} is not a folder: only folders can be watched.")
    rules = FolderRules(
        tuple(arguments.include), tuple(arguments.exclude), arguments.max_depth, arguments.hidden
    )
    plan = BatchPlan(
        tuple(arguments.paths),
        None if profile.place is None else profile.place.folder,
        profile.options,
        arguments.password,
        rules,
        watch=arguments.watch,
        when_full=WhenFull(arguments.when_full),
        cards=tuple(key for key in profile.cards if key != AUTO),
        profile=profile.name or None,
    )
    if not arguments.retry_failed:
        return plan
    out = None if plan.out is None else absolute(plan.out)
    found = unsettled(home, plan.sources, out, rules)
    if found is None:
        raise ValueError(
            "there is no earlier run with these paths and this output folder. "
            "Leave out --retry-failed."
        )
    if found.is_broken_off:
        print(
            "headframe convert: The last run was broken off: without --retry-failed, "
            "a run carries on with the rest.",
            file=sys.stderr,
        )
    if rules == FolderRules():
        # Where nobody said which, also what earlier runs took that had wider rules.
        plan = replace(plan, rules=FolderRules(hidden=True))
    return replace(plan, retry_of=found.last, only=found)


def _profile(arguments: argparse.Namespace, profiles: Profiles) -> Profile:
    """What the command says, over what its profile says. Raises `core.profiles.ProfileError`."""
    from core.cards.choosing import AUTO
    from core.jobs.intake import absolute
    from core.profiles import Place, Profile

    base = Profile("") if arguments.profile is None else profiles.get(arguments.profile)
    said = {
        "engine": None if arguments.engine is None else EngineChoice(arguments.engine),
        "pages": arguments.pages,
        "ocr": None if arguments.ocr is None else Ocr(arguments.ocr),
        "lang": arguments.lang,
        "formula": arguments.formula,
        "table": arguments.table,
        "if_exists": None if arguments.if_exists is None else IfExists(arguments.if_exists),
        "timeout_s": arguments.timeout,
        "memory_limit_mb": arguments.memory_limit,
    }
    options = replace(base.options, **{k: value for k, value in said.items() if value is not None})
    cards = base.cards if arguments.card is None else tuple(arguments.card.split(","))
    place = base.place if arguments.out is None else Place(absolute(arguments.out))
    return Profile(base.name, options, cards or (AUTO,), place)


def _save(profile: Profile, name: str, profiles: Profiles) -> None:
    """Keep what was said under a name. Raises `core.profiles.ProfileError`."""
    from core.cards.choosing import AUTO

    cards = tuple(key for key in profile.cards if key != AUTO)
    profiles.save(replace(profile, name=name, cards=cards))


def _why_nothing(plan: BatchPlan) -> Sentence:
    from core.jobs.nothing_found import nothing_found

    return nothing_found(plan.sources, plan.rules, retry=plan.only is not None)


def _preview(
    plan: BatchPlan,
    engine: Engine | Failure,
    arguments: argparse.Namespace,
    environ: Mapping[str, str],
) -> int:
    from core.cli.reporting import print_planned
    from core.jobs.intake import Intake
    from core.jobs.preview import Plan, preview

    found = Intake(plan.out, plan.options, plan.rules).jobs(plan.paths)
    new_jobs = (new for new in found if plan.only is None or new.source in plan.only)
    if isinstance(engine, Failure):
        planned = preview(new_jobs, engine)
    else:
        planned = preview(new_jobs, engine.name, marks=engine.marks(environ))
    counts = print_planned(sys.stdout, planned, as_json=arguments.json)
    if not counts:
        print(f"headframe convert: {_why_nothing(plan)}", file=sys.stderr)
    return EXIT_FAILED if counts[Plan.FAIL] else EXIT_DONE


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a path may not be empty")
    if "\0" in text:
        raise argparse.ArgumentTypeError("a path may not hold a null character")
    return Path(text)


def _pages(text: str) -> PageRange:
    try:
        return PageRange.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _from_one(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds") from error
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("a time limit must be more than 0 seconds")
    return value


def _megabytes(text: str) -> int:
    try:
        value = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of megabytes") from error
    if value <= 0:
        raise argparse.ArgumentTypeError("a memory limit must be more than 0 MB")
    return value
