"""Connect to a cluster, see what has become of it, leave it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.cluster.address import ClusterAddress
from core.cluster.security import ClusterSecurity
from core.settings.definitions import (
    CLUSTER_ADDRESS,
    CLUSTER_AT_START,
    CLUSTER_TLS_AUTHORITY,
    CLUSTER_TLS_CERTIFICATE,
    CLUSTER_TLS_KEY,
    CLUSTER_TOKEN_FILE,
    Settings,
)
from gui.cards.hint_lines import Hint, HintList
from gui.cluster.controller import ClusterController
from gui.cluster.ray_installer import RayInstaller
from gui.cluster.state import ClusterPhase, ClusterState, count_text, state_text
from gui.i18n import tr
from gui.icons import Glyph
from gui.settings.fields import FileField
from gui.theme import colours_of

WIDTH = 560
FILES = (CLUSTER_TOKEN_FILE, CLUSTER_TLS_CERTIFICATE, CLUSTER_TLS_KEY, CLUSTER_TLS_AUTHORITY)


class ClusterDialog(QDialog):
    """Not modal: the connection is made beside it, and stays when it is closed."""

    def __init__(
        self,
        cluster: ClusterController,
        installer: RayInstaller,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("cluster-dialog")
        self._cluster = cluster
        self._installer = installer
        self._settings = settings
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setProperty("muted", True)
        self._address_label = QLabel()
        self.address = QLineEdit(settings.get(CLUSTER_ADDRESS) or "")
        self._forms = QLabel()
        self._forms.setProperty("muted", True)
        self._forms.setWordWrap(True)
        self.at_start = QCheckBox()
        self.at_start.setChecked(settings.get(CLUSTER_AT_START))
        self.security = QToolButton()
        self.security.setProperty("flat", True)
        self.security.setCheckable(True)
        self.security.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fields = {setting.key: FileField(setting, settings.get(setting)) for setting in FILES}
        self._labels = {setting.key: QLabel() for setting in FILES}
        self._security_text = QLabel()
        self._security_text.setWordWrap(True)
        self._security_text.setProperty("muted", True)
        self.lines = HintList("cluster-state")
        self.install = QPushButton()
        self.copy_command = QPushButton()
        self.leave = QPushButton()
        self.close_button = QPushButton()
        self.go = QPushButton()
        self._lay_out()
        self._connect()
        self.security.setChecked(any(settings.get(setting) for setting in FILES))
        self._on_security_toggled(self.security.isChecked())
        self._retranslate()
        self.address.setFocus()

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        form.setColumnStretch(1, 1)
        form.addWidget(self._address_label, 0, 0)
        form.addWidget(self.address, 0, 1)
        form.addWidget(self._forms, 1, 1)
        form.addWidget(self.at_start, 2, 1)
        self._address_label.setBuddy(self.address)
        self._files = QFrame()
        files = QGridLayout(self._files)
        files.setContentsMargins(0, 0, 0, 0)
        files.setHorizontalSpacing(16)
        files.setVerticalSpacing(6)
        files.setColumnStretch(1, 1)
        for row, (key, field) in enumerate(self.fields.items()):
            files.addWidget(self._labels[key], row, 0)
            files.addWidget(field, row, 1)
            self._labels[key].setBuddy(field.focus_widget)
        files.addWidget(self._security_text, len(self.fields), 0, 1, 2)
        ray = QHBoxLayout()
        ray.setSpacing(8)
        ray.addWidget(self.install)
        ray.addWidget(self.copy_command)
        ray.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go)
        for button in (self.install, self.copy_command, self.leave, self.close_button):
            button.setAutoDefault(False)
        self.go.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._text)
        column.addLayout(form)
        column.addWidget(self.security, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._files)
        column.addWidget(self.lines)
        column.addLayout(ray)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    def _connect(self) -> None:
        self._cluster.changed.connect(self._update_status)
        self._installer.changed.connect(self._update_status)
        self.address.textChanged.connect(self._update_status)
        self.security.toggled.connect(self._on_security_toggled)
        self.install.clicked.connect(self._on_install_clicked)
        self.copy_command.clicked.connect(self._on_copy_command_clicked)
        self.leave.clicked.connect(self._cluster.disconnect_cluster)
        self.close_button.clicked.connect(self.close)
        self.go.clicked.connect(self._on_go_clicked)

    # What is shown ------------------------------------------------------------------------------

    def _parsed(self) -> ClusterAddress | None:
        try:
            return ClusterAddress.parse(self.address.text())
        except ValueError:
            return None

    def _update_status(self) -> None:
        state, ray = self._cluster.state, self._installer
        parsed = self._parsed()
        self.lines.show_lines(self._state_lines(state))
        self.install.setVisible(not ray.is_installed)
        self.copy_command.setVisible(not ray.is_installed)
        self.install.setText(self.tr("Cancel") if ray.is_running else self.tr("Install Ray"))
        self.leave.setVisible(not self._cluster.is_off)
        connecting = state.phase is ClusterPhase.CONNECTING
        self.leave.setText(self.tr("Cancel") if connecting else self.tr("Disconnect"))
        same = parsed is not None and not self._cluster.is_off and parsed.text == state.address
        self.go.setEnabled(parsed is not None and ray.is_installed and not same)
        self._set_security_icon()

    def _state_lines(self, state: ClusterState) -> list[Hint]:
        ray = self._installer
        if not ray.is_installed:
            return self._ray_lines()
        lines: list[Hint] = []
        match state.phase:
            case ClusterPhase.CONNECTED if state.hosts is not None:
                text = self.tr("Connected to {address}: {count}.")
                counts = count_text(state)
                said = text.format(address=state.address, count=counts)
                lines.append(Hint(Glyph.DONE, "done", said))
            case ClusterPhase.CONNECTED | ClusterPhase.CONNECTING:
                said = f"{state.address}: {state_text(state)}"
                lines.append(Hint(Glyph.WAITING, "muted", said))
            case ClusterPhase.LOST:
                hint = self.tr("Documents wait until it is back. Disconnect to work here.")
                said = f"{state.address}: {state_text(state)}"
                lines.append(Hint(Glyph.FAILED, "warning", said, hint))
            case ClusterPhase.OFF:
                pass
        if state.problem is not None:
            hint = "" if state.hint is None else tr(state.hint)
            lines.append(Hint(Glyph.FAILED, "failed", tr(state.problem), hint))
        if self.address.text().strip() and self._parsed() is None:
            text = self.tr("This is not an address of a cluster.")
            lines.append(Hint(Glyph.INFO, "warning", text))
        return lines

    def _ray_lines(self) -> list[Hint]:
        ray = self._installer
        if ray.progress is not None:
            return [Hint(Glyph.WAITING, "muted", tr(ray.progress))]
        text = self.tr(
            "Ray, which connects Headframe to a cluster, is not installed (about 300 MB)."
        )
        lines = [Hint(Glyph.INFO, "warning", text)]
        if ray.failure is not None:
            failure = ray.failure
            lines.append(Hint(Glyph.FAILED, "failed", tr(failure.message), tr(failure.hint)))
        return lines

    # What the user does -------------------------------------------------------------------------

    def _on_go_clicked(self) -> None:
        parsed = self._parsed()
        if parsed is None:
            return
        token, certificate, key, authority = (self.fields[one.key].path for one in FILES)
        security = ClusterSecurity(token, certificate, key, authority)
        self._cluster.connect_to(parsed, security, at_start=self.at_start.isChecked())

    def _on_install_clicked(self) -> None:
        if self._installer.is_running:
            self._installer.cancel()
        else:
            self._installer.install()

    def _on_copy_command_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._installer.command)

    def _on_security_toggled(self, shown: bool) -> None:
        self._files.setVisible(shown)
        self._set_security_icon()
        if not shown:
            self.adjustSize()

    # Qt's side ----------------------------------------------------------------------------------

    def _set_security_icon(self) -> None:
        arrow = Qt.ArrowType.DownArrow if self.security.isChecked() else Qt.ArrowType.RightArrow
        self.security.setArrowType(arrow)
        colours = colours_of(self.palette())
        self.lines.setStyleSheet(
            f"#cluster-state {{ background: {colours.sunken}; border-radius: 8px; }}"
        )
        self.lines.set_margins(14, 10)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Connect to a cluster"))
        self._text.setText(
            self.tr(
                "Headframe works on the cards of all hosts of a Ray cluster that you have"
                " started. Documents are sent to the hosts that convert them; results come back."
            )
        )
        self._address_label.setText(self.tr("Address"))
        self.address.setAccessibleName(self.tr("Address of the cluster"))
        self.address.setPlaceholderText("10.0.0.1:6379")
        self._forms.setText(
            self.tr("HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere, or auto.")
        )
        self.at_start.setText(self.tr("Connect when Headframe starts"))
        self.security.setText(self.tr("Token and TLS"))
        for setting in FILES:
            self._labels[setting.key].setText(tr(setting.label))
            self.fields[setting.key].retranslate()
            self.fields[setting.key].focus_widget.setAccessibleName(tr(setting.label))
        self._security_text.setText(
            self.tr("Fields left empty: as the environment says (RAY_AUTH_TOKEN, RAY_USE_TLS, …).")
        )
        self.copy_command.setText(self.tr("Copy the command"))
        self.close_button.setText(self.tr("Close"))
        self.go.setText(self.tr("Connect"))
        self._update_status()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._set_security_icon()
        super().changeEvent(event)
