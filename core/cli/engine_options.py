"""What `headframe engine use mineru` takes beside an interpreter and models."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from core.cli.human_text import tr
from core.engines.mineru_options import MineruOptions
from core.engines.registry import Engines, UnfitError
from core.messages import msg
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName
from core.worker.mineru.setup import checked_url
from core.worker.mineru.tier import Tier

AUTO = "auto"
NONE = "none"


def add_to(parser: argparse.ArgumentParser) -> None:
    tiers = [AUTO, *(tier.value for tier in Tier)]
    parser.add_argument(
        "--tier",
        choices=tiers,
        metavar="TIER",
        help=tr(
            msg(
                "mineru: how much it looks at: {tiers} (what its models allow)",
                tiers=", ".join(tiers),
            )
        ),
    )
    parser.add_argument(
        "--vlm-url",
        metavar="URL",
        help=tr(msg("mineru: the server of its vision-language model; `none` forgets it")),
    )
    parser.add_argument(
        "--allow-downloads",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=tr(msg("mineru: fetch models that are missing from the network")),
    )
    parser.add_argument(
        "--reset",
        action="store_true",
        help=tr(msg("mineru: forget what was chosen of these three")),
    )


def are_named(arguments: argparse.Namespace) -> bool:
    """Whether any of them stands in the command."""
    return (
        arguments.tier is not None
        or arguments.vlm_url is not None
        or arguments.allow_downloads is not None
        or arguments.reset
    )


def chosen(arguments: argparse.Namespace, engines: Engines) -> MineruOptions:
    """What was chosen earlier, with what the command names in its place.

    Raises :class:`UnfitError` for an address that is none.
    """
    earlier = engines.chosen(EngineName.MINERU)
    options = MineruOptions() if earlier is None or arguments.reset else earlier.options
    if arguments.tier is not None:
        tier = None if arguments.tier == AUTO else Tier(arguments.tier)
        options = replace(options, tier=tier)
    if arguments.vlm_url is not None:
        try:
            url = "" if arguments.vlm_url == NONE else checked_url(arguments.vlm_url)
        except DocumentRejected as refusal:
            raise UnfitError(refusal.failure) from None
        options = replace(options, vlm_url=url or None)
    if arguments.allow_downloads is not None:
        options = replace(options, downloads=arguments.allow_downloads)
    return options


def in_words(options: MineruOptions) -> list[str]:
    """What counts, a line each; nothing for what is as it comes."""
    lines = []
    if options.tier is not None:
        lines.append(tr(msg("tier {tier}", tier=options.tier.value)))
    if options.vlm_url is not None:
        lines.append(tr(msg("model server {url}", url=options.vlm_url)))
    if options.downloads:
        lines.append(tr(msg("missing models are fetched")))
    return lines


def in_a_line(options: MineruOptions) -> str:
    if lines := in_words(options):
        return f"mineru: {', '.join(lines)}."
    return tr(msg("mineru takes the best tier that its models here allow, and fetches none."))


def as_json(options: MineruOptions) -> dict[str, Any]:
    return {
        "tier": None if options.tier is None else options.tier.value,
        "vlm_url": options.vlm_url,
        "downloads": options.downloads,
    }
