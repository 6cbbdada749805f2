"""A host's network cable is pulled while documents are converted there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cli.command import run, start
from tests.integration.cluster.test_convert import SENT, contents, documents, nothing_left
from tests.integration.cluster.test_random_kills import Events
from tests.support.cluster import Room
from tests.support.network import why_no_network

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(reason := why_no_network()), reason=reason),
]
NUMBER = 12
BLINK_S = 6.0


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with Room("atlas-1", "atlas-2", environ=SENT, network=True) as room:
        yield room


@pytest.mark.parametrize("comes_back", [True, False])
def test_a_host_that_is_cut_off_loses_nothing(room: Room, tmp_path: Path, comes_back: bool) -> None:
    folder, out = documents(tmp_path / "in", NUMBER), tmp_path / "out"
    arguments = ("convert", folder, "-o", out, "--json", "--cluster", room.address)
    process = start(*arguments, "--workers", "1")
    assert process.stdout is not None
    assert process.stderr is not None
    events = Events(process.stdout)
    events.start()
    while process.poll() is None:
        if any(event["host"] == "atlas-2" for event in events.of("started")):
            break
        time.sleep(0.02)
    room.pull("atlas-2")
    if comes_back:
        time.sleep(BLINK_S)
        room.plug("atlas-2")
    code = process.wait()
    events.join()
    told = process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert code == 0, told
    assert sorted(str(event["source"]) for event in events.of("done")) == sorted(
        str(path) for path in folder.iterdir()
    ), "each once"
    if comes_back:
        nothing_left(room, out)
    here = run("convert", folder, "-o", tmp_path / "here", "--json")
    assert here.code == 0
    assert contents(out) == contents(tmp_path / "here"), json.dumps(events.all)[:2000]
