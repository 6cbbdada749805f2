"""What the window needs of the machine: asked of real sockets, real fonts, ldd's own words."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import desktop
from core.desktop import check_display, check_fonts, check_qt
from core.doctor import CheckStatus

LDD = """\
/somewhere/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlinux-vdso.so.1 (0x00007fc23e98d000)
\tlibQt6Gui.so.6 => /somewhere/PySide6/Qt/lib/libQt6Gui.so.6 (0x00007fc23dc00000)
\tlibxcb-cursor.so.0 => not found
\tlibunheard-of.so.3 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fc23ca1e000)
/somewhere/PySide6/Qt/lib/libQt6WebEngineCore.so.6:
\tlibnss3.so => not found
\tlibsmime3.so => not found
\tlibxcb-cursor.so.0 => not found
"""


@pytest.fixture
def lacking(tmp_path: Path) -> dict[str, str]:
    """An environment in which ldd says what it says on a machine that lacks some libraries."""
    tool = tmp_path / "bin" / "ldd"
    tool.parent.mkdir()
    tool.write_text(f"#!/bin/sh\ncat <<'END'\n{LDD}END\nexit 1\n")
    tool.chmod(0o755)
    return {"PATH": f"{tool.parent}:/usr/bin:/bin"}


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


def test_missing_libraries_are_named_with_their_packages(
    lacking: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = desktop.missing_libraries(lacking)
    assert missing == ["libnss3.so", "libsmime3.so", "libunheard-of.so.3", "libxcb-cursor.so.0"]
    assert desktop.packages_of(missing) == ["libnss3", "libxcb-cursor0"]
    monkeypatch.setenv("PATH", "/nowhere")
    check = check_qt(lacking)
    assert check.status is CheckStatus.FAIL
    assert "libxcb-cursor.so.0" in str(check.detail)
    assert "libxcb-cursor0" in str(check.hint)


def test_apt_is_named_where_there_is_apt(
    lacking: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = tmp_path / "bin" / "apt-get"
    apt.write_text("#!/bin/sh\nexit 1\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", lacking["PATH"])
    said = str(check_qt(lacking).hint)
    assert "`sudo apt-get install libnss3 libxcb-cursor0`" in said


def test_without_ldd_nothing_is_claimed_to_be_missing() -> None:
    assert desktop.missing_libraries({"PATH": "/nowhere"}) == []


def test_large_memory_pages_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sysconf", lambda name: 65536)
    check = check_qt()
    assert check.status is CheckStatus.WARN
    assert "64 KB" in str(check.detail)


def test_pyside_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert check_qt().status is CheckStatus.FAIL
    assert desktop.missing_libraries() == []


def test_no_font_for_chinese_is_said(no_fonts: None) -> None:
    check = check_fonts()
    assert check.status is CheckStatus.WARN
    assert desktop.CHINESE_FONT_PACKAGE in str(check.hint)
    assert desktop.missing_packages()[-1] == desktop.CHINESE_FONT_PACKAGE


def test_a_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = desktop.first_font("en")
    if found is None:
        pytest.skip("there is no font on this machine")
    assert found.strip()


def test_no_fontconfig_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", missing)
    assert check_fonts().status is CheckStatus.FAIL
    assert desktop.missing_packages()[-1] == desktop.CHINESE_FONT_PACKAGE
