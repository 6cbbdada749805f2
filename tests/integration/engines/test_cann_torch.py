"""The real torch_npu over the emulated CANN: what it counts, opens, computes, and how it fails."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core.worker import device_errors
from core.worker.kinds import FailureKind
from tests.support.cann.host import CannHost
from tests.support.paths import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def asked(python: Path, host: CannHost, code: str, **environ: str) -> Any:
    """What a program says under that interpreter: its last line, as JSON."""
    ran = subprocess.run(
        [python, "-c", code],
        env=host.sourced(**environ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


PINNED = """
import json, torch, torch_npu, warnings
from tests.support.cann import operations
warnings.simplefilter("ignore")
def words(call):
    try:
        return str(call())
    except Exception as error:
        return f"{type(error).__name__}: {error}"
found = {"counted": torch.npu.device_count(), "name": torch.npu.get_device_name(0)}
found["six"] = words(lambda: torch.npu.set_device(6))
found["sum"] = float(torch.ones(1000, 1000).to("npu").sum().cpu())
found["free"], found["total"] = torch.npu.mem_get_info()
found["full"] = words(lambda: torch.empty(80 << 30, dtype=torch.uint8, device="npu"))
here = torch.ones(8, device="npu")
found["no kernel"] = words(lambda: torch_npu.npu_rms_norm(here, here))
found["no fast kernel"] = words(lambda: torch_npu.fast_gelu(here))
found["wrong"], found["tried"] = operations.all_wrong(), len(operations.OPERATIONS)
print(json.dumps(found))
"""


def test_pinned_to_card_6_it_sees_one_device_and_computes_there(
    magic_pdf_npu_python: Path, atlas: CannHost
) -> None:
    found = asked(magic_pdf_npu_python, atlas, PINNED, ASCEND_RT_VISIBLE_DEVICES="6")
    assert (found["counted"], found["name"]) == (1, "Ascend910B3")
    assert "SetDevice" in found["six"]
    assert "error code is 107001" in found["six"]
    assert found["sum"] == 1_000_000
    assert found["total"] >> 20 == 65_536
    (use,) = atlas.cards.uses()
    assert (use.card, use.alive) == (6, False)
    assert use.allocations >= 1
    assert found["free"] >> 20 == 65_536 - atlas.tools.state.chips[6].used_mb - use.peak_mb
    # The seed's sentence, by its own author: "NPU 0" is card 6.
    assert "NPU out of memory. Tried to allocate 80.00 GiB (NPU 0; 64.00 GiB total" in found["full"]
    fault = device_errors.classify_error(found["full"], "NPU 6")
    assert fault is not None
    assert fault.kind is FailureKind.CARD_OUT_OF_MEMORY
    assert "NPU 6 ran out of memory: 80.00 GiB more were needed" in str(fault.message)
    # Nothing takes memory that no kernel has written for a result.
    assert "OPS function error: RmsNorm, error code is 500002" in found["no kernel"]
    assert found["no fast kernel"].startswith("RuntimeError")
    assert found["wrong"] == {}
    assert found["tried"] > 30
    assert use.kernels > 100
    fault = device_errors.classify_error(found["no kernel"], "NPU 6")
    assert fault is not None
    assert "no kernels for this chip" in str(fault.message)


UNPINNED = """
import json, os, torch, torch_npu
counted = {}
for told in (None, "6", "2,4", "7,6", "1,1", "0, 1", "8", ""):
    os.environ.pop("ASCEND_RT_VISIBLE_DEVICES", None)
    if told is not None:
        os.environ["ASCEND_RT_VISIBLE_DEVICES"] = told
    counted[str(told)] = torch.npu.device_count()
os.environ.pop("ASCEND_RT_VISIBLE_DEVICES", None)
torch.ones(9).to("npu:6")
torch.npu.set_compile_mode(jit_compile=False)
torch.ones(9).to("npu")
torch.npu.empty_cache()
print(json.dumps(counted))
"""


def test_without_a_pin_card_0_is_opened_and_filled_although_card_6_was_named(
    magic_pdf_npu_python: Path, atlas: CannHost
) -> None:
    """MinerU #2259; and what torch_npu itself makes of the variable, in its own Python."""
    counted = asked(magic_pdf_npu_python, atlas, UNPINNED)
    assert counted == {
        **{"None": 8, "6": 1, "2,4": 2, "8": 0, "": 0},
        **{"7,6": 0, "1,1": 0, "0, 1": 1},
    }
    assert {use.card for use in atlas.cards.uses() if use.allocations} == {0, 6}
