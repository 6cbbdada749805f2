"""What `headframe engine install` shows while it works: a bar on a terminal, else lines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from core.engines.installing import Told


@contextlib.contextmanager
def progress_for(stream: TextIO) -> Iterator[Callable[[Told], None]]:
    """Shows each step on that stream."""
    if not stream.isatty():
        yield lambda told: print(f"{told.fraction:4.0%}  {told.sentence}", file=stream, flush=True)
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
        yield lambda told: bar.update(task, completed=told.fraction, description=str(told.sentence))
