"""Trials of processes: killed, beside each other, for a long time."""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.e2e.cli.command import run, start
from tests.ordeal import SEED, Watcher, contents, kill_tree, papers
from tests.ordeal.row import Row

ALL_DONE_S = 300.0


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, at most :data:`ALL_DONE_S`."""
    deadline = time.monotonic() + ALL_DONE_S
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.1)


def killed(folder: Path, size: int) -> Row:
    """The command and all its children are killed at random moments, and started again."""
    rounds, number = 5 * size, 20
    source, out = papers(folder / "papers", number), folder / "out"
    environ = {"HEADFRAME_HOME": str(folder / "home")}
    arguments = ("convert", source, "--engine", "flash", "--workers", "2", "--json", "-o")
    chance, left = random.Random(SEED), 0
    watcher = Watcher(out)
    watcher.start()
    try:
        for _ in range(rounds):
            process = start(*arguments, out, environ=environ)
            time.sleep(chance.uniform(0.2, 4.0))
            family = kill_tree(process.pid, chance)
            process.communicate()
            left += len(psutil.wait_procs(family, timeout=5)[1])
        last = run(*arguments, out, environ=environ)
    finally:
        watcher.end()
    calm = folder / "calm"
    run(*arguments, calm, environ={"HEADFRAME_HOME": str(folder / "calm-home")})
    same = contents(out) == contents(calm)
    hidden = sum(path.name.startswith(".") for path in out.iterdir())
    right = last.code == 0 and same and not (left or hidden or watcher.wrong)
    seen = f"{number} results, same bytes as undisturbed: {same}; processes left: {left}; "
    seen += f"folders left: {hidden}; half results seen: {len(watcher.wrong)}"
    return Row("kill -9, the command", f"with its workers, {rounds} rounds", seen, right)


def killed_window(folder: Path, size: int) -> Row:
    """The window is killed with all below it; the next one goes on by itself."""
    rounds, number = 3 * size, 20
    source, out = papers(folder / "papers", number), folder / "out"
    home = folder / "home"
    home.mkdir()
    settings = {"schema": 1, "output_folder": str(out)}
    (home / "settings.json").write_text(json.dumps(settings))
    environ = {"HEADFRAME_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    chance, left = random.Random(SEED), 0
    given: tuple[Path, ...] = (source,)
    for _ in range(rounds):
        window = start(*given, environ=environ)
        if given:
            until(lambda: out.is_dir() and any(out.iterdir()))
            given = ()  # the queue has them
        time.sleep(chance.uniform(4.0, 9.0))
        family = kill_tree(window.pid, chance)
        window.communicate()
        left += len(psutil.wait_procs(family, timeout=5)[1])
    window = start(environ=environ)
    until(lambda: len(list(out.glob("*/*.md"))) >= number)
    time.sleep(2.0)  # one too many would come now
    window.terminate()
    window.communicate()
    results, hidden = len(list(out.glob("*/*.md"))), len(list(out.glob(".*")))
    seen = f"{results} results of {number}; processes left: {left}; folders left: {hidden}"
    right = results == number and not left
    return Row("kill -9, the window", f"with its workers, {rounds} rounds", seen, right)


def two_programs(folder: Path, size: int) -> Row:
    """Two commands with homes of their own make one folder's results at once."""
    number = 10 * size
    source, out = papers(folder / "papers", number), folder / "out"
    children = [
        start("convert", source, "--engine", "flash", "--json", "-o", out,
              environ={"HEADFRAME_HOME": str(folder / f"home{each}")})
        for each in range(2)
    ]  # fmt: skip
    for child in children:
        child.communicate()
    codes = [child.returncode for child in children]
    names = sorted(path.name for path in out.iterdir())
    right = codes == [0, 0] and names == [f"{each:02}" for each in range(number)]
    return Row(
        "two programs", f"{number} documents each", f"exits {codes}, {len(names)} results", right
    )


def soak(folder: Path, size: int) -> Row:
    """One long batch: memory of the whole tree, descriptors, threads, at its start and its end."""
    number = 100 * size
    source = papers(folder / "papers", number, pages=1)
    process = start(
        "convert", source, "--engine", "flash", "--json", "-o", folder / "out",
        environ={"HEADFRAME_HOME": str(folder / "home")},
    )  # fmt: skip
    assert process.stdout is not None
    counts: list[tuple[int, int, int]] = []
    done = 0
    for line in process.stdout:
        if json.loads(line)["event"] == "done":
            done += 1
            if done in (number // 5, number - 1):
                counts.append(_counts(process.pid))
    process.communicate()
    scratch = len(list(Path(tempfile.gettempdir()).glob("headframe-*")))
    (mb, files, threads), (mb_end, files_end, threads_end) = counts
    seen = f"{done} done; {mb} → {mb_end} MB, {files} → {files_end} descriptors, "
    seen += f"{threads} → {threads_end} threads, {scratch} folders in the temporary one"
    right = done == number and mb_end < 1.5 * mb + 100 and files_end <= files + 4
    return Row("soak", f"{number} documents", seen, right and threads_end <= threads + 2)


def _counts(pid: int) -> tuple[int, int, int]:
    """MiB, descriptors and threads of a process and all below it."""
    mb = files = threads = 0
    root = psutil.Process(pid)
    for process in (root, *root.children(recursive=True)):
        try:
            mb += process.memory_info().rss >> 20
            files += process.num_fds()
            threads += process.num_threads()
        except psutil.NoSuchProcess:
            continue
    return mb, files, threads
