"""What was found clear is not looked at again until something changes; a miss only for a moment."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from core.engines.launch import preflight, preflight_cache
from core.engines.launch.preflight_cache import NEGATIVE_TTL_S, PreflightCache
from core.engines.model import Engine
from core.worker.kinds import FailureKind
from tests.support.engines.fakes import until
from tests.unit.core.engines.launch.test_launch_environment import npu
from tests.unit.core.engines.launch.test_preflight import engine, environ, site_of

__all__ = ["engine", "environ"]


class CountedCache:
    """Clearances of a home, a clock, and a count of real looks."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.looks = 0
        self.home = home
        self.clearances = self.again()

        def counted(*arguments: object) -> preflight.Preflight:
            self.looks += 1
            return preflight.run_preflight(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(preflight_cache, "run_preflight", counted)

    def again(self) -> PreflightCache:
        """As the next program has them."""
        return PreflightCache(self.home, clock=lambda: self.now)


@pytest.fixture
def cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> CountedCache:
    return CountedCache(home, monkeypatch)


def test_a_clear_card_is_looked_at_once_even_by_the_next_program(
    cache: CountedCache, engine: Engine, environ: dict[str, str]
) -> None:
    assert cache.clearances.check(engine, npu(), environ) is None
    assert cache.clearances.check(engine, npu(), environ) is None
    assert cache.again().check(engine, npu(), environ) is None
    assert cache.looks == 1
    other = dataclasses.replace(npu(7), key="npu:7")
    assert cache.clearances.check(engine, other, environ) is None
    assert cache.looks == 2
    assert (site_of(engine) / "__pycache__").is_dir(), "the look itself changes the folder"


@pytest.mark.slow
def test_any_change_is_looked_at(
    cache: CountedCache, engine: Engine, environ: dict[str, str]
) -> None:
    assert cache.clearances.check(engine, npu(), environ) is None
    (site_of(engine) / "another_package").mkdir()
    assert cache.clearances.check(engine, npu(), environ) is None
    assert cache.looks == 2
    (record,) = site_of(engine).glob("*.dist-info")
    os.utime(record, (1, 1))  # the same version, installed again
    assert cache.clearances.check(engine, npu(), environ) is None
    assert cache.looks == 3
    assert engine.models is not None
    model = engine.models / "models/MFD/YOLO/yolo_v8_ft.pt"
    os.truncate(model, 0)
    failure = cache.clearances.check(engine, npu(), environ)
    assert failure is not None
    assert failure.kind is FailureKind.MODELS_MISSING
    assert str(model) in str(failure.message)
    assert cache.looks == 4


def test_a_miss_is_believed_for_a_moment(
    cache: CountedCache, engine: Engine, environ: dict[str, str]
) -> None:
    module = site_of(engine) / "torch_npu.py"
    module.write_text("raise ImportError('x.so: undefined symbol: _ZN')")
    for _ in range(3):
        failure = cache.clearances.check(engine, npu(), environ)
        assert failure is not None
        assert "do not fit each other" in str(failure.message)
        assert failure.hint is not None
    assert cache.looks == 1
    module.write_text("")  # leaves no trace in what is compared: the folder stays as it was
    cache.now += NEGATIVE_TTL_S
    assert cache.clearances.check(engine, npu(), environ) is None


@pytest.mark.slow
def test_a_runtime_that_hangs_is_given_up_and_so_is_one_that_nobody_waits_for(
    cache: CountedCache,
    engine: Engine,
    environ: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mark = tmp_path / "mark"
    (site_of(engine) / "torch.py").write_text(
        f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    )
    assert cache.clearances.check(engine, npu(), environ, lambda: not mark.exists()) is None
    pid = int(mark.read_text())
    until(lambda: not Path(f"/proc/{pid}").exists())
    monkeypatch.setattr(preflight, "LIMIT_S", 0.5)
    failure = cache.clearances.check(engine, npu(), environ)
    assert failure is not None
    assert "were not imported within" in str(failure.message)


def test_a_file_that_cannot_be_used_costs_a_look(
    cache: CountedCache, engine: Engine, environ: dict[str, str]
) -> None:
    cache.home.mkdir(parents=True, exist_ok=True)
    (cache.home / preflight_cache.NAME).write_text("[]")
    assert cache.clearances.check(engine, npu(), environ) is None
    assert cache.again().check(engine, npu(), environ) is None
    assert cache.looks == 1
