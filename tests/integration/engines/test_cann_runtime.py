"""The emulated CANN itself: what its runtime says to a program, and what processes share."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.worker.process_tree import ENV_MARKER
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import container_6_7
from tests.support.ascend.state import HostState
from tests.support.cann.cards import CONTEXT_MB, CRASHES, HANGS
from tests.support.cann.host import CannHost
from tests.support.engines.fakes import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

# A program over the C interface, without torch: each line of stdin is a call, each answer a line.
PROGRAM = """
import ctypes, json, os, sys
acl = ctypes.CDLL("libascendcl.so")
hal = ctypes.CDLL("libascend_hal.so")
acl.aclGetRecentErrMsg.restype = ctypes.c_char_p
def count():
    n = ctypes.c_uint32(99)
    return acl.aclrtGetDeviceCount(ctypes.byref(n)), n.value
def devices():
    n = ctypes.c_int(99)
    return hal.drvGetDevNum(ctypes.byref(n)), n.value
def set(index): return acl.aclrtSetDevice(index)
def memory():
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    code = acl.aclrtGetMemInfo(1, ctypes.byref(free), ctypes.byref(total))
    return code, free.value >> 20, total.value >> 20
def malloc(megabytes):
    at = ctypes.c_void_p()
    return acl.aclrtMalloc(ctypes.byref(at), ctypes.c_size_t(megabytes << 20), 0)
def sync(): return acl.aclrtSynchronizeDevice()
def kernel(index, name): return acl.emu_kernel(index, name.encode())
def op(): return acl.aclopCompileAndExecute(b"Add", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
def forked():
    child = os.fork()
    if child == 0:
        os._exit(0 if memory()[0] == 107002 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
def said(): return acl.aclGetRecentErrMsg().decode()
for line in sys.stdin:
    name, *rest = json.loads(line)
    print(json.dumps(globals()[name](*rest)), flush=True)
"""

Call = Callable[..., Any]


@contextmanager
def program(host: CannHost, visible: str | None = None) -> Iterator[tuple[Call, int]]:
    """A process on that host; calls into its runtime, and its pid."""
    pin = {} if visible is None else {"ASCEND_RT_VISIBLE_DEVICES": visible}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=host.sourced(**pin, **{ENV_MARKER: "x"}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def call(*words: object) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps(words), file=process.stdin, flush=True)
        line = process.stdout.readline()
        return json.loads(line) if line else None

    with process:
        yield call, process.pid
        process.kill()


@pytest.mark.parametrize(
    ("visible", "count", "code"),
    [
        (None, 8, 0),
        ("6", 1, 0),
        ("2,4", 2, 0),
        ("7,6", 1, 0),  # reading stops where it does not ascend
        ("0, 1", 1, 0),
        ("8", 0, 107001),
        ("", 0, 207004),
        ("a", 0, 207004),
    ],
)
def test_the_variable_is_read_as_the_runtime_reads_it(
    atlas: CannHost, visible: str | None, count: int, code: int
) -> None:
    with program(atlas, visible) as (call, _):
        assert call("count") == [code, count]
        if code:
            said = call("said")
            assert f"set ASCEND_RT_VISIBLE_DEVICES:{visible} error, input data rang[0-8)" in said
        assert call("devices") == [0, 8]  # the driver knows of no variable
        assert call("set", count) == 107001
    assert atlas.cards.touched() == set()


def test_a_card_is_what_its_variable_says_and_its_memory_is_shared(atlas: CannHost) -> None:
    with program(atlas, "6") as (one, first), program(atlas) as (other, second):
        assert one("memory") == [107002, 0, 0]
        assert one("set", 0) == 0
        _, before, total = one("memory")
        assert total == 65_536
        assert before == total - atlas.tools.state.chips[6].used_mb - CONTEXT_MB
        assert other("set", 6) == 0
        assert other("malloc", 5000) == 0
        assert one("memory")[1] == before - 5000 - CONTEXT_MB
        assert one("malloc", 60_000) == 207001
        assert "EL0004" in one("said")
        uses = {use.pid: use for use in atlas.cards.uses()}
        assert {use.card for use in uses.values()} == {6}
        assert uses[first].held_mb == CONTEXT_MB
        assert uses[second].held_mb == CONTEXT_MB + 5000
        os.kill(second, signal.SIGKILL)
        until(lambda: not any(use.alive for use in atlas.cards.uses() if use.pid == second))
        assert one("memory")[1] == before
        assert one("malloc", 50_000) == 0
    assert [use.alive for use in atlas.cards.uses()] == [False, False]


def listed(tools: AscendHost) -> list[tuple[int, int, int]]:
    """Card, pid and MB of each process in the table that the tool prints."""
    out = subprocess.run([tools.npu_smi, "info"], stdout=subprocess.PIPE, text=True, check=True)
    table = out.stdout.partition("Process id")[2].splitlines()[2:]
    rows = [line.split("|") for line in table if line.count("|") > 3]
    return [(int(row[1].split()[0]), int(row[2]), int(row[4])) for row in rows]


def test_one_host_three_views(server: Callable[[HostState], CannHost]) -> None:
    host = server(container_6_7())
    with program(host, "1") as (call, pid):
        call("set", 0)
        call("malloc", 700)
        assert listed(host.tools) == [(7, pid, 700 + CONTEXT_MB)]
        seen = subprocess.run(
            [host.tools.npu_smi, "library"], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.splitlines()
        assert f"process\t1\t{pid}\t{(700 + CONTEXT_MB) << 20}" in seen  # what DCMI hands out
        host.cards.fill(1, but_mb=100)
        assert call("memory")[1] == 100
        host.cards.lose(1)
        assert call("memory")[0] == 507010
        out = subprocess.run([host.tools.npu_smi, "info"], stdout=subprocess.PIPE, check=True)
        assert b"UNKNOWN" in out.stdout
        with program(host, "1") as (late, _):
            assert late("set", 0) == 207004
        host.cards.heal()
        assert call("memory")[0] == 0
    assert listed(host.tools) == []


def test_errors_come_when_they_were_asked_for(atlas: CannHost) -> None:
    atlas.cards.rule("aclrtMalloc", 507899, card=6, after=1, times=1, text="EE9999: Inner Error!")
    atlas.cards.rule("aten::mm", 507035, card=6)
    with program(atlas, "6") as (call, _):
        call("set", 0)
        assert [call("malloc", 1) for _ in range(3)] == [0, 507899, 0]
        assert call("kernel", 0, "aten::add.Tensor") == 0
        assert call("sync") == 0
        assert call("kernel", 0, "aten::mm") == 0  # told by the next wait, as on a card
        assert call("sync") == 507035
        assert call("sync") == 507035  # this context is spoilt
    with program(atlas, "7") as (call, _):
        call("set", 0)
        assert call("kernel", 0, "aten::mm") == 0
        assert call("sync") == 0
    assert (atlas.cards.met("aclrtMalloc"), atlas.cards.met("aten::mm")) == (1, 1)


def test_a_hang_lasts_until_it_is_healed_and_a_crash_is_a_signal(atlas: CannHost) -> None:
    atlas.cards.rule("aclrtSynchronizeDevice", HANGS, card=7)
    with program(atlas, "7") as (call, _), program(atlas, "6") as (other, _):
        call("set", 0)
        other("set", 0)
        with ThreadPoolExecutor(1) as waiting:
            hung = waiting.submit(call, "sync")
            assert other("sync") == 0
            with pytest.raises(TimeoutError):
                hung.result(0.5)
            atlas.cards.heal()
            assert hung.result(30) == 0
    atlas.cards.rule("aclrtMalloc", CRASHES)
    with program(atlas, "7") as (call, _):
        call("set", 0)
        assert call("malloc", 1) is None


def test_there_are_no_kernels_and_no_context_after_a_fork(atlas: CannHost) -> None:
    with program(atlas, "6") as (call, _):
        call("set", 0)
        assert call("op") == 500002
        assert "Cannot find bin of op" in call("said")
        assert call("forked") == 0
        assert call("memory")[0] == 0


def test_a_process_without_a_driver_is_told_so(atlas: CannHost, tmp_path: Path) -> None:
    host = atlas.sourced() | {"EMULATED_CANN_HOST": str(tmp_path / "none")}
    code = (
        "import ctypes; n = ctypes.c_int();"
        "print(ctypes.CDLL('libascend_hal.so').drvGetDevNum(ctypes.byref(n)),"
        "ctypes.CDLL('libascendcl.so').aclrtGetDeviceCount(ctypes.byref(n)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], env=host, stdout=subprocess.PIPE, check=True)
    assert ran.stdout.split() == [b"87", b"507899"]
