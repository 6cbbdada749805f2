"""The index on real result folders and a real SQLite file."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.jobs.model import ConvertOptions, NewJob
from core.jobs.states import JobState
from core.jobs.store.job_store import JobOutcome, JobStore
from core.paths import queue_file
from core.search.index import IndexUnusable, SearchIndex
from core.search.known_results import known_results
from core.search.query import Query

CHINESE = "本文研究了深度神经网络在图像识别中的应用。"


def make_result(root: Path, name: str, *pages: str) -> Path:
    """A result of a document with one paragraph a page."""
    folder = root / name
    folder.mkdir(parents=True)
    blocks, at = [], 0
    for page, text in enumerate(pages):
        blocks.append({"type": "text", "md_start": at, "md_end": at + len(text), "page": page})
        at += len(text) + 2
    (folder / f"{name}.md").write_text("\n\n".join(pages), "utf-8")
    (folder / "blocks.json").write_text(json.dumps({"schema": 1, "blocks": blocks}))
    origin = {"source": f"/in/{name}.pdf", "sha256": name, "engine": "flash", "created_at": "2026"}
    (folder / "headframe.json").write_text(json.dumps(origin))
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    made = SearchIndex(tmp_path / "home" / "search.sqlite")
    yield made
    made.close()


def found(index: SearchIndex, text: str) -> list[tuple[str, int | None]]:
    return [(hit.markdown.stem, hit.page) for hit in index.search(Query.parse(text))]


def test_words_parts_of_words_and_phrases_are_found(index: SearchIndex, tmp_path: Path) -> None:
    index.add(make_result(tmp_path, "one", "# Title", "The neural network learns.", "Another."))
    index.add(make_result(tmp_path, "two", "A network that is neural."))
    assert sorted(found(index, "neural network")) == [("one", 1), ("two", 0)]
    assert found(index, '"neural network"') == [("one", 1)]
    assert found(index, "EURAL learns") == [("one", 1)]
    assert found(index, "nothing of this") == []
    index.add(make_result(tmp_path, "three", "L'École d'été"))
    assert found(index, "école ÉTÉ") == [("three", 0)]
    (hit,) = index.search(Query.parse("learns"))
    assert (hit.source, hit.heading) == (Path("/in/one.pdf"), "Title")
    assert hit.snippet.matched == "learns"


def test_chinese_is_found_also_by_one_or_two_characters(index: SearchIndex, tmp_path: Path) -> None:
    index.add(make_result(tmp_path, "paper", "第一页", CHINESE))
    index.add(make_result(tmp_path, "other", "与此无关的内容"))
    for text in ("深度神经网络", "神经网", "网络", "图", "神经网络 识别", "neural"):
        expected = [] if text == "neural" else [("paper", 1)]
        assert found(index, text) == expected, text


def test_signs_of_the_query_language_are_text(index: SearchIndex, tmp_path: Path) -> None:
    index.add(make_result(tmp_path, "odd", 'A 100% sure_thing (a AND b) -- it\'s "so" * ^ :'))
    for text in ("100%", "0%", "sure_", "(a", "AND b)", "--", "it's", "*", "^", '"', "NOT"):
        assert len(found(index, text)) <= 1
    assert found(index, "100%") == [("odd", 0)]
    assert found(index, "sure_thing") == [("odd", 0)]
    assert found(index, "1_0") == []


def test_a_changed_result_is_taken_in_again_and_an_unchanged_one_not(
    index: SearchIndex, tmp_path: Path
) -> None:
    folder = make_result(tmp_path, "paper", "before the change")
    assert index.add(folder)
    assert not index.add(folder)
    (folder / "paper.md").write_text("after the change, which is longer", "utf-8")
    assert index.add(folder)
    assert found(index, "before") == []
    assert found(index, "after") == [("paper", None)]


def test_a_result_that_was_deleted_is_forgotten_unless_its_drive_is_away(
    index: SearchIndex, tmp_path: Path
) -> None:
    gone, away = (
        make_result(tmp_path, "gone", "same words"),
        make_result(tmp_path / "drive", "away", "same words"),
    )
    index.add(gone)
    index.add(away)
    shutil.rmtree(gone)
    shutil.rmtree(away)
    assert index.prune(lambda folder: folder.is_relative_to(tmp_path / "drive")) == 1
    assert found(index, "same words") == [("away", 0)]
    assert index.add(away)  # what cannot be read any more goes, too
    assert found(index, "same words") == []


def test_a_result_that_was_moved_is_found_where_it_is_now(
    index: SearchIndex, tmp_path: Path
) -> None:
    folder = make_result(tmp_path, "paper", "it moves house")
    index.add(folder)
    new = tmp_path / "elsewhere" / "paper"
    new.parent.mkdir()
    folder.rename(new)
    assert index.add(new)
    (hit,) = index.search(Query.parse("moves"))
    assert hit.markdown == new / "paper.md"
    assert index.folders() == [new]


@pytest.mark.parametrize("damage", ["garbage", "middle", "version"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "search.sqlite"
    folder = make_result(tmp_path, "paper", *(f"Page {n} has words." for n in range(200)))
    with SearchIndex(path) as index:
        index.add(folder)
    if damage == "garbage":
        path.write_bytes(b"no database at all" * 1000)
    elif damage == "version":
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))
    with SearchIndex(path) as index:
        assert index.folders() == []
        assert index.add(folder)
        assert len(found(index, "has words")) == 200


def test_of_many_who_find_it_damaged_one_makes_it_again(tmp_path: Path) -> None:
    """A second one would throw away what the first has just begun to fill."""
    path = tmp_path / "search.sqlite"
    folder = make_result(tmp_path, "paper", "some words")
    path.write_bytes(b"no database at all" * 1000)
    start = threading.Barrier(6)
    outcomes: list[object] = []

    def open_it() -> None:
        start.wait()
        try:
            with SearchIndex(path) as index:
                index.add(folder)
                outcomes.append(index.folders())
        except IndexUnusable as error:
            outcomes.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [[folder]] * 6


def test_who_only_reads_a_damaged_file_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    damaged = b"no database at all" * 1000
    path.write_bytes(damaged)
    with pytest.raises(IndexUnusable) as refused:
        SearchIndex(path, repair=False)
    assert refused.value.is_damaged
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("trial", range(10))
def test_one_thread_searches_while_another_fills(tmp_path: Path, trial: int) -> None:
    """From the first moment on: the file is new."""
    path = tmp_path / "search.sqlite"
    folders = [make_result(tmp_path, f"paper{n}", "shared words here") for n in range(4 * trial)]

    def fill() -> None:
        with SearchIndex(path) as index:
            for folder in folders:
                index.add(folder)

    thread = threading.Thread(target=fill)
    thread.start()
    while thread.is_alive():
        with SearchIndex(path) as index:
            assert len(found(index, "shared")) <= len(folders)
    thread.join()
    with SearchIndex(path) as index:
        assert len(found(index, "shared")) == len(folders)


def test_the_results_of_the_list_are_known(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert list(known_results(home)) == []
    folder = make_result(tmp_path, "paper", "words")
    new = NewJob(tmp_path / "paper.pdf", tmp_path, "paper", 1, ConvertOptions())
    with JobStore(queue_file(home)) as store:
        (job,) = store.add([new])
        claimed = store.claim_next("cpu")
        assert claimed is not None
        store.finish(
            job.id, JobState.DONE, JobOutcome(markdown=folder / "paper.md", pages=1, seconds=1.0)
        )
    assert list(known_results(home)) == [folder]


def test_the_best_match_comes_first_and_of_equals_the_newest(
    index: SearchIndex, tmp_path: Path
) -> None:
    index.add(make_result(tmp_path, "often", "Anneal the steel. Annealing, anneal: anneal again."))
    index.add(
        make_result(
            tmp_path, "once", "Before it is welded, anneal the plate. " + "Plate. " * 200 + "End."
        )
    )
    index.add(
        make_result(tmp_path, "within", "Unannealed plates break. " + "Plate. " * 200 + "End.")
    )
    index.add(make_result(tmp_path, "twin", "Anneal the steel. Annealing, anneal: anneal again."))
    assert found(index, "anneal") == [("twin", 0), ("often", 0), ("once", 0), ("within", 0)]


def test_words_side_by_side_and_in_the_heading_are_better(
    index: SearchIndex, tmp_path: Path
) -> None:
    index.add(make_result(tmp_path, "below", "# Heat treatment", "Heat, then treatment."))
    index.add(make_result(tmp_path, "phrase", "By heat treatment of this part."))
    index.add(make_result(tmp_path, "apart", "Heat is taken away before the treatment."))
    names = [name for name, _ in found(index, "heat treatment")]
    assert (names[0], names[-1], len(names)) == ("below", "apart", 4)


def test_a_name_counts_more_than_the_text_and_needs_no_text(
    index: SearchIndex, tmp_path: Path
) -> None:
    index.add(make_result(tmp_path, "turbine blades", "A first page.", "How it is cooled."))
    index.add(make_result(tmp_path, "other", "turbine blades, turbine blades, turbine blades"))
    assert found(index, "turbine blades") == [("turbine blades", 0), ("other", 0)]
    assert found(index, "blades COOLED") == [("turbine blades", 1)]
    assert found(index, "blades welded") == []
    (hit, _) = index.search(Query.parse("turbine"))
    assert (hit.snippet.text, hit.snippet.matched) == ("A first page.", "")
    index.add(make_result(tmp_path / "turbine", "in a folder", "Nothing of it."))
    assert len(found(index, "turbine")) == 2  # a folder is no name


def test_only_the_best_page_of_a_document_has_its_name_to_help(
    index: SearchIndex, tmp_path: Path
) -> None:
    index.add(
        make_result(tmp_path, "valves", "valves", "Two valves, " + "and more " * 300 + "end.")
    )
    index.add(make_result(tmp_path, "pumps", "valves"))
    assert found(index, "valves") == [("valves", 0), ("pumps", 0), ("valves", 1)]


def test_a_search_that_matches_everything_shows_the_best_of_the_newest(
    index: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.search.hits.MOST_CANDIDATES", 5)
    for number in range(8):
        index.add(make_result(tmp_path, f"n{number}", " ".join(["words"] * (9 - number))))
    assert {name for name, _ in found(index, "words")} == {"n7", "n6", "n5", "n4", "n3"}
    assert len(list(index.search(Query.parse("words"), 2))) == 2
