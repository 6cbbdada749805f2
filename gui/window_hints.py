"""Hints of `core` that name options of the command, as the window says them.

The command and its JSON keep theirs. What has no entry here is shown as it is, without options
in brackets.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.messages import Message, format_message

CONTEXT = "WindowHints"
OPTIONS = re.compile(r"\s?[(（](?:`?--[a-z]|`headframe )[^()（）]*[)）]")
"""In brackets, of either script: ``(--ocr auto)``."""
GET_MODELS = QT_TRANSLATE_NOOP(
    "WindowHints", "Get the models in the window “Engines”, or import them there from a folder."
)
OTHER_PYTHON = QT_TRANSLATE_NOOP("WindowHints", "Choose another Python in the window “Engines”.")
OTHER_SOURCE = QT_TRANSLATE_NOOP("WindowHints", "Choose another source or a mirror, and try again.")
INSTALL_AGAIN = QT_TRANSLATE_NOOP("WindowHints", "Install it again in the window “Engines”.")
OWN: dict[str, object] = {
    "`headframe engine models {engine} --get` fetches them, `--import DIR` takes them from a "
    "folder, `--recipe` says how to fetch them elsewhere. Or choose a folder that has them: "
    "`headframe engine use {engine} --models FOLDER`.": GET_MODELS,
    "`headframe engine models {engine}` lists those of {folder}: `--get` fetches what is missing, "
    "`--import DIR` takes it from a folder, `--recipe` says how to fetch it elsewhere. Or choose "
    "another folder: `headframe engine use {engine} --models FOLDER`.": GET_MODELS,
    "Run `headframe engine install {engine}`; or, if you have an environment with it, "
    "`headframe engine use {engine} --python PATH`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install {engine} in the window “Engines”, or choose a Python there that has it.",
    ),
    "Free a card, or choose one with --card; --card cpu works without.": QT_TRANSLATE_NOOP(
        "WindowHints", "Free a card, or choose another one; the processor works without."
    ),
    "Choose the Python of an environment in which the engine is installed: `headframe engine "
    "use {engine} --python PATH`.": QT_TRANSLATE_NOOP(
        "WindowHints", "Choose the Python of an environment in which the engine is installed."
    ),
    "`headframe engine install {engine}` makes a new environment; `headframe doctor` checks this "
    "one.": INSTALL_AGAIN,
    "Reinstall them: `headframe engine install {engine}`.": INSTALL_AGAIN,
    "Reinstall it: `headframe engine install magic-pdf`.": INSTALL_AGAIN,
    "Reinstall it: `headframe engine install mineru`.": INSTALL_AGAIN,
    "Choose another: `headframe engine use {engine} --python PATH`.": OTHER_PYTHON,
    "Choose one that works: `headframe engine use {engine} --python PATH`.": OTHER_PYTHON,
    "Try the other hub: --from huggingface, or a mirror: --from URL.": OTHER_SOURCE,
    "Try the other hub: --from modelscope, or a mirror: --from URL.": OTHER_SOURCE,
    "Pick another card: `headframe cards` lists them.": QT_TRANSLATE_NOOP(
        "WindowHints", "Choose another card in the list of cards."
    ),
    "Copy it again, or unpack it and choose the folder: --import DIR.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Copy it again, or unpack it and import the folder.",
    ),
    "Go back to Headframe's own with `headframe engine remove flash`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Remove the chosen Python in the window “Engines”: Headframe then takes its own.",
    ),
    "If it requires an account, set HF_TOKEN or MODELSCOPE_API_TOKEN; else try the other hub, or a "
    "mirror: --from URL.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "If it requires an account, set HF_TOKEN or MODELSCOPE_API_TOKEN; else choose another "
        "source or a mirror.",
    ),
    "Install Headframe with its extra `flash`, or choose a Python that has docvortex: "
    "`headframe engine use flash --python PATH`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install Headframe with its extra `flash`, or choose a Python in the window “Engines” "
        "that has docvortex.",
    ),
    "Install Headframe with its extra `flash`, or run `headframe "
    "engine use flash --python PATH`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install Headframe with its extra `flash`, or choose a Python in the window “Engines” "
        "that has docvortex.",
    ),
    "Its models may be of another version: `headframe engine models {engine} --verify` looks at "
    "them.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Its models may be of another version: get them again in the window “Engines”.",
    ),
    "Make it again with `headframe engine install {engine}`, or choose another: `headframe engine"
    " use {engine} --python PATH`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install it again in the window “Engines”, or choose another Python there.",
    ),
    "Make room, or put the models elsewhere: --folder DIR.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Make room, or fetch the models into another folder.",
    ),
    "Choose a server that runs it: `headframe engine use mineru --vlm-url URL`; or a tier that does"
    " without: `--tier basic`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Enter the address of a server that runs it in the window “Engines”, or choose another "
        "tier there.",
    ),
    "PDFs in {folder}: {count}, all of them hidden: their names, or their folders', begin with a "
    "dot or ~$, or are those of a recycle bin. `--hidden` takes them, too.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "PDFs in {folder}: {count}, all of them hidden: their names, or their folders', begin "
        "with a dot or ~$, or are those of a recycle bin. “Which files” can take them, too.",
    ),
    "PDFs in {folder}: {count}. --include, --exclude, --max-depth leave out all of them. "
    "`--dry-run` shows what other patterns would take.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "PDFs in {folder}: {count}. What “Which files” says leaves out all of them.",
    ),
    "Pick another card, or stop what runs on this one: "
    "`headframe cards` lists it.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Choose another card, or stop what runs on this one: the list of cards shows it.",
    ),
    "Put the models into a folder that you may write to: --folder DIR.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Fetch the models into a folder that you may write to.",
    ),
    "Run `headframe engine install {engine}` first; or take the models from a folder: `headframe "
    "engine models {engine} --import DIR`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install the engine first, or import the models from a folder.",
    ),
    "Set HTTPS_PROXY if there is a proxy, or choose a mirror: --from URL. Without a network: "
    "--recipe says how to fetch the models elsewhere, --import takes them.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Set HTTPS_PROXY if there is a proxy, or choose a mirror. Without a network, “Other ways”"
        " imports the models, or copies the commands that fetch them elsewhere.",
    ),
    "Take the models from a machine that has them: --import DIR; "
    "or another hub.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Import the models from a machine that has them, or choose another source.",
    ),
    "Try again: it goes on with this file. If it happens again, a mirror or a proxy changes it: "
    "try the other hub, --from modelscope.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Try again: it goes on with this file. If it happens again, a mirror or a proxy changes "
        "it: choose another source.",
    ),
    "Unset it, or take the models from a folder: --import DIR.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Unset it, or import the models from a folder.",
    ),
    "`headframe cards` says what the driver reports about it; "
    "choose another card.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "The list of cards says what the driver reports about it; choose another card.",
    ),
    "`headframe cards` says what to do about it; `--card cpu` "
    "works without a card.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "The list of cards says what to do about it; the processor works without a card.",
    ),
    "`headframe engine models {engine} --recipe` says how to "
    "fetch and pack them.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "“Other ways” copies the commands that fetch and pack them.",
    ),
    "Install one with your system's packages, or choose one with --python PATH.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install one with your system's packages.",
    ),
    "Cards of this machine: {keys}.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Choose another card in the list of cards.",
    ),
    "Look with `headframe cards` which cards are there, and pick again.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Choose another card in the list of cards.",
    ),
    "Look with `headframe cards` which ids the cards have here, "
    "and report this.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "See in the list of cards which ids the cards have here, and report this.",
    ),
    "See its health with `headframe cards`, and the kernel's log with `dmesg`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "See its health in the list of cards, and the kernel's log with `dmesg`.",
    ),
    "Check the card with `headframe cards`, and the driver with "
    "`headframe doctor`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Check the card in the list of cards, and the driver with `headframe doctor`.",
    ),
    "Free a card, or choose some with --card; HOST/cpu works without one.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Free a card, or choose another one; the processor works without.",
    ),
    "Start it through Headframe, which hides other cards from it, or install a torch for the CPU "
    "alone: `headframe engine install NAME --device npu --wheels DIR`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Start it through Headframe, which hides other cards from it, or install a torch for the "
        "CPU alone.",
    ),
    "`headframe engine install NAME --device npu` makes an environment whose packages fit; in one"
    " of your own, `python -m pip install torch==2.7.1 "
    "torch_npu==2.7.1` for example.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install the engine again in the window “Engines”: its packages then fit; in an "
        "environment of your own, `python -m pip install torch==2.7.1 torch_npu==2.7.1` for "
        "example.",
    ),
    "Start one (`ray start --head`), join one (`ray start --address HEAD:6379`), or choose one: "
    "--cluster HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Start one (`ray start --head`), join one (`ray start --address HEAD:6379`), or enter the"
        " address of one: HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere.",
    ),
}
"""By their English template."""


def own_text(sentence: Message) -> str | None:
    """The window's own version of a hint; ``None`` where it has none."""
    template = OWN.get(sentence.template)
    if template is None:
        return None
    return format_message(QCoreApplication.translate(CONTEXT, str(template)), sentence.facts)


def without_options(text: str) -> str:
    """A sentence without the options of the command that stand in brackets."""
    return OPTIONS.sub("", text)
