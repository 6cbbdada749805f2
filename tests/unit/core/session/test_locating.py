"""Where documents are that were moved outside, told from the new place of one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.jobs.model import Job
from core.jobs.states import JobState
from core.session.locating import locate
from tests.support import jobs


def document(number: int, source: Path, *, result: Path | None = None, size: int = 4) -> Job:
    """A job whose file there is, of four bytes."""
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(b"%PDF")
    if result is not None:
        result.mkdir(parents=True, exist_ok=True)
        (result / "paper.md").write_text("text")
    made = jobs.job(number, JobState.DONE if result else JobState.FAILED)
    return replace(
        made,
        source=source,
        out_parent=source.parent if result is None else result.parent,
        markdown=None if result is None else result / "paper.md",
        size=size,
    )


def test_a_renamed_document_keeps_its_result_and_takes_no_other_along(tmp_path: Path) -> None:
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    job = document(1, old, result=tmp_path / "out" / "old")
    other = document(2, tmp_path / "other.pdf")
    old.rename(new)
    other.source.unlink()
    found = locate(job, new, [job, other])
    assert (found.chosen.source, found.chosen.markdown) == (new, job.markdown)
    assert found.chosen.out_parent == job.out_parent
    assert not found.is_another_file
    assert found.others == ()


@pytest.mark.parametrize("chosen", ["top.pdf", "deep/er/below.pdf"])
def test_what_lay_in_the_same_folder_is_found_in_the_new_one(tmp_path: Path, chosen: str) -> None:
    old, new = tmp_path / "papers", tmp_path / "archive" / "2026"
    names = ("top.pdf", "deep/er/below.pdf", "deep/lost.pdf", "deep/other size.pdf", "runs.pdf")
    listed = [
        document(number, old / name, size=9 if "size" in name else 4)
        for number, name in enumerate(names)
    ]
    listed[-1] = replace(listed[-1], state=JobState.RUNNING)
    elsewhere = document(8, tmp_path / "elsewhere.pdf")
    new.parent.mkdir()
    old.rename(new)
    (new / "deep" / "lost.pdf").unlink()
    job = next(job for job in listed if job.source == old / chosen)
    found = locate(job, new / chosen, [*listed, elsewhere])
    places = {one.job_id: one.source for one in (found.chosen, *found.others)}
    assert places == {"job-0": new / "top.pdf", "job-1": new / "deep" / "er" / "below.pdf"}


def test_a_document_that_is_still_there_is_left_alone(tmp_path: Path) -> None:
    job, stays = document(1, tmp_path / "a" / "1.pdf"), document(2, tmp_path / "a" / "2.pdf")
    document(3, tmp_path / "b" / "2.pdf")  # a copy
    job.source.rename(tmp_path / "b" / "1.pdf")
    assert locate(job, tmp_path / "b" / "1.pdf", [job, stays]).others == ()


def test_results_beside_the_documents_have_moved_along(tmp_path: Path) -> None:
    old, new = tmp_path / "papers", tmp_path / "archive"
    job = document(1, old / "1.pdf", result=old / "1")
    other = document(2, old / "2.pdf", result=old / "2")
    old.rename(new)
    found = locate(job, new / "1.pdf", [job, other])
    (second,) = found.others
    assert (found.chosen.out_parent, found.chosen.markdown) == (new, new / "1" / "paper.md")
    assert (second.out_parent, second.markdown) == (new, new / "2" / "paper.md")


def test_a_document_without_a_result_gets_one_beside_its_new_place(tmp_path: Path) -> None:
    old, new = tmp_path / "papers", tmp_path / "archive"
    job = document(1, old / "1.pdf")
    old.rename(new)
    assert locate(job, new / "1.pdf", [job]).chosen.out_parent == new


def test_a_file_of_another_size_is_another_file(tmp_path: Path) -> None:
    job = document(1, tmp_path / "1.pdf")
    other = tmp_path / "2.pdf"
    other.write_bytes(b"%PDF longer")
    assert locate(job, other, [job]).is_another_file
    assert not locate(replace(job, size=None), other, [job]).is_another_file
