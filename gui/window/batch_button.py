"""The button beside the chips that narrows the list to one batch, and lets that batch rest."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.icons import Glyph, icon
from gui.table.cells import printable
from gui.table.model import JobModel
from gui.table.rows import Group
from gui.theme import colours_of

WIDEST = 180
MOST = 30
"""So many batches are offered; older ones are found by searching for their names."""


class BatchButton(QToolButton):
    """Shown when there is more than one batch, or one is chosen."""

    chosen = Signal(str)
    """The batch's id; ``""``: all of them."""
    rest_wanted = Signal(str, bool)
    retry_wanted = Signal(str)
    end_wanted = Signal(str)
    """Nothing more is to be waited for."""

    def __init__(
        self,
        model: JobModel,
        missing: Mapping[str, tuple[Path, ...]],
        parent: QWidget | None = None,
    ) -> None:
        """``missing``: as :attr:`gui.work.work.Work.missing`, looked at when refreshed."""
        super().__init__(parent)
        self._model = model
        self._missing = missing
        self._dressed: object = None
        self.setProperty("chip", True)
        self.setMaximumWidth(WIDEST)
        self.clicked.connect(self._open)
        self.refresh()

    def refresh(self) -> None:
        """What there is, or which is chosen, has changed."""
        chosen = self._model.arrangement.batch
        batch = self._model.batches.get(chosen or "")
        name = "" if batch is None else printable(batch.new.name)
        rests = batch is not None and batch.paused
        gone = self._missing.get(chosen, ()) if chosen else tuple(chain(*self._missing.values()))
        dress = (len(self._listed()) > 1 or bool(chosen or gone), name, rests, gone)
        if dress != self._dressed:
            self._dressed = dress
            self._dress(*dress)

    def menu_of_batches(self) -> QMenu:
        """All batches with their counts; of the chosen one, what can be done with it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._choose)
        now = self._model.arrangement.batch
        self._offer(menu, self.tr("All batches"), "", checked=now is None)
        for batch_id in self._listed()[:MOST]:
            batch = self._model.batches[batch_id]
            groups = self._model.tally.of(batch_id).groups
            over = groups[Group.DONE] + groups[Group.FAILED]
            name = self.fontMetrics().elidedText(
                printable(batch.new.name), Qt.TextElideMode.ElideMiddle, 2 * WIDEST
            )
            if batch_id in self._missing:
                template = self.tr("{name}  folder not there")
            else:
                template = self.tr("{name}  {over} of {all}")
            text = template.format(name=name.replace("&", "&&"), over=over, all=groups[Group.ALL])
            self._offer(menu, text, batch_id, checked=now == batch_id)
        chosen = self._model.batches.get(now or "")
        if chosen is not None:
            menu.addSeparator()
            if chosen.paused:
                menu.addAction(self.tr("Let this batch go on"), self._go_on)
            elif chosen.finished_at is None:
                menu.addAction(self.tr("Pause this batch"), self._rest)
            again = menu.addAction(self.tr("Convert the failed ones again"), self._retry)
            again.setEnabled(self._model.tally.of(now).groups[Group.FAILED] > 0)
            if chosen.new.watch and chosen.finished_at is None:
                menu.addAction(self.tr("Watch its folders no longer"), self._end)
            elif chosen.id in self._missing:
                menu.addAction(self.tr("End it without what is not there"), self._end)
        return menu

    # Inside -------------------------------------------------------------------------------------

    def _listed(self) -> list[str]:
        tally = self._model.tally
        return [
            one
            for one in self._model.batches
            if tally.of(one).groups[Group.ALL] or one in self._missing
        ]

    def _dress(self, shown: bool, name: str, rests: bool, gone: tuple[Path, ...]) -> None:
        self.setVisible(shown)
        # Not its own palette: there the style sheet's see-through background is a black one.
        colours = colours_of(QGuiApplication.palette())
        if gone:
            self.setIcon(icon(Glyph.INFO, colours.warning))
        else:
            glyph = Glyph.PAUSED if rests else Glyph.BATCH
            self.setIcon(icon(glyph, colours.accent if name else colours.muted))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if name else style.ToolButtonIconOnly
        )
        room = WIDEST - 48
        self.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        tip = [name or self.tr("Show one batch only")]
        tip += [
            self.tr("{folder} is not there.").format(folder=printable(str(folder)))
            for folder in gone
        ]
        self.setToolTip("\n".join(tip))
        self.setAccessibleName(self.tr("Batch: {name}").format(name=name or self.tr("All batches")))

    def _offer(self, menu: QMenu, text: str, batch_id: str, *, checked: bool) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(batch_id)

    def _open(self) -> None:
        menu = self.menu_of_batches()
        corner = self.mapToGlobal(self.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    def _choose(self, action: QAction) -> None:
        if action.isCheckable():
            self.chosen.emit(action.data())
            self.refresh()

    def _rest(self) -> None:
        self.rest_wanted.emit(self._model.arrangement.batch or "", True)

    def _go_on(self) -> None:
        self.rest_wanted.emit(self._model.arrangement.batch or "", False)

    def _retry(self) -> None:
        self.retry_wanted.emit(self._model.arrangement.batch or "")

    def _end(self) -> None:
        self.end_wanted.emit(self._model.arrangement.batch or "")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._dressed = None
            self.refresh()
        super().changeEvent(event)
