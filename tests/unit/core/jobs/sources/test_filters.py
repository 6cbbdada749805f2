"""What the rules take from a folder, and that the rest is not even looked at."""

from __future__ import annotations

import fnmatch
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.model import ConvertOptions
from core.jobs.sources.filters import FileFilter
from core.jobs.sources.scanner import SourceScanner

TREE = (
    "a.pdf",
    "b.PDF",
    "drafts/c.pdf",
    "drafts/old/d.pdf",
    "2024/drafts/e.pdf",
    "2024/f.pdf",
    ".hidden/g.pdf",
    ".h.pdf",
    ".headframe-0123/result/i.pdf",
    "notes.txt",
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    for name in TREE:
        path = tmp_path / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF")
    return tmp_path / "papers"


def taken(papers: Path, rules: FileFilter, out: Path | None = None) -> list[str]:
    jobs = SourceScanner(out, ConvertOptions(), rules).jobs([papers])
    return [str(job.source.relative_to(papers)) for job in jobs]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (FileFilter(), "a b 2024/f 2024/drafts/e drafts/c drafts/old/d"),
        (FileFilter(include=("[ab].*",)), "a b"),
        (FileFilter(include=("drafts/*",)), "drafts/c drafts/old/d"),
        (FileFilter(include=("*/drafts/*",)), "2024/drafts/e"),
        (FileFilter(include=("/2024/*", "a.pdf")), "a 2024/f 2024/drafts/e"),
        (FileFilter(exclude=("drafts",)), "a b 2024/f"),
        (FileFilter(exclude=("drafts/",)), "a b 2024/f"),
        (FileFilter(exclude=("/drafts",)), "a b 2024/f 2024/drafts/e"),
        (FileFilter(exclude=("drafts/old",)), "a b 2024/f 2024/drafts/e drafts/c"),
        (FileFilter(exclude=("b.pdf", "2024")), "a drafts/c drafts/old/d"),
        (FileFilter(exclude=("*.PDF",)), ""),
        (FileFilter(include=("*.pdf",), exclude=("a*",)), "b 2024/f 2024/drafts/e drafts/c"
         " drafts/old/d"),
        (FileFilter(include=("[ab].Pdf", "/2024/F.PDF", "c")), "a b"),
        (FileFilter(include=("b.PD?", "a.[pP]df")), "a b"),
        (FileFilter(max_depth=1), "a b"),
        (FileFilter(max_depth=2), "a b 2024/f drafts/c"),
        (FileFilter(hidden=True, max_depth=2), ".h a b .hidden/g 2024/f drafts/c"),
    ],
)  # fmt: skip
def test_rules(papers: Path, rules: FileFilter, expected: str) -> None:
    found = [name.rsplit(".", 1)[0] for name in taken(papers, rules)]
    assert found == expected.split()


@pytest.mark.parametrize("pattern", ["old.PDF", "old.PDF/", "/old.PDF", "old.PDF/*"])
def test_a_folder_that_is_called_like_a_pdf_is_excluded_by_its_name(
    tmp_path: Path, pattern: str
) -> None:
    (tmp_path / "old.PDF").mkdir()
    (tmp_path / "old.PDF" / "a.pdf").write_bytes(b"%PDF")
    assert taken(tmp_path, FileFilter()) == ["old.PDF/a.pdf"]
    assert taken(tmp_path, FileFilter(exclude=(pattern,))) == []


def test_a_folder_that_is_excluded_is_not_listed(papers: Path) -> None:
    (papers / "drafts").chmod(0)  # a listing would fail, or find what nobody asked for
    try:
        found = taken(papers, FileFilter(exclude=("drafts",)))
        assert not [name for name in found if name.startswith("drafts")]
    finally:
        (papers / "drafts").chmod(0o700)


def test_links_to_folders_are_not_followed_links_to_files_are_documents(
    papers: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.pdf").write_bytes(b"%PDF")
    (papers / "out").symlink_to(tmp_path / "outside")
    (papers / "round").symlink_to(papers)
    (papers / "link.pdf").symlink_to(tmp_path / "outside" / "x.pdf")
    found = taken(papers, FileFilter(hidden=True))
    assert "link.pdf" in found
    assert not [name for name in found if name.startswith(("out/", "round/"))]


def test_a_name_gives_way_only_to_a_folder_that_will_be_mirrored(
    papers: Path, tmp_path: Path
) -> None:
    (papers / "drafts.pdf").write_bytes(b"%PDF")

    def rank(rules: FileFilter) -> int:
        jobs = SourceScanner(tmp_path / "out", ConvertOptions(), rules).jobs([papers])
        return next(job.rank for job in jobs if job.source.name == "drafts.pdf")

    assert rank(FileFilter()) == 2
    assert rank(FileFilter(max_depth=1)) == 1
    assert rank(FileFilter(exclude=("[cd].pdf",))) == 1
    assert rank(FileFilter(exclude=("c.pdf",))) == 2


def test_a_file_that_is_named_is_taken_whatever_the_rules(papers: Path) -> None:
    rules = FileFilter(include=("nothing",), exclude=("*",))
    assert len(list(SourceScanner(None, ConvertOptions(), rules).jobs([papers / "a.pdf"]))) == 1


@pytest.mark.parametrize("wrong", [{"max_depth": 0}, {"include": ("",)}, {"exclude": ("/",)}])
def test_rules_that_mean_nothing_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"depth|pattern"):
        FileFilter(**wrong)  # type: ignore[arg-type]


@given(name=st.text("ab*?[]!.\n", min_size=1), pattern=st.text("ab*?[]!.", min_size=1))
def test_a_pattern_means_to_names_what_it_means_to_fnmatch(name: str, pattern: str) -> None:
    rules = FileFilter(include=(pattern,), hidden=True)
    assert rules.accepts_file(f"{name}.pdf", "x/y") == fnmatch.fnmatchcase(f"{name}.pdf", pattern)


def test_what_shared_drives_keep_for_themselves_is_no_document() -> None:
    rules = FileFilter()
    assert not rules.accepts_file("~$report.pdf", "")
    assert rules.accepts_file("report~$.pdf", "")
    for name in ("$RECYCLE.BIN", "System Volume Information", "#recycle", "@eaDir"):
        assert not rules.accepts_folder(name, "", 1)
        assert FileFilter(hidden=True).accepts_folder(name, "", 1)
