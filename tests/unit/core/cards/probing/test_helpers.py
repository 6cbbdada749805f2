"""What the helper processes do with a library, looked at from inside: in this very process."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pynvml
import pytest

from core.cards.ascend import dcmi_helper
from core.cards.nvidia import nvml_helper
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import PRESETS, eight_910b
from tests.support.ascend.state import FaultKind, HostState
from tests.support.nvidia.host import GIGABYTE, Device, NvidiaHost

NOBODY = (1 << 22) + 42
"""No process has this id: Linux gives none above 2**22."""


def dcmi(
    tmp_path: Path, state: HostState, monkeypatch: pytest.MonkeyPatch
) -> tuple[AscendHost, dcmi_helper._DcmiService]:
    host = AscendHost(tmp_path / "host", state)
    monkeypatch.setenv("HEADFRAME_DCMI", str(host.build_library()))
    return host, dcmi_helper._DcmiService()


@pytest.mark.parametrize("name", ["seed", "duo", "a3", "a5"])
def test_dcmi_tells_every_chip(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state = PRESETS[name]()
    _, answers = dcmi(tmp_path, state, monkeypatch)
    chips = answers("chips")["chips"]
    assert [(chip["npu"], chip["chip"], chip["logic"]) for chip in chips] == [
        (chip.npu, chip.chip, chip.logic) for chip in state.chips
    ]
    assert [(chip["used_mb"], chip["total_mb"], chip["utilisation"]) for chip in chips] == [
        (chip.used_mb, chip.total_mb, chip.load) for chip in state.chips
    ]
    assert [chip["power_dw"] for chip in chips] == [
        None if chip.power_w is None else round(10 * chip.power_w) for chip in state.chips
    ]
    versions = answers("version")["version"]
    assert versions["dcmi"] == "24.0.0-emulated"


def test_dcmi_that_refuses_is_initialised_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, answers = dcmi(tmp_path, eight_910b(), monkeypatch)
    host.fail(FaultKind.EXIT, code=-8005)
    assert answers("chips") == {"code": -8005}
    host.fail(None)
    assert len(answers("chips")["chips"]) == 8
    host.fail(FaultKind.EXIT, code=-8006)
    assert answers("chips") == {"code": -8006}


def test_a_function_that_a_library_lacks_is_not_supported() -> None:
    libc = ctypes.CDLL(None)
    with pytest.raises(dcmi_helper._DcmiError, match="-8255"):
        dcmi_helper._Library(libc)


def test_the_library_is_looked_for_in_its_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEADFRAME_DCMI", raising=False)
    monkeypatch.setattr(dcmi_helper, "LIBRARY_FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    assert "libdcmi.so" in dcmi_helper._DcmiService()("chips")["unloadable"]
    (tmp_path / "libdcmi.so").write_text("no library")
    # The file that is there and does not load says more than those that are missing.
    assert str(tmp_path / "libdcmi.so") in dcmi_helper._DcmiService()("chips")["unloadable"]


@pytest.fixture
def nvidia(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NvidiaHost:
    host = NvidiaHost(tmp_path / "nvidia")
    library = ctypes.CDLL(str(host.folder / "libnvidia-ml.so.1"))
    monkeypatch.setattr(pynvml, "nvmlLib", library)
    monkeypatch.setattr(pynvml, "_nvmlGetFunctionPointer_cache", {})
    return host


def test_nvml_tells_cards_and_instances(nvidia: NvidiaHost) -> None:
    nvidia.set(
        Device("A", "GPU-a", "0:17", heat=95, errors=1),
        Device("B", "GPU-b", "0:18", mig=1),
        Device("B.0", "MIG-b0", "x", parent=1, total=GIGABYTE),
        Device("C", "GPU-c", "0:19", mig=1, failed=1),
        Device("D", "GPU-d", "0:20", lost=15),
        processes=((0, NOBODY, GIGABYTE), (0, 1, GIGABYTE)),
    )
    answers = nvml_helper._NvmlService()
    cards = answers("cards")["cards"]
    assert [(card["index"], card["mig"]) for card in cards] == [
        (0, None),
        (1, 0),
        (2, None),
        (3, None),
    ]
    assert [card.get("health") for card in cards] == ["Warning", "OK", "Critical", None]
    assert cards[0]["processes"] == [
        [NOBODY, GIGABYTE, f"python{NOBODY}"],
        [1, GIGABYTE, None],
    ]
    assert (cards[1]["uuid"], cards[1]["bus"]) == ("MIG-b0", "0:18")
    assert cards[2]["uncut"]
    assert cards[3]["lost"] == 15
    assert answers("version") == {"version": "570.00"}


def test_nvml_that_refuses_is_told(nvidia: NvidiaHost) -> None:
    answers = nvml_helper._NvmlService()
    nvidia.fail("refuse 9")
    assert "absent" in answers("cards")
    nvidia.fail("refuse 18")
    assert answers("cards")["code"] == 18
    nvidia.set()
    assert answers("cards") == {"cards": []}
