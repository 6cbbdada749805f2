"""Which packages are named, on systems with apt, dnf, zypper, and with none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.diagnostics.system_packages import (
    CHINESE_FONT_RPM,
    PackageManager,
    debian_package,
    find_manager,
    install_hint,
    installable,
    package_names,
)


class System:
    """A PATH with the tools that a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = {"PATH": str(folder)}

    def tool(self, name: str, script: str = "exit 1") -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def known_to_apt(self, *names: str) -> None:
        """The lists of a release that has these, and the C library."""
        lines = "\n".join(f"Package: {name}\nVersion: 1\n" for name in ("libc6", *names))
        self.tool("apt-get")
        self.tool("apt-cache", f"while read -r line; do echo \"$line\"; done <<'END'\n{lines}END")


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libSM.so.6", "libsm6"),
        ("libICE.so.6", "libice6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxcb-dri3.so.0", "libxcb-dri3-0"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libevent-2.1.so.7", "libevent-2.1-7"),
        ("liblcms2.so.2", "liblcms2-2"),
        ("libstdc++.so.6", "libstdc++6"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libnss3.so", "libnss3"),
        ("libsnappy.so.1", "libsnappy1v5"),
    ],
)
def test_debians_names_follow_from_the_librarys(library: str, package: str) -> None:
    assert debian_package(library) == package


def test_rpm_systems_are_asked_by_the_librarys_name(system: System) -> None:
    system.tool("zypper")
    assert find_manager(system.environ) is PackageManager.ZYPPER
    system.tool("dnf")
    manager = find_manager(system.environ)
    assert manager is PackageManager.DNF
    names = package_names(["libSM.so.6"], manager, chinese_font=True)
    assert names == ["libSM.so.6()(64bit)", CHINESE_FONT_RPM]
    assert "`sudo dnf install 'libSM.so.6()(64bit)'`" in str(
        install_hint(["libSM.so.6"], system.environ)
    )


def test_apts_own_spelling_is_taken_and_what_it_has_not_is_left_out(system: System) -> None:
    system.known_to_apt("libasound2t64", "libsm6")
    names = ["libasound2", "libsm6", "libwebp6"]
    assert installable(names, system.environ) == ["libasound2t64", "libsm6"]
    hint = str(install_hint(["libasound.so.2", "libSM.so.6", "libwebp.so.6"], system.environ))
    assert "`sudo apt-get install libasound2t64 libsm6`" in hint
    assert "does not have them" in str(install_hint(["libwebp.so.6"], system.environ))
    assert "`sudo apt-get install libasound2t64 libsm6`" in hint


def test_apt_without_lists_is_taken_at_its_word_for_nothing(system: System) -> None:
    system.tool("apt-cache", "exit 100")
    assert installable(["libsm6"], system.environ) == ["libsm6"]
    (system.folder / "apt-cache").unlink()
    assert installable(["libsm6"], system.environ) == ["libsm6"]


def test_without_a_manager_names_are_told(system: System) -> None:
    assert find_manager(system.environ) is None
    assert "on Debian: libice6, libsm6." in str(
        install_hint(["libSM.so.6", "libICE.so.6"], system.environ)
    )
