"""The thread of one card in use. It carries `core`'s runner, and touches nothing of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread

from core.jobs.execution.worker_pool import PoolRunner


class CardThread(QThread):
    """Runs a :class:`PoolRunner` until that ends by itself or is stopped."""

    def __init__(self, runner: PoolRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(f"card {runner.name}")
        self.runner = runner

    def run(self) -> None:
        self.runner.run()
