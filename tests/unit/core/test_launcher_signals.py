"""A signal ends a command with one exit code, also before the command minds it itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import core.cli
from core import launcher
from tests.support.paths import ROOT

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _as_in_the_foreground() -> Iterator[None]:
    """Tests may themselves run where signals are ignored, as a shell's background jobs do."""
    before = [signal.getsignal(one) for one in SIGNALS]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    for one, handler in zip(SIGNALS, before, strict=True):
        signal.signal(one, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_a_command_with_130(
    monkeypatch: pytest.MonkeyPatch, home: Path, number: signal.Signals
) -> None:
    monkeypatch.setattr(core.cli, "main", lambda argv: signal.raise_signal(number))
    before = [signal.getsignal(one) for one in SIGNALS]
    assert launcher.main(["cards"]) == 130
    assert [signal.getsignal(one) for one in SIGNALS] == before


def test_a_signal_that_is_ignored_stays_so(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def command(_argv: object) -> int:
        signal.raise_signal(signal.SIGHUP)
        return 0

    monkeypatch.setattr(core.cli, "main", command)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        assert launcher.main(["cards"]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    "command",
    [
        # As `dataclass` works: CPython remembers a KeyboardInterrupt that went through it.
        "exec('signal.raise_signal(signal.SIGINT)')",
        # What is raised while a module is loaded may never arrive.
        "__import__('swallows')",
    ],
)
def test_no_moment_of_loading_changes_the_exit_code(tmp_path: Path, command: str) -> None:
    (tmp_path / "swallows.py").write_text(
        "import signal\ntry: signal.raise_signal(signal.SIGTERM)\nexcept BaseException: pass\n"
    )
    script = (
        "import signal, sys\nimport core.cli\nfrom core import launcher\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"def command(argv):\n    {command}\n    return 0\n"
        "core.cli.main = command\nsys.exit(launcher.main(['cards']))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": f"{ROOT}:{tmp_path}", "HEADFRAME_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (130, "")
