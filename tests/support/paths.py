"""Where this checkout is, and the files that lie beside it on some machines."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
"""Recorded tool output and a larger corpus. Tests that need it are skipped where it is missing."""
