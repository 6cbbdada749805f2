"""The end of the window: asked once when work is going on, and what was answered is kept to."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from gui.icons import Glyph, pixmap
from gui.notices import Level, Notices
from gui.theme import colours_of
from gui.work.work import Work


class Answer(Enum):
    """What to do with work that is going on."""

    KEEP_GOING = "keep-going"
    STOP_NOW = "stop-now"
    STAY = "stay"


class Closing(QObject):
    """Decides when the window may go. ``exit_wanted`` says: now."""

    exit_wanted = Signal()

    def __init__(self, window: QWidget, work: Work, notices: Notices) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._notices = notices
        self._box: QMessageBox | None = None
        self._buttons: dict[Answer, QAbstractButton] = {}
        self._when_done = False
        work.idle.connect(self._work_is_done)

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
            self.exit_wanted.emit()
        elif self._box is None:
            self._open_question()
        else:
            self._box.raise_()
            self._box.activateWindow()

    def answer(self, answer: Answer) -> None:
        """What the user said."""
        match answer:
            case Answer.STOP_NOW:
                self.exit_wanted.emit()
            case Answer.KEEP_GOING if not self._work.busy:
                self.exit_wanted.emit()  # it became done while the question stood
            case Answer.KEEP_GOING:
                self._when_done = True
                self._notices.show(
                    self.tr("Headframe closes when everything is done."),
                    Level.WARNING,
                    self.tr("Stay open"),
                    self._stay,
                )
            case Answer.STAY:
                self._stay()

    def _open_question(self) -> None:
        box = QMessageBox(self._window)
        colour = colours_of(self._window.palette()).accent
        box.setIconPixmap(pixmap(Glyph.RUNNING, colour, 32, self._window.devicePixelRatioF()))
        box.setWindowTitle(self.tr("Close Headframe"))
        box.setText(self.tr("Documents are still being converted."))
        box.setInformativeText(self.tr("Nothing is lost either way."))
        role = QMessageBox.ButtonRole
        self._buttons = {
            Answer.KEEP_GOING: box.addButton(
                self.tr("Keep going until done, then close"), role.AcceptRole
            ),
            Answer.STOP_NOW: box.addButton(
                self.tr("Stop now, carry on next time"), role.DestructiveRole
            ),
            Answer.STAY: box.addButton(self.tr("Stay"), role.RejectRole),
        }
        box.setEscapeButton(self._buttons[Answer.STAY])
        box.finished.connect(self._answered)
        self._box = box
        box.open()

    def press(self, answer: Answer) -> None:
        """Press a button of the open question, as the user would."""
        self._buttons[answer].click()

    def _answered(self) -> None:
        box, self._box = self._box, None
        if box is None:
            return
        clicked = box.clickedButton()
        chosen = next((a for a, button in self._buttons.items() if button is clicked), Answer.STAY)
        self._buttons = {}
        box.deleteLater()
        self.answer(chosen)

    def _stay(self) -> None:
        self._when_done = False

    def _work_is_done(self) -> None:
        if self._when_done:
            self.exit_wanted.emit()
