"""packaging/run on a checkout that needs nothing from an index: all but pip's downloads is real."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest

from gui.__main__ import COMMANDS, HELP

ROOT = Path(__file__).resolve().parents[2]

# Says who it is, so that a test can tell an exec from a child.
PROGRAM = """
import os, signal, sys
print(os.getpid(), *map(ascii, sys.argv[1:]), flush=True)
print(os.getcwd(), sys.prefix, flush=True)
if sys.argv[1:2] == ["wait"]:
    signal.sigwait({signal.SIGUSR1})
sys.exit(7)
"""

DESKTOP = """
import os
def missing_packages():
    return os.environ.get("LACKING", "").split()
"""


class Checkout:
    """A clone with the real scripts, a tiny program, and an empty lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packaging" / "locks").mkdir(parents=True)
        for name in ("run", "lib.sh"):
            shutil.copy(ROOT / "packaging" / name, folder / "packaging" / name)
        for name, text in (("gui/__main__.py", PROGRAM), ("core/desktop.py", DESKTOP)):
            (folder / name).parent.mkdir()
            (folder / name).write_text(text)
        for name in ("app", "app-old-glibc"):
            self.lock(name, "# nothing\n")
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.tool("apt-get", 'echo "apt-get $*" >&2; exit 1')

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    def lock(self, name: str, text: str) -> None:
        (self.folder / "packaging" / "locks" / f"{name}.txt").write_text(text)

    def tool(self, name: str, script: str) -> None:
        """A program of the system, as it behaves elsewhere: nobody's machine is changed here."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def environ(self, **changes: str) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("HOME", "TMPDIR", "HEADFRAME_HOME")}
        return {**kept, "PATH": f"{self.bin}:{os.environ['PATH']}", **changes}

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.folder / "packaging" / "run", *arguments],
            env=self.environ(**changes),
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One whose environment is built once, for tests that leave it as it is."""
    return Checkout(tmp_path_factory.mktemp("some where") / "head frame")


@pytest.fixture
def fresh(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def test_arguments_output_and_exit_code_are_the_programs_own(checkout: Checkout) -> None:
    arguments = ("convert", "a b.pdf", "", "-o", "o'ut\n", "文.pdf")
    child = checkout.run(*arguments)
    assert child.returncode == 7, child.stderr
    said, where = child.stdout.splitlines()
    assert said.split(" ", 1)[1] == " ".join(map(ascii, arguments))
    assert where == f"{checkout.folder.parent} {checkout.venv}"


def test_the_second_start_builds_nothing(checkout: Checkout) -> None:
    checkout.run("convert")
    (checkout.venv / "mark").touch()
    child = checkout.run("convert", HEADFRAME_PYTHON="/nowhere/python", PATH="/usr/bin:/bin")
    assert (child.returncode, child.stderr) == (7, "")
    assert (checkout.venv / "mark").exists()


def test_a_signal_reaches_the_program(checkout: Checkout) -> None:
    checkout.run("convert")
    child = subprocess.Popen(
        [checkout.folder / "packaging" / "run", "wait"],
        env=checkout.environ(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline().split()[0] == str(child.pid)
    child.send_signal(signal.SIGTERM)
    child.communicate()
    assert child.returncode == -signal.SIGTERM


def test_a_package_in_the_working_folder_is_not_run(checkout: Checkout) -> None:
    checkout.run("convert")
    stranger = checkout.folder.parent / "gui"
    stranger.mkdir()
    (stranger / "__main__.py").write_text("raise SystemExit(99)")
    assert checkout.run("convert").returncode == 7


@pytest.mark.slow
def test_another_folder_may_hold_the_environment(fresh: Checkout, tmp_path: Path) -> None:
    child = fresh.run("convert", HEADFRAME_VENV=str(tmp_path / "deep" / "venv"))
    assert child.returncode == 7, child.stderr
    assert child.stdout.splitlines()[1].endswith(str(tmp_path / "deep" / "venv"))
    assert not fresh.venv.exists()


@pytest.mark.slow
def test_an_interrupted_installation_begins_again(fresh: Checkout) -> None:
    fresh.venv.mkdir()
    (fresh.venv / ".headframe").write_text("building\n")
    (fresh.venv / "half of it").touch()
    child = fresh.run("convert")
    assert child.returncode == 7, child.stderr
    assert "interrupted" in child.stderr
    assert not (fresh.venv / "half of it").exists()


@pytest.mark.slow
def test_what_cannot_be_installed_is_said_and_not_taken_for_installed(fresh: Checkout) -> None:
    for name in ("app", "app-old-glibc"):
        fresh.lock(name, f"nothing-of-that-name==1 --hash=sha256:{'0' * 64}\n")
    child = fresh.run("convert", PIP_NO_INDEX="1")
    assert child.returncode == 2
    assert "the installation did not succeed" in child.stderr
    assert child.stdout == ""
    for name in ("app", "app-old-glibc"):
        fresh.lock(name, "# mended\n")
    assert fresh.run("convert").returncode == 7


def wheel(folder: Path, name: str, version: str, wants: str = "") -> str:
    """A package with nothing in it. Returns its line in a lock."""
    info = f"{name}-{version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: toml\n"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{info}/METADATA", about + (f"Requires-Dist: {wants}\n" if wants else ""))
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.mark.slow
def test_a_newer_release_elsewhere_does_not_disturb_the_lock(fresh: Checkout) -> None:
    """coverage[toml], wanted by pytest-cov, broke the door when coverage 7.17.4 came out."""
    wheels = fresh.folder / "packaging" / "wheels"
    wheels.mkdir()
    lock = wheel(wheels, "cover", "1") + wheel(wheels, "wants", "1", "cover[toml]")
    wheel(wheels, "cover", "2")
    for name in ("app", "app-old-glibc"):
        fresh.lock(name, lock)
    child = fresh.run("convert")
    assert child.returncode == 7, child.stderr
    assert [path.name for path in fresh.venv.glob("lib/*/site-packages/cover-*")] == [
        "cover-1.dist-info"
    ]


@pytest.mark.slow
def test_a_new_lock_is_installed_into_the_same_environment(fresh: Checkout) -> None:
    fresh.run("convert")
    (fresh.venv / "mark").touch()
    fresh.lock("app", "# another\n")
    child = fresh.run("convert")
    assert child.returncode == 7, child.stderr
    assert "up to date" in child.stderr
    assert (fresh.venv / "mark").exists()
    assert fresh.run("convert").stderr == ""


def test_without_a_fit_python_it_says_which(fresh: Checkout) -> None:
    child = fresh.run("convert", HEADFRAME_PYTHON="/bin/false")
    assert child.returncode == 2
    (line,) = child.stderr.splitlines()
    assert "Python 3.11, 3.12 or 3.13 is needed" in line
    assert not fresh.venv.exists()


def test_a_folder_that_is_no_environment_is_left_alone(fresh: Checkout) -> None:
    fresh.venv.mkdir()
    (fresh.venv / "thesis.md").touch()
    child = fresh.run("convert")
    assert child.returncode == 2
    assert "HEADFRAME_VENV=FOLDER" in child.stderr
    assert (fresh.venv / "thesis.md").exists()


@pytest.mark.parametrize("user", [0, 1000])
def test_a_python_that_makes_no_environments(fresh: Checkout, user: int) -> None:
    """Debian's, until python3-venv is there: root gets it installed, others the line to type."""
    real = shutil.which("python3.11") or shutil.which("python3")
    fresh.tool("id", f"echo {user}")
    fresh.tool("python", f'case $2 in *"import ensurepip"*) exit 1 ;; esac\nexec "{real}" "$@"')
    child = fresh.run("convert", HEADFRAME_PYTHON=str(fresh.bin / "python"))
    assert child.returncode == 2
    assert "sudo apt-get install python3." in child.stderr.splitlines()[-1]
    asked = "apt-get install -qq -y --no-install-recommends python3." in child.stderr
    assert asked is (user == 0)


def test_missing_libraries_stop_the_window_and_not_the_command(fresh: Checkout) -> None:
    fresh.tool("id", "echo 1000")
    lacking = {"LACKING": "libnss3 libgbm1"}
    first = fresh.run("convert", **lacking)
    assert first.returncode == 7
    assert "sudo apt-get install libnss3 libgbm1" in first.stderr
    assert fresh.run("convert", **lacking).stderr == ""
    window = fresh.run("a.pdf", DISPLAY=":9731", **lacking)
    assert (window.returncode, window.stdout) == (2, "")
    assert "sudo apt-get install libnss3 libgbm1" in window.stderr
    assert fresh.run("a.pdf", **lacking).returncode == 7  # no display: the program says that
    assert fresh.run("a.pdf", DISPLAY=":9731").returncode == 7  # installed since


@pytest.mark.slow
def test_root_gets_missing_libraries_installed_whatever_their_name(fresh: Checkout) -> None:
    """Debian 13 has libasound2t64 where 12 has libasound2."""
    fresh.tool("id", "echo 0")
    fresh.tool(
        "apt-get",
        f'echo "$*" >>"{fresh.folder}/asked"\n'
        'case "$*" in *libasound2" "* | *libasound2) exit 100 ;; esac',
    )
    child = fresh.run("convert", LACKING="libasound2 libnss3")
    assert child.returncode == 7, child.stderr
    asked = [line.split()[-1] for line in (fresh.folder / "asked").read_text().splitlines()]
    assert asked == ["-qq", "libnss3", "libasound2", "libasound2t64", "libnss3"]


def test_the_script_knows_the_same_commands_as_the_program() -> None:
    text = (ROOT / "packaging" / "run").read_text(encoding="utf-8")
    (pattern,) = [line for line in text.splitlines() if line.startswith("convert |")]
    words = pattern.removesuffix(") ;;").split(" | ")
    assert set(words) == COMMANDS | HELP
