"""The order in which Tab goes through widgets."""

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
