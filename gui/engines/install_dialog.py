"""What an engine is to be installed for, and from where."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.engines.requirement_sets import Device
from core.worker.protocol import EngineName
from gui.engines.tasks import Wish

WIDTH = 480


class InstallDialog(QDialog):
    """Asks before an installation begins. Use ``open()``."""

    wished = Signal(object)
    """A :class:`Wish`."""

    def __init__(self, name: EngineName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setWindowTitle(self.tr("Install {engine}").format(engine=name.value))
        text = QLabel(
            self.tr(
                "It gets an environment of its own, of versions that were tried together. That"
                " takes some minutes and a few gigabytes; the window can be used meanwhile."
            )
        )
        text.setWordWrap(True)
        self.device = QComboBox()
        for device, words in (
            (None, self.tr("By the cards of this machine")),
            (Device.CPU, self.tr("Processor")),
            (Device.NPU, self.tr("Ascend NPU")),
            (Device.CUDA, self.tr("NVIDIA GPU")),
        ):
            self.device.addItem(words, device)
        self.device.setAccessibleName(self.tr("Made for"))
        self.wheels = QLineEdit()
        self.wheels.setClearButtonEnabled(True)
        self.wheels.setPlaceholderText(self.tr("From the network"))
        self.wheels.setAccessibleName(self.tr("Folder of wheels"))
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose a folder of wheels"))
        choose.clicked.connect(self._choose)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = QPushButton(self.tr("Install"))
        self.go.setDefault(True)
        self.go.clicked.connect(self._wish)
        for button in (choose, cancel):
            button.setAutoDefault(False)
        self._lay_out(text, choose, cancel)

    def _lay_out(self, text: QLabel, choose: QPushButton, cancel: QPushButton) -> None:
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.wheels, 1)
        place.addWidget(choose)
        form = QGridLayout()  # its labels stand in the middle of their fields
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addWidget(QLabel(self.tr("Made for")), 0, 0)
        form.addWidget(self.device, 0, 1)
        form.addWidget(QLabel(self.tr("Folder of wheels")), 1, 0)
        form.addLayout(place, 1, 1)
        form.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addWidget(text)
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder of wheels"), self.wheels.text())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.wheels.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _wish(self) -> None:
        text = self.wheels.text().strip()
        wheels = Path(text).expanduser().absolute() if text else None
        value = self.device.currentData()
        device = None if value is None else Device(value)
        self.wished.emit(Wish(self._name, device, wheels))
        self.accept()
