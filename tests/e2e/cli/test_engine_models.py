"""`headframe engine models` before anything is installed: what is listed, and for which card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.cli.command import run
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost

NOWHERE = "http://127.0.0.1:9"


@pytest.mark.slow
@pytest.mark.usefixtures("home")
def test_the_models_of_an_engine_that_is_not_there_are_those_for_the_best_card(
    tmp_path: Path,
) -> None:
    host = AscendHost(tmp_path / "host", presets.eight_910b()).environment()
    here = run("engine", "models", "mineru", "--json", "--from", NOWHERE, environ=host)
    assert here.code == 0
    listed = json.loads(here.out)
    wanted = {"schema", "engine", "tier", "folder", "bytes", "missing_bytes", "files"}
    assert wanted <= listed.keys()
    assert (listed["schema"], listed["engine"], listed["tier"]) == (1, "mineru", "basic")
    of_file = {"name", "repo", "revision", "bytes", "present", "whole"}
    assert all(of_file <= file.keys() for file in listed["files"])
    assert {file["present"] for file in listed["files"]} == {False}
    named = run("engine", "models", "mineru", "--json", "--from", NOWHERE, "--device", "npu")
    assert named.out == here.out
    on_cpu = run("engine", "models", "mineru", "--json", "--from", NOWHERE, "--device", "cpu")
    assert on_cpu.out != here.out
