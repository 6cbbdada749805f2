"""A machine with emulated cards and an engine that does as a test says, for the real command."""

from __future__ import annotations

from pathlib import Path

from core.engines import engine_config
from core.engines.engine_config import EngineConfig
from core.worker.kinds import EngineName
from tests.e2e.cli import command
from tests.support import pdfs
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost
from tests.support.engines.scripted import DONE, worker
from tests.unit.core.engines.launch.test_preflight import TORCH
from tests.unit.core.engines.test_registry import python_with
from tests.unit.core.worker.test_model_files import magic_pdf_models

FRONT = """
import os, sys
if sys.argv[1] == "-c":
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""
"""Questions about the environment are answered by a real interpreter, work is done by a fake."""

READY = 'say(Ready("0", 1))'


class Ground:
    """A machine with eight cards, two of them free, and an environment with magic-pdf."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home
        self.host = AscendHost(folder / "host", presets.eight_910b(busy=range(6)))
        self.python = python_with(folder / "venv", "magic-pdf", "1.3.12")
        (self.site,) = (folder / "venv").glob("lib/python*/site-packages")
        (self.site / "torch.py").write_text(TORCH)
        (self.site / "torch_npu.py").write_text("")
        self.models = magic_pdf_models(folder / "kit")
        self.model = self.models / "models" / "MFD" / "YOLO" / "yolo_v8_ft.pt"
        self.front = self.python.with_name("front")
        self.does(DONE)
        self.environ = {
            **self.host.environment(),
            "HOME": str(folder),
            "ASCEND_HOME_PATH": str(folder),  # CANN seems to be loaded
        }

    def does(self, body: str, *, before: str = "pass") -> None:
        """What the engine does with each document, and once before it is ready."""
        fake = worker(self.folder / "fake", body.strip().replace("\n", "\n" + 12 * " "), 1)
        first, _, rest = fake.read_text().partition("\n")
        rest = rest.replace(READY, f"{before}\n{READY}")
        self.front.write_text(first + FRONT.format(python=str(self.python)) + rest)
        self.front.chmod(0o755)
        self.use(self.front)

    def use(self, python: Path) -> None:
        """This is the interpreter that the user chose."""
        chosen = EngineConfig(str(python), "3.11", "1.3.12", str(self.models))
        engine_config.save_engine_configs(self.home, {EngineName.MAGIC_PDF: chosen})

    def convert(self, card: str, *options: str, papers: int = 2) -> command.Ran:
        """Convert documents called 0, 1, …"""
        for number in range(papers):
            paper = pdfs.text_pdf(self.folder / "in" / f"{number}.pdf", pages=1)
            paper.write_bytes(paper.read_bytes() + f"\n% {number}\n".encode())
        return command.run(
            *("convert", self.folder / "in", "-o", self.folder / "out", "--json"),
            *("--engine", "magic-pdf", "--card", card, *options),
            environ=self.environ,
        )


LOST = "print('NPU function error: f, error code is 507010', flush=True)\nos._exit(1)"

KILLED = "os.kill(os.getpid(), 9)"
