"""The last word on Ascend chips: the names of ``/dev/davinci*``. Present, usage unknown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from core.cards.inherited_visibility import InheritedVisibility
from core.cards.model import Card, CardKind, Health, ReadingSource
from core.cards.source_reading import SourceReading
from core.messages import msg

DEVICE_FOLDER = Path("/dev")
_NAME = re.compile(r"davinci(\d{1,5})", re.ASCII)


def read_device_files(
    folder: Path = DEVICE_FOLDER, limit: InheritedVisibility | None = None, may_work: bool = False
) -> SourceReading:
    """One card for each device file, by number.

    N of ``davinciN`` counts chips, so neither NPU nor chip id are known. The runtime counts the
    files that a container was given, so the logic id is the rank. ``may_work``: the driver is
    known to serve the cards although its tool cannot list them (-9005); then a person may pick one.
    """
    numbers = device_numbers(folder)
    return SourceReading(
        ReadingSource.DEVICE_FILES,
        datetime.now(UTC),
        tuple(_card(number, rank, limit, may_work) for rank, number in enumerate(numbers)),
    )


def device_numbers(folder: Path = DEVICE_FOLDER) -> list[int]:
    """N of every ``/dev/davinciN``, ascending; none where the folder cannot be read."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return sorted(int(match[1]) for name in names if (match := _NAME.fullmatch(name)))


def _card(number: int, rank: int, limit: InheritedVisibility | None, may_work: bool) -> Card:
    reason = (
        msg("Present, usage unknown: the driver's tools do not answer.") if not may_work else None
    )
    if reason is None and limit is not None and not limit.allows_index(rank):
        reason = limit.reason
    return Card(
        key=f"npu:{number}",
        kind=CardKind.NPU,
        label=f"NPU (davinci{number})",
        npu_id=None,
        chip_id=None,
        logic_id=rank,
        name=None,
        health=Health.UNKNOWN,
        usable=reason is None,
        reason=reason,
    )
