"""How pages were read, for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from core.documents.result import PageReading


def doubt_text() -> str:
    """What is said of words that OCR is not sure of."""
    return QCoreApplication.translate(
        "Reading", "Read by OCR, may be wrong: compare with the page."
    )


def reading_text(reading: PageReading | None) -> str:
    """How a page was read; empty for one that has its own text, as pages usually do."""
    translate = QCoreApplication.translate
    match reading:
        case PageReading.OCR:
            return translate("Reading", "read by OCR")
        case PageReading.BLANK:
            return translate("Reading", "blank")
        case PageReading.FAILED:
            return translate("Reading", "not readable")
        case _:
            return ""


def short_reading_text(reading: PageReading | None) -> str:
    """The same for a small place."""
    if reading is PageReading.OCR:
        return QCoreApplication.translate("Reading", "OCR")
    return reading_text(reading)


def pages_text(readings: Mapping[int, PageReading], reading: PageReading) -> str:
    """The numbers of the pages that were read in one way, from 1: ``1–3, 7``."""
    return _ranges(sorted(page + 1 for page, how in readings.items() if how is reading))


def _ranges(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(str(number) for number in run) for run in runs)
