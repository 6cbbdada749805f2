"""From the start of the process to a window that is painted: Headframe ÷ a bare QMainWindow.

Run it from the checkout: ``python -m tests.bench.bench_window_start [--rounds 15]``, with a display
or without (then offscreen). Both are started in turn; the quotient is taken pair by pair, since
machines are noisy, and its median is printed. Goal: 1.5 at most.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

READY = """
import os
from PySide6.QtWidgets import QApplication

def ready(window):
    while not window.windowHandle().isExposed():
        QApplication.processEvents()
    window.repaint()
    os.write(1, b"ready\\n")
    os._exit(0)
"""

BARE = f"""{READY}
from PySide6.QtWidgets import QMainWindow

app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
ready(window)
"""

OURS = f"""{READY}
import gui.app

def leave():
    ready(next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible()))

gui.app.be_quick = leave  # what comes when the window is on the screen
gui.app.main([])
"""


def seconds(program: str, environ: dict[str, str]) -> float:
    """Wall time until the program says that it is ready."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=environ
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        taken = time.perf_counter() - began
    if line != b"ready\n":
        raise RuntimeError("the window did not come up")
    return taken


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds: int = parser.parse_args().rounds
    environ = dict(os.environ)
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # users' second start has the byte code, too
    if not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        environ["HEADFRAME_HOME"] = home
        seconds(BARE, environ), seconds(OURS, environ)  # files into memory, byte code written
        pairs = [(seconds(BARE, environ), seconds(OURS, environ)) for _ in range(rounds)]
    bare, ours = ([pair[side] for pair in pairs] for side in (0, 1))
    quotients = sorted(mine / other for other, mine in pairs)
    print(
        f"bare QMainWindow  median {statistics.median(bare) * 1000:5.0f} ms, "
        f"fastest {min(bare) * 1000:.0f} ms"
    )
    print(
        f"Headframe         median {statistics.median(ours) * 1000:5.0f} ms, "
        f"fastest {min(ours) * 1000:.0f} ms"
    )
    print(
        f"quotient          median {statistics.median(quotients):.2f} of {rounds} pairs "
        f"(from {quotients[0]:.2f} to {quotients[-1]:.2f}), "
        f"of the fastest {min(ours) / min(bare):.2f}; goal 1.5 at most"
    )


if __name__ == "__main__":
    main()
