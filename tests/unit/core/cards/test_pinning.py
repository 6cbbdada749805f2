"""From a card to a child's environment, and what a real child then finds in it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cards.model import Card
from core.cards.pinning import (
    DEVICE_VARIABLES,
    CannotPinError,
    pinned_environment,
    visible_devices,
)
from tests.unit.core.cards.samples import cpu, gpu, npu

CARDS = [npu(6), npu(7, 1, logic_id=15), gpu(0), gpu(3), cpu()]
FOREIGN = {
    "ASCEND_RT_VISIBLE_DEVICES": "0,1,2,3,4,5",
    "ASCEND_VISIBLE_DEVICES": "0-3",
    "ASCEND_DEVICE_ID": "4",
    "NPU_VISIBLE_DEVICES": "5",
    "CUDA_VISIBLE_DEVICES": "0",
    "CUDA_DEVICE_ORDER": "FASTEST_FIRST",
    "MINERU_DEVICE_MODE": "npu:3",
}


@pytest.mark.parametrize(
    ("card", "pin"),
    [
        (npu(6), {"ASCEND_RT_VISIBLE_DEVICES": "6", "MINERU_DEVICE_MODE": "npu"}),
        (
            npu(7, 1, logic_id=15),
            {"ASCEND_RT_VISIBLE_DEVICES": "15", "MINERU_DEVICE_MODE": "npu"},
        ),
        (npu(6, logic_id=0), {"ASCEND_RT_VISIBLE_DEVICES": "0", "MINERU_DEVICE_MODE": "npu"}),
        (
            gpu(1),
            {
                "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
                "CUDA_VISIBLE_DEVICES": str(gpu(1).uuid),
                "MINERU_DEVICE_MODE": "cuda",
            },
        ),
        (
            cpu(),
            {
                "ASCEND_RT_VISIBLE_DEVICES": "-1",
                "CUDA_VISIBLE_DEVICES": "-1",
                "MINERU_DEVICE_MODE": "cpu",
            },
        ),
    ],
    ids=lambda value: value.key if isinstance(value, Card) else "",
)
def test_a_child_gets_its_pin_and_no_other_device_variable(card: Card, pin: dict[str, str]) -> None:
    child = pinned_environment(card, {**FOREIGN, "PATH": "/usr/bin", "HEADFRAME_HOME": "/h"})
    assert child == {**pin, "PATH": "/usr/bin", "HEADFRAME_HOME": "/h"}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
@given(
    st.dictionaries(
        st.sampled_from([*DEVICE_VARIABLES, "PATH", "LANG"]),
        st.sampled_from(["", "0", "6,7", "-1", "npu:3", "GPU-0", "C"]),
    )
)
def test_what_was_inherited_never_changes_the_pin(card: Card, inherited: dict[str, str]) -> None:
    pin = pinned_environment(card, {})
    child = pinned_environment(card, inherited)
    assert {name: child.get(name) for name in DEVICE_VARIABLES} == {
        name: pin.get(name) for name in DEVICE_VARIABLES
    }
    for name in ("PATH", "LANG"):
        assert child.get(name) == inherited.get(name)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_the_visible_value_is_in_a_real_childs_first_environment(card: Card) -> None:
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    child = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=pinned_environment(card, FOREIGN),
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(child.stdout)
    assert visible_devices(card) in (
        found.get("ASCEND_RT_VISIBLE_DEVICES"),
        found.get("CUDA_VISIBLE_DEVICES"),
    )
    assert ":" not in found["MINERU_DEVICE_MODE"]


@pytest.mark.parametrize("card", [npu(0, logic_id=None), gpu(0, uuid=None)], ids=["npu", "cuda"])
def test_a_card_that_cannot_be_named_cannot_be_pinned_to(card: Card) -> None:
    with pytest.raises(CannotPinError) as raised:
        pinned_environment(card, {})
    assert card.label in str(raised.value.sentence)


def test_logic_id_0_is_a_pin_like_any_other() -> None:
    assert visible_devices(npu(0)) == "0"
