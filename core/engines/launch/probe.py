"""Asking an interpreter what it is and which version of an engine it has, without importing it.

In a short process of its own: the interpreter may be another version, broken, or not a Python at
all, and an engine's import may need a card.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.engines.worker_environment import worker_environment
from core.messages import Message, msg
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

PACKAGES = {
    EngineName.FLASH: "docvortex",
    EngineName.MAGIC_PDF: "magic-pdf",
    EngineName.MINERU: "mineru",
}
"""The distribution that an engine is, by its name on the package index."""

OLDEST_PYTHON = {
    EngineName.FLASH: (3, 11),
    EngineName.MAGIC_PDF: (3, 10),
    EngineName.MINERU: (3, 10),
}
"""The worker's own part needs 3.10, docvortex 3.11."""

LIMIT_S = 60.0
"""Python on a network drive with a cold cache takes many seconds to start."""

# Also run by an interpreter that is far too old, which must be able to say so.
_QUESTION = """
import json, sys
answer = {"python": list(sys.version_info[:3]), "version": None}
try:
    from importlib import metadata
    answer["version"] = metadata.version(sys.argv[1])
except Exception:  # not installed, or its metadata is damaged
    pass
print("\\n" + json.dumps(answer))
"""


@dataclass(frozen=True, slots=True)
class Probed:
    """An interpreter that can run an engine."""

    interpreter: Path
    python: str
    version: str
    """Of the engine's distribution."""


def probe(name: EngineName, interpreter: Path, environ: Mapping[str, str]) -> Probed | Failure:
    """Ask it. The interpreter's path is used as it is: a link may be a virtual environment's."""
    try:
        answer = subprocess.run(
            [interpreter, "-c", _QUESTION, PACKAGES[name]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            env=worker_environment(environ, interpreter),
            check=True,
        ).stdout
        body = json.loads(answer.splitlines()[-1])
        python, version = tuple(map(int, body["python"])), body["version"]
    except subprocess.TimeoutExpired:
        return _unfit(
            name,
            msg(
                "{path} did not answer within {seconds} s.",
                path=str(interpreter),
                seconds=round(LIMIT_S),
            ),
        )
    except OSError as error:
        return _unfit(
            name,
            msg(
                "{path} cannot be started: {reason}.",
                path=str(interpreter),
                reason=error.strerror or os.strerror(error.errno or 0),
            ),
        )
    except (subprocess.CalledProcessError, ValueError, LookupError, TypeError):
        return _unfit(
            name, msg("{path} is not a Python interpreter that works.", path=str(interpreter))
        )
    oldest = OLDEST_PYTHON[name]
    if python < oldest:
        return _unfit(
            name,
            msg(
                "{engine} needs Python {oldest} or later; {path} is Python {python}.",
                engine=name.value,
                oldest=_dotted(oldest),
                path=str(interpreter),
                python=_dotted(python),
            ),
        )
    if not isinstance(version, str):
        return _unfit(
            name,
            msg(
                "{path} does not have {package} installed.",
                path=str(interpreter),
                package=PACKAGES[name],
            ),
        )
    return Probed(interpreter, _dotted(python), version)


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _unfit(engine: EngineName, message: Message) -> Failure:
    return Failure(
        FailureKind.ENGINE_MISSING,
        message,
        msg(
            "Choose the Python of an environment in which the engine is installed: `headframe "
            "engine use {engine} --python PATH`.",
            engine=engine.value,
        ),
    )
