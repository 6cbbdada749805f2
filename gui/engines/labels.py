"""The engines page in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QCoreApplication

from core.cards.model import CardKind
from core.engines.models.overview import MissingModels
from core.engines.registry import BEST_FIRST
from core.free_space import gigabytes
from core.jobs.execution.engine_test import EngineTestResult
from core.messages import closed_up
from core.worker.kinds import EngineName, FailureKind
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from gui.card_names import card_key_label
from gui.cards.hint_lines import Hint
from gui.engines.engine_status import EngineInfo, EngineState
from gui.engines.engine_tasks import (
    EngineTask,
    SystemErrorInfo,
    TaskEnd,
    TaskFailure,
    TaskProgress,
)
from gui.i18n import tr
from gui.icons import Glyph
from gui.labels import listed, short_engine_label


def what_it_can_do(name: EngineName) -> str:
    """In one line."""
    translate = QCoreApplication.translate
    match name:
        case EngineName.FLASH:
            return translate("Engines", "Text, OCR and tables; nothing to fetch, no card needed.")
        case EngineName.MAGIC_PDF:
            return translate(
                "Engines", "Scans, formulas and tables by neural models, on the chosen card."
            )
        case EngineName.MINERU:
            return translate("Engines", "Scans, formulas and tables by newer models.")


def automatic_text(infos: Sequence[EngineInfo]) -> str:
    """Which engine a document goes to where none is named, and why not to a better one."""
    translate = QCoreApplication.translate
    text = translate(
        "Engines",
        "Unless an engine is chosen in the settings, documents go to the best one available.",
    )
    better: list[str] = []
    for info in sorted(infos, key=lambda info: BEST_FIRST.index(info.name)):
        if info.taken:
            now = _now_text(info.state).format(engine=short_engine_label(info.name))
            text = f"{text} {now}"
            if better:
                but = translate("Engines", "Installed, but not ready: {better}.")
                text = f"{text} {but.format(better=listed(better))}"
            return closed_up(text)
        if info.chosen:
            better.append(short_engine_label(info.name))
    return text


def _now_text(state: EngineState) -> str:
    """What is taken is told by files alone, and need not have been seen to work."""
    translate = QCoreApplication.translate
    match state:
        case EngineState.READY:
            return translate("Engines", "At present that is {engine}.")
        case EngineState.UNTESTED:
            return translate(
                "Engines", "At present that is {engine}, which has not been tested here yet."
            )
        case _:
            return translate(
                "Engines", "At present that is {engine}, which does not work as it is set up now."
            )


def kind_label(kind: CardKind) -> str:
    """A kind of card, as a person calls it."""
    match kind:
        case CardKind.NPU:
            return "NPU"
        case CardKind.CUDA:
            return "CUDA"
        case CardKind.CPU:
            return QCoreApplication.translate("Engines", "processor")


LACKING_MODELS = frozenset({EngineState.MODELS_INCOMPLETE, EngineState.MODELS_MISSING})


def state_line(info: EngineInfo | None) -> Hint:
    """Icon, colour and word of an engine's state."""
    translate = QCoreApplication.translate
    if info is None:
        return Hint(Glyph.WAITING, "muted", translate("Engines", "Looking…"))
    line = engine_state_line(info.state, info.ready_on)
    if info.missing is None or info.state not in LACKING_MODELS:
        return line
    return replace(line, text=line.text + _how_many(info.missing))


def engine_state_line(state: EngineState, ready_on: Sequence[CardKind]) -> Hint:
    """The same, of an engine on any machine."""
    translate = QCoreApplication.translate
    match state:
        case EngineState.READY:
            kinds = listed(kind_label(kind) for kind in ready_on)
            ready = translate("Engines", "Ready on {kinds}").format(kinds=kinds)
            return Hint(Glyph.DONE, "done", ready if kinds else translate("Engines", "Ready"))
        case EngineState.UNTESTED:
            return Hint(Glyph.INFO, "warning", translate("Engines", "Not tested yet"))
        case EngineState.FAILED:
            return Hint(Glyph.FAILED, "failed", translate("Engines", "Does not work here"))
        case EngineState.MISSING:
            return Hint(Glyph.SKIPPED, "muted", translate("Engines", "Not installed"))
        case EngineState.INSTALLING:
            return installing_line()
        case EngineState.MODELS_INCOMPLETE:
            return Hint(Glyph.INFO, "warning", translate("Engines", "Models incomplete"))
        case EngineState.MODELS_MISSING:
            return Hint(Glyph.INFO, "warning", translate("Engines", "Models missing"))
        case EngineState.MISTOLD:
            return Hint(Glyph.INFO, "warning", translate("Engines", "Setting not valid"))
        case EngineState.BROKEN:
            return Hint(Glyph.FAILED, "failed", translate("Engines", "Interpreter gone"))
        case EngineState.UNFIT:
            return Hint(Glyph.FAILED, "failed", translate("Engines", "Interpreter unfit"))


def _how_many(missing: MissingModels) -> str:
    text = QCoreApplication.translate("Engines", ": {files} of {all}")
    text = text.format(files=missing.files, all=missing.all_files)
    return text if missing.bytes is None else f"{text}, {gigabytes(missing.bytes)}"


def installing_line() -> Hint:
    """Icon, colour and word of an engine that is being installed."""
    return Hint(Glyph.RUNNING, "accent", QCoreApplication.translate("Engines", "Installing…"))


def next_step(info: EngineInfo) -> str:
    """What to do here about an engine that is not ready."""
    translate = QCoreApplication.translate
    match info.state:
        case EngineState.READY:
            return ""
        case EngineState.INSTALLING:
            return translate("Engines", "By another program: it can be used when that has ended.")
        case EngineState.UNTESTED | EngineState.FAILED:
            return translate("Engines", "Test it on a card: a page that comes with Headframe.")
        case EngineState.MISTOLD:
            return translate(
                "Engines",
                "It comes from the environment. A choice below overrides it.",
            )
        case EngineState.MODELS_INCOMPLETE if info.name is EngineName.MINERU:
            return translate(
                "Engines",
                "Get what is missing or damaged in {folder}, or import it; or choose another tier"
                " or a server below.",
            ).format(folder=info.models)
        case EngineState.MODELS_INCOMPLETE:
            return translate(
                "Engines",
                "Get what is missing or damaged in {folder}, or import it from a folder or an"
                " archive.",
            ).format(folder=info.models)
        case EngineState.MODELS_MISSING if info.name is EngineName.MINERU:
            return translate(
                "Engines",
                "Get the models, or import them from a folder or archive; or choose another tier.",
            )
        case EngineState.MODELS_MISSING:
            return translate(
                "Engines",
                "Get the models, or import them from a folder or archive.",
            )
        case EngineState.MISSING | EngineState.BROKEN | EngineState.UNFIT if (
            info.name is not EngineName.FLASH
        ):
            return translate("Engines", "Install it, or choose an existing Python that has it.")
        case _ if info.chosen:
            return translate(
                "Engines",
                "Choose another Python; or remove this one, and Headframe takes its own.",
            )
        case _:
            return translate("Engines", "Choose an existing Python that has it.")


class NextButton(Enum):
    """What a row offers that leads an engine on to being ready."""

    INSTALL = "install"
    MODELS = "models"
    TEST = "test"


def next_button(info: EngineInfo) -> NextButton | None:
    """Of an engine that is being set up; ``None``: it is ready, or its setup was never started."""
    match info.state:
        case EngineState.MODELS_MISSING | EngineState.MODELS_INCOMPLETE:
            return NextButton.MODELS
        case EngineState.UNTESTED | EngineState.FAILED:
            return NextButton.TEST
        case EngineState.BROKEN | EngineState.UNFIT:
            return NextButton.INSTALL
        case EngineState.MISSING if info.name is EngineName.MINERU:
            return NextButton.INSTALL
        case _:
            return None


def install_tip(name: EngineName, *, waits: bool) -> str:
    """What installing it does; ``waits``: why it cannot be begun now."""
    if waits:
        return QCoreApplication.translate(
            "Engines", "Another engine is being installed. One at a time."
        )
    text = QCoreApplication.translate(
        "Engines",
        "Make {engine} an environment of its own, in Headframe's folder: several GB, from the"
        " network or from a folder of wheels.",
    )
    return text.format(engine=short_engine_label(name))


def use_tip(name: EngineName) -> str:
    """What naming an interpreter does."""
    text = QCoreApplication.translate(
        "Engines",
        "Choose a Python that has {engine} installed. It is checked first, and nothing in it "
        "is changed.",
    )
    return text.format(engine=short_engine_label(name))


def models_tip(*, chosen: bool) -> str:
    """What naming a folder of models does, or what comes before it."""
    translate = QCoreApplication.translate
    if not chosen:
        return translate("Engines", "Install the engine first, or choose a Python that has it.")
    return translate(
        "Engines", "What is missing and how large it is; fetch it, import it, or choose its folder."
    )


def tier_text(tier: Tier) -> str:
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


def doing_text(doing: TaskProgress) -> str:
    """What goes on."""
    translate = QCoreApplication.translate
    if doing.cancelling:
        return translate("Engines", "Cancelling…")
    match doing.task:
        case EngineTask.INSTALL:
            if doing.sentence is not None:
                return tr(doing.sentence)
            return translate("Engines", "Preparing the installation…")
        case EngineTask.PROBE:
            return translate("Engines", "Asking the interpreter what it has…")
        case EngineTask.MODELS:
            return translate("Engines", "Checking models…")
        case EngineTask.GET_MODELS:
            if doing.sentence is not None:
                return tr(doing.sentence)
            return translate("Engines", "Checking models…")
        case EngineTask.TEST:
            return translate("Engines", "Converting the test page; models are loaded first…")
        case EngineTask.OPTIONS:
            return translate("Engines", "Keeping the choice…")
        case EngineTask.REMOVE:
            return translate("Engines", "Removing it…")


def task_line(name: EngineName, doing: TaskProgress) -> str:
    """What goes on, for a place where little fits."""
    translate = QCoreApplication.translate
    if doing.cancelling:
        return translate("Engines", "{engine}: cancelling…").format(engine=short_engine_label(name))
    match doing.task:
        case EngineTask.INSTALL:
            text = translate("Engines", "Installing {engine}")
        case EngineTask.GET_MODELS:
            text = translate("Engines", "Getting models for {engine}")
        case EngineTask.TEST:
            text = translate("Engines", "Testing {engine}")
        case _:
            return ""
    text = text.format(engine=short_engine_label(name))
    return text if not doing.fraction else f"{text} · {int(100 * doing.fraction)} %"


def end_line(end: TaskEnd) -> Hint | None:
    """What came of something, where its page is closed; ``None``: nothing to tell."""
    translate = QCoreApplication.translate
    if isinstance(end.why, Failure) and end.why.kind is FailureKind.CANCELLED:
        return None
    if end.why is not None:
        line = outcome_line(TaskFailure(end.task, end.why))
        return replace(line, text=f"{short_engine_label(end.name)}: {line.text}")
    match end.task:
        case EngineTask.INSTALL:
            text = translate("Engines", "{engine} is installed. Next: its models.")
        case EngineTask.GET_MODELS:
            text = translate("Engines", "The models for {engine} are here. Next: a test page.")
        case EngineTask.TEST:
            text = translate("Engines", "{engine} has read the test page: it is ready.")
        case _:
            return None
    return Hint(Glyph.DONE, "done", text.format(engine=short_engine_label(end.name)))


def report_line(report: EngineTestResult) -> Hint:
    """What a test page that was read has shown."""
    translate = QCoreApplication.translate
    text = translate(
        "Engines",
        "The test page was read. {card}, process {pid}: {seconds} s to start, {page} s to read.",
    ).format(
        card=card_key_label(report.card or ""),
        pid=report.pid,
        seconds=round(report.start_s or 0),
        page=round(report.page_s or 0, 1),
    )
    return Hint(Glyph.DONE, "done", text)


def outcome_line(outcome: TaskFailure) -> Hint:
    """Why something did not come about, and what to do here."""
    translate = QCoreApplication.translate
    if isinstance(outcome.why, SystemErrorInfo):
        text = translate("Engines", "This cannot be done: {reason}.")
        return Hint(Glyph.FAILED, "failed", text.format(reason=outcome.why.reason))
    line = failure_line(outcome.why)
    match outcome.task:
        case EngineTask.PROBE:
            hint = translate(
                "Engines",
                "Nothing has changed. Choose the Python of an environment in which the engine "
                "is installed: its bin/python.",
            )
            return replace(line, hint=hint)
        case EngineTask.MODELS:
            hint = translate(
                "Engines",
                "Nothing has changed. Copy the models there from a machine that has them, or"
                " choose another folder.",
            )
            return replace(line, hint=hint)
        case _:
            return line


def failure_line(failure: Failure) -> Hint:
    """A failure with its own next step."""
    hint = "" if failure.hint is None else tr(failure.hint)
    return Hint(Glyph.FAILED, "failed", tr(failure.message), hint)
