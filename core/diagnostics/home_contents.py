"""What a home holds, and whether this version can use it: looked at, never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from core.diagnostics.model import Check, CheckStatus
from core.engines.engine_config import SCHEMA as ENGINES_SCHEMA
from core.jobs.states import JobState
from core.jobs.store.migrations import MIGRATIONS
from core.messages import msg
from core.paths import batches_folder, engines_file, profiles_file, queue_file, settings_file
from core.profiles.store import ProfileError, ProfileStore
from core.schema_version import is_newer
from core.settings.definitions import SCHEMA as SETTINGS_SCHEMA

REPORT = "report.json"
"""Of a batch (`core.jobs.reports.files`, which a host of a cluster need not have)."""


def check_home_contents(home: Path) -> Iterator[Check]:
    """Queue, history, profiles, settings, engines; nothing of what is not there."""
    if queue_file(home).exists():
        yield _queue(queue_file(home))
    finished = sum(1 for _ in batches_folder(home).glob(f"*/{REPORT}"))
    if finished:
        detail = msg("Batches in the history: {number}.", number=finished)
        yield Check("home-history", CheckStatus.OK, detail)
    if profiles_file(home).exists():
        yield _profiles(profiles_file(home))
    if settings_file(home).exists():
        yield _settings(settings_file(home))
    if engines_file(home).exists():
        yield _engines(engines_file(home))


def _queue(file: Path) -> Check:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > len(MIGRATIONS):
                return Check(
                    "home-queue",
                    CheckStatus.FAIL,
                    msg("The queue {path} was written by a newer Headframe.", path=str(file)),
                    msg("Update Headframe, or choose another home in the variable HEADFRAME_HOME."),
                )
            counts = dict(connection.execute("SELECT state, COUNT(*) FROM jobs GROUP BY state"))
    except sqlite3.Error as error:
        return Check(
            "home-queue",
            CheckStatus.FAIL,
            msg("The queue {path} cannot be read: {error}.", path=str(file), error=str(error)),
            msg("Move that file away to start with an empty queue."),
        )
    waiting = counts.get(JobState.QUEUED.value, 0) + counts.get(JobState.RUNNING.value, 0)
    detail = msg(
        "Documents in the queue: {number}, unfinished: {waiting}.",
        number=sum(counts.values()),
        waiting=waiting,
    )
    hint = None
    if version < len(MIGRATIONS):
        hint = msg("It was written by an older Headframe, and is updated when it is opened.")
    return Check("home-queue", CheckStatus.OK, detail, hint)


def _profiles(file: Path) -> Check:
    try:
        found = ProfileStore(file).load()
    except ProfileError as error:
        return Check("home-profiles", CheckStatus.WARN, error.sentence)
    detail = msg("{number} {number:profile|profiles} can be used.", number=len(found.profiles))
    if not found.unusable:
        return Check("home-profiles", CheckStatus.OK, detail)
    return Check("home-profiles", CheckStatus.WARN, found.unusable[0].why)


def _settings(file: Path) -> Check:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        chosen = len(dict(raw).keys() - {"schema"})
    except (OSError, ValueError, TypeError, RecursionError) as error:
        return Check(
            "home-settings",
            CheckStatus.WARN,
            msg("The settings {path} cannot be read: {error}.", path=str(file), error=str(error)),
            msg("They are kept aside, and the defaults hold."),
        )
    detail = msg(
        "{number} {number:setting differs from its default|settings differ from their defaults}.",
        number=chosen,
    )
    if not is_newer(raw, SETTINGS_SCHEMA):
        return Check("home-settings", CheckStatus.OK, detail)
    hint = msg("A newer Headframe wrote them: what this one does not know stays as it is.")
    return Check("home-settings", CheckStatus.WARN, detail, hint)


def _engines(file: Path) -> Check:
    name = "home-engines"
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        chosen = len(dict(body["engines"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        return Check(
            name,
            CheckStatus.WARN,
            msg("The engines in {path} cannot be read: {error}.", path=str(file), error=str(error)),
            msg("Choose them again; the file is kept aside then."),
        )
    detail = msg("{number} {number:engine was|engines were} chosen.", number=chosen)
    if not is_newer(body, ENGINES_SCHEMA):
        return Check(name, CheckStatus.OK, detail)
    hint = msg("A newer Headframe wrote that; update Headframe to change it.")
    return Check(name, CheckStatus.WARN, detail, hint)
