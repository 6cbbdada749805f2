"""What `--retry-failed` takes: all that is open, whatever came between, and nothing else."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.jobs.model import ConvertOptions, Job
from core.jobs.reports.files import read_entries
from core.jobs.reports.model import BatchHeader, ReportEntry
from core.jobs.reports.retry_selection import FailedSources, find_failed_sources
from core.jobs.reports.writer import ReportWriter
from core.jobs.sources.filters import FileFilter
from core.jobs.states import JobState
from core.messages import msg
from core.worker.kinds import FailureKind
from core.worker.protocol import Failure
from tests.e2e.cli.command import Ran, run, start
from tests.support import pdfs

PAPERS = Path("/papers")
OUT = Path("/out")


class History:
    """Writes runs of the same papers, one after the other."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._count = 0

    def run(
        self,
        *,
        finished: bool = True,
        rules: FileFilter | None = None,
        retry: bool = False,
        sources: tuple[str, ...] = ("/papers",),
        out: str | None = "/out",
        watch: bool = False,
        **came_to: JobState,
    ) -> ReportWriter:
        """``came_to``: names of documents, ``__`` for a slash, and what they came to."""
        self._count += 1
        report = ReportWriter(
            self.home,
            BatchHeader(
                f"2026-{self._count}",
                "Papers",
                sources,
                out,
                "2026-01-31T12:00:00Z",
                retry_of="2026-1" if retry else None,
                options=ConvertOptions(),
                rules=rules or FileFilter(),
                watch=watch,
            ),
        )
        for number, (name, state) in enumerate(came_to.items()):
            report.add(ended(f"{self._count}-{number}", name.replace("__", "/"), state))
        report.close(finished=finished)
        return report

    def open(self, rules: FileFilter | None = None) -> FailedSources:
        found = find_failed_sources(self.home, (PAPERS,), OUT, rules or FileFilter())
        assert found is not None
        return found

    def names(self, *names: str) -> set[str]:
        """Which of these documents are open."""
        found = self.open()
        return {name for name in names if PAPERS / f"{name}.pdf" in found}


def ended(job_id: str, name: str, state: JobState) -> Job:
    failure = Failure(FailureKind.DAMAGED, msg("Damaged."))
    path = PAPERS / name
    return Job(
        id=job_id,
        position=1,
        source=path if name == "closed" else path.with_name(f"{path.name}.pdf"),
        out_parent=OUT,
        stem=path.name,
        rank=1,
        options=ConvertOptions(),
        state=state,
        created_at=0.0,
        finished_at=1769860800.0,
        failure=failure if state is JobState.FAILED else None,
    )


DONE, SKIPPED, FAILED = JobState.DONE, JobState.SKIPPED, JobState.FAILED


@pytest.fixture
def history(home: Path) -> History:
    return History(home)


def test_without_an_earlier_run_of_these_for_this_place_there_is_nothing(history: History) -> None:
    assert find_failed_sources(history.home, (PAPERS,), OUT, FileFilter()) is None
    history.run(out=None, a=FAILED)
    history.run(sources=("/others",), a=FAILED)
    assert find_failed_sources(history.home, (PAPERS,), OUT, FileFilter()) is None


def test_what_failed_is_open_until_it_has_a_result(history: History) -> None:
    history.run(a=FAILED, b=FAILED, c=FAILED, d=DONE)
    assert history.names(*"abcd", "new") == {"a", "b", "c"}
    history.run(retry=True, finished=False, a=DONE, b=FAILED)
    assert history.names(*"abcd", "new") == {"b", "c"}, "c was not come to"
    history.run(retry=True, finished=False, b=SKIPPED)
    assert history.names(*"abcd", "new") == {"c"}
    assert history.open().last == "2026-3"


def test_a_run_of_other_rules_hides_no_failure(history: History) -> None:
    history.run(a=FAILED, b=FAILED)
    history.run(rules=FileFilter(include=("zzz*",)))
    assert history.names(*"ab") == {"a", "b"}
    history.run(rules=FileFilter(include=("b*",)), b=DONE)
    assert history.names(*"ab") == {"a"}


def test_a_run_that_was_broken_off_hides_no_failure(history: History) -> None:
    history.run(a=FAILED, b=FAILED, c=DONE)
    assert not history.open().is_broken_off
    history.run(finished=False, b=DONE)
    assert history.names(*"abc") == {"a"}
    assert history.open().is_broken_off
    history.run(retry=True, a=DONE)
    assert history.names(*"abc") == set()
    assert history.open().is_broken_off, "a retry does not make up for it"


def test_what_somebody_is_at_work_on_was_not_broken_off(history: History) -> None:
    head = BatchHeader("2026-9", "Papers", ("/papers",), "/out", "2026-01-31T12:00:00Z")
    with ReportWriter(history.home, replace(head, rules=FileFilter())) as report:
        report.add(ended("1", "a", FAILED))
        assert history.names("a", "b") == {"a"}
        assert not history.open().is_broken_off
    assert history.open().is_broken_off


def test_of_a_folder_that_could_not_be_listed_all_is_open(history: History) -> None:
    history.run(a=DONE, closed=FAILED)
    assert history.names("a", "closed/b", "closed/sub/c") == {"closed/b", "closed/sub/c"}
    assert PAPERS / "closed" in history.open()
    history.run(retry=True, closed__b=DONE, closed__sub__c=FAILED)
    assert history.names("a", "closed/b", "closed/sub/c") == {"closed/sub/c"}


def test_a_folder_that_is_gone_says_so_for_what_it_held(history: History) -> None:
    history.run(sub__a=FAILED, other__b=DONE)
    found = history.open()
    assert PAPERS in found
    assert PAPERS / "sub" in found
    assert PAPERS / "other" not in found


def test_what_is_older_than_a_whole_run_is_not_read(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.run(a=FAILED)
    history.run(b=FAILED)
    history.run(rules=FileFilter(include=("c*",)), c=FAILED)
    history.run(watch=True, d=FAILED)
    read: list[str] = []

    def listen(folder: Path) -> tuple[ReportEntry, ...]:
        read.append(folder.name)
        return read_entries(folder)

    monkeypatch.setattr("core.jobs.reports.retry_selection.read_entries", listen)
    assert history.names(*"abcd") == {"b", "c", "d"}
    assert read == ["2026-2", "2026-3", "2026-4"]


def test_of_several_sources_each_has_its_own_place(history: History) -> None:
    history.run(sources=("/papers", "/others"), a=FAILED)
    history.run(sources=("/papers/sub", "/others"), sub__b=FAILED)
    assert history.names("a", "sub/b") == {"a"}


# The command ------------------------------------------------------------------------------------


@pytest.fixture
def papers(tmp_path: Path, light_engine: None) -> Path:
    folder = tmp_path / "papers"
    pdfs.text_pdf(folder / "good.pdf")
    (folder / "bad.pdf").write_bytes(b"")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def retried(papers: Path, out: Path, *options: str) -> tuple[int, dict[str, str]]:
    ran = run("convert", papers, "-o", out, "--retry-failed", "--json", *options)
    return ran.code, ends(ran)


def ends(ran: Ran) -> dict[str, str]:
    return {
        Path(event["source"]).name: event["event"]
        for event in ran.events
        if event["event"] in ("done", "skipped", "failed")
    }


@pytest.mark.slow
def test_a_run_that_matched_nothing_does_not_hide_what_failed(papers: Path, out: Path) -> None:
    assert run("convert", papers, "-o", out).code == 1
    assert run("convert", papers, "-o", out, "--include", "zzz*").code == 0
    assert retried(papers, out) == (1, {"bad.pdf": "failed"})
    pdfs.text_pdf(papers / "bad.pdf")
    assert retried(papers, out) == (0, {"bad.pdf": "done"})


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_after_a_run_that_was_ended_it_says_how_the_rest_is_done(
    papers: Path, out: Path, number: signal.Signals
) -> None:
    process = start("convert", papers, "-o", out, "--json")
    assert process.stdout is not None
    assert '"queued"' in process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=60)
    assert process.returncode == (130 if number is signal.SIGTERM else -number)
    ran = run("convert", papers, "-o", out, "--retry-failed")
    assert "The last run was broken off" in ran.err
    assert run("convert", papers, "-o", out).code == 1
    assert retried(papers, out) == (1, {"bad.pdf": "failed"})
    assert "broken off" not in run("convert", papers, "-o", out, "--retry-failed").err


@pytest.mark.slow
def test_hidden_ones_that_failed_are_tried_again_unasked(papers: Path, out: Path) -> None:
    (papers / ".bad.pdf").write_bytes(b"")
    (papers / "bad.pdf").unlink()
    assert run("convert", papers, "-o", out, "--hidden").code == 1
    assert retried(papers, out) == (1, {".bad.pdf": "failed"})
    assert retried(papers, out, "--exclude", "*bad*") == (0, {})


@pytest.fixture
def closed(papers: Path) -> Iterator[Path]:
    folder = papers / "closed"
    pdfs.text_pdf(folder / "b.pdf")
    folder.chmod(0)
    yield folder
    folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_can_be_listed_now_is_gone_through(
    closed: Path, papers: Path, out: Path
) -> None:
    (papers / "bad.pdf").unlink()
    assert run("convert", papers, "-o", out).code == 1
    assert retried(papers, out) == (1, {"closed": "failed"})
    closed.chmod(0o755)
    assert retried(papers, out) == (0, {"b.pdf": "done"})
    assert retried(papers, out) == (0, {})
