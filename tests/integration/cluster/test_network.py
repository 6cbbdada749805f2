"""A host's network cable is pulled while documents are converted there, or its line is slow."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.e2e.cli.command import run, start
from tests.integration.cluster.test_convert import SENT, contents, documents, nothing_left
from tests.integration.cluster.test_random_kills import Events
from tests.support.cluster import Room
from tests.support.network import why_no_network, why_no_slow_lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(reason := why_no_network()), reason=reason),
]
NUMBER = 12
WAIT_S = 120.0


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with Room("atlas-1", "atlas-2", environ=SENT, network=True) as room:
        yield room


def test_a_host_behind_a_slow_line_joins_late_does_less_and_loses_nothing(
    room: Room, tmp_path: Path
) -> None:
    """Of 2 Mbit/s: Headframe's own code is on its way for some ten seconds, a document of a
    megabyte for four."""
    if reason := why_no_slow_lines():
        pytest.skip(reason)
    folder, out = documents(tmp_path / "in", NUMBER), tmp_path / "out"
    with room.slow("atlas-2", 2000):
        process = start(
            *("convert", folder, "-o", out, "--json", "--cluster", room.address, "--watch"),
            *("--workers", "1"),
        )
        assert process.stdout is not None
        assert process.stderr is not None
        told: list[str] = []
        events = Events(process.stdout)
        reads = threading.Thread(target=lambda: told.extend(process.stderr or ()))
        for one in (events, reads):
            one.start()

        def until(true: Callable[[], object]) -> None:
            deadline = time.monotonic() + WAIT_S
            while not true():
                assert process.poll() is None, told
                assert time.monotonic() < deadline, (told, events.all)
                time.sleep(0.05)

        until(lambda: len(events.of("done")) == NUMBER)
        until(lambda: any("Answered late" in line for line in told))
        for number in range(3):
            noise_pdf(folder / f"noise{number}.pdf", seed=number)
        more = documents(tmp_path / "more", NUMBER)
        for path in more.iterdir():
            path.rename(folder / f"more-{path.name}")
        until(lambda: len(events.of("done")) == 2 * NUMBER + 3)
    process.terminate()
    process.wait()
    for one in (events, reads):
        one.join()
    process.stdout.close()
    process.stderr.close()
    assert "Not answered yet: atlas-2" in "".join(told)
    ended = events.of("done")
    assert sorted(str(event["source"]) for event in ended) == sorted(map(str, folder.iterdir()))
    by_host = [event["host"] for event in ended]
    assert 0 < by_host.count("atlas-2") < by_host.count("atlas-1")
    nothing_left(room, out)
    here = run("convert", folder, "-o", tmp_path / "here", "--json")
    assert here.code == 0
    assert contents(out) == contents(tmp_path / "here")


def noise_pdf(path: Path, *, seed: int) -> None:
    """A page with a picture that does not get smaller: a megabyte."""
    picture = Image.frombytes("RGB", (600, 600), random.Random(seed).randbytes(600 * 600 * 3))
    canvas = Canvas(str(path), invariant=1)
    canvas.drawString(72, 780, f"Noise {seed}")
    canvas.drawImage(ImageReader(picture), 72, 200, 400, 400)
    canvas.save()


@pytest.mark.parametrize("away_s", [6.0, 20.0, None])
def test_a_host_that_is_cut_off_loses_nothing(
    room: Room, tmp_path: Path, away_s: float | None
) -> None:
    """``away_s``: how long; at twenty seconds Headframe gives it up, at ``None`` it stays away."""
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
    if away_s is not None:
        time.sleep(away_s)
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
    if away_s is not None:
        nothing_left(room, out)
    here = run("convert", folder, "-o", tmp_path / "here", "--json")
    assert here.code == 0
    assert contents(out) == contents(tmp_path / "here"), json.dumps(events.all)[:2000]
