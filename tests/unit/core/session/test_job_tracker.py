"""What is known of every job, whatever order the threads tell it in."""

from __future__ import annotations

import threading

from core.jobs.events import (
    JobClaimed,
    JobFinished,
    JobProgressed,
    JobRequeued,
    WorkerChanged,
    WorkerState,
)
from core.jobs.states import JobState
from core.messages import msg
from core.session.event_queue import EventQueue, QueueMessage
from core.session.job_tracker import JobTracker, TrackerChanges
from core.session.messages import (
    CancelPending,
    JobsAdded,
    JobsChanged,
    JobsLoaded,
    JobsRemoved,
    JobsRestored,
)
from core.session.undo_stack import CancelJobs, Direction, RemoveJobs, UndoStack
from tests.support.jobs import job, progress


def entered(tracker: JobTracker, *notes: QueueMessage) -> TrackerChanges:
    tick = TrackerChanges({})
    for note in notes:
        tracker.take(note, tick)
    return tick


def test_a_job_taken_before_it_was_told_of_is_running_when_it_is() -> None:
    tracker = JobTracker()
    early = entered(tracker, JobClaimed(job(1, JobState.RUNNING)))
    assert (early.jobs, tracker.busy) == ({}, False)
    tick = entered(tracker, JobsAdded((job(1), job(2))))
    assert [one.state for one in tick.jobs.values()] == [JobState.RUNNING, JobState.QUEUED]
    assert tick.work_waits
    assert tracker.busy
    assert tracker.waits


def test_the_end_brings_its_reason() -> None:
    tracker = JobTracker()
    reason = msg("There already.")
    tick = entered(tracker, JobsAdded((job(1),)), JobFinished(job(1, JobState.SKIPPED), reason))
    assert tick.update().reasons == {"job-1": reason}
    assert not tracker.busy


def test_what_ends_as_soon_as_it_is_known_has_ended() -> None:
    tracker = JobTracker()
    done = job(1, JobState.DONE)
    assert entered(tracker, JobsLoaded((done,))).update().ended == set(), "an old story"
    assert entered(tracker, JobsAdded((job(2),)), JobFinished(job(2, JobState.SKIPPED))).ended == {
        "job-2"
    }
    entered(tracker, JobClaimed(job(3, JobState.RUNNING)), JobFinished(job(3, JobState.FAILED)))
    assert entered(tracker, JobsAdded((job(3),))).update().ended == {"job-3"}, "it was told of late"
    entered(tracker, JobsRemoved((done,)))
    assert entered(tracker, JobsRestored((done,))).ended == set()


def test_what_no_longer_waits_is_cancelled_on_its_card_even_if_that_is_not_known_yet() -> None:
    tracker = JobTracker()
    entered(tracker, JobsLoaded((job(1),)))
    assert entered(tracker, CancelPending(("job-1",))).to_cancel == ["job-1"]
    assert entered(tracker, JobClaimed(job(1, JobState.RUNNING))).to_cancel == ["job-1"]
    entered(tracker, JobFinished(job(1, JobState.CANCELLED)), JobsChanged((job(1),)))
    assert entered(tracker, JobClaimed(job(1, JobState.RUNNING))).to_cancel == [], "a new run"


def test_what_has_ended_is_not_cancelled() -> None:
    tracker = JobTracker()
    entered(tracker, JobsLoaded((job(1, JobState.DONE),)))
    assert entered(tracker, CancelPending(("job-1", "never-heard-of"))).to_cancel == []


def test_a_running_job_goes_when_it_has_ended() -> None:
    tracker = JobTracker()
    entered(tracker, JobsLoaded((job(1), job(2))), JobClaimed(job(1, JobState.RUNNING)))
    assert tracker.split_for_removal(["job-1", "job-2"]) == (["job-2"], ["job-1"])
    assert entered(tracker, JobRequeued(job(1))).to_remove == ["job-1"]
    tick = entered(tracker, JobsRemoved((job(1), job(2))))
    assert tick.update().removed == {"job-1", "job-2"}
    assert not tracker.busy


def test_what_was_done_last_is_taken_back_first_and_can_be_done_once_more() -> None:
    tracker = JobTracker()
    one, two, three = (job(number, JobState.DONE) for number in (1, 2, 3))
    listed = JobsLoaded((one, two, three))
    entered(tracker, listed, JobsRemoved((one,)), JobsRemoved((two,)))
    steps = tracker.steps
    assert steps.undo() == RemoveJobs((two,))
    assert entered(tracker, JobsRestored((two,), RemoveJobs((two,)))).update().jobs == (two,)
    assert (steps.to_undo, steps.to_redo) == (RemoveJobs((one,)), RemoveJobs((two,)))
    assert steps.redo() == RemoveJobs((two,))
    entered(tracker, JobsRemoved((two,), way=Direction.REDONE))
    assert [steps.undo(), steps.undo(), steps.undo()] == [
        RemoveJobs((two,)),
        RemoveJobs((one,)),
        None,
    ]
    entered(tracker, JobsRestored((one,), RemoveJobs((one,))))
    entered(tracker, JobsRemoved((three,)))
    assert steps.to_redo is None, "after something new nothing is repeated"


def test_what_waited_and_what_ran_is_cancelled_in_one_step() -> None:
    tracker = JobTracker()
    entered(tracker, JobsLoaded((job(1), job(2), job(3))), JobClaimed(job(1, JobState.RUNNING)))
    gone = job(2, JobState.CANCELLED)
    entered(tracker, CancelPending(("job-1",)), JobsChanged((gone,), CancelJobs(("job-2",))))
    assert tracker.steps.to_undo == CancelJobs(("job-2",))
    entered(tracker, JobFinished(job(1, JobState.CANCELLED)))
    assert tracker.steps.to_undo == CancelJobs(("job-2", "job-1"))
    entered(tracker, JobClaimed(job(3, JobState.RUNNING)), CancelPending(("job-3",)))
    entered(tracker, JobsChanged((), CancelJobs(())), JobFinished(job(3, JobState.CANCELLED)))
    assert tracker.steps.undo() == CancelJobs(("job-3",)), "another time, another step"
    assert tracker.steps.undo() == CancelJobs(("job-2", "job-1"))


def test_what_is_told_in_parts_is_one_step_unless_it_was_taken_back_meanwhile() -> None:
    tracker = JobTracker()
    one, two, three, four = (job(number, JobState.DONE) for number in (1, 2, 3, 4))
    entered(tracker, JobsLoaded((one, two, three, four)), JobsRemoved((one,)))
    entered(tracker, JobsRemoved((two,)), JobsRemoved((three,), more=True))
    steps = tracker.steps
    assert steps.undo() == RemoveJobs((two, three))
    entered(tracker, JobsRemoved((four,), more=True))
    assert [steps.undo(), steps.undo()] == [RemoveJobs((four,)), RemoveJobs((one,))]
    entered(tracker, JobsRestored((one,), RemoveJobs((one,))))
    entered(tracker, JobsRestored((two,), RemoveJobs((two,)), more=True))
    assert steps.redo() == RemoveJobs((one, two))


def test_a_first_part_about_nothing_does_not_join_the_rest_to_an_older_step() -> None:
    steps = UndoStack()
    one, two = job(1, JobState.DONE), job(2, JobState.DONE)
    for older in (RemoveJobs((one,)), CancelJobs((one.id,))):
        steps.took(older, Direction.DONE)
        steps.took(RemoveJobs(()), Direction.DONE)
        steps.took(RemoveJobs((two,)), Direction.DONE, more=True)
        assert [steps.undo(), steps.undo()] == [RemoveJobs((two,)), older]


def test_what_runs_is_cancelled_with_every_part_of_what_waited() -> None:
    tracker = JobTracker()
    entered(tracker, JobsLoaded((job(1), job(2), job(3))), JobClaimed(job(1, JobState.RUNNING)))
    for number in (2, 3):
        gone = job(number, JobState.CANCELLED)
        running = ("job-1",) if number == 2 else ()
        step = CancelJobs((gone.id,))
        entered(
            tracker,
            CancelPending(running, more=number > 2),
            JobsChanged((gone,), step, more=number > 2),
        )
    entered(tracker, JobFinished(job(1, JobState.CANCELLED)))
    assert tracker.steps.undo() == CancelJobs(("job-2", "job-3", "job-1"))
    assert tracker.steps.undo() is None


def test_a_removed_job_that_ran_is_not_a_cancelled_one() -> None:
    tracker = JobTracker()
    entered(tracker, JobsLoaded((job(1),)), JobClaimed(job(1, JobState.RUNNING)))
    tracker.split_for_removal(["job-1"])
    entered(tracker, JobFinished(job(1, JobState.CANCELLED)))
    assert tracker.steps.to_undo is None


def test_the_mailbox_keeps_the_latest_progress_of_each_job_and_the_order_of_the_rest() -> None:
    rung: list[None] = []
    mailbox = EventQueue(lambda: rung.append(None))
    ready = WorkerChanged("cpu", WorkerState.READY)
    for page in range(1, 1001):
        mailbox.post(JobProgressed("job-1", progress(page)))
    mailbox.post(ready)
    mailbox.post(JobClaimed(job(2, JobState.RUNNING)))
    assert len(rung) == 1
    notes, latest = mailbox.empty()
    assert not mailbox.more
    assert notes == [ready, JobClaimed(job(2, JobState.RUNNING))]
    assert latest == {"job-1": progress(1000)}
    assert mailbox.empty() == ([], {})
    mailbox.post(ready)
    assert len(rung) == 2


def test_very_many_new_rows_come_in_parts() -> None:
    mailbox = EventQueue(lambda: None)
    for start in range(0, 2000, 400):
        mailbox.post(JobsAdded(tuple(job(start + number) for number in range(400))))
    sizes: list[int] = []
    while not sizes or mailbox.more:
        sizes.append(
            sum(len(note.jobs) for note in mailbox.empty()[0] if isinstance(note, JobsAdded))
        )
    assert sizes == [800, 800, 400]


def test_progress_of_an_earlier_run_is_not_taken_for_this_ones() -> None:
    mailbox = EventQueue(lambda: None)
    mailbox.post(JobProgressed("job-1", progress()))
    mailbox.post(JobClaimed(job(1, JobState.RUNNING)))
    assert mailbox.empty()[1] == {}


def test_no_note_of_four_threads_is_lost() -> None:
    mailbox = EventQueue(lambda: None)
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
