"""What a report says of a batch, also of one that was broken off, and what is retried by it."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from core.jobs.ids import new_id
from core.jobs.model import ConvertOptions, Job
from core.jobs.reports import files, history
from core.jobs.reports import writer as module
from core.jobs.reports.files import read_report, write_for_reader
from core.jobs.reports.history import (
    HistoryChanges,
    failed_in,
    history_changes,
    remove_report,
    rename_report,
    reports,
    restore_report,
    summaries,
)
from core.jobs.reports.model import BatchHeader, ReportEntry
from core.jobs.reports.sentences import EntrySentences
from core.jobs.reports.writer import ReportWriter
from core.jobs.sources.filters import FileFilter
from core.jobs.states import JobState
from core.messages import msg
from core.translation import SpokenLanguage
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.e2e.cli.command import run
from tests.support import pdfs

STRANGE = Path(os.fsdecode(b"/papers/caf\xe9 | \n\x1b[2J.pdf"))


def head(number: int, retry_of: str | None = None) -> BatchHeader:
    return BatchHeader(
        f"2026-{number}", "Theses", ("/papers",), "/out", "2026-01-31T12:00:00Z", None, retry_of
    )


def job(name: str, state: JobState, source: Path | None = None) -> Job:
    failure = Failure(FailureKind.DAMAGED, msg('It\'s, "damaged".'), msg("Mend it."))
    return Job(
        id=f"job-{name}",
        position=1,
        source=source or Path("/papers", f"{name}.pdf"),
        out_parent=Path("/out"),
        stem=name,
        rank=1,
        options=ConvertOptions(),
        state=state,
        created_at=0.0,
        finished_at=1769860800.0,
        engine=EngineName.FLASH,
        card="cpu",
        pages=3,
        seconds=1.5,
        markdown=Path("/out/a/a.md") if state is JobState.DONE else None,
        failure=failure if state is JobState.FAILED else None,
    )


def test_a_report_says_which_results_need_review_and_why(home: Path) -> None:
    report = ReportWriter(home, head(1))
    doubtful = replace(job("a", JobState.DONE), warnings=(msg("2 pages were not read."),))
    report.add(doubtful)
    report.add(job("b", JobState.DONE))
    report.close(finished=True)
    back = read_report(report.folder)
    assert back is not None
    assert [entry.review for entry in back.entries] == ["2 pages were not read.", None]
    with (report.folder / "report.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["review"] for row in rows] == ["2 pages were not read.", ""]


def test_a_report_is_whole_at_the_end_and_as_far_as_it_came_before(home: Path) -> None:
    report = ReportWriter(home, head(1))
    report.add(job("a", JobState.DONE))
    report.add(job("b", JobState.FAILED, STRANGE))
    broken_off = read_report(report.folder)
    assert broken_off is not None
    assert broken_off.counts == {JobState.DONE: 1, JobState.FAILED: 1}
    assert broken_off.head.finished_at is None
    report.close(finished=True)
    whole = read_report(report.folder)
    assert whole is not None
    assert whole.entries == broken_off.entries
    assert whole.head.finished_at is not None
    (failed,) = whole.failed
    assert (failed.source, failed.kind, failed.hint) == (str(STRANGE), "damaged", "Mend it.")
    plain = json.loads((report.folder / "report.json").read_text())
    assert plain["schema"] == 1
    assert plain["counts"] == {"done": 1, "skipped": 0, "failed": 1, "cancelled": 0}
    assert [document["seconds"] for document in plain["documents"]] == [1.5, 1.5]
    text = (report.folder / "report.md").read_text()
    assert "1 done, 0 skipped, 1 failed" in text
    assert 'caf\\udce9 \\| \\x1b[2J.pdf | damaged | It\'s, "damaged". | Mend it. |' in text
    assert "| /papers/a.pdf | done | /out/a/a.md | flash | cpu | 3 | 1.5 |" in text


def test_a_report_keeps_sentences_for_readers_of_other_languages(home: Path) -> None:
    failure = Failure(
        FailureKind.DAMAGED,
        msg("{name}: {why}", name=os.fspath(STRANGE), why=msg("File exists")),
        msg("{count} times.", count=3),
    )
    report = ReportWriter(home, head(1))
    report.add(replace(job("a", JobState.FAILED, STRANGE), failure=failure))
    report.add(replace(job("b", JobState.DONE), warnings=(msg("2 pages were not read."),)))
    report.add(job("c", JobState.DONE))
    report.close(finished=True)
    back = read_report(report.folder)
    assert back is not None
    assert [EntrySentences.from_json(entry.sentences) for entry in back.entries] == [
        EntrySentences(failure.message, failure.hint),
        EntrySentences(review=(msg("2 pages were not read."),)),
        None,
    ]
    plain = json.loads((report.folder / "report.json").read_text())
    kept = [document["sentences"] for document in plain["documents"]]
    assert kept[0]["message"]["template"] == "{name}: {why}"
    assert kept[2] is None


@pytest.mark.parametrize(
    "cut", ['{"message": {"temp', "[]", "7", '{"message": 3}', '{"review": [3]}', '{"hint": {}}']
)
def test_sentences_that_cannot_be_read_are_none(home: Path, cut: str) -> None:
    report = ReportWriter(home, head(1))
    report.add(job("a", JobState.FAILED))
    report.close(finished=True)
    (entry,) = reports_of(report)
    with (report.folder / "report.csv").open("a", newline="") as file:
        csv.writer(file).writerow(replace(entry, job="job-cut", sentences=cut).cells)
    again = ReportWriter(home, head(1))  # which writes it again, as JSON too
    again.close(finished=True)
    assert [one.sentences is None for one in reports_of(again)] == [False, True]


def test_a_report_of_an_older_version_has_no_such_column(home: Path) -> None:
    report = ReportWriter(home, head(1))
    report.add(job("a", JobState.FAILED))
    report.close(finished=True)
    path = report.folder / "report.csv"
    with path.open(newline="") as file:
        rows = [row[:-1] for row in csv.reader(file)]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    (entry,) = reports_of(report)
    assert (entry.message, entry.sentences) == ('It\'s, "damaged".', None)


def reports_of(report: ReportWriter) -> tuple[ReportEntry, ...]:
    back = read_report(report.folder)
    assert back is not None
    return back.entries


def test_a_report_is_written_in_its_readers_language(home: Path) -> None:
    report = ReportWriter(home, head(1))
    failure = Failure(FailureKind.ENCRYPTED, msg("{name} is protected with a password.", name="b"))
    report.add(job("a", JobState.DONE))
    report.add(replace(job("b", JobState.FAILED), failure=failure))
    report.close(finished=True)
    english = (report.folder / "report.md").read_text()
    assert "| /papers/b.pdf | encrypted | b is protected with a password. |" in english
    assert write_for_reader(report.folder, SpokenLanguage.ENGLISH).name == "report.md"
    path = write_for_reader(report.folder, SpokenLanguage.CHINESE)
    text = path.read_text(encoding="utf-8")
    assert "1 个完成，0 个跳过，1 个失败，0 个取消。" in text
    assert "| /papers/b.pdf | encrypted | b 受密码保护。 |" in text
    assert (report.folder / "report.md").read_text() == english
    gone = report.folder.with_name("2026-2")
    assert write_for_reader(gone, SpokenLanguage.CHINESE) == gone / "report.md"


def test_what_was_cancelled_is_not_called_failed(home: Path) -> None:
    report = ReportWriter(home, head(1))
    report.add(job("a", JobState.FAILED))
    report.add(job("b", JobState.CANCELLED))
    report.close(finished=True)
    text = (report.folder / "report.md").read_text()
    assert "0 done, 0 skipped, 1 failed, 1 cancelled." in text


def test_a_report_is_carried_on_and_the_later_end_counts(home: Path) -> None:
    with ReportWriter(home, head(1)) as report:
        report.add(job("a", JobState.FAILED))
    with (report.folder / "report.csv").open("a") as file:
        file.write('job-broken,"/x.pd')  # the program died at this
    with ReportWriter(home, head(1)) as report:
        report.add(job("b", JobState.DONE))
        report.add(job("a", JobState.DONE))
    read = read_report(report.folder)
    assert read is not None
    assert read.counts[JobState.DONE] == 2
    assert read.failed == ()


def test_the_history_is_searched_and_does_not_grow_for_ever(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    for number in range(5):
        ReportWriter(home, head(number)).close(finished=True)
    assert [report.head.id for report in reports(home)] == ["2026-4", "2026-3", "2026-2"]
    assert len(list(reports(home, "PAPERS"))) == 3
    assert not list(reports(home, "nothing"))
    (home / "batches" / "2026-3" / "report.json").write_text("{")
    assert len(list(reports(home))) == 2
    assert new_id() < new_id()


def test_a_home_that_cannot_be_written_costs_the_report_alone(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with ReportWriter(tmp_path / "home", head(1)) as report:
        report.add(job("a", JobState.DONE))


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_command_reports_and_retries_what_failed(tmp_path: Path, home: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    pdfs.text_pdf(papers / "good.pdf")
    (papers / "bad.pdf").write_bytes(b"")
    assert run("convert", papers, "-o", out, "--retry-failed").code == 2
    assert run("convert", papers, "-o", out).code == 1
    (report,) = reports(home)
    with (home / "batches" / report.head.id / "report.csv").open(newline="") as file:
        rows = {Path(row["source"]).name: row for row in csv.DictReader(file)}
    assert {name: row["state"] for name, row in rows.items()} == {
        "good.pdf": "done",
        "bad.pdf": "failed",
    }
    assert rows["bad.pdf"]["kind"] == "empty"
    pdfs.text_pdf(papers / "bad.pdf")
    pdfs.text_pdf(papers / "new.pdf")
    ran = run("convert", papers, "-o", out, "--retry-failed", "--json")
    assert [Path(event["source"]).name for event in ran.of("queued")] == ["bad.pdf"]
    assert ran.code == 0
    again = run("convert", papers, "-o", out, "--retry-failed", "--json")
    assert (again.code, again.events[-1]["done"]) == (0, 0)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_the_report_of_the_command_names_cards_and_profile(tmp_path: Path, home: Path) -> None:
    paper, out = pdfs.text_pdf(tmp_path / "a.pdf", pages=1), tmp_path / "out"
    assert run("convert", paper, "-o", out, "--card", "cpu", "--save-profile", "Fine").code == 0
    assert run("convert", paper, "-o", out, "--profile", "Fine").code == 0
    assert run("convert", paper, "-o", out, "--card", "auto").code == 0
    last, second, first = summaries(home)
    assert (first.head.cards, first.head.profile, first.cards_used) == (("cpu",), None, ("cpu",))
    assert (second.head.cards, second.head.profile) == (("cpu",), "Fine")
    assert (last.head.cards, last.head.profile) == ((), None)


def test_the_history_reads_heads_alone_older_ones_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = FileFilter(exclude=("old/",), max_depth=2)
    full = replace(
        head(1),
        options=ConvertOptions(),
        rules=rules,
        profile="Scans",
        cards=("npu:6",),
        watch=True,
    )
    report = ReportWriter(home, full)
    report.add(job("a", JobState.DONE))
    report.add(job("b", JobState.FAILED))
    report.close(finished=True)
    for reader in (history, files):
        monkeypatch.setattr(reader, "read_entries", None)  # not one document is read
    (past,) = summaries(home, "scans")
    assert +past.counts == {JobState.DONE: 1, JobState.FAILED: 1}
    assert (past.failed, past.engines, past.pages) == (1, ("flash",), 6)
    assert past.cards_used == ("cpu",)
    text = (report.folder / "report.md").read_text()
    for line in ("Profile: Scans", "Cards chosen: npu:6", "Worked on: cpu", "Engines: flash"):
        assert f"- {line}\n" in text
    assert replace(past.head, finished_at=None) == full
    path = report.folder / "report.json"
    plain = json.loads(path.read_text())
    for new in (
        "options",
        "rules",
        "profile",
        "cards",
        "watch",
        "engines",
        "pages",
        "ended_at",
        "worked_on",
    ):
        del plain[new]
    path.write_text(json.dumps(plain))  # as an older version had it, on one line even
    (past,) = summaries(home)
    assert (past.failed, past.engines, past.pages, past.head.options) == (1, (), None, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "2026-3"),
        ("created_at", "2026-02-31T12:00:00Z"),
        ("finished_at", "yesterday"),
        ("ended_at", 5),
        ("name", ["a"]),
        ("sources", [None]),
        ("engines", [1]),
        ("counts", {"lost": 1}),
        ("counts", {"done": "many"}),
    ],
)
def test_a_report_that_is_damaged_is_left_out(home: Path, name: str, value: object) -> None:
    ReportWriter(home, head(1)).close(finished=True)
    report = ReportWriter(home, head(2))
    report.close(finished=True)
    path = report.folder / "report.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}, indent=1))
    assert [past.head.id for past in summaries(home)] == [head(1).id]


def test_a_glance_tells_what_is_at_work_and_what_has_come(home: Path) -> None:
    assert history_changes(home, "") == HistoryChanges("", ())
    report = ReportWriter(home, head(1))
    report.add(job("a", JobState.FAILED))
    first = history_changes(home, "")
    assert [(past.head.id, past.in_use, past.failed) for past in first.pasts] == [
        ("2026-1", True, 1)
    ]
    assert history_changes(home, first.newest) == HistoryChanges("2026-1", ())
    ReportWriter(home, head(2)).close(finished=True)
    (home / "batches" / "2026-3").mkdir()  # its report is being made
    report.close(finished=False)
    now = history_changes(home, first.newest, again={"2026-1"})
    assert now.newest == "2026-2"
    assert [(past.head.id, past.in_use) for past in now.pasts] == [
        ("2026-2", False),
        ("2026-1", False),
    ]


def test_what_failed_in_one_batch_is_found_by_its_reason(home: Path) -> None:
    with ReportWriter(home, head(1)) as report:
        report.add(job("a", JobState.DONE))
        report.add(job("b", JobState.FAILED))
        report.add(job("c", JobState.CANCELLED))
    assert failed_in(home, "2026-1") == {Path("/papers/b.pdf")}
    assert failed_in(home, "2026-1", {FailureKind.DAMAGED}) == {Path("/papers/b.pdf")}
    assert not failed_in(home, "2026-1", {FailureKind.TIMED_OUT})


def test_a_batch_is_renamed_while_it_goes_on_and_comes_back_when_removed(home: Path) -> None:
    with ReportWriter(home, head(1)) as report:
        report.add(job("a", JobState.DONE))
        rename_report(home, head(1).id, "Autumn")
    (past,) = summaries(home, "autumn")
    remove_report(home, past.head.id)
    assert not list(summaries(home))
    restore_report(home, past.head.id)
    assert list(summaries(home)) == [past]
