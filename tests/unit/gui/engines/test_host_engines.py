"""The engines of each host of a cluster, as that host tells of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from core.cards.model import Reading, ReadingSource
from core.cluster.model import ClusterReading, HostState, HostStatus
from core.engines.model import Engine, EngineStatus
from core.messages import msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from gui.engines.host_engines import ENGINES, HostEngines

NOW = datetime.now(UTC)
MISSING = Failure(
    FailureKind.MODELS_MISSING, msg("The models are not in /models."), msg("Copy them there.")
)


def host(name: str, *engines: EngineStatus, lost: bool = False) -> HostStatus:
    state = HostState.LOST if lost else HostState.ALIVE
    return HostStatus(name, "10.0.0.1", state, NOW, engines=engines, lost_at=NOW if lost else None)


def reading(*hosts: HostStatus) -> ClusterReading:
    return ClusterReading(Reading(NOW, ReadingSource.CLUSTER, ()), hosts)


def text(table: HostEngines, row: int, engine: EngineName) -> str:
    item = table.table.item(row, 1 + ENGINES.index(engine))
    assert item is not None
    return item.text()


def test_each_host_says_what_is_ready_and_what_is_missing(qapp: QApplication) -> None:
    flash = EngineStatus(
        EngineName.FLASH, Engine(EngineName.FLASH, Path("/usr/bin/python3"), uses_card=False), None
    )
    mineru = EngineStatus(EngineName.MINERU, None, MISSING)
    table = HostEngines()
    table.show_hosts(reading(host("atlas-1", flash, mineru), host("atlas-2", lost=True)))
    assert not table.isHidden()
    assert table.table.rowCount() == 2
    assert text(table, 0, EngineName.MINERU) == "Models missing"
    assert text(table, 0, EngineName.FLASH) in ("Ready", "Not tested yet")
    assert text(table, 1, EngineName.FLASH).startswith("lost since")
    table.table.setCurrentCell(0, 1 + ENGINES.index(EngineName.MINERU))
    (line,) = table.details.lines
    assert line.text == "The models are not in /models."
    assert line.hint == "Copy them there."
    table.table.setCurrentCell(0, 0)
    assert not table.details.lines
    table.show_hosts(None)
    assert table.isHidden()
    table.deleteLater()
