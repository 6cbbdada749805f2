"""The real mineru 4 on a card, in its tier basic: its torch networks, and which card they ask for.

The NPU is the stand-in for torch_npu, weights are ours (`standins.mineru_torch_networks`); the
networks, their loader and the pipeline are MinerU's.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from core.engines import choices
from core.engines.choices import Chosen
from core.worker.protocol import EngineName
from tests.cli import command
from tests.engines import real
from tests.engines.npu import NpuHost
from tests.engines.standins.mineru_networks import LATEX
from tests.engines.test_mineru_basic import scanned, sheets

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]
READ = "H"
"""How a line reads to `standins.mineru_torch_networks`."""


@pytest.fixture(scope="module")
def networks(mineru_torch_python: Path) -> Path:
    return real.mineru_torch_networks(mineru_torch_python)


@pytest.fixture
def ready_home(home: Path, mineru_torch_python: Path, networks: Path) -> Path:
    """A HEADFRAME_HOME in which this mineru is chosen, with its models."""
    chosen = Chosen(str(mineru_torch_python), "3.11", "4.0.12", str(networks))
    choices.write(home, {EngineName.MINERU: chosen})
    return home


def test_every_network_of_basic_is_on_the_picked_card(
    ready_home: Path, npu: NpuHost, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    scanned(sheets(tmp_path / "a.pdf", 1), tmp_path / "in" / "scan.pdf")
    ran = command.run(
        *("convert", tmp_path / "in", "-o", tmp_path / "out", "--json"),
        *("--engine", "mineru", "--card", "npu:6"),
        environ=npu.environ,
    )
    assert ran.code == 0, ran.err + ran.out
    (started,) = ran.of("started")
    assert (started["card"], started["visible_devices"]) == ("npu:6", "6")
    assert started["verified"] == "pid"
    assert npu.cards() == {6}
    assert sum(npu.calls().values()) > 10
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
    mineru_torch_python: Path, networks: Path, npu: NpuHost, tmp_path: Path
) -> None:
    """What happens to a user who says ``MINERU_DEVICE_MODE=npu:6``."""
    subprocess.run(
        [mineru_torch_python, "-c", UNPINNED, networks],
        env={**os.environ, **npu.environ, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    assert npu.cards() == {0, 6}
    strays = {call for call, card in npu.calls() if card == 0}
    assert strays >= {"set_compile_mode", "empty_cache"}
