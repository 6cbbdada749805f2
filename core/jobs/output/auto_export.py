"""A finished result saved in other formats by itself, as its job's options ask.

Each is made in a process of its own, as the window's exports are: a book as Word takes ten
seconds, and a hostile document costs that process.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import core
from core.documents.exporting import ExportFormat
from core.jobs.model import Job
from core.jobs.states import JobState
from core.messages import Message, msg

log = logging.getLogger(__name__)

DEADLINE_S = 300.0
ENDED_EARLY = msg("The export ended before its time. The log says more.")
TOO_LONG = msg("The export took too long and was ended.")


def export_result(job: Job, markdown: Path, state: JobState) -> tuple[Message, ...]:
    """Save a result in the formats of its job; what went wrong, a sentence a format.

    Of a result that was there before, only what is missing is made.
    """
    problems: list[Message] = []
    for wanted in job.options.export:
        out = job.options.export_folder or markdown.parent
        is_there = (out / f"{markdown.stem}{wanted.suffix}").exists()
        if state is JobState.SKIPPED and is_there:
            continue
        problem = _export(markdown.parent, wanted, out)
        if problem is not None:
            reason = str(problem)
            problems.append(
                msg("Not saved as {format}: {reason}", format=wanted.value, reason=reason)
            )
    return tuple(problems)


def _export(folder: Path, wanted: ExportFormat, out: Path) -> Message | None:
    root = str(Path(core.__file__).resolve().parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    module = "core.documents.exporting.files"
    try:
        child = subprocess.run(
            [sys.executable, "-m", module, "--out", str(out), wanted.value, str(folder)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            timeout=DEADLINE_S,
            check=False,
        )
        answer = json.loads(child.stdout)
    except subprocess.TimeoutExpired:
        log.warning("the export of %s as %s took too long", folder, wanted)
        return TOO_LONG
    except (OSError, ValueError) as error:
        log.warning("the export of %s as %s ended early: %s", folder, wanted, error)
        return ENDED_EARLY
    if child.stderr.strip():
        log.info("the export said: %s", child.stderr.decode("utf-8", "replace")[-4000:])
    if "template" in answer:
        return Message.from_dict(answer)
    return None
