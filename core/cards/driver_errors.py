"""What npu-smi, DCMI and the loader say when they fail, as problems with a next step.

The tool prints its own failures on stdout and exits with the code's lowest eight bits, so the text
decides and both streams are looked at. Sources of the texts and codes: CANN driver source, Huawei
MindCluster documentation, public issues.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from core.cards.ascend.driver_paths import LIBRARY_FOLDERS
from core.cards.model import Problem
from core.messages import Message, msg

DRIVER_MANAGER = Path("/dev/davinci_manager")
"""What every user of the driver must be able to open."""

DCMI_CODES = {
    -8001: "invalid parameter",
    -8002: "operation not permitted",
    -8003: "memory operation failed",
    -8004: "secure function failed",
    -8005: "inner error",
    -8006: "time out",
    -8007: "invalid device id",
    -8008: "device does not exist",
    -8009: "ioctl failed",
    -8010: "sending failed",
    -8011: "receiving failed",
    -8012: "not ready",
    -8013: "not supported in a container",
    -8015: "reset failed",
    -8016: "aborted",
    -8017: "upgrading",
    -8020: "resource occupied",
    -8023: "configuration missing",
    -8255: "not supported",
}
"""DCMI's return codes by their names in its header."""

_LIBRARY = re.compile(r"error while loading shared libraries: ([^\s:]+)")
_CODE = re.compile(r"\bret is (-\d{4,5})\b")
UNLISTABLE = "dcmi-9005"
"""The tool cannot list the cards, and work may run on them all the same."""
NO_CARD = "no-npu"
MISSING = "npu-smi-missing"
_TOLD_APART = (-8005, -8020, -9005)
"""Codes with a meaning of their own, in the order in which they decide."""


def problem_of_text(text: str, manager: Path = DRIVER_MANAGER) -> Problem | None:
    """The problem that a tool's output tells of; ``None`` when it tells of none.

    ``text`` is what stands outside the table. The first row that fits wins.
    """
    if "command not found" in text:
        return tool_missing()
    if match := _LIBRARY.search(text):
        return _library_missing(match[1])
    codes = [int(code) for code in _CODE.findall(text)]
    for code in (*_TOLD_APART, *codes):
        if code in codes:
            return problem_of_code(code, manager)
    for needle, problem in _PLAIN_TEXTS:
        if needle in text:
            return problem()
    return None


def problem_of_code(code: int, manager: Path = DRIVER_MANAGER) -> Problem:
    """The problem behind a DCMI return code, from the tool's text or the library itself."""
    key = f"dcmi-{abs(code)}"
    match code:
        case -8005:
            return Problem(key, *_driver_refuses(manager))
        case -8020:
            return Problem(
                key,
                msg("Another container holds one of the mapped cards."),
                msg(
                    "Map only free cards into this container, stop the other container, or run"
                    " both privileged."
                ),
            )
        case -9005:
            return Problem(
                key,
                msg("npu-smi cannot list the cards in this container; their usage is unknown."),
                msg(
                    "Work may run all the same: pick a card by its key. To see its usage, mount the"
                    " driver's folder as a whole."
                ),
            )
        case _:
            return Problem(
                key,
                msg(
                    "The driver answers with code {code} ({name}).",
                    code=code,
                    name=DCMI_CODES.get(code, "unknown"),
                ),
                msg("Try again; if it stays, look at the driver's log and restart the machine."),
            )


def _driver_refuses(manager: Path) -> tuple[Message, Message]:
    """-8005 has two causes; whether the manager's device file can be opened tells them apart."""
    if not manager.exists():
        return (
            msg("The Ascend driver is not running: {file} is not there.", file=str(manager)),
            msg(
                "Load or reinstall the driver, then restart; in a container, map {file} too.",
                file=str(manager),
            ),
        )
    if not os.access(manager, os.R_OK | os.W_OK):
        return (
            msg("The Ascend driver refuses this user."),
            msg(
                "Add the user to the group HwHiAiUser and log in again; `id -nG` must show the"
                " group."
            ),
        )
    return (
        msg("The Ascend driver does not answer, although this user may open it."),
        msg("Restart the machine after a driver upgrade; if it stays, reinstall the driver."),
    )


def tool_missing() -> Problem:
    """There is no npu-smi."""
    return Problem(
        MISSING,
        msg("No Ascend tools found."),
        msg(
            "Look in /usr/local/bin and /usr/local/sbin; in a container mount"
            " /usr/local/bin/npu-smi and /usr/local/dcmi."
        ),
    )


def tool_not_startable(program: str, error: OSError) -> Problem:
    """The operating system does not start npu-smi."""
    if isinstance(error, FileNotFoundError):
        return Problem(
            MISSING,
            msg("There is no npu-smi at {program}.", program=program),
            msg("Correct or remove HEADFRAME_NPU_SMI, or install the driver's tools."),
        )
    return Problem(
        "npu-smi-not-started",
        msg(
            "{program} cannot be started: {reason}.",
            program=program,
            reason=error.strerror or str(error),
        ),
        msg("It must be a program that this user may run."),
    )


def tool_timed_out(seconds: float) -> Problem:
    """npu-smi was killed at its time limit."""
    return Problem(
        "npu-smi-timeout",
        msg("npu-smi gave no answer within {seconds} s.", seconds=round(seconds)),
        msg("The driver hangs or is heavily loaded; Headframe asks again automatically."),
    )


def tool_still_hangs() -> Problem:
    """An earlier call is still there: no second one is made meanwhile."""
    return Problem(
        "npu-smi-busy",
        msg("An earlier call of the driver's tool still hangs; no second one is made meanwhile."),
        msg("Wait, or restart the machine if it stays."),
    )


def tool_flooded(megabytes: int) -> Problem:
    """npu-smi printed without end."""
    return Problem(
        "npu-smi-flood",
        msg("npu-smi printed more than {megabytes} MB and was stopped.", megabytes=megabytes),
        msg("Check which program HEADFRAME_NPU_SMI or PATH leads to."),
    )


def tool_failed(code: int | None, said: str) -> Problem:
    """npu-smi failed with an unknown text, or with none.

    ``code``: as `subprocess` has it, negative where a signal ended it.
    """
    short = _short(said)
    if code is not None and code < 0:
        text = msg("npu-smi was ended by signal {number}.", number=-code)
    elif short:
        text = msg("npu-smi ended with exit status {code}: {said}", code=str(code), said=short)
    else:
        text = msg("npu-smi ended with exit status {code}, and printed nothing.", code=str(code))
    return Problem(
        "npu-smi-failed",
        text,
        msg("Run `npu-smi info` in a terminal to see all that it says."),
    )


def tool_unreadable(said: str) -> Problem:
    """npu-smi printed something that is no table."""
    short = _short(said)
    return Problem(
        "npu-smi-unreadable",
        msg("npu-smi printed no table of cards: {said}", said=short)
        if short
        else msg("npu-smi printed no table of cards, and nothing that can be read."),
        msg("Run `npu-smi info` in a terminal to see all that it says."),
    )


def table_damaged(flaws: int, first: str) -> Problem:
    """Parts of the table could not be read."""
    return Problem(
        "npu-smi-damaged-table",
        msg(
            "Part of what npu-smi printed cannot be read ({count}): {first}",
            count=flaws,
            first=_short(first),
        ),
        msg("Those values are shown as unknown."),
    )


def chips_missing(places: Sequence[tuple[int, int]]) -> Problem:
    """``npu-smi info`` lacks chips that ``npu-smi info -m`` lists: (NPU id, chip id)."""
    return Problem(
        "npu-smi-chips-missing",
        msg(
            "npu-smi does not show {count} {count:chip|chips} that it knows of: {chips}.",
            count=len(places),
            chips=_short(", ".join(f"NPU {npu} chip {chip}" for npu, chip in places)),
        ),
        msg("They cannot be chosen. Run `npu-smi info` in a terminal to see all that it says."),
    )


def mapping_failed(said: str) -> Problem:
    """``npu-smi info -m`` told no logic ids, although it should."""
    return Problem(
        "npu-smi-mapping",
        msg("npu-smi info -m failed: {said}", said=_short(said)),
        msg("Logic ids are counted from the list instead; check where the first work lands."),
    )


def reading_failed() -> Problem:
    """A fault of our own, which the log tells about."""
    return Problem(
        "internal",
        msg("Reading the cards failed in a way that was not foreseen."),
        msg("Headframe's log has the details; the list goes on without these cards."),
    )


def same_chip(one: str, other: str) -> Problem:
    """The tool lists one chip as two."""
    return Problem(
        "npu-same-chip",
        msg("{one} and {other} are one and the same chip, listed twice.", one=one, other=other),
        msg("Use only one of them."),
    )


def _library_missing(library: str) -> Problem:
    return Problem(
        "npu-smi-libraries",
        msg("npu-smi does not find the driver's library {library}.", library=library),
        msg(
            "Add {first} and {second} to LD_LIBRARY_PATH.",
            first=LIBRARY_FOLDERS[0],
            second=LIBRARY_FOLDERS[1],
        ),
    )


def _no_card() -> Problem:
    return Problem(
        NO_CARD,
        msg("No NPU found: the driver runs and lists no card."),
        msg(
            "In a container, map /dev/davinci0 etc.; on a host, check that the card is seated "
            "in its slot."
        ),
    )


def _driver_incomplete() -> Problem:
    return Problem(
        "driver-incomplete",
        msg("The driver package may not be completely installed."),
        msg("Reinstall the driver if cards misbehave."),
    )


def _not_supported() -> Problem:
    return Problem(
        "npu-smi-unsupported",
        msg("This card does not support the query."),
        msg("Values that the card does not report are shown as unknown."),
    )


_PLAIN_TEXTS: tuple[tuple[str, Callable[[], Problem]], ...] = (
    ("There is no NPU card on this server", _no_card),
    ("[WARNING]The driver package may not be completely installed", _driver_incomplete),
    ("This device does not support querying", _not_supported),
)


def _short(text: str) -> str:
    """The first line that says something, or ""; the log level's complaint never does."""
    lines = ["".join(char for char in line if char.isprintable()) for line in text.splitlines()]
    telling = (line.strip() for line in lines if "DrvMngGetConsoleLogLevel" not in line)
    line = next(filter(None, telling), "")
    return line if len(line) <= 160 else f"{line[:159]}…"
