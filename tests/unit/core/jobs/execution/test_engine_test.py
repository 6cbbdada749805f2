"""`headframe engine test`: a page that comes with Headframe, through a real worker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.core.engines.test_registry import run


@pytest.mark.slow
def test_the_built_in_engine_reads_the_page(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("test", "flash", "--json") == 0
    body = json.loads(capfd.readouterr().out)
    assert body["schema"] == 1
    assert body["ok"] is True
    assert (body["card"], body["assigned"], body["visible_devices"]) == ("cpu", "cpu", "-1")
    assert body["seconds"]["page"] >= 0
    assert "# Headframe test page" in body["markdown"]
    assert "| Formulas | 1 |" in body["markdown"]


def test_what_is_not_there_is_told_and_what_is_no_card_is_a_wrong_command(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("test", "magic-pdf", "--json") == 1
    body = json.loads(capfd.readouterr().out)
    assert (body["ok"], body["kind"], body["card"]) == (False, "engine-missing", None)
    assert run("test", "flash", "--card", "npu:77") == 2
    assert run("test", "flash", "--card", "npu:6,npu:7") == 2
