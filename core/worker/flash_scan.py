"""Whether a PDF can be read without OCR.

docvortex's classifier decides, and is looked at again where it says "OCR" for few letters alone:
a form, a title page or a blank page with no picture on it gains nothing from OCR.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.sentences import Sentence, say
from core.worker.failures import Refusal
from core.worker.flash_source import Source, mended
from core.worker.flash_survey import Survey
from core.worker.protocol import FailureKind, Ocr

FEW_LETTERS = 50
"""On average a page: docvortex 0.6.4, ``document.pdf.classify.CHARS_THRESHOLD``."""
SAMPLE = 10
ENOUGH_LETTERS = 400
VOWELS_AT_LEAST = 0.15
LETTERS_OF_A_LANGUAGE = 15
PICTURE_SHARE = 0.5
"""A page is taken for a picture when pictures cover this much of it; scans come in strips too."""


def refuse_scan(
    document: Any,  # noqa: ANN401
    source: Source,
    found: Survey,
    ocr: Ocr,
) -> None:
    """Raise :class:`Refusal` where the text layer will not do. ``document`` is docvortex's own."""
    if ocr is Ocr.ON:
        raise _refusal(
            say("The engine flash reads the text of the PDF itself; it has no OCR."),
            say("Choose the engine magic-pdf or mineru, or leave OCR on auto."),
        )
    if ocr is Ocr.OFF:
        return
    hint = say(
        "Choose the engine magic-pdf or mineru, which read text from pictures. "
        "Switch OCR off to take what text the PDF itself holds."
    )
    if document.classify() == "txt":
        if is_gibberish(found.layer):
            raise _refusal(
                say(
                    "The fonts of {name} hide its text: what is there is no language.",
                    name=source.name,
                ),
                hint,
            )
        return
    sample = _sample(len(source.indices))
    letters = sum(len("".join((found.texts[index] or "").split())) for index in sample)
    if letters >= FEW_LETTERS * len(sample):
        if _is_text_once_mended(source):
            return
        raise _refusal(
            say(
                "The text of {name} cannot be trusted: it is a scan, or its fonts hide it.",
                name=source.name,
            ),
            hint,
        )
    looks = _looks(source, sample)
    if any(look.is_picture for look in looks):
        raise _refusal(
            say("{name} is a scan: its pages are pictures without text.", name=source.name), hint
        )
    if letters == 0 and any(look.is_drawn for look in looks):
        raise _refusal(
            say("The pages of {name} hold drawings and no text.", name=source.name), hint
        )


def is_gibberish(text: str) -> bool:
    """Whether Latin letters stand for others, as where a font's encoding was left out.

    On real papers 34 to 44 of a hundred letters are vowels; of a text moved along the alphabet
    by one, 7 (measured). Part numbers have few vowels too, but also few different letters.
    """
    letters = [letter for letter in text.lower() if "a" <= letter <= "z"]
    if len(letters) < ENOUGH_LETTERS or 2 * len(letters) < sum(map(str.isalpha, text)):
        return False  # too few to tell, or most of it is in another script
    few_vowels = sum(letter in "aeiouy" for letter in letters) < VOWELS_AT_LEAST * len(letters)
    return few_vowels and len(set(letters)) >= LETTERS_OF_A_LANGUAGE


def _is_text_once_mended(source: Source) -> bool:
    """The classifier also reads the file without PDFium, and says "OCR" where it cannot."""
    from docvortex.document.pdf import PDFDocument

    with PDFDocument(mended(source)) as document:
        return bool(document.classify() == "txt")


@dataclass(frozen=True)
class _Look:
    """What is on a page."""

    is_picture: bool
    is_drawn: bool
    """There is anything at all."""


def _sample(pages: int) -> list[int]:
    """Some pages, the first and the last among them."""
    count = min(pages, SAMPLE)
    return sorted({round(i * (pages - 1) / max(1, count - 1)) for i in range(count)})


def _looks(source: Source, sample: list[int]) -> list[_Look]:
    import pypdfium2
    from docvortex.document.pdf.pdfium import pdfium_guard

    with pdfium_guard():
        document = pypdfium2.PdfDocument(source.data)
        try:
            return [_look(document[index]) for index in sample]
        finally:
            document.close()


def _look(page: Any) -> _Look:  # noqa: ANN401
    from pypdfium2 import raw

    width, height = page.get_size()
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    covered = sum(_area(picture.get_bounds()) for picture in pictures)
    return _Look(
        is_picture=covered >= PICTURE_SHARE * width * height,
        is_drawn=raw.FPDFPage_CountObjects(page.raw) > 0,
    )


def _area(bounds: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = bounds
    return max(0.0, right - left) * max(0.0, top - bottom)


def _refusal(message: Sentence, hint: Sentence) -> Refusal:
    return Refusal(FailureKind.NEEDS_OCR, message, hint)
