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
    "folder, `--recipe` says how to fetch them elsewhere. Or name a folder that has them: "
    "`headframe engine use {engine} --models FOLDER`.": GET_MODELS,
    "`headframe engine models {engine}` lists those of {folder}: `--get` fetches what is missing, "
    "`--import DIR` takes it from a folder, `--recipe` says how to fetch it elsewhere. Or name "
    "another folder: `headframe engine use {engine} --models FOLDER`.": GET_MODELS,
    "Run `headframe engine install {engine}`; or, if you have an environment with it, "
    "`headframe engine use {engine} --python PATH`.": QT_TRANSLATE_NOOP(
        "WindowHints",
        "Install {engine} in the window “Engines”, or choose a Python there that has it.",
    ),
    "Free a card, or name one with --card; --card cpu works without.": QT_TRANSLATE_NOOP(
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
}
"""By their English template."""


def own_words(sentence: Message) -> str | None:
    """The window's own version of a hint; ``None`` where it has none."""
    template = OWN.get(sentence.template)
    if template is None:
        return None
    return format_message(QCoreApplication.translate(CONTEXT, str(template)), sentence.facts)


def without_options(text: str) -> str:
    """A sentence without the options of the command that stand in brackets."""
    return OPTIONS.sub("", text)
