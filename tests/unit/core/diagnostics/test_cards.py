"""What `doctor` says about cards."""

from __future__ import annotations

import grp
import os
from pathlib import Path

import pytest

from core.diagnostics.cards import GROUP, diagnose
from core.diagnostics.model import Check, CheckStatus
from core.engines.launch.cann import cann_scripts
from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import eight_910b
from tests.support.ascend.state import FaultKind
from tests.support.nvidia.host import Device, NvidiaHost

BASE = {"PATH": os.environ["PATH"]}


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    folder = tmp_path / "dev"
    folder.mkdir()
    return folder


def checks(home: Path, devices: Path, environ: dict[str, str]) -> dict[str, Check]:
    found = diagnose(home, {**BASE, **environ}, devices)
    for check in found:
        assert "{" not in f"{check.detail}{check.hint}", "a fact is missing"
    return {check.name: check for check in found}


def test_a_machine_with_nothing_has_absences_and_no_failures(home: Path, devices: Path) -> None:
    found = checks(home, devices, {"PATH": str(devices)})
    assert {check.status for check in found.values()} == {CheckStatus.ABSENT}
    assert list(found) == [
        "driver access",
        f"group {GROUP}",
        "npu-smi",
        "DCMI",
        "CANN",
        "NVIDIA driver",
    ]


def test_a_host_that_works(home: Path, devices: Path, tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())
    (devices / "davinci_manager").touch()
    toolkit = tmp_path / "ascend-toolkit"
    (toolkit / "latest").mkdir(parents=True)
    (toolkit / "set_env.sh").touch()
    environ = {**host.environment(dcmi=True), "ASCEND_HOME_PATH": str(toolkit / "latest")}
    found = checks(home, devices, environ)
    for name in ("driver access", "npu-smi", "DCMI", "CANN"):
        assert found[name].status is CheckStatus.OK, name
    assert "25.2.0" in str(found["npu-smi"].detail)
    assert str(host.npu_smi) in str(found["npu-smi"].detail)
    assert "24.0.0-emulated" in str(found["DCMI"].detail)
    assert str(toolkit / "set_env.sh") in str(found["CANN"].detail)


def test_a_driver_that_refuses_fails_with_what_to_do(
    home: Path, devices: Path, tmp_path: Path
) -> None:
    host = AscendHost(tmp_path / "host", eight_910b().with_fault(FaultKind.EXIT, code=-8005))
    (devices / "davinci_manager").touch()
    found = checks(home, devices, host.environment(dcmi=True))
    for name in ("npu-smi", "DCMI"):
        assert found[name].status is CheckStatus.FAIL
        assert found[name].hint is not None
    assert found["CANN"].status is CheckStatus.WARN


def test_a_warning_of_the_tool_is_a_warning(home: Path, devices: Path, tmp_path: Path) -> None:
    host = AscendHost(tmp_path / "host", eight_910b())
    host.change(lambda state: type(state)(**{**vars(state), "warns": True}))
    check = checks(home, devices, host.environment())["npu-smi"]
    assert check.status is CheckStatus.WARN
    assert "completely installed" in str(check.hint)


def test_dcmi_turned_off_or_not_loadable_is_told(home: Path, devices: Path, tmp_path: Path) -> None:
    off = checks(home, devices, {"HEADFRAME_DCMI": "off"})["DCMI"]
    assert (off.status, "HEADFRAME_DCMI" in str(off.detail)) == (CheckStatus.ABSENT, True)
    bad = checks(home, devices, {"HEADFRAME_DCMI": str(tmp_path / "none.so")})["DCMI"]
    assert bad.status is CheckStatus.FAIL
    (devices / "davinci_manager").touch()
    assert checks(home, devices, {})["DCMI"].status is CheckStatus.ABSENT


def test_a_manager_that_may_not_be_opened(
    home: Path, devices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may open everything, so the kernel's answer is given here."""
    (devices / "davinci_manager").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    check = checks(home, devices, {})["driver access"]
    assert check.status is CheckStatus.FAIL
    assert GROUP in str(check.hint)


@pytest.mark.parametrize(
    ("uid", "groups", "driver", "status"),
    [
        (0, [], True, CheckStatus.OK),
        (1000, [4242], True, CheckStatus.OK),
        (1000, [5], True, CheckStatus.FAIL),
        (1000, [5], False, CheckStatus.ABSENT),
    ],
)
def test_membership_of_the_drivers_group(
    home: Path,
    devices: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    uid: int,
    groups: list[int],
    driver: bool,
    status: CheckStatus,
) -> None:
    entry = grp.struct_group((GROUP, "x", 4242, []))
    monkeypatch.setattr(grp, "getgrnam", lambda _: entry)
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(os, "getegid", lambda: 5)
    monkeypatch.setattr(os, "getgroups", lambda: groups)
    if driver:
        (devices / "davinci_manager").touch()
    assert checks(home, devices, {})[f"group {GROUP}"].status is status


def test_cann_is_looked_for_in_the_users_home_too(tmp_path: Path) -> None:
    script = tmp_path / "Ascend" / "ascend-toolkit" / "set_env.sh"
    script.parent.mkdir(parents=True)
    script.touch()
    assert script in cann_scripts({"HOME": str(tmp_path)})
    assert cann_scripts({"ASCEND_HOME_PATH": str(script.parent)})[0] == script


def test_the_nvidia_driver_is_told(
    home: Path, devices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.diagnostics.cards.nvml_may_be_here", lambda: True)
    gpus = NvidiaHost(tmp_path / "nvidia")
    gpus.set(Device("NVIDIA H100", "GPU-0", "b"))
    check = checks(home, devices, gpus.environment())["NVIDIA driver"]
    assert (check.status, "570.00" in str(check.detail)) == (CheckStatus.OK, True)
    gpus.fail("refuse 18")
    assert checks(home, devices, gpus.environment())["NVIDIA driver"].status is CheckStatus.FAIL
