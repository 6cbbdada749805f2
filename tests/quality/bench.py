"""The documents of the yardstick, their truths, and how an engine does on one."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.quality.documents import Made, made
from tests.quality.engines import Read
from tests.quality.facts import share_of_facts
from tests.quality.scores import Scores, score

CORPUS = Path(os.environ.get("HEADFRAME_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
"""PDFs with expected text (its index): used where they are, needed by nothing."""
_COUNT = 12


@dataclass(frozen=True)
class Case:
    """One document."""

    name: str
    group: str
    """``made``: set here; ``S``, ``E``, ``H``: the corpus's classes of truth; ``F``: facts."""
    truth: str = ""
    facts: str = ""
    pdf: Path | None = None
    source: Made | None = None


@dataclass(frozen=True)
class Half:
    """Which of the made documents, and whether the corpus is looked at."""

    odd: bool
    corpus: bool


TUNED = Half(odd=False, corpus=True)
UNSEEN = Half(odd=True, corpus=False)
"""Looked at once, at the end."""


def collect(half: Half) -> list[Case]:
    """All cases that can be had here."""
    cases = [Case(made.name, "made", made.truth, source=made) for made in _made(half)]
    if half.corpus and CORPUS.is_dir():
        cases += _corpus()
    return cases


def _made(half: Half) -> Iterator[Made]:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):  # the package, or its Pango
        return iter(())
    return made(_COUNT, odd=half.odd)


def _corpus() -> Iterator[Case]:
    pdfs = {path.stem: path for path in sorted((CORPUS / "pdfs").rglob("*.pdf"))}
    for path in sorted((CORPUS / "expected").iterdir()):
        name = path.name.split(".meta.json")[0].split(".facts.json")[0].removesuffix(".md")
        if name not in pdfs:
            continue
        if path.name.endswith(".facts.json"):
            yield Case(name, "F", facts=path.read_text("utf-8"), pdf=pdfs[name])
        elif path.suffix == ".md":
            meta = json.loads((path.parent / f"{name}.meta.json").read_text("utf-8"))
            yield Case(name, meta["class"], path.read_text("utf-8"), pdf=pdfs[name])


def measure(case: Case, read: Read) -> Scores:
    """An engine that fails on a document has written nothing."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = case.pdf
        if pdf is None:
            assert case.source is not None
            pdf = case.source.write(Path(folder) / f"{case.name}.pdf")
        try:
            markdown = read(pdf)
        except Exception as error:
            print(f"  {case.name}: {type(error).__name__}: {str(error)[:100]}")
            markdown = ""
    if case.facts:
        return Scores(facts=share_of_facts(markdown, json.loads(case.facts)))
    return score(markdown, case.truth)
