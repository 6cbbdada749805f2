"""Fixtures for every test: a home of its own, no screen, nothing left behind."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import leaks
from tests.support.engines import scripted
from tests.support.paths import ROOT, SHARED

FOREIGN_VARIABLES = (
    "ASCEND_DEVICE_ID",
    "ASCEND_RT_VISIBLE_DEVICES",
    "ASCEND_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "CUDA_VISIBLE_DEVICES",
    "HEADFRAME_DCMI",
    "HEADFRAME_NPU_SMI",
    "MINERU_DEVICE_MODE",
    "NPU_VISIBLE_DEVICES",
    "PYTHONDONTWRITEBYTECODE",  # without byte code, each of the many children compiles everything
)
"""What the developer's shell may hold and no test may depend on."""
FAILED = pytest.StashKey[bool]()
REAL_ENGINES = ROOT / "tests" / "integration" / "engines"
CLUSTERS = ROOT / "tests" / "integration" / "cluster"
PACKAGING = ROOT / "tests" / "unit" / "packaging"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--headed", action="store_true", help="show the windows instead of drawing offscreen"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("dist", "no") == "no":  # it is this process that imports the tests
        gc.disable()  # until that is done
    # Before anything asks Qt for an application.
    if not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # How long an example takes says nothing on a machine that others use too.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("patient", patient)
    settings.register_profile("brief", patient, max_examples=25)
    # The whole number is tried where slow tests run, too: in CI.
    settings.load_profile("brief" if config.option.markexpr == "not slow" else "patient")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with tests of minutes go first, so that no process is left with one at the end.

    Those of clusters wait most of the time, so that they take turns with those that compute. Those
    of real engines go in the middle: their environments may be made meanwhile, and short modules
    come after them, which fill up what is left of whichever process is done first.
    """
    modules = list(dict.fromkeys(item.path for item in items))
    slow = {item.path for item in items if item.get_closest_marker("timeout")}
    engines = [path for path in modules if REAL_ENGINES in path.parents]
    waiting = [path for path in modules if CLUSTERS in path.parents]
    computing = [path for path in modules if path in slow.difference(engines, waiting)]
    turns = itertools.chain.from_iterable(itertools.zip_longest(waiting, computing))
    first = [path for path in turns if path is not None]
    others = [path for path in modules if path not in {*first, *engines}]
    others.sort(
        key=lambda path: PACKAGING not in path.parents
    )  # half a minute, the longest of them
    half = len(others) // 2
    order = [*first, *others[:half], *engines, *others[half:]]
    rank = {path: number for number, path in enumerate(order)}
    items.sort(key=lambda item: rank[item.path])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    set_aside()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, bool | None, bool | None]:
    is_done = yield
    if nextitem is None or nextitem.path != item.path:
        set_aside()
    return is_done


def set_aside() -> None:
    """Take what there is between two modules out of what is gone through around each test.

    Some hundred thousand objects, of imported modules above all: most of the time of a short test.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    # Names that are no valid UTF-8 are tested, and logged; not every channel takes them.
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode())
        for title, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give each test its own home and temporary folder; fail it when something of it lives on.

    The temporary folder has a short path: a socket's name must fit in 108 bytes. It does not use
    the fixture ``monkeypatch``, whose changes must be undone before this looks.
    """
    home = tmp_path / "home"
    temp = Path(tempfile.mkdtemp(prefix="hf"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEADFRAME_HOME", str(home))
        patch.setenv("TMPDIR", str(temp))
        patch.setattr(tempfile, "tempdir", str(temp))
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")  # a developer's desktop stays quiet
        for name in FOREIGN_VARIABLES:
            patch.delenv(name, raising=False)
        before = leaks.snapshot()
        yield
        found = leaks.left_behind(before, home, temp)
        if found:
            leaks.end_children(before, home)
    shutil.rmtree(temp, ignore_errors=True)
    # What a failed test leaves is held by its traceback, and is not the news.
    if found and not request.node.stash.get(FAILED, False):
        pytest.fail(f"{request.node.name} left behind {'; '.join(found)}.", pytrace=False)


@pytest.fixture
def home(nothing_left_behind: None, tmp_path: Path) -> Path:
    """This test's HEADFRAME_HOME; it is not made yet."""
    return tmp_path / "home"


@pytest.fixture
def light_engine(home: Path, tmp_path: Path) -> None:
    """Documents of this home are done at once: for tests that ask for none of their Markdown.

    With `tests.support.engines.scripted`, a document can be held at work.
    """
    scripted.choose(home, scripted.holding(tmp_path / "light-engine"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test data beside the checkout; a test that needs it skips without it."""
    folder = SHARED
    if not folder.is_dir():
        pytest.skip("there is no folder 'shared' beside the checkout")
    return folder
