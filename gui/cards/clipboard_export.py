"""What can be taken along: texts for the chosen cards, and the allocation sheet of all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.cards.allocation_report import AllocationReport, allocation_report
from core.cards.command_snippets import docker_line, environment_line, magic_pdf_fragment
from core.cards.model import Card
from core.cards.pinning import CannotPinError
from gui.background.task import begin
from gui.cards.cards_state import CardsState
from gui.cards.labels import names_of
from gui.i18n import os_error_text, tr
from gui.widgets.file_dialog import save_file_dialog

FORMATS = ("Markdown (*.md)", "JSON (*.json)")


class ClipboardExport(QObject):
    """Fills menus, puts texts on the clipboard, writes sheets."""

    said = Signal(str, bool)
    """What was done; whether it went well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._board = CardsState()

    def fill_recipes(self, menu: QMenu, cards: Sequence[Card]) -> None:
        """Texts that lead a program to these cards; one that cannot be made says why."""
        recipes: tuple[tuple[str, Callable[[Sequence[Card]], str]], ...] = (
            (self.tr("Line for a shell"), environment_line),
            (self.tr("Piece of magic-pdf.json"), magic_pdf_fragment),
            (self.tr("docker run with these cards"), docker_line),
        )
        menu.setToolTipsVisible(True)
        for name, make in recipes:
            action = menu.addAction(name)
            try:
                text = make(cards)
            except CannotPinError as error:
                action.setEnabled(False)
                action.setToolTip(tr(error.sentence))
                continue
            action.setToolTip(text)
            said = self.tr("{what}, for {cards}: copied.")
            action.setData((text, said.format(what=name, cards=names_of(cards))))

    def copy(self, text: str, said: str) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.said.emit(said, True)

    def copy_sheet(self, board: CardsState) -> None:
        """The allocation sheet as Markdown, to paste."""
        sheet = _sheet(board)
        if sheet is not None:
            self.copy(sheet.to_markdown(), self.tr("The allocation sheet is copied."))

    def ask_and_save_sheet(self, board: CardsState) -> None:
        """Ask where, then write it there; the ending decides on the form."""
        self._board = board
        dialog = save_file_dialog(self._window, self.tr("Save the allocation sheet"))
        dialog.setNameFilters(list(FORMATS))
        dialog.setDefaultSuffix("md")
        dialog.selectFile("cards.md")
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def write_sheet(self, board: CardsState, path: Path) -> None:
        """Write the sheet beside the GUI thread: ``.json`` as JSON, everything else as Markdown."""
        sheet = _sheet(board)
        if sheet is None:
            return
        as_json = path.suffix.casefold() == ".json"
        text = json.dumps(sheet.to_json(), indent=2) + "\n" if as_json else sheet.to_markdown()

        def write() -> Path:
            path.write_text(text, encoding="utf-8")
            return path

        begin(write, self._written, self)

    def _on_dialog_file_selected(self, name: str) -> None:
        self.write_sheet(self._board, Path(name))

    def _written(self, answer: object) -> None:
        match answer:
            case Path():
                self.said.emit(self.tr("Saved: {file}").format(file=answer), True)
            case OSError():
                why = os_error_text(answer)
                self.said.emit(
                    self.tr("{file} cannot be written: {why}.").format(
                        file=answer.filename, why=why
                    ),
                    False,
                )

    def copy_recipe(self, action: QAction) -> None:
        """What a menu's action stands for; connect it to the menu's ``triggered``."""
        match action.data():
            case (str() as text, str() as said):
                self.copy(text, said)


def _sheet(board: CardsState) -> AllocationReport | None:
    if board.snapshot is None:
        return None
    if board.cluster is not None:
        from core.cluster.serialization import cluster_sheet

        return cluster_sheet(replace(board.cluster, reservations=board.reservations))
    return allocation_report(board.snapshot.reading, board.reservations, board.ours)
