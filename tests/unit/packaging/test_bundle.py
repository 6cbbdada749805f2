"""packaging/bundle takes what the lock has for another machine, and all of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.paths import ROOT
from tests.unit.packaging.scripts import script

LOCK = """\
# Made by packaging/lock
either==2 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
old==1 ; python_full_version < '3.11.5' \\
    --hash=sha256:cc
new==2 ; python_full_version >= '3.11.5' \\
    --hash=sha256:dd
elsewhere==1 ; sys_platform == 'win32' \\
    --hash=sha256:ee
intel==1 ; platform_machine == 'x86_64' \\
    --hash=sha256:ff
"""


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    return script("bundle")


def test_markers_are_judged_for_the_other_machine(bundle: ModuleType) -> None:
    either = "either==2 --hash=sha256:aa --hash=sha256:bb"
    old, new = "old==1 --hash=sha256:cc", "new==2 --hash=sha256:dd"
    intel = "intel==1 --hash=sha256:ff"
    assert bundle.entries(LOCK, "aarch64", "3.11.0") == [either, old]
    assert bundle.entries(LOCK, "x86_64", "3.13.99") == [either, new, intel]


def test_every_border_of_our_markers_is_straddled(bundle: ModuleType) -> None:
    for lock in (ROOT / "packaging" / "locks").iterdir():
        patches = re.findall(r"python_full_version [<>=]+ '3\.\d+\.(\d+)'", lock.read_text())
        assert all(0 < int(patch) < int(bundle.SPLITS[1]) for patch in patches)


@pytest.mark.parametrize(
    ("machine", "glibc", "lock"),
    [
        ("aarch64", 34, "app-old-glibc.txt"),
        ("aarch64", 39, "app.txt"),
        ("x86_64", 31, "app-old-glibc.txt"),
        ("x86_64", 36, "app.txt"),
    ],
)
def test_the_lock_is_the_one_that_the_machine_will_choose(
    bundle: ModuleType, machine: str, glibc: int, lock: str
) -> None:
    assert bundle.lock_name(machine, glibc) == lock
    assert f"manylinux_2_{glibc}_{machine}" in bundle.tags(machine, glibc)
    assert f"manylinux_2_{glibc + 1}_{machine}" not in bundle.tags(machine, glibc)


def test_the_file_holds_the_commit_and_the_wheels(bundle: ModuleType, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    root, wheels = tmp_path / "root", tmp_path / "wheels"
    for folder in (root, wheels):
        folder.mkdir()
    (root / "README.md").write_text("a commit")
    (root / "notes").write_text("not in the commit")
    wheel = f"a-1-cp311-cp311-{'.'.join(['manylinux_2_17_aarch64'] * 5)}.whl"  # too long for ustar
    (wheels / wheel).write_bytes(b"a wheel")
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q"], ["add", "README.md"], [*who, "commit", "-q", "-m", "one"]):
        subprocess.run([git, "-C", root, *command], check=True)
    bundle.pack(root, wheels, tmp_path / "out.tar")
    with tarfile.open(tmp_path / "out.tar") as archive:
        names = {member.name for member in archive if member.isfile()}
    assert names == {"headframe/README.md", f"headframe/packaging/wheels/{wheel}"}
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.slow
def test_wheels_that_cannot_be_had_are_an_error(
    bundle: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    out = tmp_path / "out.tar"
    assert bundle.main([str(ROOT), str(out), "--machine", "aarch64", "--python", version]) == 1
    assert not out.exists()
