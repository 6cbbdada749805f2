"""The folders of a batch: a line each, chosen, typed or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.jobs.sources.scanner import absolute
from gui.icons import Glyph, icon
from gui.table.printable import printable
from gui.theme import colours_of
from gui.widgets.file_dialog import directory_dialog

TYPING_MS = 500
"""So long after the last key, what is typed is taken."""


class _SourceRow(QWidget):
    """One folder, and a way to be rid of it."""

    changed = Signal()
    edited = Signal()
    """Something is being typed that is not taken yet."""
    gone = Signal(object)

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self.path = path
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._on_typing_timeout)
        self.text = QLineEdit()
        self.remove = QToolButton()
        self.remove.setProperty("flat", True)
        self.remove.clicked.connect(self._on_remove_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.text, 1)
        row.addWidget(self.remove)
        self.show_path(path)
        self.text.textEdited.connect(self._on_text_text_edited)
        self.text.editingFinished.connect(self._on_text_editing_finished)

    def show_path(self, path: Path | None) -> None:
        """Show this one."""
        self.path = path
        self.text.setText("" if path is None else printable(str(path)))
        self.text.setToolTip(self.text.text())
        self.text.setCursorPosition(0)

    @property
    def typing(self) -> bool:
        """What stands there is not taken yet."""
        return self._typing.isActive()

    def _on_text_text_edited(self) -> None:
        self._typing.start()
        self.edited.emit()

    def _on_typing_timeout(self) -> None:
        self._take_text()

    def _on_text_editing_finished(self) -> None:
        self._take_text()

    def _take_text(self) -> None:
        self._typing.stop()
        typed = self.text.text().strip()
        if self.path is not None and typed == printable(str(self.path)):
            self.changed.emit()
            return  # a name that cannot be shown as it is stays as it is
        self.path = absolute(Path(typed).expanduser()) if typed and "\0" not in typed else None
        self.changed.emit()

    def _on_remove_clicked(self) -> None:
        self.gone.emit(self)


class SourceFields(QWidget):
    """At least one line. A folder that was used last time is offered while there is none."""

    changed = Signal()
    edited = Signal()
    """Something is being typed: :attr:`typing`, until ``changed`` comes."""

    def __init__(self, last: str = "") -> None:
        """``last``: a folder to offer; whether it exists is not checked."""
        super().__init__()
        self._last = last
        self._lines: list[_SourceRow] = []
        self.choose = QPushButton()
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._on_choose_clicked)
        self.again = QPushButton()
        self.again.setAutoDefault(False)
        self.again.setProperty("quiet", True)
        self.again.clicked.connect(self._on_again_clicked)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.again, 1)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._column)
        column.addLayout(buttons)
        self.show_sources(())

    @property
    def sources(self) -> tuple[Path, ...]:
        """What is named, each once."""
        return tuple(dict.fromkeys(line.path for line in self._lines if line.path is not None))

    @property
    def typing(self) -> bool:
        """What stands there is not taken yet."""
        return any(line.typing for line in self._lines)

    @property
    def lines(self) -> Sequence[QLineEdit]:
        """One a folder."""
        return [line.text for line in self._lines]

    def show_sources(self, sources: Iterable[Path]) -> None:
        """Show these, without a signal."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for path in (*sources,) or (None,):
            self._put(path)
        self.retranslate()

    def add(self, paths: Iterable[Path]) -> None:
        """These, too."""
        fresh = [path for path in dict.fromkeys(paths) if path not in self.sources]
        for path in fresh:
            empty = next((line for line in self._lines if line.path is None), None)
            if empty is None:
                self._put(path)
            else:
                empty.show_path(path)
        if fresh:
            self.retranslate()
            self.changed.emit()

    def retranslate(self) -> None:
        """The language, or what there is, has changed."""
        several = len(self._lines) > 1
        for line in self._lines:
            line.text.setPlaceholderText(self.tr("Choose or drop a folder of PDFs"))
            line.text.setAccessibleName(self.tr("Folder"))
            line.remove.setVisible(several)
            line.remove.setToolTip(self.tr("Leave this folder out"))
            line.remove.setAccessibleName(self.tr("Leave this folder out"))
            line.remove.setIcon(icon(Glyph.CLOSE, colours_of(self.palette()).muted))
        some = bool(self.sources)
        self.choose.setText(self.tr("Add a folder…") if some else self.tr("Choose…"))
        self.again.setVisible(bool(self._last) and not some)
        text = self.tr("Last time: {folder}").format(folder=printable(Path(self._last).name))
        self.again.setText(text)
        self.again.setToolTip(printable(self._last))

    # Inside -------------------------------------------------------------------------------------

    def _put(self, path: Path | None) -> None:
        line = _SourceRow(path)
        line.changed.connect(self._changed)
        line.edited.connect(self.edited)
        line.gone.connect(self._on_line_gone)
        self._lines.append(line)
        self._column.addWidget(line)

    def _on_line_gone(self, line: _SourceRow) -> None:
        self._lines.remove(line)
        line.hide()
        line.deleteLater()
        self._changed()

    def _changed(self) -> None:
        self.retranslate()
        self.changed.emit()

    def _on_again_clicked(self) -> None:
        self.add([Path(self._last)])

    def _on_choose_clicked(self) -> None:
        near = str(self.sources[-1].parent) if self.sources else self._last
        dialog = directory_dialog(self, self.tr("Choose a folder"), near)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def _on_dialog_file_selected(self, folder: str) -> None:
        self.add([Path(folder)])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.retranslate()
        super().changeEvent(event)
