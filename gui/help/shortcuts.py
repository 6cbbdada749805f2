"""Every key that does something, with what it does: from the menus, and from the widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.reading.shortcuts import ReadingShortcut
from gui.widgets.mnemonics import without_mnemonic

NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line of the sheet."""

    what: str
    keys: str
    """As the desktop writes them; several are separated by commas."""


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """What belongs together: a menu, or a part of the window."""

    title: str
    shortcuts: tuple[Shortcut, ...]


def all_shortcuts(menus: QMenuBar) -> list[ShortcutGroup]:
    """Those of the menus as they are now, then those of the parts of the window."""
    return [
        *(
            ShortcutGroup(without_mnemonic(action.text()), found)
            for action in menus.actions()
            if (found := tuple(_of_menu(action)))
        ),
        *_of_parts(),
    ]


def _of_menu(action: QAction, above: str = "") -> Iterator[Shortcut]:
    """``above``: the name of the menu in a menu that it is in."""
    menu: object = action.menu()
    if not isinstance(menu, QMenu):
        if action.shortcuts():
            # Each name once: Return and Enter are one word in Chinese.
            names = dict.fromkeys(keys.toString(NATIVE) for keys in action.shortcuts())
            yield Shortcut(above + without_mnemonic(action.text()), ", ".join(names))
        return
    for child in menu.actions():
        inner: object = child.menu()
        name = f"{without_mnemonic(child.text())} · " if isinstance(inner, QMenu) else above
        yield from _of_menu(child, name)


def _of_parts() -> Iterator[ShortcutGroup]:
    translate = QCoreApplication.translate
    for title, pairs in (
        (translate("ShortcutSheet", "List of documents"), list_keys()),
        (
            translate("ShortcutSheet", "Reading"),
            (
                *((what.keys.toString(), word) for what, word in _reading_text().items()),
                ("Esc", translate("ShortcutSheet", "Back to the list of documents")),
            ),
        ),
        (translate("ShortcutSheet", "Pages of the PDF"), page_keys()),
        (translate("ShortcutSheet", "Choosing cards"), card_keys()),
    ):
        found = (Shortcut(word, QKeySequence(keys).toString(NATIVE)) for keys, word in pairs)
        yield ShortcutGroup(title, tuple(found))


def _reading_text() -> dict[ReadingShortcut, str]:
    translate = QCoreApplication.translate
    return {
        ReadingShortcut.FIND: translate("ShortcutSheet", "Find in the result"),
        ReadingShortcut.FIND_NEXT: translate("ShortcutSheet", "Next match"),
        ReadingShortcut.FIND_PREVIOUS: translate("ShortcutSheet", "Previous match"),
        ReadingShortcut.NEXT_DOUBT: translate("ShortcutSheet", "Next doubtful place"),
        ReadingShortcut.PREVIOUS_DOUBT: translate("ShortcutSheet", "Previous doubtful place"),
        ReadingShortcut.NEXT_UNIT: translate("ShortcutSheet", "Next block"),
        ReadingShortcut.PREVIOUS_UNIT: translate("ShortcutSheet", "Previous block"),
        ReadingShortcut.SAVE: translate("ShortcutSheet", "Save changes to the Markdown"),
    }


def list_keys() -> tuple[tuple[str, str], ...]:
    """Keys that `gui.table.view` itself answers to, with what they do."""
    translate = QCoreApplication.translate
    return (
        ("Alt+Up", translate("ShortcutSheet", "Move waiting documents up")),
        ("Alt+Down", translate("ShortcutSheet", "Move waiting documents down")),
        ("End", translate("ShortcutSheet", "Last document")),
        ("Home", translate("ShortcutSheet", "First document")),
        ("Esc", translate("ShortcutSheet", "Select nothing")),
    )


def page_keys() -> tuple[tuple[str, str], ...]:
    """Keys of `gui.reading.pdf.scroll_area`."""
    translate = QCoreApplication.translate
    return (
        ("Home", translate("ShortcutSheet", "First page")),
        ("End", translate("ShortcutSheet", "Last page")),
        ("Left", translate("ShortcutSheet", "Previous page")),
        ("Right", translate("ShortcutSheet", "Next page")),
        ("Space", translate("ShortcutSheet", "Scroll down")),
        ("Ctrl++", translate("ShortcutSheet", "Zoom in")),
        ("Ctrl+-", translate("ShortcutSheet", "Zoom out")),
        ("Ctrl+0", translate("ShortcutSheet", "Fit width")),
        ("Ctrl+C", translate("ShortcutSheet", "Copy the selected text")),
        ("Ctrl+A", translate("ShortcutSheet", "Select the text of the page")),
    )


def card_keys() -> tuple[tuple[str, str], ...]:
    """Keys of `gui.cards.view`."""
    translate = QCoreApplication.translate
    return (
        ("Space", translate("ShortcutSheet", "Tick or untick the card")),
        ("Return", translate("ShortcutSheet", "Use the ticked cards")),
        ("Menu", translate("ShortcutSheet", "Menu of the card")),
    )
