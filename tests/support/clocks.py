"""Clocks that are off, by libfaketime where that is installed (Debian: `faketime`)."""

from __future__ import annotations

from pathlib import Path

HOUR_S = 3600.0


def why_no_other_clock() -> str:
    """Why a program cannot be given one here; empty: it can."""
    return "" if _library() else "libfaketime is not installed"


def ahead(seconds: float) -> dict[str, str]:
    """The environment of programs whose clock is ahead; durations are as they are."""
    return {
        "LD_PRELOAD": str(_library()),
        "FAKETIME": f"+{seconds:.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_NO_CACHE": "1",
    }


def _library() -> Path | None:
    found = Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1")
    return next(found, None)
