"""The engines page in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from core.engines.registry import BEST_FIRST
from core.worker.mineru_tier import Tier
from core.worker.protocol import EngineName, Failure
from gui.cards.messages import Line
from gui.engines.looks import EngineLook, State
from gui.engines.tasks import Doing, Outcome, Task, Trouble
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
    better: list[str] = []
    for look in sorted(looks, key=lambda look: BEST_FIRST.index(look.name)):
        if look.taken:
            now = translate("Engines", "Now that is {engine}.")
            if better:
                now = translate("Engines", "Now that is {engine}; set up, but not ready: {better}.")
            return f"{text} {now.format(engine=look.name.value, better=', '.join(better))}"
        if look.chosen:
            better.append(look.name.value)
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
        case State.MODELS_INCOMPLETE:
            return Line(Glyph.INFO, "warning", translate("Engines", "Models incomplete"))
        case State.MODELS_MISSING:
            return Line(Glyph.INFO, "warning", translate("Engines", "Models missing"))
        case State.MISTOLD:
            return Line(Glyph.INFO, "warning", translate("Engines", "Setting not valid"))
        case State.BROKEN:
            return Line(Glyph.FAILED, "failed", translate("Engines", "Interpreter gone"))
        case State.UNFIT:
            return Line(Glyph.FAILED, "failed", translate("Engines", "Interpreter unfit"))


def next_step(look: EngineLook) -> str:
    """What to do here about an engine that is not ready."""
    translate = QCoreApplication.translate
    match look.state:
        case State.READY:
            return ""
        case State.MISTOLD:
            return translate(
                "Engines",
                "It comes from the environment. What is chosen below counts in its place.",
            )
        case State.MODELS_INCOMPLETE if look.name is EngineName.MINERU:
            return translate(
                "Engines",
                "Copy what is missing or damaged into {folder} from a machine that has it whole; or"
                " choose another tier or a server below, or let them be fetched.",
            ).format(folder=look.models)
        case State.MODELS_INCOMPLETE:
            return translate(
                "Engines",
                "Copy what is missing or damaged into {folder} from a machine that has it whole,"
                " or name another folder below.",
            ).format(folder=look.models)
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
        case State.MISSING | State.BROKEN | State.UNFIT if look.name is not EngineName.FLASH:
            return translate(
                "Engines", "Install it, or name the interpreter of an environment that has it."
            )
        case _ if look.chosen:
            return translate(
                "Engines",
                "Name another interpreter; or remove this one, and Headframe takes its own.",
            )
        case _:
            return translate("Engines", "Name the interpreter of an environment that has it.")


def install_tip(name: EngineName) -> str:
    """What installing it does."""
    text = QCoreApplication.translate(
        "Engines",
        "Make {engine} an environment of its own, in Headframe's folder: several GB, from the"
        " network or from a folder of wheels.",
    )
    return text.format(engine=name.value)


def use_tip(name: EngineName) -> str:
    """What naming an interpreter does."""
    text = QCoreApplication.translate(
        "Engines",
        "Name the Python of an environment of yours that has {engine}. It is asked first, and"
        " nothing in it is changed.",
    )
    return text.format(engine=name.value)


def models_tip(*, chosen: bool) -> str:
    """What naming a folder of models does, or what comes before it."""
    translate = QCoreApplication.translate
    if not chosen:
        return translate("Engines", "First the engine itself: install it, or name an interpreter.")
    return translate(
        "Engines", "Name the folder that holds its models. Each of its files is looked at first."
    )


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


def outcome_line(outcome: Outcome) -> Line:
    """Why something did not come about, and what to do here."""
    translate = QCoreApplication.translate
    if isinstance(outcome.why, Trouble):
        text = translate("Engines", "This cannot be done: {reason}.")
        return Line(Glyph.FAILED, "failed", text.format(reason=outcome.why.reason))
    line = failure_line(outcome.why)
    match outcome.task:
        case Task.PROBE:
            hint = translate(
                "Engines",
                "Nothing has changed. Name the Python of an environment in which the engine is"
                " installed: its bin/python.",
            )
            return replace(line, hint=hint)
        case Task.MODELS:
            hint = translate(
                "Engines",
                "Nothing has changed. Copy the models there from a machine that has them, or name"
                " another folder.",
            )
            return replace(line, hint=hint)
        case _:
            return line


def failure_line(failure: Failure) -> Line:
    """A failure with its own next step."""
    hint = "" if failure.hint is None else words(failure.hint)
    return Line(Glyph.FAILED, "failed", words(failure.message), hint)
