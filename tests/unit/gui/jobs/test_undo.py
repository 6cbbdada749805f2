"""What is taken back: removing, cancelling, moving; nothing is converted twice for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.jobs.states import JobState
from gui.window.actions import Command
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.support.engines.scripted import hold, let_go
from tests.support.window import RunningApp


def paused(app: RunningApp, tmp_path: Path, names: str) -> None:
    """Documents that wait in a queue that takes nothing."""
    app.work.pause_all(True)
    app.drop(*(pdfs.text_pdf(tmp_path / f"{name}.pdf", title=name, pages=1) for name in names))
    app.wait(lambda: len(app.jobs()) == len(names))


def order(app: RunningApp) -> str:
    return "".join(job.stem for job in app.jobs())


def offered(app: RunningApp) -> list[str | None]:
    """What can be undone and redone, in words."""
    actions = (app.window.actions_[do] for do in (Command.UNDO, Command.REDO))
    return [each.text().replace("&", "") if each.isEnabled() else None for each in actions]


@pytest.mark.slow
def test_cancelled_ones_wait_again_where_they_stood_and_once_more_not(
    app: RunningApp, tmp_path: Path
) -> None:
    paused(app, tmp_path, "abcd")
    app.choose("b.pdf")
    app.window.actions_[Command.PAUSE].trigger()
    app.wait(lambda: app.job("b.pdf").paused)
    assert offered(app) == [None, None]
    app.choose("a.pdf", "b.pdf", "c.pdf")
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: offered(app) == ["Undo cancelling 3 documents", None])
    assert list(app.states().values()).count(JobState.CANCELLED) == 3
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: offered(app) == [None, "Cancel 3 documents again"])
    assert set(app.states().values()) == {JobState.QUEUED}
    assert [job.paused for job in app.jobs()] == [False, True, False, False]
    app.window.actions_[Command.REDO].trigger()
    app.wait(lambda: offered(app) == ["Undo cancelling 3 documents", None])
    assert [job.source.name for job in app.jobs() if not job.state.is_final] == ["d.pdf"]


@pytest.mark.slow
def test_what_has_been_converted_since_it_was_cancelled_is_not_converted_twice(
    app: RunningApp, tmp_path: Path
) -> None:
    paused(app, tmp_path, "abc")
    app.choose("a.pdf", "b.pdf", "c.pdf")
    app.window.actions_[Command.CANCEL].trigger()
    app.wait_until_over(3)
    # One is given again, and one is done by the command meanwhile.
    app.drop(tmp_path / "a.pdf")
    app.wait(lambda: app.states()["a.pdf"] is JobState.QUEUED)
    app.work.pause_all(False)
    app.wait(lambda: app.states()["a.pdf"] is JobState.DONE)
    made = (tmp_path / "out" / "a" / "headframe.json").stat().st_ino
    assert run("convert", tmp_path / "b.pdf", "-o", tmp_path / "out").code == 0
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: {JobState.CANCELLED, JobState.QUEUED}.isdisjoint(app.states().values()))
    app.wait_until_over(3)
    assert app.states() == {
        "a.pdf": JobState.DONE,
        "b.pdf": JobState.SKIPPED,
        "c.pdf": JobState.DONE,
    }
    assert sorted(item.name for item in (tmp_path / "out").iterdir()) == ["a", "b", "c"]
    assert (tmp_path / "out" / "a" / "headframe.json").stat().st_ino == made
    assert offered(app) == [None, "Cancel 2 documents again"]


@pytest.mark.slow
def test_a_document_that_was_cancelled_while_it_ran_comes_back_too(
    app: RunningApp, tmp_path: Path
) -> None:
    long = pdfs.text_pdf(tmp_path / "long.pdf", pages=30)
    hold(long)
    app.drop(long)
    app.wait(lambda: app.states() == {"long.pdf": JobState.RUNNING})
    app.choose("long.pdf")
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: offered(app) == ["Undo cancelling 1 document", None])
    pdfs.text_pdf(long, pages=1)
    let_go(long)
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: app.states() == {"long.pdf": JobState.DONE})


@pytest.mark.slow
def test_moved_documents_go_back_to_their_places(app: RunningApp, tmp_path: Path) -> None:
    paused(app, tmp_path, "abcde")
    app.choose("b.pdf", "e.pdf")
    app.window.actions_[Command.NEXT].trigger()
    app.wait(lambda: order(app) == "beacd")
    app.work.move_before([app.job("a.pdf").id], None)
    app.wait(lambda: order(app) == "becda")
    assert offered(app) == ["Undo moving 1 document", None]
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: order(app) == "beacd")
    assert offered(app) == ["Undo moving 2 documents", "Move 1 document again"]
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: order(app) == "abcde")
    app.window.actions_[Command.REDO].trigger()
    app.wait(lambda: order(app) == "beacd")
    app.window.actions_[Command.REDO].trigger()
    app.wait(lambda: order(app) == "becda")
    assert offered(app) == ["Undo moving 1 document", None]


@pytest.mark.slow
def test_what_was_cleared_away_comes_back(app: RunningApp, tmp_path: Path) -> None:
    app.drop(pdfs.text_pdf(tmp_path / "a.pdf", pages=1), tmp_path / "missing.pdf")
    app.wait_until_over(2)
    app.window.actions_[Command.CLEAR_FINISHED].trigger()
    app.wait(lambda: offered(app) == ["Undo removing 1 document", None])
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: offered(app) == [None, "Remove 1 document again"])
    assert app.states() == {"a.pdf": JobState.DONE, "missing.pdf": JobState.FAILED}
    app.window.actions_[Command.REDO].trigger()
    app.wait(lambda: set(app.states()) == {"missing.pdf"})


@pytest.mark.slow
def test_two_thousand_are_cancelled_removed_and_taken_back_in_one_step_each(
    app: RunningApp, tmp_path: Path
) -> None:
    many = 2100  # more than go into one part
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(many):
        (folder / f"{number:04}.pdf").touch()
    app.work.pause_all(True)
    app.drop(folder)
    app.wait(lambda: len(app.jobs()) == many)
    removed: list[int] = []
    app.work.removed.connect(removed.append)
    app.window.actions_[Command.SELECT_ALL].trigger()
    app.window.actions_[Command.CANCEL].trigger()
    app.wait(lambda: offered(app) == [f"Undo cancelling {many:n} documents", None])
    assert set(app.states().values()) == {JobState.CANCELLED}
    cancel, retry = (app.window.actions_[do] for do in (Command.CANCEL, Command.RETRY))
    app.wait(lambda: (cancel.isEnabled(), retry.isEnabled()) == (False, True))
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: offered(app) == [None, f"Cancel {many:n} documents again"])
    app.wait(lambda: (cancel.isEnabled(), retry.isEnabled()) == (True, False))
    assert set(app.states().values()) == {JobState.QUEUED}
    app.window.actions_[Command.REMOVE].trigger()
    app.wait(lambda: app.jobs() == [])
    assert removed == [2000, many]
    assert offered(app) == [f"Undo removing {many:n} documents", None]
    app.window.actions_[Command.UNDO].trigger()
    app.wait(lambda: len(app.jobs()) == many)
    assert [job.source.name for job in app.jobs()] == [f"{n:04}.pdf" for n in range(many)]
