"""How large the packages of engines are: read off the wheels when their versions were pinned."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

NAME = "wheel-sizes.tsv"


@dataclass(frozen=True, slots=True)
class WheelSize:
    """Of one package."""

    download: int
    """Bytes of its wheel."""
    installed: int
    """Bytes of its files, and of the byte code that Python makes of them."""


@cache
def wheel_sizes(machine: str) -> dict[str, WheelSize]:
    """By pin, as in ``torch==2.7.1``, for an architecture (``platform.machine()``).

    Of Python 3.11; other versions' wheels are about as large. Empty for an architecture that
    there are no wheels for.
    """
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine.lower(), machine.lower())
    text = (resources.files("resources") / "engines" / NAME).read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {
        row["pin"]: WheelSize(int(row["download"]), int(row["installed"]))
        for row in rows
        if row["machine"] in (machine, "any")
    }
