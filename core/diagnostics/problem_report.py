"""What is worth knowing about a problem, in one text: versions, the check-up, the end of the logs.

Nothing is taken out here (`core.diagnostics.redaction`), and nothing is sent by anyone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from core.diagnostics.checks import run_checks
from core.diagnostics.model import CheckStatus
from core.diagnostics.versions import versions_text
from core.logs import log_files, read_end

MARKS = {
    CheckStatus.OK: "[ok]",
    CheckStatus.WARN: "[!]",
    CheckStatus.FAIL: "[failed]",
    CheckStatus.ABSENT: "[absent]",
}
LOGS = 3
"""The newest ones: of the window, and of what it had to do with last."""
LOG_BYTES = 16 << 10
"""Of each: some two hundred lines."""


def report_parts(
    home: Path, environ: Mapping[str, str] = os.environ, more: tuple[tuple[str, str], ...] = ()
) -> Iterator[str]:
    """Piece by piece, as each is found out; the check-up takes some seconds.

    In English, whatever the user's language is: those who are asked read it.
    """
    yield f"## Versions\n{versions_text(more)}\n\n## Check-up\n"
    for check in run_checks(home, environ):
        hint = f"\n    -> {check.hint}" if check.hint is not None else ""
        yield f"{MARKS[check.status]} {check.name}: {check.detail or ''}{hint}\n"
    for file in log_files(home)[:LOGS]:
        try:
            text = read_end(file, LOG_BYTES)
        except OSError as error:
            text = f"cannot be read: {error.strerror}"
        yield f"\n## Log {file.name}\n{text.rstrip()}\n"
