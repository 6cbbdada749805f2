"""What a preview foretells is what the run then does."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.output.dry_run import DryRunEntry, PlannedAction, dry_run
from core.jobs.states import IfExists
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from tests.e2e.cli.command import run
from tests.support import pdfs


def planned(papers: Path, out: Path, *options: str) -> dict[str, str]:
    ran = run("convert", papers, "-o", out, "--dry-run", "--json", *options)
    assert ran.err == ""
    assert ran.events[-1]["event"] == "preview"
    return {
        str(Path(event["source"]).relative_to(papers)): event["plan"] for event in ran.of("planned")
    }


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_preview_writes_nothing_and_comes_true(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    for name in ("a", "b", "c", "sub/d"):
        pdfs.text_pdf(papers / f"{name}.pdf")
    (papers / "e.pdf").write_bytes(b"")
    (out / "c").mkdir(parents=True)
    before = sorted(out.rglob("*"))
    assert planned(papers, out, "--exclude", "sub") == {
        "a.pdf": "convert",
        "b.pdf": "convert",
        "c.pdf": "beside",
        "e.pdf": "fail",
    }
    assert sorted(out.rglob("*")) == before
    ran = run("convert", papers, "-o", out, "--exclude", "sub", "--json")
    assert {Path(event["markdown"]).parent.name for event in ran.of("done")} == {"a", "b", "c (2)"}

    pdfs.headings_pdf(papers / "b.pdf")
    assert planned(papers, out) == {
        "a.pdf": "skip",
        "b.pdf": "again",
        "c.pdf": "skip",
        "e.pdf": "fail",
        "sub/d.pdf": "convert",
    }
    plain = run("convert", papers, "-o", out, "--dry-run")
    assert plain.code == 1
    assert plain.out.splitlines()[-1] == (
        "1 to convert, 1 to convert again, 0 beside others of their name, 2 done before, "
        "1 cannot be converted"
    )
    assert not list(out.rglob(".headframe-*"))


@pytest.fixture
def paper(tmp_path: Path) -> NewJob:
    return NewJob(pdfs.text_pdf(tmp_path / "a.pdf"), tmp_path / "out", "a")


def plan_of(new: NewJob, engine: EngineName | Failure = EngineName.FLASH) -> DryRunEntry:
    (one,) = dry_run([new], engine)
    return one


def test_without_an_engine_everything_fails_for_that_reason(paper: NewJob) -> None:
    missing = Failure(FailureKind.ENGINE_MISSING, msg("None."))
    assert (plan_of(paper, missing).plan, plan_of(paper, missing).failure) == (
        PlannedAction.FAIL,
        missing,
    )


@pytest.mark.usefixtures("light_engine")
def test_an_own_result_is_replaced_where_that_is_wished(paper: NewJob) -> None:
    assert run("convert", paper.source, "-o", paper.out_parent).code == 0
    wish = dataclasses.replace(paper, options=ConvertOptions(if_exists=IfExists.OVERWRITE))
    assert (plan_of(wish).plan, plan_of(wish).replaces) == (PlannedAction.AGAIN, True)
    wish = dataclasses.replace(paper, options=ConvertOptions(if_exists=IfExists.RENAME))
    assert plan_of(wish).folder == paper.out_parent / "a (2)"
    wish = dataclasses.replace(paper, options=ConvertOptions(if_exists=IfExists.UPDATE))
    assert plan_of(wish).plan is PlannedAction.SKIP
    pdfs.text_pdf(paper.source, pages=3)
    assert (plan_of(wish).plan, plan_of(wish).replaces) == (PlannedAction.AGAIN, True)


def test_documents_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    out = tmp_path / "out"
    new = [
        NewJob(pdfs.text_pdf(tmp_path / folder / "a.pdf"), out, "a", rank)
        for rank, folder in ((1, "x"), (2, "y"))
    ]
    found = list(dry_run(new, EngineName.FLASH))
    assert [(one.plan, one.folder) for one in found] == [
        (PlannedAction.CONVERT, out / "a"),
        (PlannedAction.CONVERT, out / "a (2)"),
    ]
    assert [one.size for one in found] == [one.source.stat().st_size for one in new]


def test_a_place_that_cannot_be_looked_at_fails(paper: NewJob, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    one = plan_of(dataclasses.replace(paper, out_parent=tmp_path / "file" / "out"))
    assert (one.plan, one.failure and one.failure.kind) == (
        PlannedAction.FAIL,
        FailureKind.NOT_WRITABLE,
    )
