"""The options of `headframe convert`, and what may stand behind each."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from core.cli import cluster
from core.cli.human_text import tr
from core.engines.choice import EngineChoice
from core.jobs.model import PageRange
from core.jobs.states import IfExists, WhenFull
from core.messages import Message, msg
from core.worker.kinds import Ocr
from core.worker.mineru.tier import Tier


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare them, exactly as docs/command.md has them."""
    parser.add_argument(
        "paths", nargs="+", type=_path, metavar="PATH", help=tr(msg("a PDF or a folder"))
    )
    parser.add_argument(
        "-o",
        "--out",
        type=_folder,
        metavar="DIR",
        help=tr(msg("where results go (default: beside each document)")),
    )
    parser.add_argument(
        "--card",
        metavar="KEY",
        help=tr(
            msg("auto, cpu, or keys of `headframe cards`, separated by commas (default: auto)")
        ),
    )
    parser.add_argument(
        "--engine",
        choices=[choice.value for choice in EngineChoice],
        metavar="NAME",
        help=tr(msg("auto, flash, magic-pdf or mineru (default: the best that is ready)")),
    )
    tiers = [tier.value for tier in Tier]
    parser.add_argument(
        "--tier",
        choices=tiers,
        metavar="TIER",
        help=tr(
            msg(
                "of mineru, for these documents: {tiers} (default: as it is set up)",
                tiers=", ".join(tiers),
            )
        ),
    )
    parser.add_argument(
        "--pages", type=_pages, metavar="A-B", help=tr(msg("pages, from 1 (default: all)"))
    )
    parser.add_argument(
        "--ocr",
        choices=[choice.value for choice in Ocr],
        metavar="auto|on|off",
        help=tr(msg("read text from pixels (default: auto)")),
    )
    parser.add_argument(
        "--lang", metavar="CODE", help=tr(msg("language of the text, as in MinerU"))
    )
    for option, text in (
        ("--formula", msg("recognise formulas, or do not (default: do)")),
        ("--table", msg("recognise tables, or do not (default: do)")),
    ):
        parser.add_argument(option, action=argparse.BooleanOptionalAction, help=tr(text))
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--password", metavar="TEXT", help=tr(msg("tried on encrypted files")))
    secret.add_argument(
        "--password-file",
        type=_path,
        metavar="FILE",
        help=tr(
            msg(
                "as --password, read from the first line of FILE (-: of stdin), so that `ps` does "
                "not show it"
            )
        ),
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        metavar="S",
        help=tr(
            msg(
                "seconds per document (default: 120 and 5 a page with flash, else 600 and 60 a "
                "page)"
            )
        ),
    )
    parser.add_argument(
        "--memory-limit",
        type=_megabytes,
        metavar="MB",
        help=tr(
            msg(
                "of one worker with its helpers (default: half of the machine's, with flash at "
                "most 8192)"
            )
        ),
    )
    parser.add_argument(
        "--if-exists",
        choices=[choice.value for choice in IfExists],
        metavar="skip|update|rename|overwrite",
        help=tr(
            msg(
                "what to do where the result is there (default: skip the same, else rename; "
                "update: skip the same, else replace)"
            )
        ),
    )
    parser.add_argument(
        "--workers",
        type=_from_one,
        metavar="N",
        help=tr(
            msg(
                "documents at a time on the CPU (default: what cores and memory allow, with an "
                "engine that uses no card; else 1)"
            )
        ),
    )
    parser.add_argument(
        "--when-full",
        choices=[choice.value for choice in WhenFull],
        default=WhenFull.CHOSEN.value,
        metavar="chosen|any|stop",
        help=tr(
            msg(
                "a card's memory is too small for a document: another of the cards of --card does "
                "it, or any card that is not reserved and has more room, or none (default: chosen)"
            )
        ),
    )
    parser.add_argument(
        "--include",
        action="append",
        type=_pattern,
        default=[],
        metavar="PATTERN",
        help=tr(
            msg("in folders, only PDFs of this name, as in 2024-*.pdf or drafts/*.pdf; repeatable")
        ),
    )
    parser.add_argument(
        "--exclude",
        action="append",
        type=_pattern,
        default=[],
        metavar="PATTERN",
        help=tr(msg("in folders, no PDFs and no folders of this name; repeatable")),
    )
    parser.add_argument(
        "--max-depth",
        type=_from_one,
        metavar="N",
        help=tr(
            msg("how deep to look into folders; 1: only into the folder itself (default: all)")
        ),
    )
    parser.add_argument(
        "--hidden",
        action="store_true",
        help=tr(msg("in folders, take names that begin with a dot, too")),
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=tr(msg("only say what would be done with each document")),
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help=tr(
            msg(
                "engine, options, cards and place of results as kept under that name; other "
                "options go over it"
            )
        ),
    )
    parser.add_argument(
        "--save-profile",
        metavar="NAME",
        help=tr(msg("keep engine, options, cards and --out under that name")),
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help=tr(msg("stay, and take PDFs that come into the folders; ends with Ctrl+C")),
    )
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help=tr(
            msg(
                "only what failed in earlier runs with the same PATHs and DIR, and has had no "
                "result since"
            )
        ),
    )
    parser.add_argument(
        "--json", action="store_true", help=tr(msg("events as JSON Lines on stdout"))
    )
    cluster.add_option(parser)


def _path(text: str) -> Path:
    if not text:
        raise _wrong(msg("a path may not be empty"))
    if "\0" in text:
        raise _wrong(msg("a path may not hold a null character"))
    return Path(text)


def _folder(text: str) -> Path:
    # A shell leaves "~" alone in quotes; HEADFRAME_HOME takes it, too.
    return _path(os.path.expanduser(text))  # noqa: PTH111 - an unknown user stays as it is


def _pattern(text: str) -> str:
    if not text.strip("/"):
        raise _wrong(msg("a pattern may not be empty"))
    return text


def _pages(text: str) -> PageRange:
    try:
        return PageRange.parse(text)
    except ValueError as error:
        sentence = msg(
            "'{text}' is not a page range: write 3-7, 5, 3- or -7; pages count from 1.", text=text
        )
        raise _wrong(sentence) from error


def _from_one(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise _wrong(msg("'{text}' is not a whole number from 1", text=text))
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise _wrong(msg("'{text}' is not a number of seconds", text=text)) from error
    if not 0 < value < float("inf"):
        raise _wrong(msg("a time limit must be more than 0 seconds"))
    return value


def _megabytes(text: str) -> int:
    try:
        value = int(text)
    except ValueError as error:
        raise _wrong(msg("'{text}' is not a number of megabytes", text=text)) from error
    if value <= 0:
        raise _wrong(msg("a memory limit must be more than 0 MB"))
    return value


def _wrong(text: Message) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(tr(text, sys.stderr))
