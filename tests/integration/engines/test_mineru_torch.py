"""The real mineru 4 on the real torch_npu, in its tier basic: which card its torch networks take.

CANN is the emulated one, weights are ours (`standins.mineru_torch_networks`); torch_npu, the
networks, their loader and the pipeline are the real ones.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from core.worker.kinds import EngineName
from tests.integration.engines.test_mineru_basic import scanned, sheets
from tests.support.cann.host import CannHost
from tests.support.engines import real
from tests.support.engines.npu import Office, work
from tests.support.engines.standins.mineru_networks import LATEX

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]
READ = "H"
"""How a line reads to `standins.mineru_torch_networks`."""


@pytest.fixture(scope="module")
def networks(mineru_torch_python: Path) -> Path:
    return real.mineru_torch_networks(mineru_torch_python)


def test_every_network_of_basic_is_on_the_picked_card(
    atlas: CannHost,
    mineru_npu_python: Path,
    networks: Path,
    *,
    home: Path,
    clearances: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "in").mkdir()
    scanned(sheets(tmp_path / "a.pdf", 1), tmp_path / "in" / "scan.pdf")
    office = Office(home, atlas, clearances)
    office.choose(EngineName.MINERU, mineru_npu_python, "4.0.12", networks)
    ran = office.convert(tmp_path, "--engine", "mineru", "--card", "npu:6")
    assert ran.code == 0, ran.err
    (started,) = ran.of("started")
    assert (started["card"], started["visible_devices"]) == ("npu:6", "6")
    assert started["verified"] == "pid"
    assert atlas.cards.touched() == {6}
    assert work(atlas, 6) == [started["pid"]]
    markdown = (tmp_path / "out" / "scan" / "scan.md").read_text("utf-8")
    assert f"# {READ}" in markdown
    assert "".join(LATEX) in markdown.replace(" ", "")
    blocks = json.loads((tmp_path / "out" / "scan" / "blocks.json").read_text("utf-8"))["blocks"]
    assert {"doc_title", "text", "table"} <= {block["type"] for block in blocks}


UNPINNED = """
import os, sys
os.environ.update(MINERU_DEVICE_MODE="npu:6", MINERU_MODEL_SMALL_BACKEND="torch",
                  MINERU_MODEL_SOURCE="local", MINERU_MODEL_BASE_DIR=sys.argv[1])
import torch_npu
from mineru.model.runtime.hybrid import HybridLocalModelContext
from mineru.model.runtime.memory import clean_memory
HybridLocalModelContext()
clean_memory("npu:6")
"""


def test_without_our_pin_the_same_networks_reach_for_card_0(
    mineru_npu_python: Path, networks: Path, atlas: CannHost, tmp_path: Path
) -> None:
    """What happens to a user who says ``MINERU_DEVICE_MODE=npu:6``."""
    subprocess.run(
        [mineru_npu_python, "-c", UNPINNED, networks],
        env=atlas.sourced(TMPDIR=str(tmp_path)),
        check=True,
        capture_output=True,
    )
    assert atlas.cards.touched() == {0, 6}
