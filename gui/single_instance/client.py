"""What a second start says to the first one's window: a line of JSON over a local socket.

No Qt and no display is needed to say it; `gui.single_instance.server` listens.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HAND_OVER_S = 10.0
"""The first window may still be starting."""
RETRY_S = 0.1
MAX_LINE_BYTES = 16 << 20
"""A shell's whole command line fits many times."""
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""With one of these, a desktop lets a window come forward that the user did not click on."""


def socket_path(home: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the window of a home listens: short, as a socket's name must be."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime if runtime and Path(runtime).is_dir() else tempfile.gettempdir())
    return folder / f"headframe-{os.getuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"


def hand_over(home: Path, paths: Sequence[Path], environ: Mapping[str, str] = os.environ) -> bool:
    """Give the paths to the window that is there, and ask it to come forward.

    Waits for a window that is just starting. False when none answers.
    """
    token = next((environ[name] for name in TOKENS if environ.get(name)), "")
    message = json.dumps({"paths": [str(path) for path in paths], "token": token}) + "\n"
    deadline = time.monotonic() + HAND_OVER_S
    pause = threading.Event()
    while time.monotonic() < deadline:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(HAND_OVER_S)
                path = socket_path(home, environ)
                if path.stat().st_uid != os.getuid():
                    return False  # another user's, who must not learn what is opened here
                client.connect(str(path))
                client.sendall(message.encode())
                if client.recv(3) == b"ok\n":
                    return True
        except OSError:
            pass  # not listening yet, or busy: again
        pause.wait(RETRY_S)
    return False


def read_message(line: bytes) -> tuple[list[Path], str] | None:
    """Paths and activation token of a second start; ``None`` for anything else."""
    try:
        message = json.loads(line)
        paths = [Path(text) for text in message["paths"] if isinstance(text, str)]
        return paths, str(message.get("token", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
