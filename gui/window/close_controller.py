"""The end of the window: asked once when work is going on, and what was answered is kept to."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.icons import Glyph, pixmap
from gui.notifications import NotificationCenter, Severity
from gui.theme import colours_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QMessageBox

    from gui.jobs.controller import JobController


class CloseChoice(Enum):
    """What to do with work that is going on."""

    KEEP_GOING = "keep-going"
    STOP_NOW = "stop-now"
    STAY = "stay"


class CloseController(QObject):
    """Decides when the window may go. ``exit_requested`` says: now."""

    exit_requested = Signal()

    def __init__(self, window: QWidget, work: JobController, notices: NotificationCenter) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._notices = notices
        self._box: QMessageBox | None = None
        self._buttons: dict[CloseChoice, QAbstractButton] = {}
        self._when_done = False
        work.idle.connect(self._on_work_idle)

    @property
    def question(self) -> QMessageBox | None:
        """The question, while it is open."""
        return self._box

    @property
    def waits_for_work(self) -> bool:
        """The window will go by itself when everything is done."""
        return self._when_done

    def ask(self) -> None:
        """The user wants to close the window, or quit."""
        if not self._work.busy:
            self.exit_requested.emit()
        elif self._box is None:
            self._open_question()
        else:
            self._box.raise_()
            self._box.activateWindow()

    def answer(self, answer: CloseChoice) -> None:
        """What the user said."""
        match answer:
            case CloseChoice.STOP_NOW:
                self.exit_requested.emit()
            case CloseChoice.KEEP_GOING if not self._work.busy:
                self.exit_requested.emit()  # it became done while the question stood
            case CloseChoice.KEEP_GOING:
                self._when_done = True
                self._notices.show(
                    lambda: self.tr("Headframe closes when everything is done."),
                    Severity.WARNING,
                    lambda: self.tr("Stay open"),
                    self._stay,
                )
            case CloseChoice.STAY:
                self._stay()

    def _open_question(self) -> None:
        from PySide6.QtWidgets import QMessageBox  # heavy, and not wanted before

        box = QMessageBox(self._window)
        colour = colours_of(self._window.palette()).accent
        box.setIconPixmap(pixmap(Glyph.RUNNING, colour, 32, self._window.devicePixelRatioF()))
        box.setWindowTitle(self.tr("Close Headframe"))
        box.setText(self.tr("Documents are still being converted."))
        box.setInformativeText(self.tr("Nothing is lost either way."))
        role = QMessageBox.ButtonRole
        self._buttons = {
            CloseChoice.KEEP_GOING: box.addButton(
                self.tr("Keep going until done, then close"), role.AcceptRole
            ),
            CloseChoice.STOP_NOW: box.addButton(
                self.tr("Stop now, carry on next time"), role.DestructiveRole
            ),
            CloseChoice.STAY: box.addButton(self.tr("Cancel"), role.RejectRole),
        }
        box.setEscapeButton(self._buttons[CloseChoice.STAY])
        box.finished.connect(self._on_box_finished)
        self._box = box
        box.open()

    def press(self, answer: CloseChoice) -> None:
        """Press a button of the open question, as the user would."""
        self._buttons[answer].click()

    def _on_box_finished(self) -> None:
        box, self._box = self._box, None
        if box is None:
            return
        clicked = box.clickedButton()
        chosen = next(
            (a for a, button in self._buttons.items() if button is clicked), CloseChoice.STAY
        )
        self._buttons = {}
        box.deleteLater()
        self.answer(chosen)

    def _stay(self) -> None:
        self._when_done = False

    def _on_work_idle(self) -> None:
        if self._when_done:
            self.exit_requested.emit()
        elif self._box is not None:  # the question stands, and is another one by now
            self._box.setText(self.tr("Everything is done."))
            self._box.setInformativeText("")
            self._buttons[CloseChoice.KEEP_GOING].setText(self.tr("Close"))
            self._buttons[CloseChoice.STOP_NOW].hide()
