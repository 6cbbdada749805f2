"""Writes resources/engines/wheel-sizes.tsv from folders of wheels, one folder an architecture.

Fill them with `headframe engine install NAME --device DEVICE --recipe`, then run
`packaging/wheel_sizes.py x86_64=DIR aarch64=DIR`.
"""

from __future__ import annotations

import csv
import re
import sys
import tarfile
import zipfile
from pathlib import Path

ENGINES = Path(__file__).resolve().parents[1] / "resources" / "engines"
CUDA = "torch-cuda.txt"
"""The index's torch needs it on x86_64 alone."""


def main(arguments: list[str]) -> int:
    """Exit code 0 when every pin has a wheel in each folder that may need it."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    lacking: set[str] = set()
    for argument in arguments:
        machine, _, folder = argument.partition("=")
        files = {_key(path): path for path in Path(folder).iterdir()}
        for pin in _pins(machine):
            name, _, version = pin.partition("==")
            path = files.get((_plain(name), version))
            if path is None:
                lacking.add(f"{machine}: {pin}")
                continue
            of = "any" if path.name.endswith(("-none-any.whl", ".tar.gz")) else machine
            rows[of, pin] = (path.stat().st_size, _unpacked(path))
    with (ENGINES / "wheel-sizes.tsv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
        writer.writerow(["machine", "pin", "download", "installed"])
        for (machine, pin), sizes in sorted(rows.items(), key=lambda row: row[0][::-1]):
            writer.writerow([machine, pin, *sizes])
    for line in sorted(lacking):
        print(f"no wheel: {line}", file=sys.stderr)
    return 1 if lacking else 0


def _pins(machine: str) -> set[str]:
    files = [file for file in ENGINES.glob("*.txt") if machine == "x86_64" or file.name != CUDA]
    texts = [file.read_text("utf-8") for file in files]
    return {line.strip() for text in texts for line in text.splitlines() if "==" in line[:60]}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _key(path: Path) -> tuple[str, str]:
    stem = path.name.removesuffix(".tar.gz").removesuffix(".whl")
    if path.suffix == ".whl":
        name, version = stem.split("-")[:2]
    else:
        name, _, version = stem.rpartition("-")
    return _plain(name), version


def _unpacked(path: Path) -> int:
    """Python writes byte code beside each module, about as large as the module."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            sizes = [(item.filename, item.file_size) for item in archive.infolist()]
    else:
        with tarfile.open(path) as archive:
            sizes = [(item.name, item.size) for item in archive.getmembers()]
    return sum(size * (2 if name.endswith(".py") else 1) for name, size in sizes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
