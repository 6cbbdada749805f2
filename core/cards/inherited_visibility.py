"""Device variables that Headframe itself inherits: a limit set from outside.

Cards outside the limit are listed and not usable (docs/command.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages import Message, msg

ASCEND_VARIABLE = "ASCEND_RT_VISIBLE_DEVICES"
CUDA_VARIABLE = "CUDA_VISIBLE_DEVICES"


@dataclass(frozen=True, slots=True)
class InheritedVisibility:
    """The devices that an inherited variable lets through."""

    variable: str
    value: str
    indexes: frozenset[int]
    names: tuple[str, ...] = ()
    """UUIDs or their beginnings, which CUDA takes beside indexes."""

    def allows_index(self, index: int) -> bool:
        """Whether the device of that index, a logic id on Ascend, is let through."""
        return index in self.indexes

    def allows_uuid(self, uuid: str) -> bool:
        """Whether a device of that UUID is let through; a beginning of it is enough, as in CUDA."""
        return any(uuid.casefold().startswith(name.casefold()) for name in self.names)

    @property
    def reason(self) -> Message:
        """What to say of a card that the limit keeps out."""
        return msg(
            "Outside {variable}={value}, which was set before Headframe started.",
            variable=self.variable,
            value=self.value,
        )


def ascend_limit(environ: Mapping[str, str]) -> InheritedVisibility | None:
    """The limit on Ascend chips by logic id; ``None`` where none is set.

    CANN reads digits and commas and stops at anything else (CANN manual); so does this, except
    for the order: a list that is not ascending shows a process no device at all, and yet says
    plainly which ones were meant. An empty variable lets nothing through (torch_npu).
    """
    value = environ.get(ASCEND_VARIABLE)
    if value is None:
        return None
    indexes: set[int] = set()
    for item in value.strip().split(","):
        digits = item.strip()
        if not _is_index(digits):
            break
        indexes.add(int(digits))
    return InheritedVisibility(ASCEND_VARIABLE, value, frozenset(indexes))


def cuda_limit(environ: Mapping[str, str]) -> InheritedVisibility | None:
    """The limit on NVIDIA cards, by index or UUID; ``None`` where none is set.

    The CUDA runtime stops at the first item that it cannot read, ``-1`` among them, and takes an
    empty variable for "no device at all".
    """
    value = environ.get(CUDA_VARIABLE)
    if value is None:
        return None
    indexes: set[int] = set()
    names: list[str] = []
    for item in value.split(","):
        name = item.strip()
        if _is_index(name):
            indexes.add(int(name))
        elif name.casefold().startswith(("gpu-", "mig-")):
            names.append(name)
        else:
            break
    return InheritedVisibility(CUDA_VARIABLE, value, frozenset(indexes), tuple(names))


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
