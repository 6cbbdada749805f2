"""Memory that was freed stays with the process for a while: in processes of their own."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="it is glibc that is told to keep memory"
)
PIECE_MB = 200
CODE = f"""
from core.worker.freed_memory import FreedMemory, resident
memory = FreedMemory()
piece = b"x" * ({PIECE_MB} << 20)
del piece
kept = resident()
memory.give_back()
print(kept >> 20, resident() >> 20)
"""


def kept_and_given_back(**environ: str) -> tuple[int, int]:
    """Megabytes that are resident after a large piece was freed, and after giving back."""
    ran = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    kept, left = map(int, ran.stdout.split())
    return kept, left


def test_a_large_piece_is_kept_for_the_next_one_and_given_back_at_the_end() -> None:
    kept, left = kept_and_given_back()
    assert kept > PIECE_MB
    assert left < PIECE_MB / 2


def test_what_the_user_has_set_stands() -> None:
    kept, _left = kept_and_given_back(MALLOC_MMAP_THRESHOLD_=str(1 << 20))
    assert kept < PIECE_MB / 2
