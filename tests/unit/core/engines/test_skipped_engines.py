"""`auto` takes what is ready; of what is better and set up it is said why it was not taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.engines.choice import EngineChoice
from core.engines.registry import Engines
from core.engines.skipped_engines import SkippedEngine, skipped_engines
from core.worker.kinds import EngineName
from core.worker.model_files import FORMULA_DETECTION
from tests.e2e.cli.command import run
from tests.support import pdfs
from tests.unit.core.engines.test_registry import python_with
from tests.unit.core.worker.test_model_files import magic_pdf_models

FLASH, MAGIC, MINERU = EngineName.FLASH, EngineName.MAGIC_PDF, EngineName.MINERU


def found(engines: Engines, choice: EngineChoice = EngineChoice.AUTO) -> tuple[SkippedEngine, ...]:
    return skipped_engines(engines, choice, engines.resolve(choice))


def test_a_better_engine_that_is_set_up_and_not_ready_is_told_with_why_and_what_to_do(
    home: Path, tmp_path: Path
) -> None:
    engines = Engines(home, {**os.environ, "HOME": str(tmp_path / "nobody")})
    assert found(engines) == ()  # nobody has set anything up
    kit = magic_pdf_models(tmp_path / "kit")
    engines.use(MAGIC, str(python_with(tmp_path / "env", "magic-pdf", "1.3.12")), kit)
    assert found(engines) == ()  # it is ready, and taken
    cut = kit / "models" / FORMULA_DETECTION
    cut.write_bytes(cut.read_bytes()[:100])
    (told,) = found(engines)
    assert (told.engine, told.better) == (FLASH, MAGIC)
    text = " ".join(map(str, told.sentences))
    assert text.startswith("flash does the work: magic-pdf is installed, but not ready. ")
    assert str(cut) in text
    assert "headframe engine use magic-pdf --models" in text
    assert found(engines, EngineChoice.FLASH) == ()  # it was named


def test_what_is_worse_than_the_one_at_work_is_not_told_and_of_two_better_ones_each(
    home: Path, tmp_path: Path
) -> None:
    engines = Engines(home, {**os.environ, "HOME": str(tmp_path / "nobody")})
    mineru = python_with(tmp_path / "mineru", "mineru", "4.0.12")
    engines.use(MINERU, str(mineru))
    engines.use(MAGIC, str(python_with(tmp_path / "magic", "magic-pdf", "1.3.12")))
    assert [told.better for told in found(engines)] == [MINERU, MAGIC]
    engines.use_models(MAGIC, magic_pdf_models(tmp_path / "kit"))
    mineru.unlink()
    (told,) = found(engines)
    assert (told.engine, told.better) == (MAGIC, MINERU)
    assert str(mineru) in str(told.failure.message)


@pytest.mark.slow
def test_the_command_says_so_in_one_line_and_converts(home: Path, tmp_path: Path) -> None:
    paper = pdfs.text_pdf(tmp_path / "paper.pdf")
    environ = {"HOME": str(tmp_path / "nobody")}
    python = python_with(tmp_path / "env", "magic-pdf", "1.3.12")
    Engines(home, {**os.environ, **environ}).use(MAGIC, str(python))
    ran = run("convert", paper, "-o", tmp_path / "out", "--json", environ=environ)
    assert (ran.code, [event["engine"] for event in ran.of("started")]) == (0, ["flash"])
    (line,) = ran.err.splitlines()
    assert line.startswith(
        "headframe convert: flash does the work: magic-pdf is installed, but not"
    )
    named = ("--engine", "flash")
    ran = run("convert", paper, "-o", tmp_path / "out", *named, environ=environ)
    assert (ran.code, ran.err) == (0, "")
