"""A tree that runs without anything of the system but the C library: Python, packages, Headframe.

`packaging/bundle` makes it for its self-extracting file and for packages of Debian and RPM systems.

    bin/headframe    starts it, wherever the tree lies
    bin/remove       takes a tree that was installed for one user out again
    python/          the standalone CPython that was brought, every package in its site-packages
    share/           the desktop's entry, icon and metadata
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.diagnostics.elf import read_elf

MACHINES = {62: "x86_64", 183: "aarch64"}
"""By ``e_machine``."""
PYTHONS = ("3.11", "3.12", "3.13")
APP_ID = "io.github.headframe.Headframe"
QT_MODULES = (
    "Core", "DBus", "Gui", "Network", "PrintSupport", "Svg", "WebChannel", "WebEngineCore",
    "WebEngineWidgets", "Widgets",
)  # fmt: skip
"""Those that `gui` imports, and those that they import when they are loaded."""
QT_PLUGINS = (
    "egldeviceintegrations", "iconengines", "imageformats", "platforminputcontexts", "platforms",
    "platformthemes", "styles", "tls", "wayland-decoration-client",
    "wayland-graphics-integration-client", "wayland-shell-integration", "xcbglintegrations",
)  # fmt: skip
UNUSED_BY_PYTHON = ("test", "idlelib", "turtledemo", "tkinter", "ensurepip")


class CannotBundleError(Exception):
    """Why no tree can be made; for a person."""


@dataclass(frozen=True, slots=True)
class StandalonePython:
    """A CPython in a folder, for this machine or another."""

    folder: Path
    executable: Path
    version: str
    """With the patch number, ``3.11.9``."""
    machine: str

    @property
    def line(self) -> str:
        """``3.11``."""
        return self.version.rpartition(".")[0]

    @property
    def packages(self) -> Path:
        """Its site-packages."""
        return self.folder / "lib" / f"python{self.line}" / "site-packages"


def unpack_python(archive: Path, into: Path) -> StandalonePython:
    """Unpack an archive of a standalone CPython; it becomes ``into/python``."""
    scratch = into / "unpacked"
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="tar")
    except (OSError, tarfile.TarError) as error:
        raise CannotBundleError(
            f"{archive} cannot be unpacked: {error}. A .tar.gz, .tar.bz2 or .tar.xz of a "
            "standalone CPython is expected, such as python-build-standalone's install_only."
        ) from error
    executables = sorted(scratch.rglob("bin/python3.[0-9]*"))
    found = [path for path in executables if path.name.removeprefix("python") in PYTHONS]
    if not found:
        raise CannotBundleError(f"{archive} holds no bin/python3.11, 3.12 or 3.13")
    folder = into / "python"
    found[0].parents[1].rename(folder)
    shutil.rmtree(scratch, ignore_errors=True)
    executable = folder / "bin" / found[0].name
    elf = read_elf(executable)
    if elf is None or elf.machine not in MACHINES:
        raise CannotBundleError(f"{archive} is for no machine that Headframe runs on")
    return StandalonePython(folder, executable, _version(folder, executable), MACHINES[elf.machine])


def _version(folder: Path, executable: Path) -> str:
    line = executable.name.removeprefix("python")
    try:
        header = (folder / "include" / f"python{line}" / "patchlevel.h").read_text("utf-8")
    except OSError:
        return f"{line}.99"  # the newest of its line: markers of the lock ask for no more
    match = re.search(r'PY_VERSION\s+"(\d+\.\d+\.\d+)', header)
    return match[1] if match else f"{line}.99"


def install(
    python: StandalonePython, wheels: Path, needed: Iterable[str], tags: Iterable[str]
) -> None:
    """Put wheels into its site-packages, also where it is a Python of another machine."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--upgrade", "--no-compile"]
    command += [f"--find-links={wheels}", f"--target={python.packages}", "--implementation=cp"]
    command += [f"--python-version={python.version}", *(f"--platform={tag}" for tag in tags)]
    if subprocess.run([*command, *needed], check=False).returncode != 0:
        raise CannotBundleError("the wheels could not be installed; see above")
    shutil.rmtree(python.packages / "bin", ignore_errors=True)  # they name a Python of this machine


def add_starters(root: Path, tree: Path, python: StandalonePython) -> None:
    """``bin`` and ``share``."""
    (tree / "bin").mkdir()
    for name in ("headframe", "remove"):
        text = (root / "packaging" / "standalone" / name).read_text("utf-8")
        path = tree / "bin" / name
        path.write_text(text.replace("@PYTHON@", python.executable.name), "utf-8")
        path.chmod(0o755)
    for source, target in desktop_files(root):
        (tree / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, tree / target)


def desktop_files(root: Path) -> Iterator[tuple[Path, str]]:
    """What a desktop is told with: each file, and its place below a prefix."""
    packaging = root / "packaging"
    yield packaging / "headframe.desktop", "share/applications/headframe.desktop"
    icon = "share/icons/hicolor/scalable/apps/headframe.svg"
    yield root / "resources" / "icons" / "headframe.svg", icon
    metainfo = f"{APP_ID}.metainfo.xml"
    yield packaging / metainfo, f"share/metainfo/{metainfo}"


def prune(python: StandalonePython) -> None:
    """Take out what Headframe never loads: half of Qt, tests, tools."""
    library = python.folder / "lib" / f"python{python.line}"
    for name in UNUSED_BY_PYTHON:
        shutil.rmtree(library / name, ignore_errors=True)
    shutil.rmtree(python.folder / "share", ignore_errors=True)
    for cache in list(python.folder.rglob("__pycache__")):
        shutil.rmtree(cache)
    pyside = python.packages / "PySide6"
    if pyside.is_dir():
        _prune_qt(pyside)


def _prune_qt(pyside: Path) -> None:
    qt = pyside / "Qt"
    modules = [pyside / f"Qt{name}.abi3.so" for name in QT_MODULES]
    plugins = [path for name in QT_PLUGINS for path in (qt / "plugins" / name).glob("*.so")]
    wanted = {*modules, *plugins, qt / "libexec" / "QtWebEngineProcess"}
    kept = _with_libraries(wanted, (pyside, qt / "lib", pyside.parent / "shiboken6"))
    for path in [*pyside.glob("*.so*"), *qt.rglob("*.so*")]:
        if path not in kept:
            path.unlink()
    for path in (qt / "libexec").glob("*"):
        if path not in kept:
            path.unlink()
    for name in ("qml", "metatypes", "modules"):
        shutil.rmtree(qt / name, ignore_errors=True)
    for path in pyside.iterdir():
        if path.is_dir() and path.name not in ("Qt", "support"):
            shutil.rmtree(path)
        elif path.suffix == ".pyi" or (path.suffix == "" and path.is_file() and _is_tool(path)):
            path.unlink()


def _is_tool(path: Path) -> bool:
    """Designer, linguist, lupdate, …: programs of their own beside the modules."""
    return path.name != "py.typed" and os.access(path, os.X_OK)


def _with_libraries(files: Iterable[Path], folders: Iterable[Path]) -> set[Path]:
    """These files, and those in the folders that they are linked against, links' targets too."""
    kept: set[Path] = set()
    waiting = [path for path in files if path.exists()]
    while waiting:
        path = waiting.pop()
        if path in kept:
            continue
        kept.add(path)
        elf = read_elf(path)
        for name in elf.needed if elf is not None else ():
            waiting += [folder / name for folder in folders if (folder / name).exists()]
    return kept


def outside_libraries(python: StandalonePython) -> Iterator[str]:
    """Libraries of the system that the window, where it is in the tree, is linked against."""
    pyside = python.packages / "PySide6"
    qt = pyside / "Qt"
    files = [pyside / f"Qt{name}.abi3.so" for name in QT_MODULES]
    files += [qt / "plugins/platforms/libqxcb.so", qt / "libexec" / "QtWebEngineProcess"]
    own = (pyside, qt / "lib", pyside.parent / "shiboken6")
    names = {
        name
        for path in _with_libraries(files, own)
        if (elf := read_elf(path)) is not None
        for name in elf.needed
    }
    yield from sorted(name for name in names if not any((each / name).exists() for each in own))


def commit_of(root: Path) -> str:
    """The commit that is bundled, short."""
    command = ["git", "-C", str(root), "rev-parse", "--short=10", "HEAD"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
