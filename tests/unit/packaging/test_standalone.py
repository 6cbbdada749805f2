"""The self-extracting file and the packages, with a tree that holds a shell script for a Python."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.elf import AARCH64, X86_64, elf
from tests.support.paths import ROOT
from tests.unit.packaging.scripts import script

APP = '#!/bin/sh\necho "@BUILD@ $*"; exit 7\n'


class Maker:
    """Makes files of a tiny tree; each is another build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix = folder / "some where"

    def build(self, commit: str, **changes: Any) -> Any:
        standalone, packages = script("standalone"), script("package_files")
        tree = self.folder / f"tree-{commit}"
        python = elf(tree / "python" / "bin" / "python3.11", machine=X86_64)
        (tree / "python" / "bin" / "python3").symlink_to("python3.11")
        found = standalone.StandalonePython(tree / "python", python, "3.11.9", "x86_64")
        standalone.add_starters(ROOT, tree, found)
        (tree / "bin" / "headframe").write_text(APP.replace("@BUILD@", commit))
        facts = {"root": ROOT, "tree": tree, "version": "0.1.0", "commit": commit, "glibc": 17}
        facts |= {"machine": platform.machine(), "libraries": ("libSM.so.6", "libc.so.6")}
        return packages.Build(**{**facts, **changes})

    def run_file(self, commit: str, **changes: Any) -> Path:
        out = self.folder / f"{commit}.run"
        script("package_files").write_run(self.build(commit, **changes), out)
        return out

    def run(self, file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", file, *arguments],
            env={**os.environ, "HEADFRAME_PREFIX": str(self.prefix)},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> list[str]:
        return sorted(path.name for path in (self.prefix / "lib" / "headframe").iterdir())


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


def test_the_first_start_installs_and_the_second_only_starts(maker: Maker) -> None:
    file = maker.run_file("one")
    first = maker.run(file, "convert", "a b.pdf")
    assert (first.returncode, first.stdout) == (7, "one convert a b.pdf\n"), first.stderr
    assert "installing headframe-0.1.0-one" in first.stderr
    assert maker.run(file, "convert").stderr == ""
    started = maker.prefix / "bin" / "headframe"
    done = subprocess.run([started, "x"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (7, "one x\n")
    entry = (maker.prefix / "share" / "applications" / "headframe.desktop").read_text()
    assert f'Exec="{maker.prefix}/bin/headframe" %F' in entry
    assert "MimeType=application/pdf" in entry


def test_a_newer_file_brings_it_up_to_date_and_keeps_the_one_before(maker: Maker) -> None:
    """A window may still run from the one before."""
    for commit in ("one", "two", "three"):
        assert maker.run(maker.run_file(commit), "--install").returncode == 0
    names = ["current", "headframe-0.1.0-three", "headframe-0.1.0-two"]
    assert maker.installed() == names
    assert (maker.prefix / "lib/headframe/current/bin/headframe").read_text().count("three")


def test_it_is_removed_without_a_trace_but_for_what_is_not_its_own(maker: Maker) -> None:
    file = maker.run_file("one")
    maker.run(file, "--install")
    (maker.prefix / "bin" / "other").touch()
    gone = maker.run(file, "--remove")
    assert gone.returncode == 0, gone.stderr
    assert "Settings, queue and logs stay" in gone.stderr
    left = [path for path in maker.prefix.rglob("*") if not path.is_dir()]
    assert left == [maker.prefix / "bin" / "other"]
    assert maker.run(file, "--remove").returncode == 2


def test_a_file_that_was_cut_off_installs_nothing(maker: Maker) -> None:
    file = maker.run_file("one")
    os.truncate(file, file.stat().st_size - 1)
    done = maker.run(file)
    assert done.returncode == 2
    assert "damaged or cut off" in done.stderr
    assert not list(maker.prefix.rglob("*one*"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"machine": "sparc"}, "this file is for Linux on sparc"),
        ({"glibc": 999}, "needs glibc 2.999"),
    ],
)
def test_another_machine_is_told_why(maker: Maker, changes: dict[str, Any], said: str) -> None:
    done = maker.run(maker.run_file("one", **changes))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_unpacks_into_a_new_folder_only(maker: Maker, tmp_path: Path) -> None:
    file = maker.run_file("one")
    assert maker.run(file, "--extract", str(tmp_path)).returncode == 2
    assert maker.run(file, "--extract", str(tmp_path / "new")).returncode == 0
    assert (tmp_path / "new" / "bin" / "headframe").exists()


def test_a_debian_package(maker: Maker, tmp_path: Path) -> None:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed")
    out = tmp_path / "headframe.deb"
    script("package_files").write_deb(maker.build("one", machine="x86_64", glibc=28), out)
    told = subprocess.run(
        ["dpkg-deb", "--info", out], stdout=subprocess.PIPE, text=True, check=True
    )
    assert "Architecture: amd64" in told.stdout
    assert "Depends: libc6 (>= 2.28)" in told.stdout
    assert "libsm6 | libsm6t64" in told.stdout
    assert "libc6 |" not in told.stdout
    told = subprocess.run(["dpkg-deb", "-c", out], stdout=subprocess.PIPE, text=True, check=True)
    assert "./usr/bin/headframe -> /opt/headframe/bin/headframe" in told.stdout
    assert "./usr/share/applications/headframe.desktop" in told.stdout
    assert "bin/remove" not in told.stdout  # dpkg does that


def test_a_spec_for_rpm(maker: Maker, tmp_path: Path) -> None:
    spec = script("package_files").rpm_spec(maker.build("one", glibc=28), tmp_path)
    assert "Requires: libc.so.6(GLIBC_2.28)(64bit)" in spec
    assert "Recommends: libSM.so.6()(64bit)" in spec


def test_qt_is_cut_down_to_what_is_loaded(tmp_path: Path) -> None:
    standalone = script("standalone")
    pyside = tmp_path / "lib/python3.11/site-packages/PySide6"
    elf(pyside / "QtCore.abi3.so", "libQt6Core.so.6", runpath="$ORIGIN/Qt/lib")
    elf(pyside / "Qt/plugins/platforms/libqxcb.so", "libQt6Extra.so.6", "libSM.so.6")
    for name in ("Core", "Extra", "Charts"):
        elf(pyside / f"Qt/lib/libQt6{name}.so.6")
    elf(pyside / "QtCharts.abi3.so", "libQt6Charts.so.6")
    elf(pyside / "Qt/plugins/sqldrivers/libqsqlite.so")
    (pyside / "QtCore.pyi").touch()
    elf(pyside / "designer").chmod(0o755)
    (pyside / "Qt/qml").mkdir()
    python = standalone.StandalonePython(tmp_path, tmp_path / "bin/python", "3.11.9", "aarch64")
    standalone.prune(python)
    left = sorted(str(path.relative_to(pyside)) for path in pyside.rglob("*") if path.is_file())
    assert left == [
        "Qt/lib/libQt6Core.so.6",
        "Qt/lib/libQt6Extra.so.6",
        "Qt/plugins/platforms/libqxcb.so",
        "QtCore.abi3.so",
    ]
    assert "libSM.so.6" in set(standalone.outside_libraries(python))


def test_a_python_is_found_in_its_archive(tmp_path: Path) -> None:
    standalone = script("standalone")
    python = elf(tmp_path / "python" / "bin" / "python3.12", machine=AARCH64)
    header = python.parents[1] / "include" / "python3.12" / "patchlevel.h"
    header.parent.mkdir(parents=True)
    header.write_text('#define PY_VERSION  "3.12.4"\n')
    with tarfile.open(tmp_path / "python.tar.gz", "w:gz") as archive:
        archive.add(python.parents[1], "python")
    found = standalone.unpack_python(tmp_path / "python.tar.gz", tmp_path / "tree")
    assert (found.version, found.line, found.machine) == ("3.12.4", "3.12", "aarch64")
    assert found.executable == tmp_path / "tree" / "python" / "bin" / "python3.12"


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    standalone = script("standalone")
    file = tmp_path / "file.tar.gz"
    file.write_text("no archive")
    with pytest.raises(standalone.CannotBundleError, match="cannot be unpacked"):
        standalone.unpack_python(file, tmp_path / "tree")
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "python/bin/python2.7")
    with pytest.raises(standalone.CannotBundleError, match=r"holds no bin/python3\.11"):
        standalone.unpack_python(file, tmp_path / "tree")


def test_what_is_made_must_fit_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script("bundle").main([str(ROOT), str(tmp_path / "out.run")]) == 2
    assert "--with-python" in capsys.readouterr().err
    arguments = [str(ROOT), str(tmp_path / "out.tar"), "--with-python", str(tmp_path / "none.tar")]
    assert script("bundle").main(arguments) == 2
    arguments[1] = str(tmp_path / "out.run")
    assert script("bundle").main(arguments) == 1
    assert "cannot be unpacked" in capsys.readouterr().err


def test_desktop_files_are_valid() -> None:
    found = [source for source, _ in script("standalone").desktop_files(ROOT)]
    assert all(path.is_file() for path in found)
    for tool, suffix in ((["desktop-file-validate"], ".desktop"), (APPSTREAM, ".xml")):
        if shutil.which(tool[0]) is None:
            continue
        (path,) = [path for path in found if path.suffix == suffix]
        done = subprocess.run([*tool, path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


APPSTREAM = ["appstreamcli", "validate", "--no-net"]
