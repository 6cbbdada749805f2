"""Converting documents with a real flash worker, and reading what it made."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from core.engines.process.local_process import LocalProcess
from core.worker.kinds import FailureKind
from core.worker.protocol import Convert, Converted, Failure, Progress, Ready, Rejected
from tests.support.engines.fakes import PATIENCE_S, flash, heard


@dataclass(frozen=True)
class Result:
    """A staging folder that the worker says is whole."""

    folder: Path
    stem: str
    report: Converted
    progress: tuple[Progress, ...]

    @property
    def markdown(self) -> str:
        return (self.folder / f"{self.stem}.md").read_bytes().decode("utf-8")

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads((self.folder / "blocks.json").read_text("utf-8"))
        return body

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.body["blocks"]
        return blocks

    @property
    def warnings(self) -> list[str]:
        return [str(warning) for warning in self.report.warnings]


class WorkerDriver:
    """Hands documents to one worker, one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self.process = LocalProcess.start(flash(folder))
        heard(self.process, Ready)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.process.stop()

    def convert(
        self,
        source: Path,
        *,
        staging: Path | None = None,
        saw: Callable[[Progress], None] = lambda _progress: None,
        **options: Any,
    ) -> Result | Failure:
        """Convert it; ``options`` are those of `Convert`, ``saw`` hears progress as it comes."""
        job = f"job-{next(self._numbers)}"
        if staging is None:
            staging = self._folder / job
            staging.mkdir()
        stem = options.pop("stem", source.stem)
        self.process.send(Convert(job, str(source), str(staging), stem, **options))
        progress: list[Progress] = []
        deadline = time.monotonic() + PATIENCE_S
        while (left := deadline - time.monotonic()) > 0:
            match self.process.receive(left):
                case Progress(job=name) as step if name == job:
                    progress.append(step)
                    saw(step)
                case Converted(job=name) as report if name == job:
                    return Result(staging, stem, report, tuple(progress))
                case Rejected(job=name, failure=failure) if name == job:
                    return failure
                case _:
                    pass
        raise AssertionError(f"{source} was not converted in time")

    def result(self, source: Path, **options: Any) -> Result:
        """Convert what can be converted."""
        result = self.convert(source, **options)
        assert isinstance(result, Result), result
        return result

    def refusal(self, source: Path, **options: Any) -> Failure:
        """Convert what cannot; every refusal says what is wrong and what to do."""
        failure = self.convert(source, **options)
        assert isinstance(failure, Failure), failure
        assert str(failure.message)
        assert failure.kind is FailureKind.CANCELLED or failure.hint is not None
        return failure
