"""The real magic-pdf on the real torch_npu, on eight emulated cards: where its work really is."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.worker import device_errors
from core.worker.kinds import FailureKind
from tests.support import pdfs
from tests.support.ascend.presets import a3_16_dies, container_6_7
from tests.support.ascend.state import HostState
from tests.support.cann.host import CannHost
from tests.support.engines.npu import Office, work

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

MakeOffice = Callable[[CannHost], Office]
MakeServer = Callable[[HostState], CannHost]


def test_two_cards_at_once_each_with_its_own_worker(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    """Cards 0 to 5 are full. A picture of a page is read by OCR, formulas and tables are on."""
    for name in ("a", "b"):
        pdfs.text_pdf(tmp_path / "in" / f"{name}.pdf", pages=1)
    pdfs.scan_pdf(tmp_path / "in" / "scan.pdf", pages=1)
    ran = office(atlas).convert(tmp_path, "--engine", "magic-pdf", "--card", "npu:6,npu:7")
    assert ran.code == 0, ran.err
    assert ran.done() == ["a.pdf", "b.pdf", "scan.pdf"]
    assert set(ran.cards()) == {"npu:6", "npu:7"}
    assert {event["verified"] for event in ran.of("started")} == {"pid"}
    assert atlas.cards.touched() == {6, 7}
    uses = {use.card: use for use in atlas.cards.uses()}
    for event in ran.of("started"):
        use = uses[int(event["visible_devices"])]
        assert event["card"] == f"npu:{use.card}"
        assert event["pid"] == use.pid
        assert (use.alive, use.held_mb) == (False, 0)
    for use in uses.values():
        assert use.kernels > 1000
        assert use.allocations > 10
        assert 110 < use.peak_mb < 2000


def test_in_a_container_with_cards_6_and_7_the_first_is_its_device_0(
    office: MakeOffice, server: MakeServer, tmp_path: Path
) -> None:
    """Its tool prints pids of the host: the rise of the card's memory is the proof."""
    host = server(dataclasses.replace(container_6_7(), pids_hidden=True))
    pdfs.text_pdf(tmp_path / "in" / "a.pdf", pages=1)
    ran = office(host).convert(
        tmp_path, "--engine", "magic-pdf", "--card", "npu:7", "--no-formula", "--no-table"
    )
    assert ran.code == 0, ran.err
    (started,) = ran.of("started")
    assert (started["card"], started["visible_devices"]) == ("npu:7", "1")
    assert started["verified"] == "memory"
    assert work(host, 1) == [started["pid"]]
    assert host.cards.touched() == {1}


def test_a_die_of_an_a3_is_a_card_of_its_own(
    office: MakeOffice, server: MakeServer, tmp_path: Path
) -> None:
    host = server(a3_16_dies())
    pdfs.text_pdf(tmp_path / "in" / "a.pdf", pages=1)
    ran = office(host).convert(
        tmp_path, "--engine", "magic-pdf", "--card", "npu:7.1", "--no-formula", "--no-table"
    )
    assert ran.code == 0, ran.err
    (started,) = ran.of("started")
    assert (started["card"], started["visible_devices"]) == ("npu:7.1", "15")
    assert started["verified"] == "pid"
    assert work(host, 15) == [started["pid"]]
    assert host.cards.touched() == {15}


# What magic-pdf's own command does, without its habit of ending with 0 after an exception, and
# without looking for garbage.
PLAIN = """
import gc, json, os, sys
gc.disable()  # a process for one page
from pathlib import Path
models, source, folder, device = sys.argv[1:]
file = Path(folder, "magic-pdf.json")
body = {"models-dir": models + "/models", "layoutreader-model-dir": models + "/layoutreader",
        "device-mode": device, "layout-config": {"model": "doclayout_yolo"},
        "formula-config": {"mfd_model": "yolo_v8_mfd", "mfr_model": "unimernet_small",
                           "enable": False},
        "table-config": {"model": "rapid_table", "sub_model": "slanet_plus", "enable": False}}
file.write_text(json.dumps(body))
os.environ["MINERU_TOOLS_CONFIG_JSON"] = str(file)
import magic_pdf.model as model_config
from magic_pdf.data.dataset import PymuDocDataset
from magic_pdf.model.doc_analyze_by_custom_model import doc_analyze
model_config.__use_inside_model__ = True
model_config.__model_mode__ = "full"
PymuDocDataset(Path(source).read_bytes()).apply(doc_analyze, ocr=False)
"""


def test_the_seeds_failure_without_headframe(
    magic_pdf_npu_python: Path, weights: Path, atlas: CannHost, tmp_path: Path
) -> None:
    """Plain magic-pdf, with cards 6 and 7 free and no room for a context on card 0 (MinerU #2259).

    Told `npu` it is on card 0 altogether; told `npu:6` it goes to card 0 as well. Both fail there,
    for want of memory. Only the variable helps.
    """
    atlas.cards.fill(0, but_mb=50)
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    running: dict[str, subprocess.Popen[str]] = {}
    for name, device, pin in (
        ("plain", "npu", {}),
        ("indexed", "npu:6", {}),
        ("pinned", "npu", {"ASCEND_RT_VISIBLE_DEVICES": "6"}),
    ):
        folder = tmp_path / name
        folder.mkdir()
        running[name] = subprocess.Popen(
            [magic_pdf_npu_python, "-c", PLAIN, weights, source, folder, device],
            env=atlas.sourced(TMPDIR=str(folder), YOLO_CONFIG_DIR=str(folder), **pin),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
    errors = {name: process.communicate()[1] for name, process in running.items()}
    assert running["pinned"].returncode == 0, errors["pinned"]
    assert work(atlas, 6)[-1:] == [running["pinned"].pid]
    for name in ("plain", "indexed"):
        assert running[name].returncode != 0
        assert "error code is 207001" in errors[name], errors[name]
        fault = device_errors.classify_error(errors[name], "NPU 0")
        assert fault is not None
        assert fault.kind is FailureKind.CARD_OUT_OF_MEMORY
    assert not any(use.card == 0 and use.kernels for use in atlas.cards.uses())
