"""What the driver's tools say when they fail becomes a code, a sentence and a next step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.cards import driver_errors
from core.cards.ascend.driver_paths import LIBRARY_FOLDERS, with_driver_libraries
from core.cards.driver_errors import DCMI_CODES, problem_of_code, problem_of_text
from tests.support.paths import SHARED

CAPTURES = SHARED / "ascend" / "captures"

TEXTS = {
    "npu-smi: command not found": "npu-smi-missing",
    "sh: 1: npu-smi: command not found\nret is -8005": "npu-smi-missing",
    "npu-smi: error while loading shared libraries: libdrvdsmi_host.so: cannot open": (
        "npu-smi-libraries"
    ),
    "npu-smi: error while loading shared libraries: libc_sec.so: cannot": "npu-smi-libraries",
    "dcmi module initialize failed. ret is -8005": "dcmi-8005",
    "DrvMngGetConsoleLogLevel failed. (ret=4)\ndcmi module initialize failed. ret is -8005": (
        "dcmi-8005"
    ),
    "dcmi model initialized failed, because the device is used. ret is -8020": "dcmi-8020",
    "npu get board type failed. ret is -9005": "dcmi-9005",
    "npu get board type failed. ret is -9005\nthe device is used. ret is -8020": "dcmi-8020",
    "There is no NPU card on this server.": "no-npu",
    "[WARNING]The driver package may not be completely installed, which may": "driver-incomplete",
    "This device does not support querying proc-mem.": "npu-smi-unsupported",
    **{f"Failed to execute npu-smi info. ret is {code}": f"dcmi{code}" for code in DCMI_CODES},
    "Failed to execute npu-smi info. ret is -8999": "dcmi-8999",
}


@pytest.mark.parametrize(("text", "code"), TEXTS.items())
def test_every_failure_text_becomes_a_problem(text: str, code: str) -> None:
    problem = problem_of_text(text)
    assert problem is not None
    assert problem.code == code
    assert str(problem.text)
    assert problem.hint is not None
    assert "{" not in f"{problem.text}{problem.hint}", "a fact is missing"


@pytest.mark.parametrize("text", ["", "all is well", "DrvMngGetConsoleLogLevel failed. (ret=4)"])
def test_what_tells_of_no_failure_is_none(text: str) -> None:
    assert problem_of_text(text) is None


@pytest.mark.parametrize("path", sorted(CAPTURES.glob("fail_*.txt")), ids=lambda path: path.stem)
def test_every_captured_failure_is_known(path: Path) -> None:
    problem = problem_of_text(path.read_text(encoding="utf-8"))
    assert problem is not None
    digits = [part for part in path.stem.split("_") if part.isdigit()]
    if digits:  # fail_8020_then_9005: the first of the two decides
        assert problem.code == f"dcmi-{digits[0]}"


def test_8005_tells_its_causes_apart(tmp_path: Path) -> None:
    manager = tmp_path / "davinci_manager"
    absent = problem_of_code(-8005, manager)
    assert "is not there" in str(absent.text)
    manager.touch()
    assert "Restart" in str(problem_of_code(-8005, manager).hint)
    if os.geteuid() != 0:
        manager.chmod(0)
        assert "HwHiAiUser" in str(problem_of_code(-8005, manager).hint)


def test_8005_without_access_names_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may open everything, so the kernel's answer is given here."""
    manager = tmp_path / "davinci_manager"
    manager.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    problem = problem_of_code(-8005, manager)
    assert "HwHiAiUser" in str(problem.hint)
    assert "refuses this user" in str(problem.text)


def test_9005_does_not_send_the_user_away() -> None:
    problem = problem_of_code(-9005)
    assert problem.code == driver_errors.UNLISTABLE
    assert "Work may run all the same" in str(problem.hint)


def test_a_foreign_text_is_shown_short_and_printable() -> None:
    problem = driver_errors.tool_failed(3, "DrvMngGetConsoleLogLevel failed.\n\x1b[31m" + "x" * 500)
    assert len(str(problem.text)) < 250
    assert "\x1b" not in str(problem.text)
    assert "DrvMng" not in str(problem.text)


def test_what_said_nothing_is_told_without_a_colon_before_nothing() -> None:
    told = [
        driver_errors.tool_failed(-11, ""),
        driver_errors.tool_failed(1, "\n"),
        driver_errors.tool_unreadable("\x00\x01\n"),
    ]
    assert [str(problem.text) for problem in told] == [
        "npu-smi was ended by signal 11.",
        "npu-smi ended with exit status 1, and printed nothing.",
        "npu-smi printed no table of cards, and nothing that can be read.",
    ]


def test_the_drivers_folders_are_added_once_and_last() -> None:
    one, two = LIBRARY_FOLDERS
    assert with_driver_libraries({"A": "b"}) == {"A": "b", "LD_LIBRARY_PATH": f"{one}:{two}"}
    known = {"LD_LIBRARY_PATH": f"/opt/lib:{two}"}
    assert with_driver_libraries(known) == {"LD_LIBRARY_PATH": f"/opt/lib:{two}:{one}"}
    assert with_driver_libraries(with_driver_libraries(known)) == with_driver_libraries(known)
