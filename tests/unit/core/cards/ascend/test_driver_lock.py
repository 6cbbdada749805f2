"""One call of the driver's tools at a time, among all processes of one home."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cards.ascend.chips import Chip
from core.cards.ascend.driver_lock import DriverLock, answer_from_json, answer_to_json
from core.cards.model import CardProcess, Health, Problem, ReadingSource
from core.cards.probing.interrupt_flag import InterruptFlag
from core.cards.source_reading import ChipReading
from core.messages import msg
from core.paths import locks_folder
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b
from tests.support.ascend.state import FaultKind
from tests.support.paths import ROOT

NEVER = InterruptFlag()
READ = """\
import json, os, sys
from pathlib import Path
from core.cards.reader import CardReader
print("ready", flush=True)
sys.stdin.readline()
with CardReader(Path(os.environ["HEADFRAME_HOME"]), os.environ) as reader:
    for _ in range(int(sys.argv[1])):
        reading = reader.read()
        codes = [problem.code for problem in reading.problems]
        print(json.dumps([len(reading.cards), codes]), flush=True)
"""


def answer(at: datetime, used: float = 3_400) -> ChipReading:
    process = CardProcess(4242, None, "python", 113.5)
    chip = Chip(7, 1, "Ascend910", Health.WARNING, None, None, 41, 7, used, 65_536)
    held = Chip(
        6,
        0,
        "Ascend910",
        Health.OK,
        "0000:9D:00.0",
        170.1,
        41,
        7,
        used,
        65_536,
        processes=(process,),
    )
    problem = Problem("dcmi-8006", msg("Code {code}.", code=-8006), None)
    hint = Problem("x", msg("Text."), msg("Hint."))
    return ChipReading(
        ReadingSource.NPU_SMI, at, (held, chip), {(7, 1): None, (6, 0): 0}, (problem, hint)
    )


def test_an_answer_survives_its_file() -> None:
    whole = answer(datetime.now(UTC))
    assert answer_from_json(json.loads(json.dumps(answer_to_json(whole)))) == whole
    bare = ChipReading(ReadingSource.DCMI, datetime.now(UTC))
    assert answer_from_json(json.loads(json.dumps(answer_to_json(bare)))) == bare


@pytest.fixture
def locked(home: Path) -> int:
    """A descriptor that holds the lock of this home, as another process would."""
    locks_folder(home).mkdir(parents=True)
    descriptor = os.open(locks_folder(home) / "cards.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def test_a_free_lock_is_a_turn(home: Path) -> None:
    turns = DriverLock(home)
    for _ in range(2):
        with turns.acquire(NEVER) as turn:
            assert turn.answer is None
            assert turn.held is not None
            with DriverLock(home, wait_s=0).acquire(NEVER) as other:
                assert other.held is None
                assert other.answer is not None
                assert [problem.code for problem in other.answer.problems] == ["driver-busy"]


def test_the_holders_fresh_answer_is_taken(home: Path, locked: int) -> None:
    turns = DriverLock(home, wait_s=60)
    turns.share(answer(datetime.now(UTC) - timedelta(hours=1), used=1))
    got: list[ChipReading | None] = []

    def wait() -> None:
        with turns.acquire(NEVER) as turn:
            got.append(turn.answer)

    thread = threading.Thread(target=wait)
    thread.start()
    fresh = answer(datetime.now(UTC) + timedelta(seconds=1), used=2)
    DriverLock(home).share(fresh)
    thread.join()
    os.close(locked)
    assert got == [fresh]


def test_an_old_answer_is_given_after_the_waiting_time_with_its_age(
    home: Path, locked: int
) -> None:
    turns = DriverLock(home, wait_s=0.2)
    turns.share(answer(datetime.now(UTC) - timedelta(seconds=90)))
    with turns.acquire(NEVER) as turn:
        assert turn.answer is not None
        assert len(turn.answer.chips) == 2
        assert turn.answer.problems[-1].code == "driver-busy"
        assert "9" in str(turn.answer.problems[-1].text)
    os.close(locked)
    with turns.acquire(NEVER) as turn:
        assert turn.held is not None


def test_waiting_ends_when_told_to(home: Path, locked: int) -> None:
    stop = InterruptFlag()
    stop.set()
    with DriverLock(home, wait_s=600).acquire(stop) as turn:
        assert turn.answer is not None
    os.close(locked)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"source": "npu-smi"}', "null"])
def test_a_shared_file_that_is_none_is_passed_over(home: Path, text: str) -> None:
    turns = DriverLock(home)
    turns.share(answer(datetime.now(UTC)))
    (locks_folder(home) / "cards.json").write_text(text)
    assert turns.last_reading() is None


FIELDS = st.sampled_from(["source", "read_at", "chips", "logic_ids", "problems"])


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda part: st.lists(part) | st.dictionaries(FIELDS, part),
    )
)
def test_foreign_json_never_gets_through(data: object) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        answer_from_json(data)  # type: ignore[arg-type]


def test_a_home_that_is_no_folder_costs_the_lock_and_not_the_list(home: Path) -> None:
    home.write_text("a file")
    turns = DriverLock(home)
    with turns.acquire(NEVER) as turn:
        assert (turn.held, turn.answer) == (None, None)
    turns.share(answer(datetime.now(UTC)))
    assert turns.last_reading() is None


# With real processes --------------------------------------------------------------------------


def readers(host: AscendHost, count: int, readings: int) -> list[list[object]]:
    """That many processes read at the same time; what each saw."""
    environ = {**os.environ, **host.environment()}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", READ, str(readings)],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    seen: list[list[object]] = []
    for process in started:
        out, _ = process.communicate()
        assert process.returncode == 0
        seen.extend(json.loads(line) for line in out.splitlines())
    return seen


@pytest.mark.slow
def test_calls_of_many_processes_never_overlap(tmp_path: Path) -> None:
    """By the emulated host's own log: each call began when no other was under way."""
    host = AscendHost(tmp_path / "host", eight_910b())
    host.fail(FaultKind.STUTTER, seconds=0.2)
    seen = readers(host, count=4, readings=4)
    assert seen == [[9, []]] * 16, "and all of them saw the eight cards and the CPU"
    calls = host.calls()
    assert all(call.alone for call in calls)
    for one, other in itertools.pairwise(calls):
        assert one.ended is not None
        assert one.ended <= other.started
