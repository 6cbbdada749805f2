"""packaging/run on a checkout that needs nothing from an index: all but pip's downloads is real."""

from __future__ import annotations

import ensurepip
import functools
import hashlib
import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.launcher import COMMANDS, HELP
from tests.support.paths import ROOT

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
def missing_packages(window=False):
    names = os.environ.get("LACKING", "").split()
    return [name for name in names if not window or "font" not in name]
"""


class Checkout:
    """A clone with the real scripts, a tiny program, and an empty lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packaging" / "locks").mkdir(parents=True)
        for name in ("run", "lib.sh", "fetch_pip.py", "locks/pip.txt"):
            shutil.copy(ROOT / "packaging" / name, folder / "packaging" / name)
        for name, text in (("gui/__main__.py", PROGRAM), ("core/diagnostics/desktop.py", DESKTOP)):
            (folder / name).parent.mkdir(parents=True)
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

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a function of lib.sh on a system without apt: its tools are those of the test."""
        (self.bin / "apt-get").unlink()
        for name in ("cat", "dirname", "readlink"):
            (self.bin / name).symlink_to(shutil.which(name) or "/nowhere")
        return subprocess.run(
            ["/bin/sh", "-euc", f". packaging/lib.sh; {script}", "packaging/run"],
            env=self.environ(PATH=str(self.bin)),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server on this machine that hands out a folder's files."""
    handler = functools.partial(SilentHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class SilentHandler(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what it was asked for."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One whose environment is built once, for tests that leave it as it is."""
    return Checkout(tmp_path_factory.mktemp("some where") / "head frame")


@pytest.fixture
def fresh(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


@pytest.fixture
def outdated(checkout: Checkout, fresh: Checkout) -> Checkout:
    """One with an environment that wants to be brought up to date, which is quickly done."""
    checkout.run("convert")
    shutil.copytree(checkout.venv, fresh.venv, symlinks=True)
    fresh.lock("app", "# another\n")
    return fresh


@pytest.mark.slow
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
def test_a_new_lock_is_installed_into_the_same_environment(outdated: Checkout) -> None:
    (outdated.venv / "mark").touch()
    child = outdated.run("convert")
    assert child.returncode == 7, child.stderr
    assert "up to date" in child.stderr
    assert (outdated.venv / "mark").exists()
    assert outdated.run("convert").stderr == ""


def test_without_a_fit_python_it_says_which(fresh: Checkout) -> None:
    fresh.tool("python3.9", "echo 3.9")
    for python, said in (
        ("/bin/false", "/bin/false does not run."),
        (str(fresh.bin / "python3.9"), f"{fresh.bin}/python3.9 is Python 3.9."),
    ):
        child = fresh.run("convert", HEADFRAME_PYTHON=python)
        assert child.returncode == 2
        (line,) = child.stderr.splitlines()
        assert "Python 3.11, 3.12 or 3.13 is needed" in line
        assert said in line
        assert "--with-python" in line
    assert not fresh.venv.exists()


OLD = "case $* in *version_info*) echo 3.10 ;; *) exit 1 ;; esac"


@pytest.mark.parametrize(
    ("tool", "knows", "said"),
    [
        ("apt-get", "python3.11", "sudo apt-get install python3.11 python3.11-venv"),
        ("apt-get", "python3.12", "sudo apt-get install python3.12 python3.12-venv"),
        ("dnf", "python3.11", "sudo dnf install python3.11"),
        ("zypper", "python311", "sudo zypper install python311"),
        ("yum", "none", "--with-python"),
    ],
)
def test_a_python_that_the_system_has_is_named(
    fresh: Checkout, tool: str, knows: str, said: str
) -> None:
    """Ubuntu 22.04 comes with 3.10 and has 3.11; openEuler's and SUSE's own are older."""
    for name in ("python3.11", "python3.12", "python3.13", "python3"):
        fresh.tool(name, OLD)
    asks = "apt-cache" if tool == "apt-get" else tool
    fresh.tool("id", "echo 1000")
    fresh.tool(asks, f'for last; do :; done; [ "$last" = {knows} ]')
    child = fresh.shell(f"manager() {{ echo {tool}; }}; find_python")
    assert child.returncode == 2
    assert "Python 3.11, 3.12 or 3.13 is needed" in child.stderr
    assert said in child.stderr


def test_root_gets_that_python_installed(fresh: Checkout) -> None:
    for name in ("python3.11", "python3.12", "python3.13", "python3"):
        fresh.tool(name, OLD)
    fresh.tool("id", "echo 0")
    install = f"printf '#!/bin/sh\\necho 3.11\\n' >{fresh.bin}/python3.11"
    wanted = f'*" info python3.11") ;; install*) {install}'
    fresh.tool("dnf", f"case $* in {wanted} ;; *) exit 1 ;; esac")
    child = fresh.shell("find_python; echo $python")
    assert child.stdout == "python3.11\n", child.stderr


def test_a_folder_that_is_no_environment_is_left_alone(fresh: Checkout) -> None:
    fresh.venv.mkdir()
    (fresh.venv / "thesis.md").touch()
    child = fresh.run("convert")
    assert child.returncode == 2
    assert "HEADFRAME_VENV=FOLDER" in child.stderr
    assert (fresh.venv / "thesis.md").exists()


@pytest.fixture
def debians_python(fresh: Checkout) -> str:
    """One without ensurepip, as Debian's is until python3-venv is installed."""
    real = os.path.realpath(sys.executable)
    fresh.tool("python", f'case $2 in *"import ensurepip"*) exit 1 ;; esac\nexec "{real}" "$@"')
    return str(fresh.bin / "python")


@pytest.fixture
def ubuntus_python(fresh: Checkout) -> str:
    """A release candidate, whose own pip is as old."""
    real = os.path.realpath(sys.executable)
    early = "import sys; sys.version_info = (3, 11, 0, 'candidate', 1)"
    fresh.tool("python", f'if [ "$1" = -c ]; then set -- -c "{early}; $2"; fi; exec "{real}" "$@"')
    return str(fresh.bin / "python")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["debians_python", "ubuntus_python"])
def test_a_python_without_pip_gets_it_from_the_index(
    fresh: Checkout, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Without root, and with a mirror that pip's own variable names."""
    python: str = request.getfixturevalue(kind)
    fresh.tool("id", "echo 1000")
    (bundled,) = Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl")
    digest = hashlib.sha256(bundled.read_bytes()).hexdigest()
    fresh.lock("pip", f"pip=={bundled.name.split('-')[1]} --hash=sha256:{digest}\n")
    page = tmp_path / "index" / "pip" / "index.html"
    page.parent.mkdir(parents=True)
    shutil.copy(bundled, page.parent)
    page.write_text(f'<a href="../pip/{bundled.name}#sha256={digest}">{bundled.name}</a>')
    with serving(tmp_path / "index") as address:
        child = fresh.run("convert", HEADFRAME_PYTHON=python, PIP_INDEX_URL=address)
    assert child.returncode == 7, child.stderr
    assert list(fresh.venv.glob("lib/*/site-packages/pip"))
    assert (fresh.venv / bundled.name).exists(), "it is the lock's, not the Python's own"


@pytest.mark.slow
def test_a_pip_that_is_not_the_locks_is_not_run(tmp_path: Path) -> None:
    page = tmp_path / "pip" / "index.html"
    page.parent.mkdir()
    page.write_text('<a href="pip-1-py3-none-any.whl">pip</a>')
    (page.parent / "pip-1-py3-none-any.whl").write_text("something else")
    lock = tmp_path / "lock"
    lock.write_text(f"pip==1 --hash=sha256:{'0' * 64}\n")
    with serving(tmp_path) as address:
        child = subprocess.run(
            [sys.executable, ROOT / "packaging" / "fetch_pip.py", lock, tmp_path / "to"],
            env={**os.environ, "PIP_INDEX_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert child.returncode == 1
    assert "not the file that the lock names" in child.stderr
    assert not (tmp_path / "to").exists()


@pytest.mark.slow
@pytest.mark.parametrize("user", [0, 1000])
def test_a_python_without_pip_and_without_a_network(
    fresh: Checkout, debians_python: str, user: int
) -> None:
    """Root gets Debian's package asked for, everybody else the line to type."""
    fresh.tool("id", f"echo {user}")
    child = fresh.run(
        "convert", HEADFRAME_PYTHON=debians_python, PIP_INDEX_URL="http://127.0.0.1:9/simple"
    )
    assert child.returncode == 2
    assert "127.0.0.1:9/simple/pip/ cannot be read" in child.stderr
    assert "sudo apt-get install python3." in child.stderr
    asked = "apt-get install -qq -y --no-install-recommends python3." in child.stderr
    assert asked is (user == 0)
    assert not fresh.venv.exists()


def test_a_link_to_it_will_do(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("convert")
    link = tmp_path / "headframe"
    link.symlink_to(checkout.folder / "packaging" / "run")
    child = subprocess.run([link, "convert"], env=checkout.environ(), check=False)
    assert child.returncode == 7


def test_pythonhome_of_the_shell_stays_outside(checkout: Checkout) -> None:
    child = checkout.run("convert", PYTHONHOME="/nowhere", PYTHONNOUSERSITE="1")
    assert child.returncode == 7, child.stderr


@pytest.mark.slow
def test_missing_libraries_stop_the_window_and_not_the_command(outdated: Checkout) -> None:
    outdated.tool("id", "echo 1000")
    lacking = {"LACKING": "libnss3 libgbm1 fonts-wqy-microhei"}
    first = outdated.run("convert", **lacking)
    assert first.returncode == 7
    assert "sudo apt-get install libnss3 libgbm1 fonts-wqy-microhei\n" in first.stderr
    assert outdated.run("convert", **lacking).stderr == ""
    window = outdated.run("a.pdf", DISPLAY=":9731", **lacking)
    assert (window.returncode, window.stdout) == (2, "")
    assert "sudo apt-get install libnss3 libgbm1\n" in window.stderr
    assert outdated.run("a.pdf", **lacking).returncode == 7  # no display: the program says that
    font = outdated.run("a.pdf", DISPLAY=":9731", LACKING="fonts-wqy-microhei")
    assert (font.returncode, font.stderr) == (7, "")  # the libraries were installed since


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("dnf", "sudo dnf install 'libnss3.so()(64bit)' 'font(:lang=zh-cn)'"),
        ("zypper", "sudo zypper install 'libnss3.so()(64bit)' 'font(:lang=zh-cn)'"),
        (None, "by the names that your system has for them"),
    ],
)
def test_without_apt_the_systems_own_tool_is_named(
    fresh: Checkout, tool: str | None, said: str
) -> None:
    """openEuler, Kylin, SUSE; and systems of which nothing is known."""
    if tool is not None:
        fresh.tool(tool, "exit 1")
    child = fresh.shell("how_to_install 'libnss3.so()(64bit)' 'font(:lang=zh-cn)'")
    assert child.returncode == 0, child.stderr
    assert said in child.stdout
    assert "apt-get" not in child.stdout


@pytest.mark.parametrize("tool", ["dnf", "yum", "zypper"])
def test_root_gets_them_installed_by_that_tool(fresh: Checkout, tool: str) -> None:
    """At once; where one of them is not to be had, each of the others."""
    fresh.tool("id", "echo 0")
    asked = fresh.folder / "asked"
    fresh.tool(tool, f'echo "$*" >>"{asked}"; case "$*" in *libold*) exit 1 ;; esac')
    child = fresh.shell("system_install 'libnss3.so()(64bit)' 'libold.so.1()(64bit)'")
    assert child.returncode == 1
    packages = [line.partition("lib")[2] for line in asked.read_text().splitlines()]
    assert packages == [
        "nss3.so()(64bit) libold.so.1()(64bit)",
        "nss3.so()(64bit)",
        "old.so.1()(64bit)",
    ]
    assert all(" install " in f" {line}" for line in asked.read_text().splitlines())


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
