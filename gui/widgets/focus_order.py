"""Where the keys go: the order of Tab, and from a button that goes to the one in its place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain_focus(widgets: Iterable[QWidget]) -> None:
    """Let Tab go through them in this order. They are in one window by now.

    Qt leaves the order as it is for a pair of which one takes no focus: those are passed over.
    """
    takers = [widget for widget in widgets if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
    for one, other in pairwise(takers):
        QWidget.setTabOrder(one, other)


def show_in_its_place(shown: QWidget, hidden: QWidget) -> None:
    """Show one button where the other was; it takes the keys over, which else go to any other."""
    had_keys = hidden.window().focusWidget() is hidden
    shown.show()
    hidden.hide()
    if had_keys:
        shown.setFocus()
