"""What `headframe engine install` shows while it works: a bar on a terminal, else lines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from core.cli.human_text import tr
from core.engines.installation.installer import InstallProgress


@contextlib.contextmanager
def progress_for(stream: TextIO) -> Iterator[Callable[[InstallProgress], None]]:
    """Shows each step on that stream."""
    if not stream.isatty():
        yield _Lines(stream)
        return
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    bar = Progress(
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=1.0)
        yield lambda told: bar.update(
            task, completed=told.fraction, description=tr(told.sentence, stream)
        )


class _Lines:
    """A line for each step, and for each percent of a long one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last: tuple[str, str, str] | None = None

    def __call__(self, told: InstallProgress) -> None:
        percent = f"{told.fraction:4.0%}"
        step = (percent, told.sentence.template, str(told.sentence.facts.get("package")))
        if step != self._last:
            self._last = step
            print(f"{percent}  {tr(told.sentence, self._stream)}", file=self._stream, flush=True)
