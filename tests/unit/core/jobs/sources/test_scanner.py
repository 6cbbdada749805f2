"""From files and folders to documents: what is taken, in which order, under which name."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.sources.scanner import MAX_STEM_BYTES, SourceScanner, stem_of


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.7\n")


def intake(*paths: Path, out: Path | None = None) -> list[NewJob]:
    return list(SourceScanner(out, ConvertOptions()).jobs(paths))


def places(jobs: list[NewJob], root: Path) -> list[tuple[str, str, int]]:
    return [(str(job.out_parent.relative_to(root)), job.stem, job.rank) for job in jobs]


def test_a_folder_is_mirrored_below_the_output_folder(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    touch(papers / "b.pdf", papers / "2023" / "deep" / "c.PDF", papers / "a.pdf")
    touch(papers / "notes.txt", papers / ".hidden" / "x.pdf", papers / "._a.pdf")
    assert places(intake(papers, out=out), tmp_path) == [
        ("out", "a", 1),
        ("out", "b", 1),
        ("out/2023/deep", "c", 1),
    ]


def test_without_an_output_folder_results_go_beside_their_sources(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf", tmp_path / "sub" / "b.pdf")
    assert places(intake(tmp_path), tmp_path) == [(".", "a", 1), ("sub", "b", 1)]
    assert places(intake(tmp_path / "sub" / "b.pdf"), tmp_path) == [("sub", "b", 1)]


def test_two_sources_of_one_stem_get_two_ranks_the_same_on_every_run(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf", tmp_path / "a.PDF", tmp_path / "a.Pdf")
    first = [(job.source.name, job.rank) for job in intake(tmp_path)]
    assert first == [("a.PDF", 1), ("a.Pdf", 2), ("a.pdf", 3)]
    assert [(job.source.name, job.rank) for job in intake(tmp_path)] == first


def test_files_of_one_name_from_two_folders_meet_in_the_output_folder(tmp_path: Path) -> None:
    touch(tmp_path / "x" / "a.pdf", tmp_path / "y" / "a.pdf")
    jobs = intake(tmp_path / "x" / "a.pdf", tmp_path / "y" / "a.pdf", out=tmp_path / "out")
    assert places(jobs, tmp_path) == [("out", "a", 1), ("out", "a", 2)]


def test_a_document_gives_way_to_a_mirrored_folder_of_its_name(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    touch(papers / "paper.pdf", papers / "paper" / "inner.pdf", papers / "other.pdf")
    (papers / "other").mkdir()  # holds no PDF, so nothing of that name is mirrored
    assert places(intake(papers, out=tmp_path / "out"), tmp_path) == [
        ("out", "other", 1),
        ("out", "paper", 2),
        ("out/paper", "inner", 1),
    ]


def test_a_source_given_twice_is_taken_once(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf")
    twice = tmp_path / "sub" / ".." / "a.pdf"
    assert len(intake(tmp_path / "a.pdf", tmp_path, twice)) == 1


def test_what_is_named_is_taken_whatever_it_is(tmp_path: Path) -> None:
    touch(tmp_path / "no-suffix")
    jobs = intake(tmp_path / "no-suffix", tmp_path / "missing.pdf", tmp_path / ".dot.pdf")
    assert [(job.source.name, job.stem) for job in jobs] == [
        ("no-suffix", "no-suffix"),
        ("missing.pdf", "missing"),
        (".dot.pdf", ".dot"),
    ]


def test_links_do_not_lead_in_circles(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "x.pdf")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self.pdf").symlink_to(tmp_path / "a" / "self.pdf")
    (tmp_path / "a" / "link.pdf").symlink_to(tmp_path / "a" / "x.pdf")
    (tmp_path / "a" / "folder.pdf").mkdir()
    names = [job.source.name for job in intake(tmp_path / "a")]
    assert names == ["link.pdf", "self.pdf", "x.pdf"]


def test_a_folder_called_like_a_pdf_is_walked(tmp_path: Path) -> None:
    touch(tmp_path / "all.pdf" / "x.pdf")
    assert [job.source.name for job in intake(tmp_path)] == ["x.pdf"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path) -> None:
    touch(tmp_path / "locked" / "x.pdf")
    (tmp_path / "locked").chmod(0)
    assert [job.source.name for job in intake(tmp_path)] == ["locked"]
    (tmp_path / "locked").chmod(0o700)


def test_a_folder_that_vanishes_while_walking_is_not_passed_over(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf", tmp_path / "gone" / "x.pdf")
    walk = SourceScanner(tmp_path / "out", ConvertOptions()).jobs([tmp_path])
    assert next(walk).source.name == "a.pdf"
    (tmp_path / "gone" / "x.pdf").unlink()
    (tmp_path / "gone").rmdir()
    assert [(job.source.name, job.out_parent) for job in walk] == [("gone", tmp_path / "out")]


def test_folders_may_nest_deeper_than_calls(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    with contextlib.chdir(top):  # step by step: making it by its whole path is slow
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        touch(Path("bottom.pdf"))
    try:
        assert [job.source.name for job in intake(top)] == ["bottom.pdf"]
    finally:
        subprocess.run(["rm", "-rf", top], check=True)  # pytest's own way would recurse


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("paper.pdf", "paper"),
        ("paper.PDF", "paper"),
        ("paper.v2.pdf", "paper.v2"),
        ("论文.pdf", "论文"),
        (".pdf", "document"),
        ("..pdf", "document"),
        ("...pdf", "document"),
        ("-o.pdf", "-o"),
        ("a\nb.pdf", "a\nb"),
    ],
)
def test_stems(name: str, stem: str) -> None:
    assert stem_of(Path("/papers") / name) == stem


@given(st.text(alphabet=st.characters(exclude_characters="/\0", exclude_categories=["Cs"])))
def test_a_stem_always_makes_a_folder_name(name: str) -> None:
    if name in ("", ".", ".."):
        return
    stem = stem_of(Path("/papers") / name)
    raw = os.fsencode(stem)
    assert 0 < len(raw) <= MAX_STEM_BYTES
    assert stem not in (".", "..")
    raw.decode("utf-8")  # never cut in the middle of a character
