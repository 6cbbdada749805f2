"""Texts to copy: what a shell, magic-pdf and docker take for the cards that were chosen."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from core.cards.ascend.device_files import device_numbers
from core.cards.command_snippets import (
    device_number,
    docker_line,
    environment_line,
    magic_pdf_fragment,
)
from core.cards.model import Card
from core.cards.pinning import CannotPinError
from tests.unit.core.cards.samples import cpu, gpu, npu


def in_a_shell(line: str, *names: str) -> list[str]:
    """What a program sees that is started after the line."""
    script = f'{line}\nprintf "%s\\n" ' + " ".join(f'"${name}"' for name in names)
    return subprocess.run(
        ["/bin/sh", "-c", script], check=True, text=True, stdout=subprocess.PIPE, env={}
    ).stdout.splitlines()


def test_a_shell_takes_the_environment_line() -> None:
    names = ("ASCEND_RT_VISIBLE_DEVICES", "MINERU_DEVICE_MODE")
    assert in_a_shell(environment_line([npu(6)]), *names) == ["6", "npu"]
    assert in_a_shell(environment_line([cpu()]), *names) == ["-1", "cpu"]
    uuids = ",".join(str(gpu(index).uuid) for index in (1, 0))
    line = environment_line([gpu(1), gpu(0)])
    assert in_a_shell(line, "CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER") == [uuids, "PCI_BUS_ID"]


def test_logic_ids_are_ascending_whatever_the_order_of_the_choice() -> None:
    """CANN stops reading at the first id that does not ascend; "10" comes after "9"."""
    cards = [npu(5, logic_id=10), npu(4, logic_id=9), npu(0, logic_id=0)]
    assert in_a_shell(environment_line(cards), "ASCEND_RT_VISIBLE_DEVICES") == ["0,9,10"]


def test_magic_pdf_is_told_a_device_without_an_index() -> None:
    assert json.loads(magic_pdf_fragment([npu(6), npu(7)])) == {"device-mode": "npu"}
    assert json.loads(magic_pdf_fragment([cpu()])) == {"device-mode": "cpu"}


@pytest.mark.parametrize("cards", [[], [npu(6), cpu()], [npu(6, logic_id=None)]])
def test_what_one_program_cannot_be_pinned_to_has_no_line(cards: list[Card]) -> None:
    with pytest.raises(CannotPinError) as caught:
        environment_line(cards)
    assert str(caught.value.sentence).endswith(".")


def words_of(line: str) -> list[str]:
    return [word for word in shlex.split(line) if word.strip()]


def test_docker_gets_the_files_of_the_chips_and_the_driver_as_a_whole(tmp_path: Path) -> None:
    for number in (0, 3, 6, 7):
        (tmp_path / f"davinci{number}").touch()
    (tmp_path / "davinci_manager").touch()
    line = docker_line([npu(7, logic_id=3), npu(6, logic_id=2)], tmp_path)
    words = words_of(line)
    devices = [word.partition("=")[2] for word in words if word.startswith("--device")]
    assert devices == [
        "/dev/davinci6",
        "/dev/davinci7",
        "/dev/davinci_manager",
        "/dev/devmm_svm",
        "/dev/hisi_hdc",
    ]
    assert "/usr/local/Ascend/driver:/usr/local/Ascend/driver:ro" in words
    assert words[:2] == ["docker", "run"]
    assert words[-1] == "IMAGE"
    # The container counts from 0: ids of this machine would be wrong in it.
    assert not any("VISIBLE" in word for word in words)


def test_docker_gets_nvidia_cards_by_their_uuids() -> None:
    words = words_of(docker_line([gpu(0), gpu(1)]))
    assert words[words.index("--gpus") + 1] == f'"device={gpu(0).uuid},{gpu(1).uuid}"'


def test_docker_needs_no_card_for_the_cpu() -> None:
    assert words_of(docker_line([cpu()]))[-3:] == ["-e", "MINERU_DEVICE_MODE=cpu", "IMAGE"]


def test_the_number_of_a_device_file(tmp_path: Path) -> None:
    none, empty = tmp_path / "none", tmp_path
    assert device_numbers(none) == []
    assert device_number(npu(3, 1, phy_id=7), none) == 7  # the tool tells (A3)
    assert device_number(npu(6), empty) == 6  # a card, a chip, a file
    (tmp_path / "davinci6").touch()
    (tmp_path / "davinci7").touch()
    assert device_number(npu(7, logic_id=1), tmp_path) == 7  # files are counted as logic ids
    for unknown in (npu(3, 1, key="npu:3.1", logic_id=7), npu(6, logic_id=None)):
        with pytest.raises(CannotPinError, match="davinci"):
            device_number(unknown, none)
