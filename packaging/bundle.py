"""The work of `packaging/bundle`: which wheels a machine needs, by the lock, and their download."""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement

OLDEST_GLIBC = 17
"""The minor number of the first manylinux tag that wheels still carry (manylinux2014)."""
NEWEST_QT_NEEDS = {"x86_64": 34, "aarch64": 39}
"""glibc 2.N that PySide6 6.11's wheels need; below, the other line of locks holds (lib.sh)."""
SPLITS = ("0", "99")
"""Patch numbers of Python between which every marker's border lies: both sides are taken."""


def main(arguments: Sequence[str]) -> int:
    """Make the file. Returns the exit code."""
    options = _parser().parse_args(arguments)
    root, out = Path(options.root), Path(options.out).absolute()
    glibc = int(options.glibc.partition(".")[2])
    lock = root / "packaging" / "locks" / lock_name(options.machine, glibc)
    with tempfile.TemporaryDirectory() as scratch:
        wheels = Path(scratch, "wheels")
        for patch in SPLITS:
            needed = Path(scratch, "needed.txt")
            python = f"{options.python}.{patch}"
            needed.write_text("\n".join(entries(lock.read_text(), options.machine, python)))
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
            command += [f"--dest={wheels}", f"--requirement={needed}", "--implementation=cp"]
            command += [f"--python-version={python}"]
            command += [f"--platform={tag}" for tag in tags(options.machine, glibc)]
            if subprocess.run(command, check=False).returncode != 0:
                print("headframe: not every wheel could be had; see above.", file=sys.stderr)
                return 1
        pack(root, wheels, out)
    print(f"headframe: {out} ({out.stat().st_size >> 20} MB)")
    return 0


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
    parser.add_argument("out", metavar="FILE.tar")
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
