"""Where the keys go: the order of Tab, and from a button that goes to the one in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget


def chain_focus(widgets: Iterable[QWidget]) -> None:
    """Let Tab go through them in this order. They are in one window by now.

    Qt leaves the order as it is for a pair of which one takes no focus: those are passed over.
    """
    takers = [widget for widget in widgets if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
    for one, other in pairwise(takers):
        QWidget.setTabOrder(one, other)


def step_focus(window: QWidget, regions: Sequence[QWidget], *, forward: bool) -> bool:
    """Tab once, through one region after the other, as they stand in the window.

    Qt goes by when each widget was made, and half of a window is made when it is first needed.
    Within a region its order holds. False where nothing of them has the keys.
    """

    def region_of(widget: QWidget) -> int:
        holds = (place for place, one in enumerate(regions) if one.isAncestorOf(widget))
        return next(holds, len(regions))

    takers: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
            and widget.isEnabled()
            and widget.isVisible()
            and widget.window() is window
        ):
            takers.append(widget)
        widget = widget.nextInFocusChain()
    takers.sort(key=region_of)
    now = window.focusWidget()
    if now not in takers:
        return False
    target = takers[(takers.index(now) + (1 if forward else -1)) % len(takers)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    return True


def press_focused(window: QWidget) -> bool:
    """Press the button that has the keys, as Return does in a dialog. False: no button has them."""
    button = window.focusWidget()
    if not isinstance(button, QAbstractButton) or not button.isEnabled():
        return False
    instant = QToolButton.ToolButtonPopupMode.InstantPopup
    if isinstance(button, QToolButton) and button.popupMode() is instant:
        button.showMenu()
    else:
        button.click()
    return True


def show_in_its_place(shown: QWidget, hidden: QWidget) -> None:
    """Show one button where the other was; it takes the keys over, which else go to any other."""
    had_keys = hidden.window().focusWidget() is hidden
    shown.show()
    hidden.hide()
    if had_keys:
        shown.setFocus()
