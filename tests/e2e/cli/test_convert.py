"""`headframe convert` to the letter of the contract, with the real engine."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from core.cli import main
from tests.e2e.cli.command import Ran, run
from tests.support import pdfs

METADATA = {
    "schema",
    "source",
    "sha256",
    "pages",
    "engine",
    "engine_version",
    "card",
    "assigned",
    "options",
    "seconds",
    "created_at",
}


def convert(*arguments: str | Path, cwd: Path | None = None) -> Ran:
    return run("convert", "--json", *arguments, cwd=cwd)


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.slow
def test_one_paper(tmp_path: Path) -> None:
    source = pdfs.headings_pdf(tmp_path / "paper.pdf")
    ran = convert(source, "-o", tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")

    result = tmp_path / "out" / "paper"
    assert {"paper.md", "images", "blocks.json", "headframe.json"} <= set(tree(result))
    markdown = (result / "paper.md").read_text("utf-8")
    blocks = json.loads((result / "blocks.json").read_text("utf-8"))
    assert blocks["schema"] == 1
    assert any(markdown[b["md_start"] : b["md_end"]].startswith("#") for b in blocks["blocks"])
    metadata = json.loads((result / "headframe.json").read_text("utf-8"))
    assert metadata.keys() >= METADATA
    assert metadata["source"] == str(source)
    assert metadata["card"] == "cpu"

    names = [event["event"] for event in ran.events]
    assert names[:2] == ["queued", "started"]
    assert names[-2:] == ["done", "finished"]
    assert set(names[2:-2]) == {"progress"}
    assert all(event["schema"] == 1 for event in ran.events)
    assert len({event["job"] for event in ran.events[:-1]}) == 1
    (started,) = ran.of("started")
    assert (started["engine"], started["card"], started["visible_devices"]) == (
        "flash",
        "cpu",
        "-1",
    )
    (done,) = ran.of("done")
    assert done["markdown"] == str(result / "paper.md")
    assert done["pages"] == metadata["pages"]
    assert ran.events[-1] | {"seconds": 0} == {
        "schema": 1,
        "event": "finished",
        "done": 1,
        "skipped": 0,
        "failed": 0,
        "seconds": 0,
        "interrupted": False,
        "host": None,
    }


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_folder_is_mirrored_and_a_second_run_skips_everything(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    pdfs.text_pdf(papers / "a.pdf", pages=1)
    shutil.copy(papers / "a.pdf", papers / "a.PDF")
    pdfs.text_pdf(papers / "sub" / "b.pdf", pages=2)
    (papers / "notes.txt").write_text("not a paper")
    first = convert(papers, "-o", out)
    assert first.code == 0
    folders = {Path(e["source"]).name: Path(e["markdown"]).parent for e in first.of("done")}
    assert folders == {
        "a.PDF": out / "a",
        "a.pdf": out / "a (2)",
        "b.pdf": out / "sub" / "b",
    }
    before = tree(out)
    second = convert(papers, "-o", out)
    assert second.code == 0
    assert {Path(e["source"]).name: Path(e["markdown"]).parent for e in second.of("skipped")} == (
        folders
    )
    assert second.of("started") == []
    assert second.events[-1]["skipped"] == 3
    assert tree(out) == before


@pytest.mark.usefixtures("light_engine")
def test_without_out_the_result_is_beside_its_source(tmp_path: Path) -> None:
    source = pdfs.text_pdf(tmp_path / "here" / "paper.pdf", pages=1)
    ran = convert("paper.pdf", cwd=source.parent)
    assert ran.of("done")[0]["markdown"] == str(tmp_path / "here" / "paper" / "paper.md")


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_what_to_do_where_a_result_is_there(tmp_path: Path) -> None:
    source, out = pdfs.text_pdf(tmp_path / "a.pdf", pages=2), tmp_path / "out"
    (out / "a").mkdir(parents=True)
    (out / "a" / "mine.txt").write_text("mine")

    def folder(*options: str) -> str:
        ran = convert(source, "-o", out, *options)
        assert ran.code == 0
        (event,) = ran.of("done") + ran.of("skipped")
        return Path(event["markdown"]).parent.name

    assert folder() == "a (2)"
    assert folder() == "a (2)"
    assert folder("--pages", "1") == "a (3)"
    assert folder("--if-exists", "rename") == "a (4)"
    (out / "a (2)" / "stale.txt").write_text("from an earlier version")
    assert folder("--if-exists", "overwrite") == "a (2)"
    assert not (out / "a (2)" / "stale.txt").exists()
    assert tree(out / "a") == ["mine.txt"]
    made = (out / "a (2)" / "headframe.json").stat().st_ino
    assert folder("--if-exists", "update") == "a (2)", "the same is left as it is"
    assert (out / "a (2)" / "headframe.json").stat().st_ino == made
    pdfs.text_pdf(source, pages=3)
    assert folder("--if-exists", "update") == "a (2)", "it has changed, and is replaced"
    assert json.loads((out / "a (2)" / "headframe.json").read_text())["pages"] == 3
    assert folder() == "a (2)"


@pytest.mark.slow
def test_one_bad_document_never_stops_the_others(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    good = pdfs.text_pdf(papers / "good.pdf", pages=1)
    (papers / "empty.pdf").write_bytes(b"")
    pdfs.not_a_pdf(papers / "letter.pdf")
    pdfs.damaged_pdf(papers / "damaged.pdf", keep=0.02)
    pdfs.zero_page_pdf(papers / "zero.pdf")
    pdfs.encrypted_pdf(papers / "locked.pdf", user_password="secret")
    pdfs.encrypted_pdf(papers / "blank-password.pdf", user_password="")
    pdfs.scan_pdf(papers / "scan.pdf")
    ran = convert(papers, tmp_path / "missing.pdf", "-o", tmp_path / "out", "--ocr", "off")
    assert ran.code == 1
    assert ran.kinds() == {
        "empty.pdf": "empty",
        "letter.pdf": "not-a-pdf",
        "damaged.pdf": "damaged",
        "zero.pdf": "empty",
        "locked.pdf": "encrypted",
        "scan.pdf": "needs-ocr",
        "missing.pdf": "not-found",
    }
    assert {Path(event["source"]).name for event in ran.of("done")} == {
        good.name,
        "blank-password.pdf",
    }
    for event in ran.of("failed"):
        assert event["message"]
        assert event["hint"]
        assert "Traceback" not in event["message"]
    assert tree(tmp_path / "out")[0].startswith("blank-password")
    assert "Traceback" not in ran.err


@pytest.mark.slow
def test_a_password_opens_and_is_written_nowhere(tmp_path: Path, home: Path) -> None:
    source = pdfs.encrypted_pdf(tmp_path / "locked.pdf", user_password="open sesame")
    ran = convert(source, "-o", tmp_path / "out", "--password", "open sesame")
    assert ran.code == 0
    for path in [*home.rglob("*"), *(tmp_path / "out").rglob("*")]:
        if path.is_file():
            assert b"sesame" not in path.read_bytes(), path
    wrong = convert(source, "-o", tmp_path / "out2", "--password", "wrong")
    assert (wrong.code, wrong.kinds()) == (1, {"locked.pdf": "encrypted"})


@pytest.mark.slow
def test_pages_count_in_the_original_document(tmp_path: Path) -> None:
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=5)
    ran = convert(source, "-o", tmp_path / "out", "--pages", "3-4")
    assert ran.of("done")[0]["pages"] == 2
    pages = {event["page"] for event in ran.of("progress")} - {None}
    assert pages <= {3, 4}
    assert pages
    blocks = json.loads((tmp_path / "out" / "a" / "blocks.json").read_text())["blocks"]
    assert {block["page"] for block in blocks} <= {2, 3}
    beyond = convert(source, "-o", tmp_path / "out", "--pages", "9")
    assert beyond.code == 1


NAMES = (
    'it\'s "quoted".pdf',
    "emoji 😀 名字.pdf",
    "new\nline.pdf",
    "-o.pdf",
    "--json.pdf",
    " spaces .pdf",
    "x" * 251 + ".pdf",
    "文" * 83 + ".pdf",
    os.fsdecode(b"latin-\xe9\xff.pdf"),
)


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_names_of_every_kind(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    original = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    papers.mkdir()
    for name in NAMES:
        shutil.copy(original, papers / name)
    ran = convert(papers, "-o", tmp_path / "out")
    assert ran.code == 0, ran.out
    assert {Path(event["source"]).name for event in ran.of("done")} == set(NAMES)
    for event in ran.of("done"):
        assert Path(event["markdown"]).is_file()
    again = convert("--", "-o.pdf", cwd=papers)
    assert again.of("done")[0]["markdown"] == str(papers / "-o" / "-o.md")
    plain = run("convert", papers, "-o", tmp_path / "out")
    assert plain.code == 0
    assert len(plain.out.splitlines()) == len(NAMES) + 1


def test_an_output_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = convert(source, "-o", tmp_path / "file" / "out")
    assert (ran.code, ran.kinds()) == (1, {"a.pdf": "not-writable"})
    assert (tmp_path / "file").read_text() == "not a folder"


def test_an_engine_that_is_not_there(tmp_path: Path) -> None:
    source = pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    ran = convert(source, "-o", tmp_path / "out", "--engine", "magic-pdf")
    assert (ran.code, ran.kinds()) == (1, {"a.pdf": "engine-missing"})


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.pdf", "--card", "npu:99"],
        ["a.pdf", "--card", ""],
        ["a.pdf", "--pages", "7-3"],
        ["a.pdf", "--engine", "word"],
        ["a.pdf", "--if-exists", "explode"],
        ["a.pdf", "--timeout", "0"],
        ["a.pdf", "--timeout", "soon"],
        ["a.pdf", "--memory-limit", "-1"],
        ["a.pdf", "--max-depth", "0"],
        ["a.pdf", "--workers", "none"],
        ["a.pdf", "--include", ""],
        ["a.pdf", "--no-such-option"],
        [""],
    ],
)
def test_a_wrong_command(
    arguments: list[str],
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In this process: a start takes longer than all that is looked at."""
    pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEADFRAME_LANG", "en")
    code: object
    try:
        code = main(["convert", "--json", *arguments])
    except SystemExit as end:  # as argparse has it
        code = end.code
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert "headframe" in err
    assert tree(tmp_path)[:1] == ["a.pdf"]


@pytest.mark.slow
def test_limits_of_time_and_memory(tmp_path: Path) -> None:
    source = pdfs.long_pdf(tmp_path / "long.pdf", pages=400)
    slow = convert(source, "-o", tmp_path / "out", "--timeout", "0.5")
    assert (slow.code, slow.kinds()) == (1, {"long.pdf": "timed-out"})
    big = convert(source, "-o", tmp_path / "out", "--memory-limit", "20")
    assert (big.code, big.kinds()) == (1, {"long.pdf": "too-large"})
    assert tree(tmp_path / "out") == []


def test_an_empty_folder_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    ran = convert(tmp_path / "papers", "-o", tmp_path / "out")
    assert ran.code == 0
    assert [event["event"] for event in ran.events] == ["finished"]


@pytest.mark.usefixtures("light_engine")
def test_plain_lines_when_piped(tmp_path: Path) -> None:
    pdfs.text_pdf(tmp_path / "a.pdf", pages=1)
    (tmp_path / "b.pdf").write_bytes(b"")
    ran = run("convert", tmp_path, "-o", tmp_path / "out", "--workers", "1")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith("done     ")
    assert lines[0].count("a.pdf") == 1
    assert lines[1].endswith("[empty]")
    assert lines[-1].startswith("1 done, 0 skipped, 1 failed")
    assert "\x1b" not in ran.out


@pytest.mark.slow
@pytest.mark.usefixtures("light_engine")
def test_a_run_that_finds_nothing_says_so_and_why(tmp_path: Path) -> None:
    papers, empty, out = tmp_path / "papers", tmp_path / "empty", tmp_path / "out"
    empty.mkdir()
    (empty / "notes.txt").touch()
    pdfs.text_pdf(papers / "2024-a.PDF", pages=1)
    (papers / "2024-a.PDF").rename(papers / ".2024-a.PDF")

    def said(*arguments: str | Path) -> str:
        ran = run("convert", *arguments, "-o", out, "--json")
        assert ran.code == 0
        assert [event["event"] for event in ran.events] in (["finished"], ["preview"])
        return ran.err.removeprefix("headframe convert: ").strip()

    assert said(empty) == f"There is no PDF in {empty}."
    assert said(empty, "--dry-run") == f"There is no PDF in {empty}."
    assert "all of them hidden" in said(papers)
    assert said(papers, "--hidden", "--include", "2025-*").startswith(
        f"PDFs in {papers}: 1. --include, --exclude, --max-depth leave out all of them."
    )
    assert run("convert", papers, "-o", out, "--hidden", "--include", ".2024-*.pdf").err == ""
    assert "nothing to try again" in said(papers, "--hidden", "--retry-failed")


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--retry-failed",)])
def test_a_path_that_no_file_can_have_fails_as_a_document(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    paper = tmp_path / ("x" * 300 + ".pdf")
    ran = run("convert", paper, "-o", tmp_path / "out", "--json", *more)
    assert "Traceback" not in ran.err
    if more == ("--retry-failed",):
        assert ran.code == 2
    else:
        assert ran.code == 1
        assert "File name too long" in ran.out


@pytest.mark.slow
def test_a_file_that_is_larger_than_the_memory_it_may_take_is_told_before(tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "in" / "large.pdf", pages=1)
    with paper.open("ab") as file:
        file.truncate(65 << 20)
    words = ("convert", tmp_path / "in", "-o", tmp_path / "out", "--memory-limit", "64", "--json")
    for more in ("--dry-run", "--no-table"):
        ran = run(*words, more)
        assert ran.code == 1
        (told,) = ran.of("planned" if more == "--dry-run" else "failed")
        assert told["kind"] == "too-large"
        assert told["message"] == "The file has 65 MB, and an engine may take 64 MB of memory."
    assert ran.of("started") == []
