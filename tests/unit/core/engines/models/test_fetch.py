"""Models fetched from a hub by its real library: resumed, checked, whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from core.engines.installation.requirement_sets import Device
from core.engines.models.catalogue import HubName
from core.engines.models.fetch import STAGING, ModelProgress
from core.engines.models.files import ModelsError
from core.engines.models.hub import HubClient, HubError, HubSource
from core.engines.models.manager import ModelManager
from core.engines.registry import Engines
from core.worker.kinds import EngineName, FailureKind
from tests.support.disks import Disk
from tests.support.engines.fakes import all_gone, until
from tests.support.model_hub import COMMIT, Hub
from tests.support.paths import ROOT
from tests.unit.core.engines.models.conftest import weights

FORMULAS = "yolo_v8_ft.pt"


def quiet(_progress: ModelProgress) -> None:
    pass


def mirror(hub: Hub) -> HubSource:
    return HubSource(HubName.HUGGINGFACE, hub.url)


def grow(hub: Hub) -> int:
    """Make one file some MB, so that it takes a while; how many bytes."""
    repository = hub.repositories["opendatalab/PDF-Extract-Kit-1.0"]
    path = f"models/MFD/YOLO/{FORMULAS}"
    repository[path] = weights(path, 8 << 20)
    return len(repository[path])


def shown(folder: Path) -> list[Path]:
    """What an engine could see there."""
    return [path for path in folder.rglob("*") if path.is_file() and STAGING not in path.parts]


@pytest.mark.parametrize("name", [EngineName.MAGIC_PDF, EngineName.MINERU])
@pytest.mark.parametrize(
    "source", [HubName.HUGGINGFACE, pytest.param(HubName.MODELSCOPE, marks=pytest.mark.slow)]
)
def test_everything_comes_and_the_engine_is_no_longer_without_models(
    engines: Engines,
    hub: Hub,
    name: EngineName,
    source: HubName,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MODELSCOPE_DOMAIN", hub.url)
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    manager = ModelManager(engines, name)
    before = engines.status(name)
    assert before.failure is not None
    assert before.failure.kind is FailureKind.MODELS_MISSING
    heard: list[ModelProgress] = []

    found = manager.get(HubSource(source), heard.append)

    assert found.complete
    assert found.missing_bytes == 0
    assert found.bytes is not None
    assert found.bytes > 0
    assert engines.status(name).failure is None
    totals = [progress.total_bytes for progress in heard if progress.total_bytes]
    assert totals
    assert heard[-1].done_bytes == totals[-1]
    assert not (found.place.folder / STAGING).exists()
    assert not [path for path in shown(found.place.folder) if path.suffix == ".md"]
    asked = len(hub.requests)
    assert manager.get(HubSource(source), quiet).complete
    assert len(hub.requests) == asked, "what is all there is not asked for again"


@pytest.mark.slow
def test_the_list_says_what_the_hub_says(engines: Engines, hub: Hub) -> None:
    manager = ModelManager(engines, EngineName.MAGIC_PDF)
    assert manager.inventory().bytes is None
    manager.ask(mirror(hub))
    found = manager.inventory()
    assert all(file.revision == COMMIT and file.bytes for file in found.files)
    large = next(file for file in found.files if file.name.endswith(FORMULAS))
    assert large.told is not None
    assert len(large.told.sha256 or "") == 64
    assert (large.present, large.whole) == (False, None)
    offline = ModelManager(engines, EngineName.MAGIC_PDF).inventory()
    assert offline.bytes == found.bytes, "kept for days without a network"


@pytest.mark.slow
def test_a_connection_that_breaks_is_resumed_by_the_library(engines: Engines, hub: Hub) -> None:
    size = grow(hub)
    hub.faults.broken[FORMULAS] = 1
    assert ModelManager(engines, EngineName.MAGIC_PDF).get(mirror(hub), quiet).complete
    first, second = hub.sent(FORMULAS)
    assert first is None
    assert second is not None
    assert size * 0.5 < int(second.removeprefix("bytes=").removesuffix("-")) <= size * 0.6


@pytest.mark.slow
def test_a_program_that_was_killed_leaves_nothing_half_and_the_next_goes_on(
    engines: Engines, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    grow(hub)
    hub.faults.pause_s = 0.1
    command = [sys.executable, "-m", "gui", "engine", "models", "magic-pdf", "--get"]
    child = subprocess.Popen([*command, "--from", hub.url], stdout=subprocess.DEVNULL, cwd=ROOT)
    folder = engines.home / "models" / "magic-pdf"
    deadline = time.monotonic() + 60
    while not (parts := [p for p in folder.rglob("*.part") if p.stat().st_size > 1 << 20]):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.02)
    helpers = psutil.Process(child.pid).children(recursive=True)
    assert helpers
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert shown(folder) == []
    until(lambda: all_gone(helpers))
    hub.faults.pause_s = 0.0
    have = parts[0].stat().st_size
    del hub.requests[:]
    assert ModelManager(engines, EngineName.MAGIC_PDF).get(mirror(hub), quiet).complete
    assert f"bytes={have}-" in hub.sent(FORMULAS)


@pytest.mark.slow
def test_what_arrives_damaged_is_thrown_away_and_told(engines: Engines, hub: Hub) -> None:
    hub.faults.garbled.add(FORMULAS)
    manager = ModelManager(engines, EngineName.MAGIC_PDF)
    with pytest.raises(ModelsError, match="checksum") as caught:
        manager.get(mirror(hub), quiet)
    assert caught.value.file is not None
    assert caught.value.file.endswith(FORMULAS)
    assert shown(manager.place.folder) == []
    hub.faults.garbled.clear()
    del hub.requests[:]
    assert ModelManager(engines, EngineName.MAGIC_PDF).get(mirror(hub), quiet).complete
    assert hub.sent(FORMULAS) == [None]
    assert hub.sent("ch_PP-OCRv3_det_infer.pth") == [], "what came whole is not fetched twice"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "words"), [(403, "does not let us have"), (404, "has no"), (401, "does not let us")]
)
def test_a_hub_that_refuses_is_quoted_with_the_file(
    engines: Engines, hub: Hub, status: int, words: str
) -> None:
    hub.faults.status[FORMULAS] = status
    manager = ModelManager(engines, EngineName.MAGIC_PDF)
    with pytest.raises(ModelsError, match=words) as caught:
        manager.get(mirror(hub), quiet)
    assert FORMULAS in str(caught.value)
    assert hub.url in str(caught.value)
    assert caught.value.failure.hint is not None
    assert shown(manager.place.folder) == []


@pytest.mark.slow
@pytest.mark.parametrize(("status", "words"), [(403, "does not let us have"), (404, "has no")])
def test_a_repository_that_is_refused(engines: Engines, hub: Hub, status: int, words: str) -> None:
    hub.faults.repository_status = status
    with pytest.raises(ModelsError, match=f"{words} opendatalab/PDF-Extract-Kit-1.0"):
        ModelManager(engines, EngineName.MAGIC_PDF).get(mirror(hub), quiet)


def test_a_hub_that_is_not_there(engines: Engines) -> None:
    source = HubSource(HubName.HUGGINGFACE, "http://127.0.0.1:9")
    with pytest.raises(ModelsError, match=r"http://127\.0\.0\.1:9 cannot be reached") as caught:
        ModelManager(engines, EngineName.MAGIC_PDF).get(source, quiet)
    assert "--recipe" in str(caught.value.failure.hint)


@pytest.mark.parametrize(("script", "how"), [("exit 3", "status 3"), ("kill -9 $$", "SIGKILL")])
def test_of_a_helper_that_ends_in_silence_it_is_told_how(
    tmp_path: Path, script: str, how: str
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    client = HubClient(python, {}, HubSource(HubName.HUGGINGFACE))
    with pytest.raises(HubError, match=f"did not say why .*{how}") as caught:
        client.listed([])
    assert "–" not in str(caught.value)


@pytest.mark.slow
def test_where_the_first_hub_cannot_be_reached_the_other_is_asked(
    engines: Engines, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELSCOPE_DOMAIN", hub.url)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # there is no way to huggingface.co
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    manager = ModelManager(engines, EngineName.MAGIC_PDF)
    assert manager.ask().hub is HubName.MODELSCOPE
    assert manager.get(None, quiet).complete


@pytest.mark.slow
def test_a_disk_without_room_is_told_before_anything_is_fetched(
    engines: Engines, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    usage = shutil.disk_usage("/")._replace(free=10_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(ModelsError, match="are needed in") as caught:
        ModelManager(engines, EngineName.MAGIC_PDF).get(mirror(hub), quiet)
    assert caught.value.failure.kind is FailureKind.NO_SPACE
    assert hub.sent(FORMULAS) == []


@pytest.mark.slow
def test_a_disk_that_fills_meanwhile_is_told(engines: Engines, hub: Hub, tmp_path: Path) -> None:
    grow(hub)
    hub.faults.pause_s = 0.02
    disk = Disk(tmp_path / "disk", 64 << 20)
    disk.plug()
    filled: list[Path] = []

    def fill(progress: ModelProgress) -> None:
        if progress.done_bytes > 1 << 20 and not filled:
            filled.append(disk.fill(but=progress.done_bytes + (2 << 20)))

    folder = disk.place / "models"
    try:
        manager = ModelManager(engines, EngineName.MAGIC_PDF, folder=folder)
        with pytest.raises(ModelsError, match="disk is full") as caught:
            manager.get(mirror(hub), fill)
        assert caught.value.failure.kind is FailureKind.NO_SPACE
        assert shown(folder) == []
        filled[0].unlink()
        found = ModelManager(engines, EngineName.MAGIC_PDF, folder=folder).get(mirror(hub), quiet)
        assert found.complete
        assert engines.status(EngineName.MAGIC_PDF).failure is None, "it looks there from now on"
    finally:
        disk.unplug()


@pytest.mark.slow
def test_a_slow_line_is_waited_for_and_can_be_left(engines: Engines, hub: Hub) -> None:
    hub.faults.pause_s = 0.02
    manager = ModelManager(engines, EngineName.MAGIC_PDF)

    def leave(progress: ModelProgress) -> None:
        if progress.done_bytes:
            manager.cancel()

    with pytest.raises(ModelsError) as caught:
        manager.get(mirror(hub), leave)
    assert caught.value.failure.kind is FailureKind.CANCELLED
    assert shown(manager.place.folder) == []


def test_an_interpreter_without_the_library_says_what_to_install(
    engines: Engines, tmp_path: Path, hub: Hub
) -> None:
    from tests.unit.core.engines.test_registry import python_with

    engines.use(EngineName.MAGIC_PDF, str(python_with(tmp_path / "bare", "magic-pdf")))
    with pytest.raises(ModelsError, match="has no package huggingface_hub") as caught:
        ModelManager(engines, EngineName.MAGIC_PDF).get(mirror(hub), quiet)
    assert "pip install" in str(caught.value.failure.hint)


@pytest.mark.slow
def test_a_proxy_is_used(engines: Engines, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", hub.url)
    source = HubSource(HubName.HUGGINGFACE, "http://models.invalid")
    assert ModelManager(engines, EngineName.MAGIC_PDF).get(source, quiet).complete
    assert all(path.startswith("http://models.invalid/") for _, path, _ in hub.requests)


@pytest.mark.slow
def test_mineru_takes_other_repositories_on_a_card_and_marks_their_folders(
    engines: Engines, hub: Hub
) -> None:
    from core.worker.mineru.tier import Tier

    manager = ModelManager(engines, EngineName.MINERU, device=Device.NPU, tier=Tier.STANDARD)
    found = manager.get(mirror(hub), quiet)
    folder = found.place.folder
    assert {path.name for path in folder.iterdir()} == {
        "MinerU-4_models_torch",
        "MinerU2.5-Pro-2605-1.2B",
    }
    torch = folder / "MinerU-4_models_torch"
    assert (torch / "OCR/paddleocr/.mineru_complete").is_file()
    assert (torch / "Layout/PP-DocLayoutV2/.mineru_complete").is_file()
    assert (folder / "MinerU2.5-Pro-2605-1.2B/.mineru_complete").is_file()


@pytest.mark.slow
def test_the_command_says_all_of_it_as_the_contract_has_it(
    engines: Engines, hub: Hub, capfd: pytest.CaptureFixture[str]
) -> None:
    from tests.unit.core.engines.test_registry import run

    assert run("models", "mineru", "--json", "--offline") == 0
    body = json.loads(capfd.readouterr().out)
    assert body["schema"] == 1
    assert (body["engine"], body["tier"]) == ("mineru", "basic")
    assert body["bytes"] is None
    assert body["files"][0].keys() >= {
        "name",
        "repo",
        "revision",
        "bytes",
        "sha256",
        "present",
        "whole",
    }
    hub.faults.status["slanet-plus.onnx"] = 403
    assert run("models", "mineru", "--json", "--get", "--from", hub.url) == 1
    body = json.loads(capfd.readouterr().out)
    assert body["failure"]["file"].endswith("slanet-plus.onnx")
    hub.faults.status.clear()
    assert run("models", "mineru", "--get", "--from", hub.url) == 0
    out = capfd.readouterr().out
    assert "all 13 files are in" in out
    assert run("models", "mineru", "--verify") == 0
    assert "13 of 13 files are as they should be" in capfd.readouterr().out
    assert run("models", "flash", "--json") == 0
    assert json.loads(capfd.readouterr().out)["files"] == []
    assert os.environ["HEADFRAME_HOME"]
