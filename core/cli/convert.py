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
from core.jobs.model import ConvertOptions, IfExists, PageRange
from core.worker.protocol import Failure, Ocr

if TYPE_CHECKING:
    from core.engines.model import Engine
    from core.jobs.batch import BatchPlan

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
        default="auto",
        metavar="KEY",
        help="auto, cpu, or keys of `headframe cards`, separated by commas (default: auto)",
    )
    parser.add_argument(
        "--engine",
        choices=[choice.value for choice in EngineChoice],
        default=EngineChoice.AUTO.value,
        metavar="NAME",
        help="auto, flash, magic-pdf or mineru (default: the best that is ready)",
    )
    parser.add_argument("--pages", type=_pages, metavar="A-B", help="pages, from 1 (default: all)")
    parser.add_argument(
        "--ocr",
        choices=[choice.value for choice in Ocr],
        default=Ocr.AUTO.value,
        metavar="auto|on|off",
        help="read text from pixels (default: auto)",
    )
    parser.add_argument("--lang", metavar="CODE", help="language of the text, as in MinerU")
    parser.add_argument("--no-formula", action="store_true", help="do not recognise formulas")
    parser.add_argument("--no-table", action="store_true", help="do not recognise tables")
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
        default=IfExists.SKIP.value,
        metavar="skip|rename|overwrite",
        help="what to do where the result is there (default: skip the same, else rename)",
    )
    parser.add_argument(
        "--workers",
        type=_from_one,
        metavar="N",
        help="documents at a time on the CPU (default: what cores and memory allow, with an "
        "engine that uses no card; else 1)",
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
        "--watch",
        action="store_true",
        help="stay, and take PDFs that come into the folders; ends with Ctrl+C",
    )
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help="only what failed in the last run with the same PATHs and DIR",
    )
    parser.add_argument("--json", action="store_true", help="events as JSON Lines on stdout")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> int:
    """Convert. Exit codes: 0, 1, 2, 130 (CONTRACT.md)."""
    # Late: `headframe --help` and a wrong option answer without loading all of this.
    from core.cards.choosing import UnknownCardError
    from core.cli.reporting import reporter_for
    from core.engines.registry import Engines
    from core.jobs.batch import Batch, BatchPlan
    from core.jobs.crew import cpu_workers, crew_for
    from core.jobs.folder_rules import FolderRules
    from core.jobs.intake import absolute
    from core.jobs.reports import failed_sources
    from core.jobs.schema import QueueError
    from core.logs import start_logging
    from core.paths import headframe_home

    home = headframe_home(environ)
    options = ConvertOptions(
        engine=EngineChoice(arguments.engine),
        pages=arguments.pages,
        ocr=Ocr(arguments.ocr),
        lang=arguments.lang,
        formula=not arguments.no_formula,
        table=not arguments.no_table,
        if_exists=IfExists(arguments.if_exists),
        timeout_s=arguments.timeout,
        memory_limit_mb=arguments.memory_limit,
    )
    try:
        rules = FolderRules(
            tuple(arguments.include),
            tuple(arguments.exclude),
            arguments.max_depth,
            arguments.hidden,
        )
    except ValueError as error:
        print(f"headframe convert: {error}", file=sys.stderr)
        return EXIT_WRONG
    if arguments.watch and (wrong := _not_to_be_watched(arguments)):
        print(f"headframe convert: {wrong}", file=sys.stderr)
        return EXIT_WRONG
    with start_logging(home, "convert"):
        engines = Engines(home, environ)
        engine = engines.resolve(options.engine)
        try:
            on_cpu = arguments.workers or cpu_workers(engine)
            crew = crew_for(arguments.card, engine, home, environ, on_cpu=on_cpu)
        except UnknownCardError as error:
            print(f"headframe convert: {error.sentence} {error.hint}", file=sys.stderr)
            return EXIT_WRONG
        for note in crew.notes:
            print(f"headframe convert: {note.text}", file=sys.stderr)
        plan = BatchPlan(
            tuple(arguments.paths),
            arguments.out,
            options,
            arguments.password,
            rules,
            watch=arguments.watch,
        )
        if arguments.retry_failed:
            out = None if plan.out is None else absolute(plan.out)
            failed = failed_sources(home, plan.sources, out)
            if failed is None:
                print(
                    "headframe convert: there is no earlier run with these paths and this output "
                    "folder. Leave out --retry-failed.",
                    file=sys.stderr,
                )
                return EXIT_WRONG
            plan = replace(plan, retry_of=failed[0], only=failed[1])
        try:
            if arguments.dry_run:
                return _preview(plan, engine if crew.refusal is None else crew.refusal, arguments)
            with reporter_for(sys.stdout, json=arguments.json) as reporter:
                tally = Batch(plan, crew, engines, home, environ).run(reporter)
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
    return EXIT_FAILED if tally.failed else EXIT_DONE


def _not_to_be_watched(arguments: argparse.Namespace) -> str | None:
    if arguments.dry_run or arguments.retry_failed:
        return "--watch goes with neither --dry-run nor --retry-failed."
    for path in arguments.paths:
        if not path.is_dir():
            return f"{path} is not a folder: only folders can be watched."
    return None


def _preview(plan: BatchPlan, engine: Engine | Failure, arguments: argparse.Namespace) -> int:
    from core.cli.reporting import print_planned
    from core.jobs.intake import Intake
    from core.jobs.preview import Plan, preview

    found = Intake(plan.out, plan.options, plan.rules).jobs(plan.paths)
    new_jobs = (new for new in found if plan.only is None or new.source in plan.only)
    name = engine if isinstance(engine, Failure) else engine.name
    counts = print_planned(sys.stdout, preview(new_jobs, name), as_json=arguments.json)
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
