"""What is known of every job, whatever order the threads tell it in."""

from __future__ import annotations

import threading

from core.jobs.events import (
    JobEnded,
    JobProgressed,
    JobPutBack,
    JobTaken,
    WorkerChanged,
    WorkerState,
)
from core.jobs.model import JobState
from core.sentences import say
from gui.work.journal import Journal, Tick
from gui.work.mailbox import Mailbox, Note
from gui.work.notes import Added, Listed, Moved, NotWaiting, Removed, Restored
from gui.work.steps import Cancelling, Removal, Steps, Way
from tests.gui.jobs import job, progress


def entered(journal: Journal, *notes: Note) -> Tick:
    tick = Tick({})
    for note in notes:
        journal.take(note, tick)
    return tick


def test_a_job_taken_before_it_was_told_of_is_running_when_it_is() -> None:
    journal = Journal()
    early = entered(journal, JobTaken(job(1, JobState.RUNNING)))
    assert (early.jobs, journal.busy) == ({}, False)
    tick = entered(journal, Added((job(1), job(2))))
    assert [one.state for one in tick.jobs.values()] == [JobState.RUNNING, JobState.QUEUED]
    assert tick.work_waits
    assert journal.busy
    assert journal.waits


def test_the_end_brings_its_reason() -> None:
    journal = Journal()
    reason = say("There already.")
    tick = entered(journal, Added((job(1),)), JobEnded(job(1, JobState.SKIPPED), reason))
    assert tick.news().reasons == {"job-1": reason}
    assert not journal.busy


def test_what_ends_as_soon_as_it_is_known_has_ended() -> None:
    journal = Journal()
    done = job(1, JobState.DONE)
    assert entered(journal, Listed((done,))).news().ended == set(), "an old story"
    assert entered(journal, Added((job(2),)), JobEnded(job(2, JobState.SKIPPED))).ended == {"job-2"}
    entered(journal, JobTaken(job(3, JobState.RUNNING)), JobEnded(job(3, JobState.FAILED)))
    assert entered(journal, Added((job(3),))).news().ended == {"job-3"}, "it was told of late"
    entered(journal, Removed((done,)))
    assert entered(journal, Restored((done,))).ended == set()


def test_what_no_longer_waits_is_cancelled_on_its_card_even_if_that_is_not_known_yet() -> None:
    journal = Journal()
    entered(journal, Listed((job(1),)))
    assert entered(journal, NotWaiting(("job-1",))).to_cancel == ["job-1"]
    assert entered(journal, JobTaken(job(1, JobState.RUNNING))).to_cancel == ["job-1"]
    entered(journal, JobEnded(job(1, JobState.CANCELLED)), Moved((job(1),)))
    assert entered(journal, JobTaken(job(1, JobState.RUNNING))).to_cancel == [], "a new run"


def test_what_has_ended_is_not_cancelled() -> None:
    journal = Journal()
    entered(journal, Listed((job(1, JobState.DONE),)))
    assert entered(journal, NotWaiting(("job-1", "never-heard-of"))).to_cancel == []


def test_a_running_job_goes_when_it_has_ended() -> None:
    journal = Journal()
    entered(journal, Listed((job(1), job(2))), JobTaken(job(1, JobState.RUNNING)))
    assert journal.split_for_removal(["job-1", "job-2"]) == (["job-2"], ["job-1"])
    assert entered(journal, JobPutBack(job(1))).to_remove == ["job-1"]
    tick = entered(journal, Removed((job(1), job(2))))
    assert tick.news().removed == {"job-1", "job-2"}
    assert not journal.busy


def test_what_was_done_last_is_taken_back_first_and_can_be_done_once_more() -> None:
    journal = Journal()
    one, two, three = (job(number, JobState.DONE) for number in (1, 2, 3))
    listed = Listed((one, two, three))
    entered(journal, listed, Removed((one,)), Removed((two,)))
    steps = journal.steps
    assert steps.undo() == Removal((two,))
    assert entered(journal, Restored((two,), Removal((two,)))).news().jobs == (two,)
    assert (steps.to_undo, steps.to_redo) == (Removal((one,)), Removal((two,)))
    assert steps.redo() == Removal((two,))
    entered(journal, Removed((two,), way=Way.REDONE))
    assert [steps.undo(), steps.undo(), steps.undo()] == [Removal((two,)), Removal((one,)), None]
    entered(journal, Restored((one,), Removal((one,))))
    entered(journal, Removed((three,)))
    assert steps.to_redo is None, "after something new nothing is repeated"


def test_what_waited_and_what_ran_is_cancelled_in_one_step() -> None:
    journal = Journal()
    entered(journal, Listed((job(1), job(2), job(3))), JobTaken(job(1, JobState.RUNNING)))
    gone = job(2, JobState.CANCELLED)
    entered(journal, NotWaiting(("job-1",)), Moved((gone,), Cancelling(("job-2",))))
    assert journal.steps.to_undo == Cancelling(("job-2",))
    entered(journal, JobEnded(job(1, JobState.CANCELLED)))
    assert journal.steps.to_undo == Cancelling(("job-2", "job-1"))
    entered(journal, JobTaken(job(3, JobState.RUNNING)), NotWaiting(("job-3",)))
    entered(journal, Moved((), Cancelling(())), JobEnded(job(3, JobState.CANCELLED)))
    assert journal.steps.undo() == Cancelling(("job-3",)), "another time, another step"
    assert journal.steps.undo() == Cancelling(("job-2", "job-1"))


def test_what_is_told_in_parts_is_one_step_unless_it_was_taken_back_meanwhile() -> None:
    journal = Journal()
    one, two, three, four = (job(number, JobState.DONE) for number in (1, 2, 3, 4))
    entered(journal, Listed((one, two, three, four)), Removed((one,)))
    entered(journal, Removed((two,)), Removed((three,), more=True))
    steps = journal.steps
    assert steps.undo() == Removal((two, three))
    entered(journal, Removed((four,), more=True))
    assert [steps.undo(), steps.undo()] == [Removal((four,)), Removal((one,))]
    entered(journal, Restored((one,), Removal((one,))))
    entered(journal, Restored((two,), Removal((two,)), more=True))
    assert steps.redo() == Removal((one, two))


def test_a_first_part_about_nothing_does_not_join_the_rest_to_an_older_step() -> None:
    steps = Steps()
    one, two = job(1, JobState.DONE), job(2, JobState.DONE)
    for older in (Removal((one,)), Cancelling((one.id,))):
        steps.took(older, Way.DONE)
        steps.took(Removal(()), Way.DONE)
        steps.took(Removal((two,)), Way.DONE, more=True)
        assert [steps.undo(), steps.undo()] == [Removal((two,)), older]


def test_what_runs_is_cancelled_with_every_part_of_what_waited() -> None:
    journal = Journal()
    entered(journal, Listed((job(1), job(2), job(3))), JobTaken(job(1, JobState.RUNNING)))
    for number in (2, 3):
        gone = job(number, JobState.CANCELLED)
        running = ("job-1",) if number == 2 else ()
        step = Cancelling((gone.id,))
        entered(
            journal, NotWaiting(running, more=number > 2), Moved((gone,), step, more=number > 2)
        )
    entered(journal, JobEnded(job(1, JobState.CANCELLED)))
    assert journal.steps.undo() == Cancelling(("job-2", "job-3", "job-1"))
    assert journal.steps.undo() is None


def test_a_removed_job_that_ran_is_not_a_cancelled_one() -> None:
    journal = Journal()
    entered(journal, Listed((job(1),)), JobTaken(job(1, JobState.RUNNING)))
    journal.split_for_removal(["job-1"])
    entered(journal, JobEnded(job(1, JobState.CANCELLED)))
    assert journal.steps.to_undo is None


def test_the_mailbox_keeps_the_latest_progress_of_each_job_and_the_order_of_the_rest() -> None:
    rung: list[None] = []
    mailbox = Mailbox(lambda: rung.append(None))
    ready = WorkerChanged("cpu", WorkerState.READY)
    for page in range(1, 1001):
        mailbox.post(JobProgressed("job-1", progress(page)))
    mailbox.post(ready)
    mailbox.post(JobTaken(job(2, JobState.RUNNING)))
    assert len(rung) == 1
    notes, latest = mailbox.empty()
    assert not mailbox.more
    assert notes == [ready, JobTaken(job(2, JobState.RUNNING))]
    assert latest == {"job-1": progress(1000)}
    assert mailbox.empty() == ([], {})
    mailbox.post(ready)
    assert len(rung) == 2


def test_very_many_new_rows_come_in_parts() -> None:
    mailbox = Mailbox(lambda: None)
    for start in range(0, 2000, 400):
        mailbox.post(Added(tuple(job(start + number) for number in range(400))))
    sizes: list[int] = []
    while not sizes or mailbox.more:
        sizes.append(sum(len(note.jobs) for note in mailbox.empty()[0] if isinstance(note, Added)))
    assert sizes == [800, 800, 400]


def test_progress_of_an_earlier_run_is_not_taken_for_this_ones() -> None:
    mailbox = Mailbox(lambda: None)
    mailbox.post(JobProgressed("job-1", progress()))
    mailbox.post(JobTaken(job(1, JobState.RUNNING)))
    assert mailbox.empty()[1] == {}


def test_no_note_of_four_threads_is_lost() -> None:
    mailbox = Mailbox(lambda: None)
    note = WorkerChanged("cpu", WorkerState.READY)

    def post() -> None:
        for _ in range(500):
            mailbox.post(note)

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    found = 0
    while any(thread.is_alive() for thread in threads):
        found += len(mailbox.empty()[0])
    assert found + len(mailbox.empty()[0]) == 2000
