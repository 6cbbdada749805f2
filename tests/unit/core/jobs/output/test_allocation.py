"""Which folder a result goes to, on the first run, on later ones, and when others are there."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.engines.mineru_options import EngineSettingsKey, MineruOptions
from core.engines.model import Engine
from core.jobs.model import ConvertOptions, Job, PageRange
from core.jobs.output.allocation import (
    ExistingResult,
    LockedByOtherProcess,
    OutputAllocator,
    OutputTarget,
)
from core.jobs.output.metadata import NAME, Metadata, read_metadata, result_options
from core.jobs.output.result_locks import ResultLocks
from core.jobs.states import IfExists, JobState
from core.worker.kinds import EngineName
from core.worker.mineru.tier import TIER_VARIABLE, Tier

Make = Callable[..., Job]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    count = 0

    def job(source: str = "x/a.pdf", rank: int = 1, options: ConvertOptions | None = None) -> Job:
        nonlocal count
        count += 1
        return Job(
            id=f"job{count}",
            position=count,
            source=tmp_path / source,
            out_parent=tmp_path / "out",
            stem=Path(source).stem,
            rank=rank,
            options=options or ConvertOptions(),
            state=JobState.RUNNING,
            created_at=0.0,
        )

    return job


def finish(
    book: OutputAllocator,
    job: Job,
    decision: OutputTarget | ExistingResult,
    sha: str,
    settings_key: EngineSettingsKey = (),
) -> None:
    """Write a result where the book said, as a card's loop does."""
    assert isinstance(decision, OutputTarget)
    decision.folder.mkdir(parents=True, exist_ok=decision.replaces)
    (decision.folder / f"{job.stem}.md").write_text("text")
    metadata = Metadata(
        source=job.source,
        sha256=sha,
        pages=1,
        engine=EngineName.FLASH,
        engine_version="1",
        card="cpu",
        options=result_options(job.options, settings_key),
        seconds=0.5,
        created_at="2026-01-01T00:00:00Z",
    )
    (decision.folder / NAME).write_text(metadata.to_json())
    assert read_metadata(decision.folder) == metadata
    book.release(job.id)


def run(
    job: Job,
    sha: str = "1",
    book: OutputAllocator | None = None,
    settings_key: EngineSettingsKey = (),
) -> OutputTarget | ExistingResult:
    """One document on a run of its own; its result is written."""
    book = book or OutputAllocator()
    decision = book.allocate(job, sha, EngineName.FLASH, settings_key)
    if isinstance(decision, OutputTarget):
        finish(book, job, decision, sha, settings_key)
    return decision


def name(decision: OutputTarget | ExistingResult) -> str:
    return decision.folder.name


def overwriting() -> ConvertOptions:
    return ConvertOptions(if_exists=IfExists.OVERWRITE)


def renaming() -> ConvertOptions:
    return ConvertOptions(if_exists=IfExists.RENAME)


def test_an_update_replaces_what_the_source_came_to_and_nothing_else(
    make: Make, tmp_path: Path
) -> None:
    update = ConvertOptions(if_exists=IfExists.UPDATE)
    first, second = tmp_path / "out" / "a", tmp_path / "out" / "a (2)"
    assert run(make("x/a.pdf", options=update)) == OutputTarget(first, replaces=False)
    assert run(make("y/a.pdf", options=update), "2") == OutputTarget(second, replaces=False)
    assert isinstance(run(make("y/a.pdf", options=update), "2"), ExistingResult)
    assert run(make("y/a.pdf", options=update), "3") == OutputTarget(second, replaces=True)


def test_the_first_result_has_the_stem_for_a_name(make: Make, tmp_path: Path) -> None:
    assert run(make()) == OutputTarget(tmp_path / "out" / "a", replaces=False)


def test_the_same_again_is_already_done(make: Make) -> None:
    run(make())
    decision = run(make())
    assert isinstance(decision, ExistingResult)
    assert name(decision) == "a"


def test_the_same_bytes_from_another_place_are_already_done(make: Make) -> None:
    run(make("x/a.pdf"))
    assert isinstance(run(make("moved/a.pdf")), ExistingResult)


@pytest.mark.parametrize(
    "change",
    [
        {"sha": "2"},
        {"options": ConvertOptions(pages=PageRange(1, 2))},
        {"options": ConvertOptions(table=False)},
    ],
    ids=["bytes", "pages", "tables"],
)
def test_other_bytes_or_options_get_a_folder_of_their_own(
    make: Make, change: dict[str, object]
) -> None:
    run(make())
    options = change.get("options")
    job = make(options=options if isinstance(options, ConvertOptions) else None)
    sha = str(change.get("sha", "1"))
    assert name(run(job, sha)) == "a (2)"
    again = run(dataclasses.replace(job, id="again"), sha)
    assert isinstance(again, ExistingResult)
    assert name(again) == "a (2)"


def test_limits_do_not_make_another_result(make: Make) -> None:
    run(make())
    options = ConvertOptions(timeout_s=9.0, memory_limit_mb=500)
    assert isinstance(run(make(options=options)), ExistingResult)


def test_a_result_without_its_markdown_is_not_done(make: Make, tmp_path: Path) -> None:
    run(make())
    (tmp_path / "out" / "a" / "a.md").unlink()
    assert name(run(make())) == "a (2)"


def test_rename_takes_the_next_free_name(make: Make) -> None:
    assert [name(run(make(options=renaming()))) for _ in range(3)] == ["a", "a (2)", "a (3)"]


def test_overwrite_replaces_what_headframe_made(make: Make, tmp_path: Path) -> None:
    run(make())
    assert run(make(options=overwriting()), "2") == OutputTarget(
        tmp_path / "out" / "a", replaces=True
    )


@pytest.mark.parametrize("kept", [".a.original.md", ".a.draft.md"], ids=["saved", "not saved"])
@pytest.mark.parametrize(
    "options",
    [
        overwriting(),
        ConvertOptions(if_exists=IfExists.UPDATE),
        ConvertOptions(replace_once=True),
    ],
    ids=["overwrite", "update", "convert anyway"],
)
def test_what_the_user_has_edited_is_kept_beside_the_new_result(
    make: Make, tmp_path: Path, options: ConvertOptions, kept: str
) -> None:
    run(make())
    (tmp_path / "out" / "a" / kept).write_text("as it was")
    beside = tmp_path / "out" / "a (2)"
    assert run(make(options=options), "2") == OutputTarget(beside, replaces=False)
    assert run(make(options=options), "3") == OutputTarget(beside, replaces=True)


@pytest.mark.parametrize("options", [None, overwriting(), renaming()])
@pytest.mark.parametrize("content", ["nothing", "a note", "a damaged headframe.json", "a file"])
def test_a_folder_of_somebody_else_is_never_touched(
    make: Make, tmp_path: Path, options: ConvertOptions | None, content: str
) -> None:
    theirs = tmp_path / "out" / "a"
    if content == "a file":
        theirs.parent.mkdir()
        theirs.write_text("mine")
    else:
        theirs.mkdir(parents=True)
        if content == "a note":
            (theirs / "note.txt").write_text("mine")
        elif content == "a damaged headframe.json":
            (theirs / NAME).write_text('{"schema": 1, "source": ')
    assert run(make(options=options)) == OutputTarget(tmp_path / "out" / "a (2)", replaces=False)


def test_two_of_one_name_at_work_at_once_do_not_meet(make: Make) -> None:
    book = OutputAllocator()
    first = book.allocate(make("x/a.pdf"), "1", EngineName.FLASH)
    second = book.allocate(make("y/a.pdf"), "2", EngineName.FLASH)
    assert (name(first), name(second)) == ("a", "a (2)")


@pytest.mark.parametrize("options", [None, overwriting()])
@pytest.mark.parametrize("same_bytes", [False, True])
def test_two_sources_of_one_stem_keep_their_folders_on_every_run(
    make: Make, options: ConvertOptions | None, same_bytes: bool
) -> None:
    shas = ("1", "1") if same_bytes else ("1", "2")

    def whole_run(*, backwards: bool) -> list[str]:
        book = OutputAllocator()
        work = [(make("x/a.PDF", 1, options), shas[0]), (make("x/a.pdf", 2, options), shas[1])]
        found = {}
        for job, sha in reversed(work) if backwards else work:
            found[job.source.name] = name(run(job, sha, book))
        return [found["a.PDF"], found["a.pdf"]]

    # Whichever of two cards comes first, today and tomorrow.
    assert whole_run(backwards=True) == ["a", "a (2)"]
    assert whole_run(backwards=False) == ["a", "a (2)"]
    assert whole_run(backwards=True) == ["a", "a (2)"]


def test_a_document_that_came_to_nothing_gives_its_name_back(make: Make) -> None:
    book = OutputAllocator()
    job = make("x/a.pdf")
    book.allocate(job, "1", EngineName.FLASH)
    book.release(job.id)
    assert name(book.allocate(make("y/a.pdf"), "2", EngineName.FLASH)) == "a"


def test_a_place_that_is_a_file_is_an_os_error(make: Make, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(NotADirectoryError):
        OutputAllocator().allocate(make(), "1", EngineName.FLASH)


def test_who_meets_a_result_in_the_making_waits_for_it(make: Make) -> None:
    for options in (ConvertOptions(), renaming(), overwriting()):
        book, first, second = OutputAllocator(), make(options=options), make(options=options)
        decision = book.allocate_or_wait(first, "1", EngineName.FLASH, should_continue=lambda: True)
        came: list[OutputTarget | ExistingResult | LockedByOtherProcess | None] = []
        asked = threading.Event()

        def goes_on(asked: threading.Event = asked) -> bool:
            asked.set()
            return True

        waiting = threading.Thread(
            target=lambda book=book, second=second, goes_on=goes_on, came=came: came.append(
                book.allocate_or_wait(second, "1", EngineName.FLASH, goes_on)
            )
        )
        waiting.start()
        assert asked.wait(30), "it has met the other one"
        assert isinstance(decision, OutputTarget)
        finish(book, first, decision, "1")
        waiting.join()
        (met,) = came
        assert isinstance(met, ExistingResult)
        assert met.folder == decision.folder


def test_a_result_that_never_came_is_made_by_who_waited(make: Make) -> None:
    book, first, second = OutputAllocator(), make(), make()
    book.allocate(first, "1", EngineName.FLASH)
    asked: list[None] = []

    def goes_on() -> bool:
        if asked:
            threading.Thread(target=book.release, args=(first.id,)).start()
        asked.append(None)
        return True

    assert isinstance(book.allocate_or_wait(second, "1", EngineName.FLASH, goes_on), OutputTarget)


def test_waiting_ends_where_it_is_not_wanted_any_more(make: Make) -> None:
    book, first = OutputAllocator(), make()
    book.allocate(first, "1", EngineName.FLASH)
    asked: list[None] = []

    def goes_on() -> bool:
        asked.append(None)
        return len(asked) < 3

    assert book.allocate_or_wait(make(), "1", EngineName.FLASH, goes_on) is None


def test_what_another_program_makes_is_left_until_it_is_there(make: Make, tmp_path: Path) -> None:
    for options in (ConvertOptions(), renaming(), overwriting()):
        mine, others = (OutputAllocator(ResultLocks(tmp_path / "home")) for _ in range(2))
        job, same = make(options=options), make(options=options)
        ours = mine.allocate_or_wait(job, "1", EngineName.FLASH, should_continue=lambda: True)
        for _ in range(2):
            met = others.allocate_or_wait(same, "1", EngineName.FLASH, should_continue=lambda: True)
            assert isinstance(met, LockedByOtherProcess)
            assert others.locked_elsewhere() == [same.id]
        assert mine.locked_elsewhere() == []
        assert isinstance(ours, OutputTarget)
        finish(mine, job, ours, "1")
        assert others.locked_elsewhere() == []
        there = others.allocate_or_wait(same, "1", EngineName.FLASH, should_continue=lambda: True)
        assert isinstance(there, ExistingResult)
        assert there.folder == ours.folder
        others.release(same.id)


def test_what_comes_to_something_else_is_not_waited_for(make: Make) -> None:
    book = OutputAllocator()
    book.allocate(make(), "1", EngineName.FLASH)

    def goes_on() -> bool:
        raise AssertionError("nothing to wait for")

    others = [
        book.allocate_or_wait(make(), "2", EngineName.FLASH, goes_on),
        book.allocate_or_wait(make(), "1", EngineName.MINERU, goes_on),
        book.allocate_or_wait(make("y/a.pdf"), "1", EngineName.FLASH, goes_on),
        book.allocate_or_wait(
            make(options=ConvertOptions(lang="ch")), "1", EngineName.FLASH, goes_on
        ),
    ]
    names = [name(other) for other in others if isinstance(other, OutputTarget)]
    assert names == [f"a ({n})" for n in (2, 3, 4, 5)]


def test_what_the_engine_was_told_makes_another_result(make: Make) -> None:
    """One that was made before there was anything to tell is one for which nothing was told."""
    basic = MineruOptions(tier=Tier.BASIC).settings_key({})
    server = MineruOptions(vlm_url="http://here:30000 ").settings_key({})
    assert (basic, server) == ((("tier", "basic"),), (("vlm_url", "http://here:30000"),))
    assert MineruOptions(downloads=True).settings_key({}) == ()
    assert MineruOptions(tier=Tier.BASIC, vlm_url="http://here").settings_key({}) == basic
    assert MineruOptions().settings_key({TIER_VARIABLE: "basic"}) == basic
    engine = Engine(EngineName.FLASH, Path("python"), uses_card=False)
    told = dataclasses.replace(engine, options=MineruOptions(tier=Tier.BASIC))
    assert told.settings_key({}) == ()
    assert dataclasses.replace(told, name=EngineName.MINERU).settings_key({}) == basic
    assert name(run(make())) == "a"
    assert isinstance(run(make()), ExistingResult)
    assert name(run(make(), settings_key=basic)) == "a (2)"
    assert name(run(make(), settings_key=server)) == "a (3)"
    for settings_key, folder in (((), "a"), (basic, "a (2)"), (server, "a (3)")):
        again = run(make(), settings_key=settings_key)
        assert isinstance(again, ExistingResult)
        assert name(again) == folder
