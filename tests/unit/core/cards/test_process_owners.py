"""Whose processes are on a card, asked of real processes of this machine; and where ours are."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from core.cards.model import CardProcess
from core.cards.process_location import ProcessLocation, locate_process
from core.cards.process_owners import ProcessOwnerCache, by_memory, local_pid, our_pids
from core.worker.process_tree import ENV_MARKER
from tests.unit.core.cards.samples import npu, reading

CODE = "import sys; print('up', flush=True); sys.stdin.read()"


@pytest.fixture
def child() -> Iterator[subprocess.Popen[str]]:
    """A real process that bears a worker's mark."""
    with subprocess.Popen(
        [sys.executable, "-c", CODE, "a word"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {ENV_MARKER: "x"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def held(pid: int | None, name: str | None = None, **values: int | float | None) -> CardProcess:
    usual = {"container_pid": None, "memory_mb": 100.0} | values
    return CardProcess(pid=pid, name=name, **usual)  # type: ignore[arg-type]


def test_a_real_process_has_a_user_a_command_and_a_mark(child: subprocess.Popen[str]) -> None:
    name = psutil.Process(child.pid).name()
    foreign = held(os.getpid(), psutil.Process().name())
    card = npu(6, processes=(held(child.pid, name), foreign))
    found = ProcessOwnerCache().owners_of(reading(card))
    assert found[child.pid].user == getpass.getuser()
    assert str(found[child.pid].command).endswith(f"{CODE} a word")
    assert found[child.pid].ours
    assert not found[os.getpid()].ours
    assert our_pids(found) == {child.pid}


def test_a_host_pid_that_is_somebody_else_here_is_not_found(child: subprocess.Popen[str]) -> None:
    for name in (None, "", "VLLMWorker_TP"):
        assert (
            ProcessOwnerCache().owners_of(reading(npu(6, processes=(held(child.pid, name),)))) == {}
        )
    gone = held(2**22 + 1, "python")
    assert (
        ProcessOwnerCache().owners_of(reading(npu(6, processes=(gone, held(None), held(0, "x")))))
        == {}
    )


def test_the_containers_own_pid_needs_no_name(child: subprocess.Popen[str]) -> None:
    process = held(99_999_999, None, container_pid=child.pid)
    assert local_pid(process) == child.pid
    assert ProcessOwnerCache().owners_of(reading(npu(6, processes=(process,))))[child.pid].ours


def test_a_process_is_forgotten_with_its_card(child: subprocess.Popen[str]) -> None:
    owners = ProcessOwnerCache()
    name = psutil.Process(child.pid).name()
    assert child.pid in owners.owners_of(reading(npu(6, processes=(held(child.pid, name),))))
    assert owners.owners_of(reading(npu(6))) == {}


def test_the_largest_process_comes_first_and_the_unknown_last() -> None:
    three = [held(1, memory_mb=None), held(2, memory_mb=5.0), held(3, memory_mb=50.0)]
    assert [process.pid for process in by_memory(three)] == [3, 2, 1]


def test_where_a_process_was_sent_and_where_it_is() -> None:
    here = npu(6, processes=(held(4242, "python"),))
    there = npu(0, processes=(held(1, "vllm"), held(77, None, container_pid=4243)))
    both = reading(there, here)
    assert locate_process(both, "npu:6", {4242}).location is ProcessLocation.HERE
    assert locate_process(both, "npu:6", {9}).location is ProcessLocation.UNSEEN
    elsewhere = locate_process(both, "npu:6", {4242, 4243})
    assert elsewhere.location is ProcessLocation.ELSEWHERE
    assert elsewhere.elsewhere is there
    assert (
        locate_process(both, "npu:6", {77}).location is ProcessLocation.UNSEEN
    )  # the host's number
