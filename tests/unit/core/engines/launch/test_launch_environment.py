"""A worker's environment: the pin, CANN's variables for it alone, models, the card's name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.cards.cpu import cpu_card
from core.cards.model import Card, CardKind, Health
from core.cards.pinning import CannotPinError
from core.engines.launch import cann
from core.engines.launch.cann import is_loaded, scripts_to_source, with_cann
from core.engines.launch.launch_environment import engine_environment
from core.engines.model import Engine
from core.worker.kinds import EngineName


def npu(logic: int | None = 6) -> Card:
    return Card(
        key="npu:6",
        kind=CardKind.NPU,
        label="NPU 6",
        npu_id=6,
        chip_id=0,
        logic_id=logic,
        name="910B3",
        health=Health.OK,
        usable=True,
        reason=None,
    )


ENGINE = Engine(EngineName.MAGIC_PDF, Path("/x/python"), uses_card=True, models=Path("/models"))
FLASH = Engine(EngineName.FLASH, Path("/x/python"), uses_card=False)


@pytest.fixture
def user(tmp_path: Path) -> dict[str, str]:
    """A user whose CANN lies in the home, as it does without root."""
    ascend = tmp_path / "Ascend"
    script = ascend / "ascend-toolkit" / "set_env.sh"
    script.parent.mkdir(parents=True)
    script.write_text(
        f"export ASCEND_HOME_PATH={ascend}/ascend-toolkit/latest\n"
        "export LD_LIBRARY_PATH=$ASCEND_HOME_PATH/lib64:$LD_LIBRARY_PATH\n"
        "export ASCEND_RT_VISIBLE_DEVICES=0,1\n"
        "export WITH_LINES=$'one\\ntwo'\n"
        "echo noise; read line; cd /\n"
    )
    atb = ascend / "nnal" / "atb" / "set_env.sh"
    atb.parent.mkdir(parents=True)
    atb.write_text("export ATB_HOME_PATH=/atb\n")
    (ascend / "driver" / "lib64" / "driver").mkdir(parents=True)
    return {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PWD": "/somewhere"}


def test_cann_is_sourced_for_the_worker_alone(user: dict[str, str], tmp_path: Path) -> None:
    before = dict(os.environ)
    found = with_cann(user)
    assert found["ASCEND_HOME_PATH"].startswith(str(tmp_path))
    assert found["ATB_HOME_PATH"] == "/atb"
    assert found["WITH_LINES"] == "one\ntwo"
    assert found["PWD"] == "/somewhere"
    assert str(tmp_path / "Ascend" / "driver" / "lib64" / "driver") in found["LD_LIBRARY_PATH"]
    assert dict(os.environ) == before


def test_what_was_sourced_is_not_sourced_again(user: dict[str, str], tmp_path: Path) -> None:
    loaded = {**user, "ASCEND_HOME_PATH": str(tmp_path)}
    assert is_loaded(loaded)
    assert scripts_to_source(loaded) == ()
    assert "ATB_HOME_PATH" not in with_cann(loaded)
    stale = {**user, "ASCEND_HOME_PATH": str(tmp_path / "gone")}
    assert not is_loaded(stale)
    assert len(scripts_to_source(stale)) == 2


def test_a_script_that_hangs_or_fails_leaves_all_as_it_was(
    user: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "Ascend" / "ascend-toolkit" / "set_env.sh"
    script.write_text("exit 3\n")
    assert "ASCEND_HOME_PATH" not in with_cann(user)
    monkeypatch.setattr(cann, "LIMIT_S", 0.2)
    script.write_text("exec sleep 60\n")
    assert "ASCEND_HOME_PATH" not in with_cann(user)


def test_the_pin_has_the_last_word(user: dict[str, str]) -> None:
    found = engine_environment(ENGINE, npu(), {**user, "MINERU_DEVICE_MODE": "npu:3"})
    assert found["ASCEND_RT_VISIBLE_DEVICES"] == "6"
    assert found["MINERU_DEVICE_MODE"] == "npu"
    assert found["HEADFRAME_CARD"] == "NPU 6"
    assert found["HEADFRAME_MODELS"] == "/models"
    assert "ATB_HOME_PATH" in found
    assert "VIRTUAL_VRAM_SIZE" not in found


def test_a_small_batch_is_asked_for_in_each_engines_words(user: dict[str, str]) -> None:
    found = engine_environment(ENGINE, npu(), user, small_batch=True)
    assert found["VIRTUAL_VRAM_SIZE"] == found["MINERU_VIRTUAL_VRAM_SIZE"] == "4"


def test_on_the_cpu_and_for_flash_cann_is_left_alone(user: dict[str, str]) -> None:
    assert "ATB_HOME_PATH" not in engine_environment(ENGINE, cpu_card(None, None), user)
    flash = engine_environment(FLASH, npu(), user)
    assert "ATB_HOME_PATH" not in flash
    assert "HEADFRAME_CARD" not in flash


def test_a_card_without_a_logic_id_cannot_be_pinned_to(user: dict[str, str]) -> None:
    with pytest.raises(CannotPinError):
        engine_environment(ENGINE, npu(None), user)
