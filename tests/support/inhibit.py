"""A stand-in for ``systemd-inhibit``: a real child, as the real one is, that writes down its calls.

It takes its lock, or says no, before it starts the command; both can be seen from outside.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """#!{python}
import json, os, subprocess, sys, time

def note(**facts):
    with open({calls!r}, "a", encoding="utf-8") as file:
        file.write(json.dumps({{"pid": os.getpid(), **facts}}) + "\\n")

if "--help" in sys.argv:
    print("  --what=WHAT", {help!r})
    sys.exit(0)
options = [word for word in sys.argv[1:] if word.startswith("--")]
note(options=options)
if {behaviour!r} == "hangs":
    time.sleep(600)
if {behaviour!r} == "refuses":
    sys.exit("Failed to inhibit: Access denied")
command = sys.argv[1 + len(options):]
child = subprocess.Popen(command)
note(holds=True, cat=child.pid)
sys.exit(child.wait())
"""


@dataclass(frozen=True)
class Inhibit:
    """The stand-in in a folder of its own."""

    folder: Path

    def behave(self, behaviour: str = "holds", *, asks: bool = True) -> Inhibit:
        """``holds``, ``refuses`` or ``hangs``; ``asks``: new enough to ask for a password."""
        self.folder.mkdir(exist_ok=True)
        program = self.folder / "systemd-inhibit"
        text = PROGRAM.format(
            python=sys.executable,
            calls=str(self.folder / "calls"),
            help="--no-ask-password" if asks else "",
            behaviour=behaviour,
        )
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        return self

    @property
    def path(self) -> str:
        """A PATH on which it is found first."""
        return f"{self.folder}:{os.environ['PATH']}"

    def notes(self) -> list[dict[str, object]]:
        """What it has written down, in order."""
        calls = self.folder / "calls"
        text = calls.read_text(encoding="utf-8") if calls.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def calls(self) -> list[list[str]]:
        """The options of each call."""
        return [note["options"] for note in self.notes() if "options" in note]  # type: ignore[misc]

    def holding(self) -> list[int]:
        """Pids of those that got as far as to hold it, and of what they then started."""
        held = (note for note in self.notes() if "holds" in note)
        return [int(str(note[key])) for note in held for key in ("pid", "cat")]
