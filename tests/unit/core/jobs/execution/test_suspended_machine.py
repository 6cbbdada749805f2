"""A machine that sleeps, or stands still with everybody on it, uses up nobody's time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.engines.fakes import until
from tests.support.engines.scripted import worker
from tests.support.paths import ROOT

LIMIT_S = 2.0
SUPERVISOR = f"""
import os, sys
from pathlib import Path
from core.engines.process import resource_limits
from core.engines.process.resource_limits import LimitWatchdog, ResourceLimits
from core.engines.model import Engine
from core.engines.process.local_process import LocalProcess, LaunchSpec
from core.jobs.execution.document_run import DocumentRun
from core.jobs.execution.control import RunnerControl
from core.jobs.execution.worker_slot import EngineWorker
from core.worker.protocol import Convert, Hello, Ready
from core.worker.kinds import EngineName
from tests.support.engines.fakes import greeted, heard

resource_limits.SILENCE_S = {LIMIT_S}

class Reporting(LimitWatchdog):
    def check(self):
        failure = super().check()
        print("look", flush=True)
        return failure

interpreter, log = map(Path, sys.argv[1:])
launch = LaunchSpec(EngineName.FLASH, interpreter, dict(os.environ), log)
orders = RunnerControl()
with LocalProcess.start(launch) as process:
    hello, ready = greeted(process), heard(process, Ready)
    engine = Engine(EngineName.FLASH, interpreter, uses_card=False)
    request = Convert(job="a", source="a.pdf", staging="a", stem="a")
    watch = Reporting(process, ResourceLimits({LIMIT_S}, 0, 4000))
    conversion = DocumentRun(
        EngineWorker(process, engine, hello, ready), request, watch, orders,
        lambda progress: print("working", hello.pid, process.pid, flush=True),
    )
    print("came to", type(conversion.run()).__name__, flush=True)
orders.bell.close()
"""
BODY = """
            say(Progress("a", Stage.PARSE, 1, 1, 0.0))
            while not os.path.exists(os.environ["GO"]):
                say(Heartbeat())
                time.sleep(0.1)
            say(Converted("a", 1, 0.0))
"""


@pytest.mark.slow
def test_a_document_outlives_a_standstill_longer_than_its_limits(tmp_path: Path) -> None:
    go = tmp_path / "go"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, worker(tmp_path / "fake", BODY), tmp_path / "log"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "GO": str(go)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout is not None
    said = iter(supervisor.stdout)
    try:
        _, *pids = next(line for line in said if line.startswith("working")).split()
        below = [psutil.Process(int(pid)) for pid in pids]
        everybody = [psutil.Process(supervisor.pid), *below]
        for process in everybody:
            process.send_signal(signal.SIGSTOP)
        until(lambda: all(one.status() == psutil.STATUS_STOPPED for one in everybody))
        time.sleep(LIMIT_S + 0.2)  # the standstill itself
        for process in everybody:
            process.send_signal(signal.SIGCONT)
            if process.pid == supervisor.pid:  # wakes first, and has heard nobody for so long
                assert [next(said), next(said), next(said)][-1] == "look\n"
        go.touch()
        assert next(line for line in said if line.startswith("came to")) == "came to Converted\n"
        assert supervisor.wait(60) == 0
    finally:
        supervisor.kill()
        supervisor.communicate()
