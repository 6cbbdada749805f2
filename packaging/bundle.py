"""The work of `packaging/bundle`: the wheels that a machine needs, by the lock, as one file.

A .tar holds this commit and the wheels, for a machine with a Python. With a Python brought along a
.run, .deb or .rpm holds everything (packaging/standalone.py, packaging/package_files.py).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path

# Beside this file, which is started by its path.
import package_files as packages
import standalone
import wheels as own_wheels
from packaging.requirements import Requirement
from standalone import CannotBundleError

WINDOW_ONLY = frozenset({"pyside6", "pyside6-addons", "pyside6-essentials", "shiboken6", "qasync"})
"""Of the lock. On aarch64 the oldest of them need glibc 2.31."""
OLDEST_GLIBC = 17
"""The minor number of the first manylinux tag that wheels still carry (manylinux2014)."""
NEWEST_QT_NEEDS = {"x86_64": 34, "aarch64": 39}
"""glibc 2.N that PySide6 6.11's wheels need; below, the other line of locks holds (lib.sh)."""
SPLITS = ("0", "99")
"""Patch numbers of Python between which every marker's border lies: both sides are taken."""

PACKAGES = {".run": packages.write_run, ".deb": packages.write_deb, ".rpm": packages.write_rpm}


def main(arguments: Sequence[str]) -> int:
    """Make the file. Returns the exit code."""
    options = _parser().parse_args(arguments)
    root, out = Path(options.root), Path(options.out).absolute()
    alone = out.suffix in PACKAGES
    if alone is (options.with_python is None):
        print(
            f"headframe: a file that ends in {', '.join(PACKAGES)} holds a Python, which "
            "--with-python ARCHIVE names; any other file holds none.",
            file=sys.stderr,
        )
        return 2
    glibc = int(options.glibc.partition(".")[2])
    try:
        with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
            if alone:
                archive, window = Path(options.with_python), not options.command_only
                bundle_alone(root, out, archive, glibc, Path(scratch), window=window)
            else:
                wheels = Path(scratch, "wheels")
                for patch in SPLITS:
                    download(root, wheels, f"{options.python}.{patch}", options.machine, glibc)
                take_pip(root, wheels)
                pack(root, wheels, out)
    except CannotBundleError as error:
        print(f"headframe: {error}", file=sys.stderr)
        return 1
    print(f"headframe: {out} ({out.stat().st_size >> 20} MB)")
    return 0


def bundle_alone(
    root: Path, out: Path, archive: Path, glibc: int, scratch: Path, *, window: bool
) -> None:
    """A file with a Python of its own, for the machine that this Python is for."""
    tree, wheels = scratch / "tree", scratch / "wheels"
    tree.mkdir()
    python = standalone.unpack_python(archive, tree)
    leave_out = () if window else WINDOW_ONLY
    needed = download(root, wheels, python.version, python.machine, glibc, leave_out=leave_out)
    if not own_wheels.build(root, wheels):
        raise CannotBundleError("Headframe's own wheels could not be built; see above.")
    own = sorted(str(path) for path in wheels.glob(f"headframe{'*' if window else '_core'}-*.whl"))
    names = [entry.split(" ", 1)[0] for entry in needed]
    standalone.install(python, wheels, [*names, *own], tags(python.machine, glibc))
    standalone.prune(python)
    standalone.add_starters(root, tree, python)
    if not window:
        shutil.rmtree(tree / "share" / "applications")
        shutil.rmtree(tree / "share" / "metainfo")
    build = packages.Build(
        root=root,
        tree=tree,
        version=tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"],
        commit=standalone.commit_of(root),
        machine=python.machine,
        glibc=glibc,
        libraries=tuple(standalone.outside_libraries(python)),
    )
    PACKAGES[out.suffix](build, out)


def download(
    root: Path,
    wheels: Path,
    python: str,
    machine: str,
    glibc: int,
    *,
    leave_out: Collection[str] = (),
) -> list[str]:
    """Fetch the wheels of the lock for a Python (``3.11.9``) there. Returns the lock's lines."""
    lock = root / "packaging" / "locks" / lock_name(machine, glibc)
    needed = entries(lock.read_text("utf-8"), machine, python)
    needed = [line for line in needed if own_wheels.requirement_name(line) not in leave_out]
    command = [f"--dest={wheels}", "--implementation=cp", f"--python-version={python}"]
    _pip_download(needed, *command, *(f"--platform={tag}" for tag in tags(machine, glibc)))
    return needed


def _pip_download(needed: Sequence[str], *options: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(needed))
        file.flush()
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
        command += ["--ignore-requires-python"]  # as packaging/lib.sh says
        command += [*options, f"--requirement={file.name}"]
        if subprocess.run(command, check=False).returncode != 0:
            raise CannotBundleError("not every wheel could be had; see above.")


def take_pip(root: Path, wheels: Path) -> None:
    """pip's own wheel, for a Python there that brings none (packaging/lib.sh)."""
    lock = (root / "packaging" / "locks" / "pip.txt").read_text("utf-8").replace("\\\n", " ")
    _pip_download([line for line in lock.splitlines() if line[:1] != "#"], f"--dest={wheels}")


def lock_name(machine: str, glibc: int) -> str:
    """The lock that packaging/run will choose on such a machine."""
    return "app.txt" if glibc >= NEWEST_QT_NEEDS[machine] else "app-old-glibc.txt"


def tags(machine: str, glibc: int) -> list[str]:
    """Platform tags of the wheels that run on Linux with glibc 2.``glibc``."""
    return [
        f"manylinux2014_{machine}",
        *(f"manylinux_2_{minor}_{machine}" for minor in range(OLDEST_GLIBC, glibc + 1)),
    ]


def entries(lock: str, machine: str, python: str) -> list[str]:
    """The lock's lines, hashes and all, that hold for a Python (``3.11.2``) on a machine.

    pip judges markers by the machine that it runs on, so they are judged here and taken off.
    """
    environment = {
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "sys_platform": "linux",
    }
    found: list[str] = []
    for line in lock.replace("\\\n", " ").splitlines():
        if line.startswith("#"):
            continue
        text, *hashes = re.split(r"\s+(?=--hash=)", line.strip())
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            found.append(" ".join((f"{requirement.name}{requirement.specifier}", *hashes)))
    return found


def pack(root: Path, wheels: Path, out: Path) -> None:
    """This commit's files, and the wheels where packaging/run looks for them."""
    part = out.with_name(f"{out.name}.part")
    source = ["git", "-C", str(root), "archive", "--prefix=headframe/", "--format=tar"]
    subprocess.run([*source, f"--output={part}", "HEAD"], check=True)
    with tarfile.open(part, "a", format=tarfile.PAX_FORMAT) as archive:
        archive.add(wheels, "headframe/packaging/wheels")
    part.replace(out)


def _parser() -> argparse.ArgumentParser:
    here = platform.machine()
    glibc = os.confstr("CS_GNU_LIBC_VERSION") or "glibc 2.0"
    version = ".".join(map(str, sys.version_info[:2]))
    parser = argparse.ArgumentParser(prog="packaging/bundle")
    parser.add_argument("root", help=argparse.SUPPRESS)
    parser.add_argument("out", metavar="FILE.tar|run|deb|rpm")
    parser.add_argument(
        "--with-python",
        metavar="ARCHIVE",
        help="a standalone CPython for that machine: a .run, .deb or .rpm is made, with it inside",
    )
    parser.add_argument(
        "--command-only",
        action="store_true",
        help="with --with-python: without the window and Qt, for glibc below 2.31 on aarch64",
    )
    parser.add_argument("--machine", choices=sorted(NEWEST_QT_NEEDS), default=here)
    parser.add_argument("--python", choices=["3.11", "3.12", "3.13"], default=version)
    parser.add_argument(
        "--glibc",
        type=_glibc,
        metavar="2.N",
        default=glibc.split()[1],
        help="`ldd --version` there",
    )
    return parser


def _glibc(text: str) -> str:
    if not re.fullmatch(r"2\.\d{2}", text):
        raise argparse.ArgumentTypeError("write it like 2.34")
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
