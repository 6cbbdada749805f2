"""Models taken from a folder or an archive, checked, moved and removed."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.engines.installation.requirement_sets import Device
from core.engines.models.catalogue import HubName, catalogue
from core.engines.models.fetch import STAGING, ModelProgress
from core.engines.models.files import ModelsError
from core.engines.models.manager import ModelManager
from core.engines.models.manifest import HubFile, Manifest, write_manifests
from core.engines.registry import Engines
from core.paths import manifests_file
from core.worker.kinds import EngineName
from tests.unit.core.engines.models.conftest import published

KIT = "opendatalab/PDF-Extract-Kit-1.0"
ORDER = "hantian/layoutreader"
ONNX = "opendatalab/MinerU-4_models_onnx"
TORCH = "opendatalab/MinerU-4_models_torch"


def quiet(_progress: ModelProgress) -> None:
    pass


def laid_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def hub_cache(folder: Path, repository: str, files: Mapping[str, bytes]) -> None:
    """As Hugging Face's own cache has it: links into a folder of blobs."""
    base = folder / f"models--{repository.replace('/', '--')}"
    for number, (path, data) in enumerate(files.items()):
        blob = base / "blobs" / f"{number:040x}"
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(data)
        link = base / "snapshots" / "abc" / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(blob)


@pytest.fixture
def magic() -> dict[str, dict[str, bytes]]:
    return published(EngineName.MAGIC_PDF, HubName.HUGGINGFACE)


@pytest.fixture
def newer() -> dict[str, dict[str, bytes]]:
    return published(EngineName.MINERU, HubName.HUGGINGFACE)


@pytest.mark.parametrize("layout", ["recipe", "inner", "cache", "above"])
def test_whatever_the_layout_everything_is_found(
    engines: Engines, tmp_path: Path, magic: dict[str, dict[str, bytes]], layout: str
) -> None:
    source = tmp_path / "source"
    kit, order = magic[KIT], magic[ORDER]
    if layout == "recipe":
        laid_out(source, kit)
        laid_out(source / "layoutreader", order)
    elif layout == "inner":  # the folder that magic-pdf's own configuration names
        laid_out(source, {path.removeprefix("models/"): data for path, data in kit.items()})
        laid_out(source / "layoutreader", order)
    elif layout == "cache":
        hub_cache(source, KIT, kit)
        hub_cache(source, ORDER, order)
    else:
        laid_out(source / "share" / "PDF-Extract-Kit-1.0", kit)
        laid_out(source / "share" / "ReadingOrder" / "layout_reader", order)
    found = ModelManager(engines, EngineName.MAGIC_PDF).import_from(source, quiet)
    assert found.complete
    assert engines.status(EngineName.MAGIC_PDF).failure is None
    names = {path.name for path in found.place.folder.iterdir()}
    assert names == {"models", "layoutreader"}


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "zip"])
def test_an_archive(
    engines: Engines, tmp_path: Path, newer: dict[str, dict[str, bytes]], ending: str
) -> None:
    folder = laid_out(tmp_path / "packed" / "MinerU-4_models_torch", newer[TORCH])
    laid_out(folder.parent / "MinerU-4_models_onnx", newer[ONNX])
    kind = {"tar": "tar", "tar.gz": "gztar", "zip": "zip"}[ending]
    archive = Path(shutil.make_archive(str(tmp_path / "models"), kind, tmp_path, "packed"))
    manager = ModelManager(engines, EngineName.MINERU, device=Device.NPU)
    found = manager.import_from(archive, quiet)
    assert found.complete
    assert {path.name for path in found.place.folder.iterdir()} == {"MinerU-4_models_torch"}
    assert engines.status(EngineName.MINERU).failure is None


def test_an_archive_of_links_is_read_through_them(
    engines: Engines, tmp_path: Path, magic: dict[str, dict[str, bytes]]
) -> None:
    source = tmp_path / "hub"
    for path, data in magic[KIT].items():
        blob = source / "blobs" / path.replace("/", "_")
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(data)
        link = source / "kit" / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(Path("../" * path.count("/"), "../blobs", blob.name))
    laid_out(source / "layoutreader", magic[ORDER])
    archive = tmp_path / "hub.tar"
    with tarfile.open(archive, "w") as packed:
        packed.add(source, "hub")
    assert ModelManager(engines, EngineName.MAGIC_PDF).import_from(archive, quiet).complete


def test_a_half_filled_folder_gives_what_it_has_and_the_rest_is_named(
    engines: Engines,
    tmp_path: Path,
    magic: dict[str, dict[str, bytes]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    from tests.unit.core.engines.test_registry import run

    source = laid_out(tmp_path / "half", magic[KIT])
    (source / "models/MFD/YOLO/yolo_v8_ft.pt").unlink()
    assert run("models", "magic-pdf", "--import", str(source)) == 1
    out = capfd.readouterr().out
    assert "missing: models/MFD/YOLO/yolo_v8_ft.pt" in out
    assert "missing: layoutreader/config.json" in out
    assert "3 of 12 files are missing" in out
    rest = laid_out(tmp_path / "rest", magic[KIT])
    laid_out(rest / "layoutreader", magic[ORDER])
    assert run("models", "magic-pdf", "--import", str(rest)) == 0


def test_a_file_that_is_cut_off_is_named_and_nothing_is_taken(
    engines: Engines, tmp_path: Path, magic: dict[str, dict[str, bytes]]
) -> None:
    path = "models/MFR/unimernet_hf_small_2503/model.safetensors"
    magic[KIT][path] = magic[KIT][path][:-100]
    source = laid_out(tmp_path / "cut", magic[KIT])
    manager = ModelManager(engines, EngineName.MAGIC_PDF)
    with pytest.raises(ModelsError, match="is damaged, or of another version; nothing was taken"):
        manager.import_from(source, quiet)
    assert not list(manager.place.folder.rglob("*.pt"))
    assert not (manager.place.folder / STAGING).exists()


def test_a_wrong_folder_and_one_of_another_version_are_told_apart(
    engines: Engines, tmp_path: Path, magic: dict[str, dict[str, bytes]]
) -> None:
    manager = ModelManager(engines, EngineName.MINERU)
    photos = laid_out(tmp_path / "photos", {"a/b.jpg": b"x", "config.json": b"{}"})
    with pytest.raises(ModelsError, match="holds nothing of what is missing: MinerU-4_models_onnx"):
        manager.import_from(photos, quiet)
    older = laid_out(tmp_path / "PDF-Extract-Kit-1.0", magic[KIT])
    with pytest.raises(ModelsError, match="models of another version") as caught:
        manager.import_from(older, quiet)
    assert "mineru 4.0.12 takes MinerU-4_models_onnx" in str(caught.value)
    with pytest.raises(ModelsError, match="was not found"):
        manager.import_from(tmp_path / "nowhere", quiet)
    broken = tmp_path / "broken.tar"
    broken.write_bytes(b"not a tar at all" * 100)
    with pytest.raises(ModelsError, match="no archive that can be read"):
        manager.import_from(broken, quiet)


def test_the_other_form_of_the_same_networks_is_not_taken_for_it(
    engines: Engines, tmp_path: Path, newer: dict[str, dict[str, bytes]]
) -> None:
    """Both repositories have the same tables; only a card takes the one, only a CPU the other."""
    source = laid_out(tmp_path / "some" / "folder", newer[ONNX])
    manager = ModelManager(engines, EngineName.MINERU, device=Device.NPU)
    with pytest.raises(ModelsError, match="MinerU-4_models_torch"):
        manager.import_from(source, quiet)


def test_verifying_finds_a_bit_that_fell_over(
    engines: Engines,
    tmp_path: Path,
    magic: dict[str, dict[str, bytes]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    import hashlib

    from tests.unit.core.engines.test_registry import run

    source = laid_out(tmp_path / "source", magic[KIT])
    laid_out(source / "layoutreader", magic[ORDER])
    path = "models/MFD/YOLO/yolo_v8_ft.pt"
    manifests = {}
    for repository in catalogue(EngineName.MAGIC_PDF).repositories.values():
        files = magic[repository.hubs[HubName.HUGGINGFACE]]
        manifests[repository.name] = Manifest(
            repository.hubs[HubName.HUGGINGFACE],
            "abc",
            tuple(
                HubFile(name, len(data), hashlib.sha256(data).hexdigest())
                for name, data in files.items()
                if repository.takes(name)
            ),
        )
    write_manifests(manifests_file(engines.home, "magic-pdf"), manifests)
    assert run("models", "magic-pdf", "--import", str(source)) == 0
    assert run("models", "magic-pdf", "--verify") == 0
    file = engines.home / "models" / "magic-pdf" / path
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    capfd.readouterr()
    assert run("models", "magic-pdf", "--verify", "--json") == 1
    assert json.loads(capfd.readouterr().out)["damaged"] == [path]


def test_models_move_and_go(
    engines: Engines, tmp_path: Path, newer: dict[str, dict[str, bytes]]
) -> None:
    source = laid_out(tmp_path / "MinerU-4_models_torch", newer[TORCH])
    manager = ModelManager(engines, EngineName.MINERU, device=Device.NPU)
    manager.import_from(source, quiet)
    note = engines.home / "models" / "mineru" / "note.txt"
    note.write_text("mine", "utf-8")
    there = tmp_path / "big-disk"
    assert manager.move(there, quiet).complete
    assert [path.name for path in (engines.home / "models" / "mineru").iterdir()] == ["note.txt"]
    assert engines.status(EngineName.MINERU).failure is None
    gone = ModelManager(engines, EngineName.MINERU, device=Device.NPU)
    assert gone.place.folder == there
    assert gone.remove() == len(newer[TORCH]) - 2  # README.md and .gitattributes never came
    assert not list(there.rglob("*"))
    assert engines.status(EngineName.MINERU).failure is not None


@pytest.mark.parametrize("hub", list(HubName))
def test_the_recipe_is_a_script_that_a_shell_takes(
    engines: Engines, capfd: pytest.CaptureFixture[str], tmp_path: Path, hub: HubName
) -> None:
    from tests.unit.core.engines.test_registry import run

    assert run("models", "magic-pdf", "--recipe", "--from", hub.value) == 0
    text = capfd.readouterr().out
    assert catalogue(EngineName.MAGIC_PDF).repositories["layoutreader"].hubs[hub] in text
    script = tmp_path / "recipe.sh"
    script.write_text(text, "utf-8")
    subprocess.run(["sh", "-n", script], check=True)
    body = text.partition("<<'END'\n")[2].partition("END\n")[0]
    compile(body, "recipe", "exec")
