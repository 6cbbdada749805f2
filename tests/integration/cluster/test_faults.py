"""What may be wrong with a host, with this machine, or with the cluster as a whole."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.cli.command import run, start
from tests.integration.cluster.test_convert import (
    SENT,
    contents,
    documents,
    long_documents,
    nothing_left,
)
from tests.support.clocks import HOUR_S, ahead, why_no_other_clock
from tests.support.cluster import Room
from tests.support.disks import Disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    """The second host's clock is an hour ahead, where that can be had."""
    with Room("atlas-1", environ=SENT) as room:
        room.add("atlas-2", {} if why_no_other_clock() else ahead(HOUR_S))
        yield room


def test_a_host_whose_clock_is_an_hour_off_is_as_fresh_and_makes_no_files_of_the_future(
    room: Room, tmp_path: Path
) -> None:
    if reason := why_no_other_clock():
        pytest.skip(reason)
    ran = run("cards", "--json", "--cluster", room.address)
    assert ran.code == 0, ran.err
    now = datetime.now(UTC)
    for host in json.loads(ran.out)["hosts"]:
        read_at = datetime.fromisoformat(host["read_at"])
        assert abs((now - read_at).total_seconds()) < HOUR_S / 2, host["name"]
    folder, out = documents(tmp_path / "in", 3), tmp_path / "out"
    ran = run(
        *("convert", folder, "-o", out, "--json", "--cluster", room.address),
        *("--card", "atlas-2/cpu", "--workers", "1"),
    )
    assert ran.code == 0, ran.err
    assert len(ran.of("done")) == 3
    made = [path.stat().st_mtime for path in out.rglob("*")]
    assert max(made) < time.time() + 60
    here = run("convert", folder, "-o", tmp_path / "here", "--json")
    assert here.code == 0
    assert contents(out) == contents(tmp_path / "here")
    nothing_left(room, out)


def test_where_this_machines_disk_is_full_each_document_says_so(room: Room, tmp_path: Path) -> None:
    disk = Disk(tmp_path / "disk", size=16 << 20)
    disk.plug()
    try:
        folder, out = documents(tmp_path / "in", 4), disk.place / "out"
        out.mkdir()
        disk.fill(but=8 << 10)
        arguments = ("convert", folder, "-o", out, "--json", "--cluster", room.address)
        ran = run(*arguments, "--workers", "1")
        assert ran.code == 1, ran.err
        assert set(ran.kinds().values()) == {"no-space"}
        assert len(ran.of("failed")) == 4
        nothing_left(room, out)
        (disk.place / "filler").unlink()
        assert run(*arguments).code == 0
    finally:
        disk.unplug()


def test_a_second_program_is_told_who_has_the_card(room: Room, tmp_path: Path) -> None:
    folder = long_documents(tmp_path / "in", 4)
    arguments = ("--cluster", room.address, "--engine", "flash", "--card", "atlas-1/npu:6")
    first = start("convert", folder, "-o", tmp_path / "one", "--json", *arguments)
    assert first.stdout is not None
    try:
        for line in first.stdout:
            if json.loads(line)["event"] == "started":
                break
        second = run("convert", documents(tmp_path / "more", 1), "-o", tmp_path / "two", *arguments)
    finally:
        first.terminate()
        first.communicate()
    assert second.code == 1, second.out
    assert "Another Headframe works on atlas-1/npu:6" in second.out + second.err
    assert "since" in second.out + second.err
    nothing_left(room, tmp_path / "one")


def test_a_host_without_the_engine_is_named(room: Room, tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", 1)
    ran = run(
        *("convert", folder, "-o", tmp_path / "out", "--json", "--cluster", room.address),
        *("--engine", "mineru", "--card", "atlas-2/auto"),
    )
    assert ran.code == 1, ran.err
    assert set(ran.kinds().values()) <= {"engine-missing", "card-unavailable"}
    (failed,) = ran.of("failed")
    assert "atlas-2" in failed["message"]
    assert "On atlas-2: " in failed["hint"], "it is there that it has to be installed"


def test_documents_wait_for_a_head_that_is_started_again(tmp_path: Path) -> None:
    folder, out = documents(tmp_path / "in", 12), tmp_path / "out"
    with Room("atlas-1", "atlas-2", environ=SENT) as room:
        process = start(
            *("convert", folder, "-o", out, "--json", "--cluster", room.address, "--workers", "1")
        )
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "done":
                break
        room.restart()
        rest, told = process.communicate()
        assert process.returncode == 0, told
        done = [json.loads(line) for line in rest.splitlines()]
        assert sum(event["event"] == "done" for event in done) == 11
        assert told.count("The cluster does not answer") == 1
        assert told.count("The cluster is back") == 1
        nothing_left(room, out)
    here = run("convert", folder, "-o", tmp_path / "here", "--json")
    assert here.code == 0
    assert contents(out) == contents(tmp_path / "here")
