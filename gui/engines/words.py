"""The engines page in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.engines.passed_over import PassedOver
from core.engines.registry import BEST_FIRST
from core.worker.mineru_tier import Tier
from core.worker.protocol import EngineName, Failure
from gui.cards.messages import Line
from gui.engines.desk import Doing, Task, Trouble
from gui.engines.looks import EngineLook, State
from gui.i18n import words
from gui.icons import Glyph


def what_it_can_do(name: EngineName) -> str:
    """In one line."""
    translate = QCoreApplication.translate
    match name:
        case EngineName.FLASH:
            return translate(
                "Engines", "Text that a PDF holds itself: quick, no models, no card needed."
            )
        case EngineName.MAGIC_PDF:
            return translate(
                "Engines", "Scans, formulas and tables by neural models, on the chosen card."
            )
        case EngineName.MINERU:
            return translate("Engines", "MinerU 4: scans, formulas and tables by its newer models.")


def automatic_words(looks: Sequence[EngineLook]) -> str:
    """Which engine a document goes to where none is named, and why not to a better one."""
    translate = QCoreApplication.translate
    text = translate(
        "Engines",
        "An engine reads PDFs. Where the settings name none, a document goes to the best one that"
        " is ready.",
    )
    better: list[EngineLook] = []
    for look in sorted(looks, key=lambda look: BEST_FIRST.index(look.name)):
        if look.failure is None:
            now = translate("Engines", "Now that is {engine}.").format(engine=look.name.value)
            over = [PassedOver(look.name, one.name, one.failure) for one in better if one.failure]
            why = " ".join(words(one.sentences[0]) for one in over)
            return f"{text} {why or now}"
        if look.chosen:
            better.append(look)
    return text


def state_line(look: EngineLook | None) -> Line:
    """Icon, colour and word of an engine's state."""
    translate = QCoreApplication.translate
    if look is None:
        return Line(Glyph.WAITING, "muted", translate("Engines", "Looking…"))
    match look.state:
        case State.READY:
            return Line(Glyph.DONE, "done", translate("Engines", "Ready"))
        case State.MISSING:
            return Line(Glyph.SKIPPED, "muted", translate("Engines", "Not installed"))
        case State.MODELS_MISSING:
            return Line(Glyph.INFO, "warning", translate("Engines", "Models missing"))
        case State.BROKEN:
            return Line(Glyph.FAILED, "failed", translate("Engines", "Interpreter gone"))


def next_step(look: EngineLook) -> str:
    """What to do here about an engine that is not ready."""
    translate = QCoreApplication.translate
    match look.state:
        case State.READY:
            return ""
        case State.MODELS_MISSING if look.name is EngineName.MINERU:
            return translate(
                "Engines",
                "Copy the models from a machine that has them, then name their folder below; or"
                " choose another tier, or let them be fetched.",
            )
        case State.MODELS_MISSING:
            return translate(
                "Engines",
                "Copy the models from a machine that has them, then name their folder below.",
            )
        case State.MISSING | State.BROKEN if look.name is not EngineName.FLASH:
            return translate(
                "Engines", "Install it, or name the interpreter of an environment that has it."
            )
        case _:
            return translate("Engines", "Name the interpreter of an environment that has it.")


def tier_words(tier: Tier) -> str:
    """A tier of MinerU in one line."""
    translate = QCoreApplication.translate
    match tier:
        case Tier.FLASH:
            return translate("Engines", "flash: text that the PDF holds itself, no models")
        case Tier.BASIC:
            return translate("Engines", "basic: small models for layout, OCR, formulas, tables")
        case Tier.STANDARD:
            return translate("Engines", "standard: those, and the vision-language model")
        case Tier.ADVANCED:
            return translate("Engines", "advanced: the vision-language model finds layout, too")


def doing_words(doing: Doing) -> str:
    """What goes on."""
    translate = QCoreApplication.translate
    match doing.task:
        case Task.INSTALL:
            if doing.sentence is not None:
                return words(doing.sentence)
            return translate("Engines", "Looking for a Python to install it with…")
        case Task.PROBE:
            return translate("Engines", "Asking the interpreter what it has…")
        case Task.MODELS:
            return translate("Engines", "Looking through the models…")
        case Task.OPTIONS:
            return translate("Engines", "Keeping the choice…")
        case Task.REMOVE:
            return translate("Engines", "Removing it…")


def outcome_line(outcome: Failure | Trouble) -> Line:
    """Why something did not come about."""
    if isinstance(outcome, Trouble):
        text = QCoreApplication.translate("Engines", "This cannot be done: {reason}.")
        return Line(Glyph.FAILED, "failed", text.format(reason=outcome.reason))
    return failure_line(outcome)


def failure_line(failure: Failure) -> Line:
    """A failure with its own next step."""
    hint = "" if failure.hint is None else words(failure.hint)
    return Line(Glyph.FAILED, "failed", words(failure.message), hint)
