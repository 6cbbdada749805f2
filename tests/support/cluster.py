"""A room of hosts for a test (`tests.support.cluster_room`), from its outside."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import psutil

from core.worker.process_tree import ENV_MARKER

ROOT = Path(__file__).resolve().parents[2]
LOSES_SOON = {"RAY_health_check_period_ms": "500"}
"""Ray gives a host up when it has asked five times in vain, which is else 3 s apart."""
GONE_S = 10.0
"""Within which nothing of a driver that has ended may be left on a host."""


class Room:
    """Hosts by name; the first one is the head. Use as a context manager."""

    def __init__(
        self,
        *hosts: str,
        environ: dict[str, str] | None = None,
        network: bool = False,
        loses_soon: bool = False,
    ) -> None:
        """``environ``: for the hosts alone. ``network``: each has an address and a cable of its
        own, but for the first (`tests.support.network`). ``loses_soon``: Ray gives up a host that
        is gone after some seconds; for tests of what comes then, not of the time until then."""
        self.folder = Path(tempfile.mkdtemp(prefix="hfroom", dir="/tmp"))
        self._more = [f"{name}={value}" for name, value in (environ or {}).items()]
        self._errors = (self.folder / "room.log").open("wb")
        # setsid forks: what Ray starts later is no child of the test, which looks for those.
        self._process = subprocess.Popen(
            [
                *("setsid", "-f", sys.executable, "-m", "tests.support.cluster_room"),
                *(str(self.folder), *(["--network"] if network else [])),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env={
                **os.environ,
                **(LOSES_SOON if loses_soon else {}),
                "TMPDIR": str(self.folder),
                "HEADFRAME_HOME": str(self.folder),
            },
            text=True,
        )
        self.address = ""
        try:
            for host in hosts:
                self.add(host)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, host: str, environ: dict[str, str] | None = None) -> None:
        """Start a node; returns when it is in the cluster. ``environ``: for it alone."""
        own = [f"{name}={value}" for name, value in (environ or {}).items()]
        self.address = self.say("add", host, *self._more, *own)["address"]

    def restart(self) -> None:
        """End all nodes at once, and start them again: the head has the address that it had."""
        self.say("restart")

    def kill(self, host: str) -> None:
        """End a node with all that runs on it, at once."""
        self.say("kill", host)

    def pull(self, host: str) -> None:
        """Its network cable."""
        self.say("pull", host)

    def plug(self, host: str) -> None:
        """Its network cable, back in."""
        self.say("plug", host)

    @contextlib.contextmanager
    def slow(self, host: str, kilobits: int) -> Iterator[None]:
        """Meanwhile its line lets that many kilobits a second through."""
        self.say("slow", host, str(kilobits))
        yield
        self.say("fast", host)

    def say(self, *command: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, (self.folder / "room.log").read_text(errors="replace")[-2000:]
        answer: dict[str, Any] = json.loads(line)
        return answer

    def home(self, host: str) -> Path:
        return self.folder / host / "home"

    def workers(self) -> list[psutil.Process]:
        """Engine processes of all hosts, and their helpers."""
        return [one for one in self._processes() if ENV_MARKER in one.environ()]

    def card_actors(self) -> list[psutil.Process]:
        """Ray's workers that hold them."""
        return [one for one in self._processes() if one.cmdline()[0].startswith("ray::CardActor")]

    def _processes(self) -> Iterator[psutil.Process]:
        """Those of the hosts that can be looked at."""
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError, IndexError):
                home = process.environ().get("HEADFRAME_HOME", "")
                if home.startswith(f"{self.folder}/") and process.cmdline()[0]:
                    yield process

    def left_on_hosts(self) -> list[str]:
        """Engine processes of hosts of this room, and their temporary folders."""
        found = [str(path) for path in self.folder.glob("*/tmp/headframe-*")]
        for process in psutil.process_iter():
            try:
                environ = process.environ()
            except (psutil.Error, OSError):
                continue
            if ENV_MARKER in environ and environ.get("HEADFRAME_HOME", "").startswith(
                str(self.folder)
            ):
                found.append(" ".join(process.cmdline()))
        return found

    def still_on_hosts(self, seconds: float = GONE_S) -> list[str]:
        """What is left there after so long: a worker is asked to end, and its guard follows."""
        deadline = time.monotonic() + seconds
        while (left := self.left_on_hosts()) and time.monotonic() < deadline:
            time.sleep(0.2)
        return left

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended by a mistake of its own
            self._process.stdin.close()
        self._process.stdout.read()  # until it has ended
        self._process.stdout.close()
        self._process.wait()
        self._errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
