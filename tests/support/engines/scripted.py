"""An engine that does as its test says: real worker processes that run a few given lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from core.cards.model import Card
from core.engines import engine_config
from core.engines.choice import EngineChoice
from core.engines.engine_config import EngineConfig
from core.engines.model import Engine
from core.engines.registry import Engines
from core.worker.kinds import EngineName, FailureKind, Scope
from core.worker.mineru.tier import Tier
from core.worker.protocol import Failure
from tests.support.engines.fakes import fake

CONVERTING = """
import json
from core.worker.codec import request_reader
say(HELLO)
say(Ready("0", DEVICES))
reader = request_reader()
while True:
    data = channel.recv(65536)
    if not data:
        break
    reader.feed(data)
    while (request := reader.next_message()) is not None:
        if isinstance(request, Exit):
            sys.exit(0)
        if isinstance(request, Convert):
            BODY
"""
"""A worker that reads its requests and does BODY with each document."""

HELD = ".held"
HOLDING = f"""
import re
from core.worker.channel import Channel
from core.worker.service import WorkerService

class Adapter:
    def load(self):
        return Ready("0", None)

    def convert(self, request, step):
        with open(request.source, "rb") as source:
            pages = len(re.findall(rb"/Type ?/Page\\b", source.read())) or 1
        page = 0
        while page < pages or os.path.exists(request.source + "{HELD}"):
            page = min(page + 1, pages)
            step(Stage.PARSE, page, pages, page / pages)
            if os.path.exists(request.source + "{HELD}"):
                time.sleep(0.06)  # of pages within a moment, the last one only is told of
        with open(f"{{request.staging}}/{{request.stem}}.md", "w") as markdown:
            markdown.write("text")
        with open(f"{{request.staging}}/blocks.json", "w") as blocks:
            blocks.write('{{"schema": 1, "blocks": []}}')
        return Converted(request.job, pages, 0.1)

sys.exit(WorkerService(Channel(channel.detach()), EngineName(given.engine), Adapter()).run())
"""
"""The real service with an engine that is done at once, or stays at a document that is held."""


def worker(folder: Path, body: str, devices: int | None = None) -> Path:
    """An interpreter whose worker does that with each document."""
    code = CONVERTING.replace("DEVICES", repr(devices)).replace("BODY", body)
    return fake(folder, code).interpreter


def holding(folder: Path) -> Engine:
    """An engine that is done with a document at once, or once it is `let_go`.

    For tests of what goes on around conversions: it starts in a tenth of the time, hears a cancel
    as a real one does, and neither hundreds of pages nor luck are needed to find it at work.
    """
    return Engine(EngineName.FLASH, fake(folder, HOLDING).interpreter, uses_card=False)


def hold(*sources: Path) -> None:
    """Keep these documents at work, once they are."""
    for source in sources:
        Path(f"{source}{HELD}").touch()


def choose(home: Path, engine: Engine) -> None:
    """Have the command and the window use it in the place of the engine of that name."""
    home.mkdir(parents=True, exist_ok=True)
    chosen = EngineConfig(str(engine.interpreter), "3.11", "0", None)
    engine_config.save_engine_configs(home, {engine.name: chosen})


def let_go(*sources: Path) -> None:
    """Let them come to their end."""
    for source in sources:
        Path(f"{source}{HELD}").unlink(missing_ok=True)


class Fixed(Engines):
    """Always the same engine, whatever is asked for."""

    def __init__(self, home: Path, engine: Engine | Failure) -> None:
        super().__init__(home, {})
        self._engine = engine

    def resolve(self, choice: EngineChoice, tier: Tier | None = None) -> Engine | Failure:
        return self._engine

    def resolve_on(
        self,
        choice: EngineChoice,
        card: Card,
        environ: Mapping[str, str],
        should_continue: Callable[[], bool] = lambda: True,
        *,
        tier: Tier | None = None,
        is_avoided: Callable[[Engine], bool] = lambda _engine: False,
    ) -> Engine | Failure:
        return self._engine

    def preflight_failure(
        self,
        engine: Engine,
        card: Card,
        environ: Mapping[str, str],
        should_continue: Callable[[], bool] = lambda: True,
    ) -> Failure | None:
        return None  # what stands for the engine answers no questions


DONE = """
open(request.staging + "/" + request.stem + ".md", "w").write("text")
open(request.staging + "/blocks.json", "w").write('{"schema": 1, "blocks": []}')
say(Converted(request.job, 1, 0.1))
"""

REFUSE = """
from core.messages import msg as sentence
failure = Failure(FailureKind.{kind}, sentence("It went wrong."), None, Scope.{scope})
say(Rejected(request.job, failure))
"""


def refuse(kind: FailureKind, scope: Scope = Scope.WORKER) -> str:
    return REFUSE.format(kind=kind.name, scope=scope.name)


def only_if(condition: str, then: str, otherwise: str) -> str:
    lines = [f"if {condition}:", *(f"    {line}" for line in then.strip().splitlines())]
    return "\n".join([*lines, "else:", *(f"    {line}" for line in otherwise.strip().splitlines())])


MEMORY, FAULT = FailureKind.CARD_OUT_OF_MEMORY, FailureKind.CARD_FAULT
