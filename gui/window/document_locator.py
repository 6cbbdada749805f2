"""Locate…: the user shows where a document is now that was moved or renamed outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.jobs.model import Job
from gui.background.stream import BackgroundStream
from gui.icons import Glyph, pixmap
from gui.notifications import NotificationCenter
from gui.table.printable import printable
from gui.theme import colours_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog, QMessageBox

    from core.jobs.store.relocation import JobLocation
    from core.session.locating import LocatedDocuments


class DocumentLocator(QObject):
    """Asks for the file, looks for others of its folder, and asks whether these are meant, too."""

    def __init__(
        self,
        window: QWidget,
        notices: NotificationCenter,
        *,
        relocate: Callable[[list[JobLocation]], None],
        listed: Callable[[], Iterable[Job]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices
        self._relocate = relocate
        self._listed = listed
        self.dialog: QFileDialog | None = None
        self.box: QMessageBox | None = None
        """The question that is open."""

    def ask(self, job: Job) -> None:
        """Let the user choose where the document of a job is now."""
        from gui.widgets.file_dialog import file_dialog  # heavy, and not wanted before

        name = printable(job.source.name)
        dialog = file_dialog(
            self._window, self.tr("Locate {name}").format(name=name), str(_nearest(job.source))
        )
        dialog.setNameFilters([self.tr("PDF files (*.pdf *.PDF)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(partial(self._on_dialog_file_selected, job))
        self.dialog = dialog
        dialog.open()

    def _on_dialog_file_selected(self, job: Job, path: str) -> None:
        source, listed = Path(path), tuple(self._listed())

        def find() -> list[LocatedDocuments]:
            from core.session.locating import locate

            return [locate(job, source, listed)]

        looking = BackgroundStream(self)
        looking.found.connect(partial(self._on_looking_found, job))
        looking.ended.connect(looking.deleteLater)
        looking.begin(find)

    def _on_looking_found(self, job: Job, answers: tuple[LocatedDocuments, ...]) -> None:
        (found,) = answers
        if found.is_another_file:
            self._ask_about_file(job, found)
        else:
            self._ask_about_others(found)

    def _ask_about_file(self, job: Job, found: LocatedDocuments) -> None:
        box = self._question(
            self.tr("{name} is not the file that was converted.").format(
                name=printable(found.chosen.source.name)
            ),
            self.tr(
                "It has another size than {name} had. Its pages may not match the Markdown."
            ).format(name=printable(job.source.name)),
        )
        use = box.addButton(self.tr("Use this file"), box.ButtonRole.AcceptRole)
        cancel = box.addButton(self.tr("Cancel"), box.ButtonRole.RejectRole)
        box.setEscapeButton(cancel)
        box.setDefaultButton(cancel)

        def answer() -> None:
            if box.clickedButton() is use:
                self._ask_about_others(found)

        self._open(box, answer)

    def _ask_about_others(self, found: LocatedDocuments) -> None:
        if not found.others:
            self._relocate([found.chosen])
            return
        count = len(found.others)
        box = self._question(
            self.tr("%n more missing document(s) found.", "", count),
            self.tr("They were moved along with {name}. Take their new places, too?").format(
                name=printable(found.chosen.source.name)
            ),
        )
        every = box.addButton(self.tr("All %n", "", count + 1), box.ButtonRole.AcceptRole)
        one = box.addButton(self.tr("Only this one"), box.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton(self.tr("Cancel"), box.ButtonRole.RejectRole))
        box.setDefaultButton(every)

        def answer() -> None:
            if box.clickedButton() is every:
                self._relocate([found.chosen, *found.others])
                self._notices.show(lambda: self.tr("%n document(s) located.", "", count + 1))
            elif box.clickedButton() is one:
                self._relocate([found.chosen])

        self._open(box, answer)

    def _question(self, text: str, more: str) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox  # heavy, and not wanted before

        box = QMessageBox(self._window)
        colour = colours_of(self._window.palette()).accent
        icon = pixmap(Glyph.DOCUMENT, colour, 32, self._window.devicePixelRatioF())
        box.setIconPixmap(icon)
        box.setWindowTitle(self.tr("Locate"))
        box.setText(text)
        box.setInformativeText(more)
        return box

    def _open(self, box: QMessageBox, answer: Callable[[], None]) -> None:
        def finished() -> None:
            self.box = None
            answer()
            box.deleteLater()

        self.box = box
        box.finished.connect(finished)
        box.open()


def _nearest(path: Path) -> Path:
    """The innermost folder on the way to it that is still there."""
    for folder in path.parents:
        try:
            if folder.is_dir():
                return folder
        except OSError:
            continue
    return Path.home()
