"""Workers, actors and raylets of three hosts are killed while documents are converted.

A larger run: HEADFRAME_KILLS=20 HEADFRAME_KILL_DOCUMENTS=200 HEADFRAME_KILL_SEED=7 before pytest.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import threading
import time
from pathlib import Path
from typing import IO

import psutil
import pytest

from tests.e2e.cli.command import run, start
from tests.integration.cluster.test_convert import SENT, contents, documents, nothing_left
from tests.support.cluster import Room

KILLS = int(os.environ.get("HEADFRAME_KILLS", "4"))
DOCUMENTS = int(os.environ.get("HEADFRAME_KILL_DOCUMENTS", "24"))
SEED = int(os.environ.get("HEADFRAME_KILL_SEED", "20260131"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(max(600, 60 * KILLS))]
HOSTS = ("atlas-1", "atlas-2", "atlas-3")
"""The first one is the head: without it there is no cluster, which is a test of its own."""


class Events(threading.Thread):
    """Reads the command's events while others are killed."""

    def __init__(self, stdout: IO[str]) -> None:
        super().__init__()
        self._stdout = stdout
        self.all: list[dict[str, object]] = []

    def run(self) -> None:
        for line in self._stdout:
            self.all.append(json.loads(line))

    def of(self, kind: str) -> list[dict[str, object]]:
        return [event for event in list(self.all) if event["event"] == kind]


def kill_one(room: Room, chance: random.Random) -> str:
    """Kill something of a host; what it was, or nothing where there was none."""
    match chance.choice(("worker", "actor", "raylet")):
        case "raylet":
            host = chance.choice(HOSTS[1:])
            room.kill(host)
            room.add(host)
            return f"raylet of {host}"
        case kind:
            found = room.workers() if kind == "worker" else room.card_actors()
            if not found:
                return ""
            victim = chance.choice(sorted(found, key=lambda one: one.pid))
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
            return f"{kind} {victim.pid}"


def test_each_document_is_done_once_whatever_dies(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    folder, out = documents(tmp_path / "in", DOCUMENTS), tmp_path / "out"
    killed: list[str] = []
    with Room(*HOSTS, environ=SENT) as room:
        arguments = ("convert", folder, "-o", out, "--json", "--cluster", room.address)
        process = start(*arguments, "--workers", "1")
        assert process.stdout is not None
        events = Events(process.stdout)
        events.start()
        while not events.of("started") and process.poll() is None:
            time.sleep(0.05)
        while len(killed) < KILLS and process.poll() is None:
            time.sleep(chance.uniform(0.1, 0.8))
            if what := kill_one(room, chance):
                killed.append(what)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(120 + 20 * KILLS)
        code = process.poll()
        process.kill()
        events.join()
        assert process.stderr is not None
        told = process.stderr.read()
        process.stderr.close()
        process.stdout.close()
        assert code is not None, f"it hangs after {killed}: {told[-2000:]}"
        assert killed, "something was killed while documents were converted"
        done = [event["source"] for event in events.of("done")]
        assert len(done) == len(set(done)), "none twice"
        # Two workers that die on one document are two reasons to leave it alone.
        failed = {str(event["kind"]) for event in events.of("failed")}
        assert failed <= {"worker-died"}, (killed, events.of("failed"))
        nothing_left(room, out)
        if failed:
            assert run(*arguments).code == 0
            nothing_left(room, out)
    here = start("convert", folder, "-o", tmp_path / "here", "--json")
    here.communicate()  # as long as it takes: it may be many documents
    assert here.returncode == 0
    assert contents(out) == contents(tmp_path / "here"), killed
    assert len(list(out.iterdir())) == DOCUMENTS, "each once"


def test_two_programs_share_one_cluster(tmp_path: Path) -> None:
    with Room("atlas-1", "atlas-2", environ=SENT) as room:
        homes = [tmp_path / name for name in ("one", "two")]
        for home in homes:
            home.mkdir()
        processes = [
            start(
                *("convert", documents(home / "in", 6), "-o", home / "out", "--json"),
                *("--cluster", room.address, "--workers", "1"),
                environ={"HEADFRAME_HOME": str(home / "home")},
            )
            for home in homes
        ]
        for process in processes:
            out, told = process.communicate()
            assert process.returncode == 0, told
            done = [json.loads(line) for line in out.splitlines()]
            assert sum(event["event"] == "done" for event in done) == 6
        for home in homes:
            nothing_left(room, home / "out")
