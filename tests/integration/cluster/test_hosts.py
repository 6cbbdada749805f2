"""`headframe cards` and `doctor` over a real Ray cluster of emulated hosts."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from core.engines.process.local_process import SCRATCH_PREFIX
from core.locked_dir import LOCK, LockedTempDir
from tests.e2e.cli.command import Ran, run, start
from tests.support.cluster import Room

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with Room("atlas-1", "atlas-2", loses_soon=True) as room:
        yield room


def headframe(*arguments: str) -> Ran:
    return run(*arguments, environ={"HEADFRAME_DCMI": "off"})


def test_every_hosts_cards_are_in_one_list(room: Room) -> None:
    ran = headframe("cards", "--json", "--cluster", room.address)
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    keys = [card["key"] for card in found["cards"]]
    assert keys == [f"atlas-{n}/{key}" for n in (1, 2) for key in ("npu:6", "npu:7", "cpu")]
    assert [card["host"] for card in found["cards"]] == ["atlas-1"] * 3 + ["atlas-2"] * 3
    for host in found["hosts"]:
        assert (host["state"], host["ray"], host["problems"]) == ("alive", "2.60.0", [])
        assert {"name": "flash", "state": "ready"} in host["engines"]
        assert host["python"] == ".".join(map(str, sys.version_info[:3]))


def test_doctor_looks_at_each_host(room: Room) -> None:
    ran = headframe("doctor", "--json", "--cluster", room.address)
    assert ran.code == 0, (ran.out, ran.err)
    checks = {check["name"]: check["status"] for check in json.loads(ran.out)["checks"]}
    assert checks["cluster"] == "ok"
    for host in ("atlas-1", "atlas-2"):
        assert checks[f"{host}/engine-flash"] == "ok"
        assert checks[f"{host}/npu-smi"] == "ok"
        assert checks[f"{host}/engine-mineru"] == "absent"
        assert not {f"{host}/display", f"{host}/preview"} & set(checks)


def test_what_killed_workers_left_on_a_host_is_removed_at_the_end(room: Room) -> None:
    with LockedTempDir(room.folder / "atlas-2" / "tmp", SCRATCH_PREFIX) as at_work:
        left = room.folder / "atlas-2" / "tmp" / f"{SCRATCH_PREFIX}{'0' * 12}"
        left.mkdir()
        (left / LOCK).touch()
        (left / "page.png").touch()
        assert headframe("cards", "--json", "--cluster", room.address).code == 0
        assert not left.exists()
        assert at_work.path.exists()


def test_a_host_is_lost_and_comes_back(room: Room) -> None:
    watch = start(
        *("cards", "--json", "--watch", "--interval", "1", "--cluster", room.address),
        environ={"HEADFRAME_DCMI": "off"},
    )
    assert watch.stdout is not None

    def until(state: str) -> None:
        deadline = time.monotonic() + 100
        assert watch.stdout is not None
        while time.monotonic() < deadline:
            found = json.loads(watch.stdout.readline())
            cards = [card for card in found["cards"] if card["host"] == "atlas-2"]
            states = {host["name"]: host["state"] for host in found["hosts"]}
            if states.get("atlas-2") == state and cards:
                assert all(card["usable"] is (state == "alive") for card in cards)
                assert states["atlas-1"] == "alive"
                return
        raise AssertionError(f"atlas-2 was not {state}")

    try:
        until("alive")
        room.kill("atlas-2")
        until("lost")
        room.add("atlas-2")
        until("alive")
    finally:
        watch.terminate()
        watch.communicate()
    assert watch.returncode == 130


def test_a_driver_that_is_killed_leaves_nothing(room: Room) -> None:
    watch = start("cards", "--watch", "--json", "--cluster", room.address)
    assert watch.stdout is not None
    assert watch.stdout.readline()
    watch.kill()
    watch.communicate()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _gateways():
        time.sleep(0.2)
    assert not _gateways()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_one_that_ends_while_it_connects_leaves_nothing(number: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # accepts, and never answers
        port = mute.getsockname()[1]
        ran = start("cards", "--cluster", f"127.0.0.1:{port}")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not _gateways():
            time.sleep(0.1)
        assert _gateways()
        time.sleep(2)  # so that it waits in Ray's own code
        ran.send_signal(number)
        _, said = ran.communicate(timeout=20)
        assert (ran.returncode, said) == (130 if number is signal.SIGTERM else -number, "")
        deadline = time.monotonic() + 5  # docs/command.md
        while time.monotonic() < deadline and _gateways():
            time.sleep(0.1)
        assert not _gateways()


def _gateways() -> str:
    home = os.environ["HEADFRAME_HOME"]
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    lines = listed.splitlines()
    return "\n".join(one for one in lines if "core.cluster.gateway" in one and home in one)


def test_a_cluster_that_does_not_answer_is_a_wrong_command() -> None:
    for command in ("cards", "doctor"):
        ran = headframe(command, "--cluster", "127.0.0.1:9")
        assert ran.code == 2
        assert "does not answer" in ran.err
        assert "ray status" in ran.err


def test_nothing_of_ray_is_loaded_without_an_address() -> None:
    code = (
        "import sys; sys.argv = ['headframe', 'cards']; from core.cli import main\n"
        "main(['cards']); print('ray' in sys.modules, 'core.cluster.gateway' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False False"
