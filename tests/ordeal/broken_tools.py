"""Thirty ways in which npu-smi goes wrong, as programs that take its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

Change = Callable[[str], str | bytes]

_PRINT = """case $* in info) cat '{table}' ;; *) '{tool}' "$@" ;; esac\n"""
"""Only the table is wrong: the map of chips is the tool's own."""

CHANGED: Mapping[str, Change] = {
    # What it prints is changed, and its exit code is 0.
    "lines end as on Windows": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "names in Latin-1": lambda text: text.replace("910B", "910\xdf").encode("latin-1"),
    "colours": lambda text: text.replace("OK", "\x1b[32mOK\x1b[0m"),
    "a warning above": lambda text: "WARNING: the driver is old\n" + text,
    "a warning below": lambda text: text + "WARNING: the driver is old\n",
    "a warning among the rows": lambda text: _after_row(text, 9, "WARNING: no answer from 3"),
    "a row of a chip is missing": lambda text: _without_row(text, 9),
    "a row of a card is missing": lambda text: _without_row(text, 8),
    "no frame": lambda text: re.sub(r"^\+.*\n", "", text, flags=re.MULTILINE),
    "all in one line": lambda text: text.replace("\n", " "),
    "wrapped at 60 columns": lambda text: re.sub(r"(.{60})", r"\1\n", text),
    "half of each line": lambda text: "\n".join(line[: len(line) // 2] for line in _lines(text)),
    "memory that is no number": lambda text: re.sub(r"(\d+) */ *65536", "NA / NA", text),
    "negative memory": lambda text: re.sub(r"(\d+)( */ *65536)", r"-5\2", text),
    "more memory used than there is": lambda text: re.sub(r"(\d+)( */ *65536)", r"99999\2", text),
    "numbers of twenty digits": lambda text: text.replace("65536", "6" * 20),
    "each card twice": lambda text: text + text,
    "the same card eight times": lambda text: re.sub(r"^\| [0-7] ", "| 3 ", text, flags=re.M),
    "no heads": lambda text: "\n".join(_lines(text)[6:]),
    "heads in Chinese": lambda text: text.replace("Health", "健康").replace("Name", "名称"),
    "null bytes": lambda text: text.replace(" ", "\0"),
    "no processes": lambda text: text[: text.rfind("Process id")],
    "a pid that is no number": lambda text: re.sub(r"\| \d{3,} ", "| none ", text),
}

SCRIPTS: Mapping[str, str] = {
    "exit 1 without a word": "exit 1\n",
    "exit 1 with one": "echo 'dcmi module initialize failed. ret is -8005' >&2; exit 1\n",
    "nothing, exit 0": "exit 0\n",
    "killed by a signal": "kill -9 $$\n",
    "crashes after the table": f"{_PRINT}kill -11 $$\n",
    "ten megabytes of noise": "head -c 10000000 /dev/urandom\n",
    "never ends to print": "exec yes '| 0  910B3 | OK |'\n",
    "never answers": "sleep 600\n",
    "leaves a child that holds its output": f"sleep 600 &\n{_PRINT}",
    "asks a question": f"read answer; {_PRINT}",
    "a megabyte of complaints": f"head -c 1000000 /dev/zero | tr '\\0' '!' >&2\n{_PRINT}",
}


def broken_tools(folder: Path, tool: Path, table: str) -> dict[str, Path]:
    """Each way's program: the right ``tool``, but for its ``table``."""
    folder.mkdir()
    made: dict[str, Path] = {}
    for number, (name, change) in enumerate(CHANGED.items()):
        printed = folder / f"table-{number}"
        changed = change(table)
        printed.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        made[name] = _program(folder / f"changed-{number}", _PRINT.format(table=printed, tool=tool))
    whole = folder / "table"
    whole.write_text(table)
    for number, (name, script) in enumerate(SCRIPTS.items()):
        made[name] = _program(
            folder / f"script-{number}",
            script.replace("{table}", str(whole)).replace("{tool}", str(tool)),
        )
    return made


def _program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(0o755)
    return path


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _after_row(text: str, row: int, line: str) -> str:
    lines = _lines(text)
    return "\n".join([*lines[:row], line, *lines[row:]]) + "\n"


def _without_row(text: str, row: int) -> str:
    lines = _lines(text)
    return "\n".join([*lines[:row], *lines[row + 1 :]]) + "\n"
