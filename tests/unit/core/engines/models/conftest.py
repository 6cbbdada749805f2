"""An engine that is installed, as far as the hub's libraries are concerned; and its models."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engines.models.catalogue import HubName, catalogue
from core.engines.registry import Engines
from core.worker.kinds import EngineName
from tests.support.model_hub import Hub, running


def interpreter_with(folder: Path, package: str, version: str) -> Path:
    """An interpreter in which that engine seems installed, with this one's real libraries."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    info = site / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    about = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
    (info / "METADATA").write_text(about, "utf-8")
    own = [entry for entry in sys.path if entry.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(own), "utf-8")
    return folder / "bin" / "python"


def weights(path: str, size: int = 4000) -> bytes:
    """Bytes that pass for a whole file of that kind, other ones for each path."""
    seed = path.encode()
    filler = (seed * (size // len(seed) + 1))[:size]
    if path.endswith(".safetensors"):
        head = json.dumps(
            {"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}
        ).encode()
        return struct.pack("<Q", len(head)) + head + filler
    if path.endswith((".pth", ".pt")):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("data", filler)
        return stream.getvalue()
    if path.endswith(".json"):
        kind = "layoutlmv3" if "layoutreader" in path else "other"
        return json.dumps({"model_type": kind, "of": path}).encode()
    if path.endswith(".onnx"):
        return b"\x08\x08" + b"\x3a" + _varint(size) + filler
    return filler


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def published(engine: EngineName, hub: HubName) -> dict[str, dict[str, bytes]]:
    """Every repository of the engine as that hub would have it, small."""
    found = {}
    for repository in catalogue(engine).repositories.values():
        paths = [*repository.files, *repository.optional, *(g[0] for g in repository.any_of)]
        files = {path: weights(f"{repository.name}/{path}") for path in paths}
        files |= {"README.md": b"read me", ".gitattributes": b"*"}
        found[repository.hubs[hub]] = files
    return found


@pytest.fixture(scope="session")
def magic_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an engine that is called magic-pdf."""
    return interpreter_with(tmp_path_factory.mktemp("magic") / "env", "magic-pdf", "1.3.12")


@pytest.fixture(scope="session")
def mineru(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an engine that is called mineru."""
    return interpreter_with(tmp_path_factory.mktemp("mineru") / "env", "mineru", "4.0.12")


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Both engines' models, under both hubs' names."""
    repositories: dict[str, dict[str, bytes]] = {}
    for engine in (EngineName.MAGIC_PDF, EngineName.MINERU):
        for name in HubName:
            repositories |= published(engine, name)
    with running(repositories) as served:
        yield served


@pytest.fixture
def engines(
    tmp_path: Path, magic_pdf: Path, mineru: Path, monkeypatch: pytest.MonkeyPatch
) -> Engines:
    """Both engines chosen, in a home and a user's home of their own."""
    for name in ("HF_ENDPOINT", "HF_TOKEN", "HF_HUB_OFFLINE", "MODELSCOPE_DOMAIN", "MINERU_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "user" / "hf"))
    home = tmp_path / "home"
    monkeypatch.setenv("HEADFRAME_HOME", str(home))
    found = Engines(home, os.environ)
    found.use(EngineName.MAGIC_PDF, str(magic_pdf))
    found.use(EngineName.MINERU, str(mineru))
    return found
