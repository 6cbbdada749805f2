"""The engines that are compared: each takes a PDF and gives Markdown, or nothing."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

Read = Callable[[Path], str]


def installed() -> Mapping[str, Read]:
    """Name → engine, of those that can run here."""
    engines: dict[str, Read] = {"built-in": built_in}
    if importlib.util.find_spec("docvortex"):
        engines["docvortex"] = _docvortex
    if importlib.util.find_spec("liteparse"):
        engines["liteparse"] = _liteparse
    for command in ("mineru", "magic-pdf"):
        if shutil.which(command):
            engines[command] = _by_command(command)
    return engines


def built_in(path: Path) -> str:
    """In this process: the worker's own environment is told what follows by who starts it."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else onnxruntime leaves a device id in the home
    from core.worker.flash.adapter import FlashAdapter
    from core.worker.protocol import Convert

    with tempfile.TemporaryDirectory() as folder:
        engine = FlashAdapter()
        engine.load()
        engine.convert(
            Convert(job="quality", source=str(path), staging=folder, stem="out"),
            lambda *_arguments, **_named: None,
        )
        return (Path(folder) / "out.md").read_text(encoding="utf-8")


def _docvortex(path: Path) -> str:
    with contextlib.suppress(ImportError):
        from loguru import logger

        logger.remove()
    for chatty in ("pypdf", "pypdfium2"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    import docvortex
    from docvortex.render.markdown import render_markdown

    return str(render_markdown(docvortex.parse(str(path), parse_mode="txt").middle_json))


def _liteparse(path: Path) -> str:
    import liteparse

    parser = liteparse.LiteParse(ocr_enabled=False, output_format="markdown", quiet=True)
    return str(parser.parse(str(path)).text)


def _by_command(command: str) -> Read:
    """The command of an engine; what it downloads or needs is its own affair."""

    def read(path: Path) -> str:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [command, "-p", str(path), "-o", folder],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=3600,
            )
            (made,) = Path(folder).rglob("*.md")
            return made.read_text(encoding="utf-8")

    return read
