"""What the window needs of the machine: asked of real sockets, real fonts, Qt's own files."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from core.diagnostics import desktop
from core.diagnostics.desktop import (
    check_display,
    check_fonts,
    check_preview,
    check_qt,
    preview_files,
    window_files,
)
from core.diagnostics.elf import missing_libraries
from core.diagnostics.model import CheckStatus
from core.diagnostics.system_packages import CHINESE_FONT_DEBIAN


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of libraries that Qt asks for here, beside its real ones, and that are nowhere."""
    names: list[str] = []

    def missing(files: Iterable[Path], environ: Mapping[str, str]) -> dict[str, Path]:
        return {**missing_libraries(files, environ), **dict.fromkeys(sorted(names), Path("/Qt"))}

    monkeypatch.setattr(desktop, "missing_libraries", missing)
    return names


@pytest.fixture
def no_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))


@pytest.fixture
def server() -> Iterator[int]:
    """A port on which somebody answers, as an X server over the network does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_no_display_is_no_mishap() -> None:
    check = check_display({})
    assert check.status is CheckStatus.ABSENT
    assert "headframe convert" in str(check.hint)


def test_a_display_that_answers(server: int) -> None:
    check = check_display({"DISPLAY": f"127.0.0.1:{server - 6000}.0"})
    assert check.status is CheckStatus.OK
    assert "127.0.0.1" in str(check.detail)


@pytest.mark.parametrize("address", [":9731", "127.0.0.1:", "nonsense", ":1x", ":99999999", ""])
def test_a_display_that_does_not_answer(address: str) -> None:
    check = check_display({"DISPLAY": address})
    assert check.status is (CheckStatus.FAIL if address else CheckStatus.ABSENT)


def test_a_wayland_display(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert check_display(environ).status is CheckStatus.FAIL
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "wayland-7"))
        listening.listen()
        assert check_display(environ).status is CheckStatus.OK
        whole = {"WAYLAND_DISPLAY": str(tmp_path / "wayland-7"), "DISPLAY": ":9731"}
        assert check_display(whole).status is CheckStatus.OK
    assert check_display({"WAYLAND_DISPLAY": "wayland-7"}).status is CheckStatus.FAIL


@pytest.mark.parametrize("platform", ["offscreen", "vnc:size=800x600"])
def test_a_platform_without_windows_is_said(platform: str) -> None:
    check = check_display({"QT_QPA_PLATFORM": platform, "DISPLAY": ":9731"})
    assert check.status is CheckStatus.WARN
    assert platform.partition(":")[0] in str(check.detail)


def test_a_forced_platform_with_windows_needs_its_display() -> None:
    check = check_display({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":9731"})
    assert check.status is CheckStatus.FAIL


def test_this_machine_has_what_these_tests_run_on() -> None:
    assert check_qt().status is CheckStatus.OK


def test_missing_libraries_are_named_with_their_packages(lacking: list[str]) -> None:
    lacking += ["libunheard-of.so.3", "libSM.so.6"]
    check = check_qt({"PATH": "/nowhere"})
    assert check.status is CheckStatus.FAIL
    assert "libSM.so.6, libunheard-of.so.3" in str(check.detail)
    assert "on Debian: libsm6, libunheard-of3." in str(check.hint)


def test_what_the_preview_lacks_is_no_reason_for_no_window(lacking: list[str]) -> None:
    lacking.append("libwebp.so.6")
    check = check_preview({"PATH": "/nowhere"})
    assert check.status is CheckStatus.WARN
    assert "The plain preview is used" in str(check.detail)
    assert "libwebp.so.6" in str(check.detail)
    assert "libwebp6" in str(check.hint)


def test_files_of_qt_are_there() -> None:
    assert all(path.is_file() for path in (*window_files({}), *preview_files()))
    assert any(path.name == "libqxcb.so" for path in window_files({"DISPLAY": ":1"}))
    wayland = [path.name for path in window_files({"WAYLAND_DISPLAY": "wayland-0"})]
    assert any(name.startswith("libqwayland") for name in wayland)


def test_large_memory_pages_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sysconf", lambda name: 65536)
    check = check_preview()
    assert check.status is CheckStatus.WARN
    assert "64 KB" in str(check.detail)


def test_pyside_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "PySide6" else real(name)
    )
    assert check_qt().status is CheckStatus.FAIL
    assert check_preview().status is CheckStatus.ABSENT
    assert window_files() == preview_files() == []


def test_the_command_alone_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package headframe_core, which has no window."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    check = check_qt()
    assert check.status is CheckStatus.ABSENT
    assert "`headframe`" in str(check.detail)


def test_no_font_for_chinese_is_said(no_fonts: None) -> None:
    nowhere = {"PATH": "/nowhere"}
    check = check_fonts(nowhere)
    assert check.status is CheckStatus.WARN
    assert CHINESE_FONT_DEBIAN in str(check.hint)
    assert desktop.missing_packages(nowhere) == [CHINESE_FONT_DEBIAN]
    assert desktop.missing_packages(nowhere, window=True) == []


def test_a_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = desktop.first_font("en")
    if found is None:
        pytest.skip("there is no font on this machine")
    assert found.strip()


def test_no_fontconfig_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", missing)
    nowhere = {"PATH": "/nowhere"}
    check = check_fonts(nowhere)
    assert check.status is CheckStatus.FAIL
    assert "libfontconfig1" in str(check.hint)
    assert desktop.missing_packages(nowhere) == [CHINESE_FONT_DEBIAN]
