"""`headframe profile list|remove`: what `headframe convert --save-profile` has kept."""

from __future__ import annotations

import argparse
import json
import sys

from core.cli.human_text import tr
from core.cli.reporting import printable
from core.jobs.model import ConvertOptions
from core.jobs.store.serialization import options_to_dict
from core.messages import msg
from core.paths import headframe_home, profiles_file
from core.profiles.store import Profile, ProfileError, ProfileStore, profile_to_dict

SCHEMA = 1
EXIT_WRONG = 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command; each action sets ``func`` to what runs it."""
    parser = subparsers.add_parser(
        "profile",
        help=tr(
            msg(
                "named sets of engine, options, cards and place of results, for `convert --profile`"
            )
        ),
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help=tr(msg("list the profiles")))
    listing.add_argument("--json", action="store_true", help=tr(msg("as one JSON object")))
    listing.set_defaults(func=_list)
    remove = actions.add_parser("remove", help=tr(msg("forget a profile")))
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(func=_remove)


def _list(arguments: argparse.Namespace) -> int:
    try:
        profiles = _profiles().all()
    except ProfileError as error:
        return _wrong(error)
    if arguments.json:
        entries = [profile_to_dict(profile) for profile in profiles]
        print(json.dumps({"schema": SCHEMA, "profiles": entries}))
        return 0
    for profile in profiles:
        print(printable(f"{profile.name}: {_words(profile)}", sys.stdout.encoding))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    try:
        _profiles().remove(arguments.name)
    except ProfileError as error:
        return _wrong(error)
    return 0


def _profiles() -> ProfileStore:
    return ProfileStore(profiles_file(headframe_home()))


def _wrong(error: ProfileError) -> int:
    words = tr(error.sentence, sys.stderr)
    print(printable(f"headframe profile: {words}", sys.stderr.encoding), file=sys.stderr)
    return EXIT_WRONG


def _words(profile: Profile) -> str:
    """What differs from the defaults."""
    usual = options_to_dict(ConvertOptions())
    parts = [
        f"{name} {value}"
        for name, value in options_to_dict(profile.options).items()
        if value != usual.get(name)
    ]
    if profile.place is not None:
        folder = profile.place.folder
        parts.append(f"out {tr(msg('beside each document')) if folder is None else folder}")
    return ", ".join([*parts, *profile.cards]) or tr(msg("the defaults"))
