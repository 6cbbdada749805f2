"""The dialog of the connection, and of what is missing for it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.cluster.link import ClusterLink
from core.paths import settings_file
from core.settings.definitions import CLUSTER_ADDRESS, CLUSTER_AT_START, Settings
from gui.cluster.controller import ClusterController
from gui.cluster.dialog import ClusterDialog
from gui.cluster.ray_installer import RayInstaller
from gui.cluster.state import ClusterPhase
from tests.support.qt_loop import Runs, until


@asynccontextmanager
async def open_dialog(home: Path) -> AsyncIterator[ClusterDialog]:
    settings = Settings(settings_file(home))
    cluster = ClusterController(ClusterLink(), home, settings)
    installer = RayInstaller(home, {})
    dialog = ClusterDialog(cluster, installer, settings)
    dialog.show()
    try:
        yield dialog
    finally:
        await cluster.stop()
        for one in (dialog, cluster, installer):
            one.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def said(dialog: ClusterDialog) -> str:
    return "\n".join(f"{line.text} {line.hint}" for line in dialog.lines.lines)


def test_it_connects_to_what_was_typed_and_says_why_not(run: Runs, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    async def check() -> None:
        async with open_dialog(home) as dialog:
            assert not dialog.go.isEnabled()
            dialog.address.setText("no address at all")
            assert not dialog.go.isEnabled()
            assert "not an address" in said(dialog)
            dialog.address.setText(f"127.0.0.1:{port}")
            dialog.at_start.setChecked(True)
            assert not dialog.leave.isVisible()
            dialog.go.click()
            assert dialog._cluster.state.phase is ClusterPhase.CONNECTING
            assert dialog.leave.text() == "Cancel"
            assert dialog.leave.isVisible()
            await until(lambda: "does not answer" in said(dialog))
            assert dialog.go.isEnabled(), "again, as soon as the head runs"
            assert not dialog.leave.isVisible()

    run(check())
    kept = Settings(settings_file(home))
    assert kept.get(CLUSTER_ADDRESS) == f"127.0.0.1:{port}"
    assert kept.get(CLUSTER_AT_START)


def test_without_ray_it_says_so_and_offers_to_install_it(
    run: Runs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.cluster.ray_installer.is_ray_installed", lambda: False)

    async def check() -> None:
        async with open_dialog(home) as dialog:
            dialog.address.setText("10.0.0.1:6379")
            assert "Ray" in said(dialog)
            assert "not installed" in said(dialog)
            assert not dialog.go.isEnabled()
            assert dialog.install.isVisible()
            dialog.copy_command.click()
            assert "ray[client]==2.60.0" in QGuiApplication.clipboard().text()

    run(check())


def test_token_and_tls_are_folded_away_until_they_are_used(run: Runs, home: Path) -> None:
    async def check() -> None:
        async with open_dialog(home) as dialog:
            field = dialog.fields["cluster_token_file"]
            assert not field.isVisible()
            dialog.security.click()
            assert field.isVisible()
            assert all(one.focus_widget.accessibleName() for one in dialog.fields.values())

    run(check())
