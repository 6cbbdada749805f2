"""Cards that fail under the real magic-pdf on the real torch_npu, in the words of torch_npu itself.

What goes wrong is told to the emulated CANN, or done by another process; everything above its C
interface is what stands on a server.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.support import pdfs
from tests.support.cann.cards import HANGS
from tests.support.cann.host import CannHost
from tests.support.engines.fakes import until
from tests.support.engines.npu import Event, Office, when, work

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

MakeOffice = Callable[[CannHost], Office]
PLAIN = ("--engine", "magic-pdf", "--no-formula", "--no-table")


def papers(folder: Path, *names: str, pages: int = 1) -> None:
    for name in names:
        pdfs.text_pdf(folder / "in" / f"{name}.pdf", pages=pages)


def test_no_room_for_the_models_and_the_document_moves_to_a_card_that_has_it(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    """Another user has taken card 6 since it was listed."""
    papers(tmp_path, "a")
    taken = when("queued", lambda event: atlas.cards.fill(6, but_mb=130))
    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6,npu:7", heard=taken)
    assert ran.code == 0, ran.err
    assert ran.done() == ["a.pdf"]
    assert ran.cards()[-1] == "npu:7"
    assert len(work(atlas, 7)) == 1
    assert atlas.cards.touched() <= {6, 7}


def test_memory_that_ran_out_once_is_tried_with_small_batches_on_the_same_card(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    """Others take all of the card in the middle, and give it back when the worker has ended."""
    papers(tmp_path, "a", pages=2)
    before = atlas.cards.others_mb(6)
    batches: list[str | None] = []
    waits: list[threading.Thread] = []

    def give_back() -> None:
        until(lambda: not any(use.alive for use in atlas.cards.uses()))
        atlas.cards.hold(6, before)

    def heard(event: Event) -> None:
        if event["event"] == "started":
            batches.append(psutil.Process(event["pid"]).environ().get("VIRTUAL_VRAM_SIZE"))
            if len(batches) == 1:
                atlas.cards.fill(6, but_mb=1)
                waits.append(threading.Thread(target=give_back))
                waits[0].start()

    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6,npu:7", heard=heard)
    waits[0].join()
    assert ran.code == 0, ran.err
    assert ran.cards() == ["npu:6", "npu:6"]
    assert batches == [None, "4"]


def test_memory_that_others_take_in_the_middle_is_told_with_figures(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    papers(tmp_path, "a", pages=2)
    taken = when("started", lambda event: atlas.cards.fill(6, but_mb=1))
    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6", heard=taken)
    assert ran.code == 1
    (failed,) = ran.of("failed")
    assert failed["kind"] == "card-out-of-memory"
    assert "NPU 6" in failed["message"]
    assert "NPU 0" not in failed["message"] + failed["hint"]
    assert "NPU 7 has" in failed["hint"]
    assert atlas.cards.touched() == {6}
    assert not any(use.alive for use in atlas.cards.uses())


def test_a_kernel_that_fails_once_is_tried_on_a_fresh_worker_of_the_same_card(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    """507035, the vector core's: torch_npu tells it where the next copy waits for the card."""
    papers(tmp_path, "a")
    text = "EZ9999: Inner Error!\n The vector core execution is abnormal"
    strikes = when(
        "started",
        lambda event: atlas.cards.rule("kernel", 507035, card=6, after=50, times=1, text=text),
    )
    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6", heard=strikes)
    assert ran.code == 0, ran.err
    assert atlas.cards.met("kernel") == 1
    assert ran.cards() == ["npu:6", "npu:6"]
    assert len(set(work(atlas, 6))) == 2


def test_a_card_that_is_lost_is_put_aside_and_its_documents_go_on_elsewhere(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    papers(tmp_path, "a", "b", "c")
    lost = when("started", lambda event: atlas.cards.lose(6), card="npu:6")
    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6,npu:7", heard=lost)
    assert ran.code == 0, ran.err
    assert ran.done() == ["a.pdf", "b.pdf", "c.pdf"]
    # How much card 7 had done by the time that card 6 began is not said.
    since = ran.cards()[ran.cards().index("npu:6") + 1 :]
    assert "npu:7" in since
    assert "npu:6" not in since


def test_a_kernel_that_hangs_is_ended_and_its_memory_is_back(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    papers(tmp_path, "a")
    hangs = when("started", lambda event: atlas.cards.rule("kernel", HANGS, card=6, after=50))
    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6", "--timeout", "45", heard=hangs)
    assert ran.code == 1
    (failed,) = ran.of("failed")
    assert failed["kind"] == "timed-out"
    assert not any(psutil.pid_exists(pid) for pid in work(atlas, 6))
    table = subprocess.run([atlas.tools.npu_smi, "info"], stdout=subprocess.PIPE, check=True)
    assert str(failed.get("pid", work(atlas, 6)[0])).encode() not in table.stdout


def test_a_killed_worker_holds_nothing_and_another_goes_on(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    papers(tmp_path, "a")
    held: list[int] = []

    def kill(event: Event) -> None:
        held.extend(use.held_mb for use in atlas.cards.uses())
        os.kill(event["pid"], signal.SIGKILL)
        until(lambda: not any(use.alive for use in atlas.cards.uses()))
        held.extend(use.held_mb for use in atlas.cards.uses())

    ran = office(atlas).convert(tmp_path, *PLAIN, "--card", "npu:6", heard=when("started", kill))
    assert ran.code == 0, ran.err
    assert ran.done() == ["a.pdf"]
    assert ran.cards() == ["npu:6", "npu:6"]
    before, after = held
    assert before > 110
    assert after == 0


def test_a_worker_that_has_grown_on_its_card_is_followed_by_a_fresh_one(
    office: MakeOffice, atlas: CannHost, tmp_path: Path
) -> None:
    """MinerU #5185: the driver's list is asked, and not torch_npu, which knows of no leak."""
    papers(tmp_path, "a", "b", "c")
    second = str(tmp_path / "in" / "b.pdf")  # it is looked at first when one is done
    leaks = when("started", lambda event: atlas.cards.leak(6, 3000), source=second)
    ran = office(atlas).convert(
        tmp_path,
        *(*PLAIN, "--card", "npu:6"),
        heard=leaks,
        before="from core.cards import memory_growth; memory_growth.CHECK_INTERVAL_S = 0",
    )
    assert ran.code == 0, ran.err
    assert len(ran.done()) == 3
    pids = [event["pid"] for event in ran.of("started")]
    assert pids[0] == pids[1] != pids[2]
