"""What is taken back: removing, cancelling, moving; nothing is converted twice for it."""

from __future__ import annotations

from pathlib import Path

from core.jobs.states import JobState
from gui.window.actions import Command
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import Desk


def paused(desk: Desk, tmp_path: Path, names: str) -> None:
    """Documents that wait in a queue that takes nothing."""
    desk.work.pause_all(True)
    desk.drop(*(pdfs.text_pdf(tmp_path / f"{name}.pdf", title=name, pages=1) for name in names))
    desk.wait(lambda: len(desk.jobs()) == len(names))


def order(desk: Desk) -> str:
    return "".join(job.stem for job in desk.jobs())


def offered(desk: Desk) -> list[str | None]:
    """What can be undone and redone, in words."""
    actions = (desk.window.actions_[do] for do in (Command.UNDO, Command.REDO))
    return [each.text().replace("&", "") if each.isEnabled() else None for each in actions]


def test_cancelled_ones_wait_again_where_they_stood_and_once_more_not(
    desk: Desk, tmp_path: Path
) -> None:
    paused(desk, tmp_path, "abcd")
    desk.choose("b.pdf")
    desk.window.actions_[Command.PAUSE].trigger()
    desk.wait(lambda: desk.job("b.pdf").paused)
    assert offered(desk) == [None, None]
    desk.choose("a.pdf", "b.pdf", "c.pdf")
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait(lambda: offered(desk) == ["Undo cancelling 3 documents", None])
    assert list(desk.states().values()).count(JobState.CANCELLED) == 3
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: offered(desk) == [None, "Cancel 3 documents again"])
    assert set(desk.states().values()) == {JobState.QUEUED}
    assert [job.paused for job in desk.jobs()] == [False, True, False, False]
    desk.window.actions_[Command.REDO].trigger()
    desk.wait(lambda: offered(desk) == ["Undo cancelling 3 documents", None])
    assert [job.source.name for job in desk.jobs() if not job.state.is_final] == ["d.pdf"]


def test_what_has_been_converted_since_it_was_cancelled_is_not_converted_twice(
    desk: Desk, tmp_path: Path
) -> None:
    paused(desk, tmp_path, "abc")
    desk.choose("a.pdf", "b.pdf", "c.pdf")
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait_until_over(3)
    # One is given again, and one is done by the command meanwhile.
    desk.drop(tmp_path / "a.pdf")
    desk.wait(lambda: desk.states()["a.pdf"] is JobState.QUEUED)
    desk.work.pause_all(False)
    desk.wait(lambda: desk.states()["a.pdf"] is JobState.DONE)
    made = (tmp_path / "out" / "a" / "headframe.json").stat().st_ino
    assert run("convert", tmp_path / "b.pdf", "-o", tmp_path / "out").code == 0
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: {JobState.CANCELLED, JobState.QUEUED}.isdisjoint(desk.states().values()))
    desk.wait_until_over(3)
    assert desk.states() == {
        "a.pdf": JobState.DONE,
        "b.pdf": JobState.SKIPPED,
        "c.pdf": JobState.DONE,
    }
    assert sorted(item.name for item in (tmp_path / "out").iterdir()) == ["a", "b", "c"]
    assert (tmp_path / "out" / "a" / "headframe.json").stat().st_ino == made
    assert offered(desk) == [None, "Cancel 2 documents again"]


def test_a_document_that_was_cancelled_while_it_ran_comes_back_too(
    desk: Desk, tmp_path: Path
) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(long)
    desk.drop(long)
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.RUNNING})
    desk.choose("long.pdf")
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait(lambda: offered(desk) == ["Undo cancelling 1 document", None])
    pdfs.text_pdf(long, pages=1)
    let_go(long)
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: desk.states() == {"long.pdf": JobState.DONE})


def test_moved_documents_go_back_to_their_places(desk: Desk, tmp_path: Path) -> None:
    paused(desk, tmp_path, "abcde")
    desk.choose("b.pdf", "e.pdf")
    desk.window.actions_[Command.NEXT].trigger()
    desk.wait(lambda: order(desk) == "beacd")
    desk.work.move_before([desk.job("a.pdf").id], None)
    desk.wait(lambda: order(desk) == "becda")
    assert offered(desk) == ["Undo moving 1 document", None]
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: order(desk) == "beacd")
    assert offered(desk) == ["Undo moving 2 documents", "Move 1 document again"]
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: order(desk) == "abcde")
    desk.window.actions_[Command.REDO].trigger()
    desk.wait(lambda: order(desk) == "beacd")
    desk.window.actions_[Command.REDO].trigger()
    desk.wait(lambda: order(desk) == "becda")
    assert offered(desk) == ["Undo moving 1 document", None]


def test_what_was_cleared_away_comes_back(desk: Desk, tmp_path: Path) -> None:
    desk.drop(pdfs.text_pdf(tmp_path / "a.pdf", pages=1), tmp_path / "missing.pdf")
    desk.wait_until_over(2)
    desk.window.actions_[Command.CLEAR_FINISHED].trigger()
    desk.wait(lambda: offered(desk) == ["Undo removing 1 document", None])
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: offered(desk) == [None, "Remove 1 document again"])
    assert desk.states() == {"a.pdf": JobState.DONE, "missing.pdf": JobState.FAILED}
    desk.window.actions_[Command.REDO].trigger()
    desk.wait(lambda: set(desk.states()) == {"missing.pdf"})


def test_two_thousand_are_cancelled_removed_and_taken_back_in_one_step_each(
    desk: Desk, tmp_path: Path
) -> None:
    many = 2100  # more than go into one part
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(many):
        (folder / f"{number:04}.pdf").touch()
    desk.work.pause_all(True)
    desk.drop(folder)
    desk.wait(lambda: len(desk.jobs()) == many)
    removed: list[int] = []
    desk.work.removed.connect(removed.append)
    desk.window.actions_[Command.SELECT_ALL].trigger()
    desk.window.actions_[Command.CANCEL].trigger()
    desk.wait(lambda: offered(desk) == [f"Undo cancelling {many:n} documents", None])
    assert set(desk.states().values()) == {JobState.CANCELLED}
    cancel, retry = (desk.window.actions_[do] for do in (Command.CANCEL, Command.RETRY))
    desk.wait(lambda: (cancel.isEnabled(), retry.isEnabled()) == (False, True))
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: offered(desk) == [None, f"Cancel {many:n} documents again"])
    desk.wait(lambda: (cancel.isEnabled(), retry.isEnabled()) == (True, False))
    assert set(desk.states().values()) == {JobState.QUEUED}
    desk.window.actions_[Command.REMOVE].trigger()
    desk.wait(lambda: desk.jobs() == [])
    assert removed == [2000, many]
    assert offered(desk) == [f"Undo removing {many:n} documents", None]
    desk.window.actions_[Command.UNDO].trigger()
    desk.wait(lambda: len(desk.jobs()) == many)
    assert [job.source.name for job in desk.jobs()] == [f"{n:04}.pdf" for n in range(many)]
