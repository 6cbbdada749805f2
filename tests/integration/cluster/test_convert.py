"""`headframe convert --cluster`: documents over real Ray nodes that share no drive."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.cli.command import Ran, run, start
from tests.support import pdfs
from tests.support.cluster import GONE_S, Room
from tests.support.disks import Disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SENT = {"HEADFRAME_CLUSTER_FILES": "send"}
"""As on hosts that share no drive: on one machine all would be seen everywhere."""


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with Room("atlas-1", "atlas-2", "atlas-3", environ=SENT) as room:
        yield room


def documents(folder: Path, number: int) -> Path:
    folder.mkdir()
    for index in range(number):
        pdfs.text_pdf(folder / f"d{index:03d}.pdf", pages=1 + index % 3, title=f"Shaft {index}")
    return folder


def long_documents(folder: Path, number: int) -> Path:
    """One of 400 pages, and copies that are documents of their own."""
    folder.mkdir()
    whole = pdfs.text_pdf(folder / "d0.pdf", pages=400).read_bytes()
    for index in range(1, number):
        (folder / f"d{index}.pdf").write_bytes(whole + f"\n% {index}\n".encode())
    return folder


def contents(out: Path) -> dict[str, bytes]:
    """Each result's files, but for what tells of time and place."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "headframe.json"
    }


def nothing_left(room: Room, out: Path) -> None:
    assert not room.still_on_hosts()
    assert not list(out.rglob(".headframe-*"))


def over_hosts(room: Room, folder: Path, out: Path, *more: str) -> Ran:
    return run("convert", folder, "-o", out, "--json", "--cluster", room.address, *more)


def test_results_are_the_same_as_on_one_host(room: Room, tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", 8)
    ran = over_hosts(room, folder, tmp_path / "out", "--workers", "1")
    assert ran.code == 0, ran.err
    assert len(ran.of("done")) == 8
    assert len({event["host"] for event in ran.of("started")}) > 1
    assert all(event["card"] == f"{event['host']}/cpu" for event in ran.of("started"))
    here = run("convert", folder, "-o", tmp_path / "here", "--json")
    assert here.code == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "here")
    made = json.loads((tmp_path / "out" / "d000" / "headframe.json").read_text())
    assert made["host"] in ("atlas-1", "atlas-2", "atlas-3")
    nothing_left(room, tmp_path / "out")
    again = over_hosts(room, folder, tmp_path / "out")
    assert len(again.of("skipped")) == 8


def test_wrong_keys_and_failures_are_those_of_one_host(room: Room, tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", 1)
    pdfs.encrypted_pdf(folder / "locked.pdf")
    pdfs.damaged_pdf(folder / "torn.pdf")
    ran = over_hosts(room, folder, tmp_path / "out", "--card", "atlas-9/npu:1")
    assert ran.code == 2
    ran = over_hosts(room, folder, tmp_path / "out", "--card", "atlas-2/auto", "--workers", "1")
    assert ran.code == 1
    assert ran.kinds() == {"locked.pdf": "encrypted", "torn.pdf": "damaged"}
    assert {event["host"] for event in ran.of("started")} == {"atlas-2"}


def test_an_interrupted_run_leaves_nothing_and_goes_on(room: Room, tmp_path: Path) -> None:
    """One worker a host: a second one takes seconds to start, and is ended in the same way. With as
    many as a host's processors, test_faults converts where a disk was full."""
    folder = documents(tmp_path / "in", 18)
    options = ("--json", "--cluster", room.address, "--workers", "1")
    arguments = ("convert", folder, "-o", tmp_path / "out", *options)
    first = start(*arguments)
    assert first.stdout is not None
    for line in first.stdout:
        if json.loads(line)["event"] == "done":
            break
    first.terminate()
    first.communicate()
    assert first.returncode == 130
    nothing_left(room, tmp_path / "out")
    second = run(*arguments)
    assert second.code == 0, second.err
    assert second.of("skipped")
    assert len(second.of("skipped")) + len(second.of("done")) == 18


def test_a_program_that_is_killed_at_work_leaves_nothing_on_the_hosts(
    room: Room, tmp_path: Path
) -> None:
    process = at_work(room, tmp_path)
    process.kill()
    process.communicate()
    assert not room.still_on_hosts()


def test_an_actor_killed_with_its_workers_and_their_guards_leaves_nothing_meanwhile(
    room: Room, tmp_path: Path
) -> None:
    """As the kernel does where memory is short: no process below the actor is left to clean up."""
    process = at_work(room, tmp_path)
    left = [Path(path) for path in room.left_on_hosts() if path.startswith("/")]
    killed = [child for one in room.card_actors() for child in (one, *one.children(recursive=True))]
    for one in killed:
        with contextlib.suppress(psutil.NoSuchProcess):  # with its parent
            one.kill()
    deadline = time.monotonic() + GONE_S
    while any(path.exists() for path in left) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert process.poll() is None, "it is the host that cleans up, not the program's end"
    assert left
    assert not any(path.exists() for path in left)
    process.terminate()
    process.communicate()
    nothing_left(room, tmp_path / "out")


def at_work(room: Room, tmp_path: Path) -> subprocess.Popen[str]:
    """A command that has long documents converted on a host."""
    folder = long_documents(tmp_path / "in", 2)
    arguments = ("--cluster", room.address, "--workers", "1", "--card", "atlas-1/cpu")
    process = start("convert", folder, "-o", tmp_path / "out", "--json", *arguments)
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "started":
            break
    return process


def test_two_programs_on_one_card_know_of_each_other(room: Room, tmp_path: Path) -> None:
    """The engine is a stand-in for one that uses a card: flash takes none."""
    from core.cluster.address import ClusterAddress
    from core.cluster.connection import ClusterConnection
    from core.cluster.messages import StartSpec
    from core.engines.choice import EngineChoice
    from core.engines.model import Engine
    from core.engines.process.process_outcome import ProcessStartFailed

    with (
        ClusterConnection(ClusterAddress.parse(room.address), {}, tmp_path) as first,
        ClusterConnection(ClusterAddress.parse(room.address), {}, tmp_path) as second,
    ):
        for connection in (first, second):
            connection.connect()
        engine = first.call("atlas-1", "resolve", EngineChoice.FLASH)
        assert isinstance(engine, Engine)
        reading = first.call("atlas-1", "read_cards")
        assert reading is not None
        spec = StartSpec(engine, reading.card("npu:6"), small_batch=False)
        process = first.start_process("atlas-1", spec, tmp_path / "log", lambda: True)
        assert process is not None
        with process:
            with pytest.raises(ProcessStartFailed) as caught:
                second.start_process("atlas-1", spec, tmp_path / "log", lambda: True)
            assert "Another Headframe works on atlas-1/npu:6" in str(caught.value.failure.message)


@pytest.fixture
def full(room: Room) -> Iterator[Callable[[str], None]]:
    """What leaves a host's disk a few kilobytes: enough to start a process, not for documents."""
    disks: list[Disk] = []

    def fill(host: str) -> None:
        place = room.folder / host / "tmp"
        shutil.rmtree(place)
        disks.append(Disk(place))
        disks[-1].plug()
        disks[-1].fill(but=48 << 10)

    yield fill
    for disk in disks:
        disk.unplug()


def large_documents(folder: Path, number: int) -> Path:
    """Each larger than what is left on a full disk."""
    documents(folder, number)
    for path in folder.iterdir():
        with path.open("ab") as file:
            file.write(b"\n%" + b"x" * (100 << 10) + b"\n")
    return folder


def test_a_host_whose_disk_is_full_leaves_its_documents_to_the_others(
    room: Room, tmp_path: Path, full: Callable[[str], None]
) -> None:
    full("atlas-1")
    folder = large_documents(tmp_path / "in", 6)
    ran = over_hosts(room, folder, tmp_path / "out", "--workers", "1")
    assert ran.code == 0, ran.err
    assert {event["host"] for event in ran.of("done")} <= {"atlas-2", "atlas-3"}
    assert len(ran.of("done")) == 6


def test_where_no_host_has_room_each_document_says_so(
    room: Room, tmp_path: Path, full: Callable[[str], None]
) -> None:
    for host in ("atlas-1", "atlas-2", "atlas-3"):
        full(host)
    folder = large_documents(tmp_path / "in", 3)
    ran = over_hosts(room, folder, tmp_path / "out", "--workers", "1")
    assert ran.code == 1, ran.err
    assert set(ran.kinds().values()) == {"no-space"}
    assert "atlas-" in ran.of("failed")[0]["message"]
