"""``headframe cards`` as scripts and people use it."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.cards.reservations import NO_RESERVATIONS, save_reservations
from core.cli import main
from core.worker.process_tree import ENV_MARKER
from tests.e2e.cli.command import Ran, command, environment, run, start
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import PRESETS, a3_16_dies, container_6_7, eight_910b, sick
from tests.support.ascend.state import FaultKind
from tests.support.engines.fakes import until
from tests.support.paths import ROOT
from tests.unit.core.cards.samples import npu

CARD_FIELDS = {
    "key",
    "kind",
    "label",
    "npu_id",
    "chip_id",
    "logic_id",
    "name",
    "health",
    "usable",
    "reason",
    "bus_id",
    "power_w",
    "temperature_c",
    "utilisation_percent",
    "memory_used_mb",
    "memory_total_mb",
    "processes",
    "host",
}
NOTHING = {"PATH": "/usr/bin:/bin", "HEADFRAME_DCMI": "off"}


@pytest.fixture
def seed(tmp_path: Path) -> AscendHost:
    return AscendHost(tmp_path / "host", eight_910b())


def cards(*arguments: str, environ: dict[str, str]) -> Ran:
    return run("cards", *arguments, environ=environ)


def reading(ran: Ran) -> dict[str, Any]:
    """The one JSON object that was printed; nothing else may be there."""
    assert (ran.code, ran.err) == (0, "")
    (line,) = ran.out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_json_is_what_the_contract_says(seed: AscendHost) -> None:
    found = reading(cards("--json", environ=seed.environment()))
    assert set(found) == {"schema", "read_at", "source", "problems", "cards"}
    assert (found["schema"], found["source"], found["problems"]) == (1, "npu-smi", [])
    assert time.strptime(found["read_at"], "%Y-%m-%dT%H:%M:%SZ")
    assert all(set(card) == CARD_FIELDS for card in found["cards"])
    assert found["cards"][0] == {
        "key": "npu:0",
        "host": None,
        "kind": "npu",
        "label": "NPU 0",
        "npu_id": 0,
        "chip_id": 0,
        "logic_id": 0,
        "name": "910B3",
        "health": "OK",
        "usable": True,
        "reason": None,
        "bus_id": "0000:C1:00.0",
        "power_w": 236.4,
        "temperature_c": 52,
        "utilisation_percent": 63,
        "memory_used_mb": 62_430,
        "memory_total_mb": 65_536,
        "processes": [
            {"pid": 310_000, "container_pid": None, "name": "VLLMWorker_TP", "memory_mb": 59_030}
        ],
    }
    cpu = found["cards"][-1]
    assert (cpu["key"], cpu["kind"], cpu["npu_id"], cpu["power_w"]) == ("cpu", "cpu", None, None)


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("dcmi", [False, True], ids=["npu-smi", "dcmi"])
def test_every_host_is_listed(
    tmp_path: Path,
    name: str,
    dcmi: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = PRESETS[name]()
    host = AscendHost(tmp_path / "host", state)
    for variable, value in host.environment(dcmi).items():
        monkeypatch.setenv(variable, value)
    assert main(["cards", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    alone = {chip.npu for chip in state.chips} - {chip.npu for chip in state.chips if chip.chip}
    assert [(card["key"], card["logic_id"]) for card in found["cards"]] == [
        *(
            (f"npu:{c.npu}" if c.npu in alone else f"npu:{c.npu}.{c.chip}", c.logic)
            for c in state.chips
        ),
        ("cpu", None),
    ]


def test_a_real_process_is_listed_on_the_chip_that_its_environment_pins_it_to(
    seed: AscendHost,
) -> None:
    waiting = [sys.executable, "-c", "print(flush=True); input()"]

    def worker(visible: str | None) -> subprocess.Popen[bytes]:
        environ = {**os.environ, **seed.process_environment(visible)}
        process = subprocess.Popen(
            waiting, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        return process

    with worker("6") as pinned, worker(None) as stray, worker("-1") as none:
        found = reading(cards("--json", environ=seed.environment()))
        for process in (pinned, stray, none):
            process.communicate(b"\n")
    held = {card["key"]: [p["pid"] for p in card["processes"]] for card in found["cards"]}
    assert held["npu:6"] == [pinned.pid]
    assert held["npu:0"] == [310_000, stray.pid]
    assert none.pid not in [pid for pids in held.values() for pid in pids]


def test_a_machine_with_nothing_is_no_failure() -> None:
    found = reading(cards("--json", environ=NOTHING))
    assert [card["key"] for card in found["cards"]] == ["cpu"]
    assert [problem["code"] for problem in found["problems"]] == ["npu-smi-missing"]
    assert all(problem["text"] and problem["hint"] for problem in found["problems"])


def test_an_inherited_limit_is_told(seed: AscendHost) -> None:
    environ = {**seed.environment(), "ASCEND_RT_VISIBLE_DEVICES": "6,7"}
    found = reading(cards("--json", environ=environ))
    assert [c["key"] for c in found["cards"] if c["usable"]] == ["npu:6", "npu:7", "cpu"]
    assert "ASCEND_RT_VISIBLE_DEVICES=6,7" in found["cards"][0]["reason"]


# For people -----------------------------------------------------------------------------------


def test_piped_lines_are_plain(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", sick())
    ran = cards(environ=host.environment())
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    lines = ran.out.splitlines()
    assert lines[0].split() == [
        "KEY",
        "CARD",
        "NAME",
        "HEALTH",
        "MEMORY",
        "LOAD",
        "TEMP",
        "POWER",
        "PROCESSES",
    ]
    assert lines[1].startswith("npu:0  NPU 0  910B3")
    assert "npu:2: The driver reports its health as Alarm." in lines


def test_what_went_wrong_stands_below_the_list(seed: AscendHost) -> None:
    seed.fail(FaultKind.EXIT, code=-8020)
    out = cards(environ=seed.environment()).out
    assert "dcmi-8020: Another container holds one of the mapped cards." in out


def on_a_terminal(*arguments: str, environ: dict[str, str], until: bytes) -> tuple[str, int]:
    """Run the command on a pseudo-terminal until it has printed that, then interrupt it."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gui", "cards", *arguments],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", **environ},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    shown = bytearray()
    for data in _reads(leader):
        shown.extend(data)
        if until in shown:
            process.send_signal(signal.SIGINT)
            until = b"\0"
    os.close(leader)
    return shown.decode(), process.wait()


def _reads(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(descriptor, 1 << 16)
        except OSError:  # the other end is closed
            return


def test_a_terminal_gets_a_table(seed: AscendHost) -> None:
    shown, code = on_a_terminal(environ=seed.environment(), until=b"\0")
    assert code == 0
    assert "npu:7" in shown
    assert "\x1b[" in shown
    assert "61.0 / 64.0 GB" in shown
    assert "VLLMWorker_TP" in shown


def test_a_terminal_watches_in_place(seed: AscendHost) -> None:
    seed.change(lambda state: state)
    shown, code = on_a_terminal(
        "--watch", "--interval", "0.1", environ=seed.environment(), until=b"npu:7"
    )
    assert code == 130
    assert "Traceback" not in shown
    assert "npu:7" in shown


# --watch --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watching_prints_a_line_a_reading_and_ends_with_130(
    seed: AscendHost, number: signal.Signals
) -> None:
    with start(
        "cards", "--watch", "--json", "--interval", "0.1", environ=seed.environment()
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(number)
        rest, err = process.communicate()
    assert (process.returncode, err) == (130, "")
    for line in [*lines, *rest.splitlines()]:
        assert len(json.loads(line)["cards"]) == 9
    calls = seed.calls()
    assert [call.call for call in calls[:3]] == ["info", "-m", "info"]
    assert all(call.alone for call in calls)


def test_an_interrupt_kills_a_hung_tool(seed: AscendHost) -> None:
    seed.fail(FaultKind.HANG)
    with start("cards", environ=seed.environment()) as process:
        until(seed.calls, "the tool was never called")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, "", "")
    (call,) = seed.calls()
    assert not psutil.pid_exists(call.pid)


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--watch", "--json", "--interval", "0.1"]])
def test_a_reader_that_goes_away_is_no_trouble(seed: AscendHost, arguments: list[str]) -> None:
    with start("cards", *arguments, environ=seed.environment()) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_a_full_disk_is_one_line(seed: AscendHost) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command(["cards"]),
            env=environment(seed.environment()),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr == "headframe: The output cannot be written: No space left on device.\n"


def test_a_closed_stdout_and_a_poor_terminal_are_no_trouble(seed: AscendHost) -> None:
    environ = environment({**seed.environment(), "PYTHONIOENCODING": "ascii"})
    line = " ".join(["exec", *command(["cards"])])
    for redirected in (f"{line} >&-", line):
        ran = subprocess.run(
            ["sh", "-c", redirected], env=environ, capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")
    assert "npu:7" in ran.stdout


@pytest.mark.parametrize("interval", ["0", "-1", "x", "nan", "inf", "0.01"])
def test_an_interval_that_is_none_is_a_wrong_command(interval: str) -> None:
    ran = cards("--watch", "--interval", interval, environ=NOTHING)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_watching_and_a_sheet_do_not_go_together() -> None:
    assert cards("--watch", "--sheet", environ=NOTHING).code == 2


# --sheet --------------------------------------------------------------------------------------


def test_the_sheet_is_markdown_or_json(home: Path, seed: AscendHost) -> None:
    save_reservations(home, NO_RESERVATIONS.with_note(npu(0), "DeepSeek"))
    markdown = cards("--sheet", environ=seed.environment()).out
    assert (
        "| NPU 0 (`npu:0`) | 910B3 | OK | DeepSeek | VLLMWorker_TP | 61.0 GB of 64.0 GB | 0.0 GB |"
        in markdown.splitlines()
    )
    found = reading(cards("--sheet", "--json", environ=seed.environment()))
    assert [card["reserved_for"] for card in found["cards"]] == ["DeepSeek", *[None] * 7]
    assert found["cards"][7]["services"] == []


def test_the_sheet_tells_our_own_share(seed: AscendHost) -> None:
    worker = {**os.environ, **seed.environment(), ENV_MARKER: "x", "ASCEND_RT_VISIBLE_DEVICES": "7"}
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        env=worker,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = reading(cards("--sheet", "--json", environ=seed.environment()))
        process.communicate(b"\n")
    assert [card["memory_ours_mb"] for card in found["cards"]] == [0] * 7 + [2048]


def test_a_container_lists_real_ids_and_its_own_logic_ids(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", container_6_7(busy={6}))
    found = reading(cards("--json", environ=host.environment()))
    assert [(card["key"], card["logic_id"]) for card in found["cards"]] == [
        ("npu:6", 0),
        ("npu:7", 1),
        ("cpu", None),
    ]
    assert found["cards"][0]["processes"][0]["name"] is None


def test_a3_labels_chips(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", a3_16_dies())
    last = reading(cards("--json", environ=host.environment()))["cards"][-2]
    assert (last["key"], last["label"], last["logic_id"]) == ("npu:7.1", "NPU 7 · chip 1", 15)
    assert last["power_w"] is None


def test_a_home_that_cannot_be_written_is_no_trouble(home: Path, seed: AscendHost) -> None:
    home.write_text("a file")
    found = reading(cards("--json", environ=seed.environment()))
    assert len(found["cards"]) == 9


def test_a_damaged_table_is_told_and_stderr_stays_quiet(tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", a3_16_dies().with_fault(FaultKind.VANISH, on=("info",)))
    found = reading(cards("--json", environ=host.environment()))
    assert [p["code"] for p in found["problems"]] == [
        "dcmi-8008",
        "npu-smi-damaged-table",
        "npu-smi-chips-missing",
    ]
    assert len(found["cards"]) == 16


def test_without_a_driver_only_what_the_list_needs_is_loaded() -> None:
    """A list of one card is there at once."""
    code = (
        "import sys; from core.launcher import main\nmain(['cards', '--json']); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(NOTHING),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "core.cards.reader" in loaded
    late = {"rich", "logging.handlers", "core.worker.protocol", "core.jobs.model"}
    late |= {"xml.etree.ElementTree"}
    late |= {f"core.cards.ascend.{name}" for name in ("dcmi", "driver_lock", "npu_smi")}
    assert not loaded & late
