"""A reader of the output may end before it: `headframe doctor | head -1`."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from core.cli.lost_output import EXIT_UNREAD
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    "words",
    [["doctor"], ["doctor", "--json"], ["engine", "list"], ["engine", "list", "--json"]],
    ids=" ".join,
)
def test_a_reader_that_has_gone_is_no_reason_to_complain(
    words: list[str], light_engine: None
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "gui", *words],
            cwd=ROOT,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=120,
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (EXIT_UNREAD, "")
