"""The left side: the PDF's pages under their tools, or a word about why they cannot be shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.icons import Glyph
from gui.reading.block_types import COLOURS, BlockType, kind_label
from gui.reading.find_bar import FindBar
from gui.reading.pdf.layout import FitMode
from gui.reading.pdf.thumbnails import Thumbnails
from gui.reading.pdf.view import PdfView
from gui.reading.tool_buttons import ToolBar, ToolButton


class PdfNotice(QWidget):
    """Why there are no pages to see, and a field for the password where that would help."""

    password_given = Signal(str)
    locate_requested = Signal()
    """The user shows where the file is now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.text = QLabel(self)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(240)
        self.open = QPushButton(self)
        self.locate = QPushButton(self)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.password)
        row.addWidget(self.open)
        row.addWidget(self.locate)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.addStretch()
        column.addWidget(self.text)
        column.addSpacing(6)
        column.addLayout(row)
        column.addStretch()
        self.password.returnPressed.connect(self._on_password_entered)
        self.open.clicked.connect(self._on_password_entered)
        self.locate.clicked.connect(self.locate_requested)

    def show_words(
        self, words: str, *, wants_password: bool = False, may_locate: bool = False
    ) -> None:
        """Say something."""
        self.text.setText(words)
        self.password.clear()
        self.password.setVisible(wants_password)
        self.open.setVisible(wants_password)
        self.locate.setVisible(may_locate)

    def _on_password_entered(self) -> None:
        if self.password.text():
            self.password_given.emit(self.password.text())


class PdfPanel(QWidget):
    """The page view with its row of tools."""

    closed = Signal()
    """The user wants only the Markdown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PdfView(self)
        self.notice = PdfNotice(self)
        self._path: Path | None = None
        self._asked = False
        """A password was given, and is wrong if the document asks again."""
        self.may_locate = False
        """Who shows the document can be told where it is now."""
        self._make_bar()
        self.find_bar = FindBar(self, of_pages=True)
        self.legend = QLabel(self)
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setContentsMargins(12, 5, 12, 6)
        self.legend.setWordWrap(True)
        self.legend.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.notice)
        self.thumbnails = Thumbnails(self.view, self)
        self.thumbnails.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.find_bar)
        column.addLayout(row, 1)
        column.addWidget(self.legend)
        self._connect()
        self._retranslate()
        self._on_zoomed()

    def _make_bar(self) -> None:
        self._pages = 0
        self.field = QLineEdit(self)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(56)
        self.field.setValidator(QIntValidator(1, 999_999, self))
        self.count = QLabel(self)
        self.zoom_out = ToolButton(Glyph.ZOOM_OUT, self)
        self.percent = QLabel(self)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("8000 %"))
        self.zoom_in = ToolButton(Glyph.ZOOM_IN, self)
        self.fit_width = ToolButton(Glyph.FIT_WIDTH, self, checkable=True)
        self.fit_page = ToolButton(Glyph.FIT_PAGE, self, checkable=True)
        self.rotate = ToolButton(Glyph.ROTATE, self)
        self.boxes = ToolButton(Glyph.BOXES, self, checkable=True)
        self.with_thumbnails = ToolButton(Glyph.THUMBNAILS, self, checkable=True)
        self.bar = ToolBar(self)
        self.bar.lead_to(self.view)
        self.bar.add(self.with_thumbnails, self.field, self.count)
        first_line = self.bar.add_line()
        self.bar.add(self.zoom_out, self.percent, self.zoom_in, self.fit_width, self.fit_page)
        second_line = self.bar.add_line()
        self.bar.add(self.rotate, self.boxes)
        self.bar.row.addStretch()
        self.search = ToolButton(Glyph.SEARCH, self)
        self.bar.add(self.search)
        for group in (
            (second_line, self.percent),
            (self.fit_page,),
            (self.rotate,),
            (self.fit_width,),
            (self.boxes,),
            (self.with_thumbnails,),
            (first_line, self.zoom_out, self.zoom_in),
        ):
            self.bar.may_drop(*group)

    def show_document(self, path: Path | None, password: str | None) -> None:
        """Show a PDF, or say that it is not there."""
        self._path = path
        self._asked = password is not None
        self.thumbnails.clear()
        if path is None:
            self.view.clear()
            self._update_text(self.tr("The PDF is no longer where it was."), missing=True)
            return
        self._set_count(0)
        self.find_bar.hide()
        self.stack.setCurrentWidget(self.view)
        self.view.show_document(path, password)

    def clear(self) -> None:
        """Show nothing."""
        self._path = None
        self.view.clear()
        self.thumbnails.clear()
        self._set_count(0)
        self.stack.setCurrentWidget(self.view)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _connect(self) -> None:
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self.zoom_out.clicked.connect(self._on_zoom_out_clicked)
        self.zoom_in.clicked.connect(self._on_zoom_in_clicked)
        self.fit_width.clicked.connect(self._on_fit_width_clicked)
        self.fit_page.clicked.connect(self._on_fit_page_clicked)
        self.rotate.clicked.connect(self._on_rotate_clicked)
        self.search.clicked.connect(self.find_bar.enter)
        self.find_bar.requested.connect(self._on_find_bar_requested)
        self.find_bar.left.connect(self.view.setFocus)
        self.view.selection.found.connect(self.find_bar.show_count)
        self.boxes.toggled.connect(self._on_boxes_toggled)
        self.with_thumbnails.toggled.connect(self.thumbnails.setVisible)
        self.view.opened.connect(self._set_count)
        self.view.refused.connect(self._on_refused)
        self.view.page_changed.connect(self._on_page)
        self.view.zoomed.connect(self._on_zoomed)
        self.notice.password_given.connect(self._on_notice_password_given)

    def _retranslate(self) -> None:
        self.field.setAccessibleName(self.tr("Page"))
        self.field.setToolTip(self.tr("Go to a page"))
        self.with_thumbnails.set_label(self.tr("Thumbnails"))
        self.zoom_out.set_label(self.tr("Smaller pages"), "Ctrl+-")
        self.zoom_in.set_label(self.tr("Larger pages"), "Ctrl++")
        self.fit_width.set_label(self.tr("Fit width"), "Ctrl+0")
        self.fit_page.set_label(self.tr("Fit page"))
        self.search.set_label(self.tr("Find in the pages"))
        self.rotate.set_label(self.tr("Rotate the pages"))
        self.boxes.set_label(self.tr("Highlight blocks by type"))
        self.notice.password.setPlaceholderText(self.tr("Password of the document"))
        self.notice.password.setAccessibleName(self.tr("Password of the document"))
        self.notice.open.setText(self.tr("Open"))
        self.notice.locate.setText(self.tr("Locate…"))
        self._name_count()
        self.legend.setText(
            " &nbsp; ".join(
                f'<span style="color:{COLOURS[kind]}">■</span>&nbsp;{kind_label(kind)}'
                for kind in BlockType
            )
        )

    def _set_count(self, count: int) -> None:
        self._pages = count
        self._name_count()
        self.field.setEnabled(count > 0)
        self.field.setText("1" if count else "")
        self.bar.fit()

    def _name_count(self) -> None:
        pages = self._pages
        self.count.setText(self.tr("of {count}").format(count=pages) if pages else "")

    def _on_page(self, page: int) -> None:
        if not self.field.hasFocus():
            self.field.setText(str(page + 1))

    def _on_zoomed(self) -> None:
        self.percent.setText(f"{self.view.scale_percent} %")
        self.fit_width.setChecked(self.view.fit is FitMode.WIDTH)
        self.fit_page.setChecked(self.view.fit is FitMode.PAGE)

    def _on_refused(self, reason: str) -> None:
        name = "" if self._path is None else self._path.name
        match reason:
            case "password" if self._asked:
                words = self.tr("That is not the password of {name}.")
            case "password":
                words = self.tr(
                    "{name} is password-protected. Enter the password to view its pages."
                )
            case "missing":
                words = self.tr("{name} is no longer where it was.")
            case "timeout":
                words = self.tr("{name} takes too long to open and is not shown.")
            case _:
                words = self.tr("The pages of {name} cannot be shown: the file is damaged.")
        self._update_text(
            words.format(name=name),
            wants_password=reason == "password",
            missing=reason == "missing",
        )

    def _update_text(
        self, words: str, *, wants_password: bool = False, missing: bool = False
    ) -> None:
        self._set_count(0)
        self.notice.show_words(
            words, wants_password=wants_password, may_locate=missing and self.may_locate
        )
        self.stack.setCurrentWidget(self.notice)

    def _on_notice_password_given(self, password: str) -> None:
        if self._path is not None:
            overlays, doubts = self.view.all_overlays(), self.view.overlays.doubts
            self.show_document(self._path, password)
            self.view.set_overlays(overlays, doubts)

    def _on_find_bar_requested(self, text: str, backward: bool) -> None:
        self.view.selection.search(text, backward=backward)

    def _on_field_return_pressed(self) -> None:
        if self.field.text().isdigit():
            self.view.go_to_page(int(self.field.text()) - 1)
            self.view.setFocus()

    def _on_zoom_out_clicked(self) -> None:
        self.view.zoom(-1)

    def _on_zoom_in_clicked(self) -> None:
        self.view.zoom(1)

    def _on_fit_width_clicked(self) -> None:
        self.view.set_fit(FitMode.WIDTH)

    def _on_fit_page_clicked(self) -> None:
        self.view.set_fit(FitMode.PAGE)

    def _on_rotate_clicked(self) -> None:
        self.view.rotate(1)

    def _on_boxes_toggled(self, coloured: bool) -> None:
        self.view.set_coloured(coloured)
        self.legend.setVisible(coloured)
