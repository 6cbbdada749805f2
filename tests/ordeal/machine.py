"""Trials of what surrounds the program: hostile files, tools, disks, clocks."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from tests.e2e.cli.command import Ran, run, start
from tests.ordeal import SEED, papers
from tests.ordeal.broken_tools import broken_tools
from tests.ordeal.row import Row
from tests.support.ascend import presets
from tests.support.ascend.host import AscendHost
from tests.support.disks import Disk
from tests.support.paths import ROOT

DISK_BYTES = 2 << 20
JUMPS = """
import random, threading, time
real, chance, shift = time.time, random.Random(), [0.0]
def jump():
    while True:
        shift[0] = chance.choice((-86400.0, -3600.0, -1.0, 0.0, 3600.0, 86400.0))
        time.sleep(0.3)
time.time = lambda: real() + shift[0]
threading.Thread(target=jump, daemon=True).start()
"""


def mutated(folder: Path, size: int) -> Row:
    """Files with bytes changed, cut or doubled: each is a result or a failure with a reason."""
    number, chance = 25 * size, random.Random(SEED)
    sources = [path.read_bytes() for path in sorted(papers(folder / "whole", 4).iterdir())]
    hostile = folder / "hostile"
    hostile.mkdir()
    for each in range(number):
        raw = bytearray(chance.choice(sources))
        for _ in range(chance.choice((1, 5, 40, 400))):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        if each % 3 == 0:
            del raw[chance.randrange(len(raw)) :]
        if each % 5 == 0:
            raw += raw[: chance.randrange(len(raw) + 1)]
        (hostile / f"{each:04}.pdf").write_bytes(raw)
    environ = {"HEADFRAME_HOME": str(folder / "home")}
    process = start(
        "convert", hostile, "--engine", "flash", "--workers", "2", "--json", "-o", folder / "out",
        environ=environ,
    )  # fmt: skip
    out, err = process.communicate()
    events = [json.loads(line) for line in out.splitlines()]
    done = sum(event["event"] == "done" for event in events)
    failed = [event for event in events if event["event"] == "failed"]
    unexplained = sum(not event["message"] for event in failed)
    internal = sum(event["kind"] in ("internal", "worker-died") for event in failed)
    right = done + len(failed) == number and not unexplained and "Traceback" not in out + err
    seen = f"{done} converted, {len(failed)} refused with a reason, {internal} of them as internal"
    return Row("mutated PDFs", f"{number} files", seen, right)


def wrong_tool(folder: Path, size: int) -> Row:
    """An npu-smi that breaks off anywhere, with exit 0: no card vanishes silently."""
    ways = min(60, 10 * size)
    host = AscendHost(folder / "host", presets.eight_910b())
    table = subprocess.check_output([host.npu_smi, "info"], text=True)
    silent: list[int] = []
    for way in range(ways):
        length = len(table) * (way + 1) // (ways + 1)
        tool = folder / f"npu-smi-{way}"
        tool.write_text(f"#!/bin/sh\ncase $* in info) head -c {length} '{folder}/table' ;; esac\n")
        tool.chmod(0o755)
        (folder / "table").write_text(table)
        environ = {**host.environment(), "HEADFRAME_HOME": str(folder / f"home{way}")}
        environ |= {"HEADFRAME_NPU_SMI": str(tool), "HEADFRAME_DCMI": "off"}
        ran = run("cards", "--json", environ=environ)
        reading = json.loads(ran.out) if ran.code == 0 and ran.out else {"cards": []}
        npus = [card for card in reading["cards"] if card["kind"] == "npu"]
        if len(npus) < 8 and not reading.get("problems"):
            silent.append(length)
    seen = f"said in {ways - len(silent)} of {ways}; silent at {silent or 'none'}"
    return Row("npu-smi cut short", f"{ways} places, exit 0", seen, not silent)


def gone_wrong(folder: Path, _size: int) -> Row:
    """An npu-smi that is wrong otherwise: all cards are there as they are, or it is said."""
    host = AscendHost(folder / "host", presets.eight_910b())
    table = subprocess.check_output([host.npu_smi, "info"], text=True)
    tools = broken_tools(folder / "tools", Path(host.npu_smi), table)
    wrong: list[str] = []
    for number, (name, tool) in enumerate(tools.items()):
        environ = {**host.environment(), "HEADFRAME_HOME": str(folder / f"home{number}")}
        environ |= {"HEADFRAME_NPU_SMI": str(tool), "HEADFRAME_DCMI": "off"}
        ran = run("cards", "--json", environ=environ)
        if not _is_told(ran):
            wrong.append(name)
        print(f"  {name}: {_in_short(ran)}", file=sys.stderr, flush=True)
    seen = f"right, or said: {len(tools) - len(wrong)} of {len(tools)}; not: {wrong or 'none'}"
    return Row("npu-smi gone wrong", f"{len(tools)} ways", seen, not wrong)


def _is_told(ran: Ran) -> bool:
    """Eight cards with their memory, or a problem; never a traceback."""
    if ran.code != 0 or "Traceback" in ran.out + ran.err:
        return False
    reading = json.loads(ran.out)
    npus = [card for card in reading["cards"] if card["kind"] == "npu"]
    keys = {card["key"] for card in npus}
    is_whole = keys == {f"npu:{n}" for n in range(8)} and all(
        card["memory_total_mb"] == 65536 and 0 <= card["memory_used_mb"] <= 65536 for card in npus
    )
    return is_whole or bool(reading["problems"])


def _in_short(ran: Ran) -> str:
    if ran.code != 0:
        return f"exit {ran.code}"
    reading = json.loads(ran.out)
    return f"{len(reading['cards'])} cards, {[one['code'] for one in reading['problems']]}"


def full_disk(folder: Path, size: int) -> Row:
    """The place of results fills up, and has room again."""
    if os.geteuid() != 0:
        return Row("full disk", "needs root", "not tried", True)
    number = 6 * size
    source = papers(folder / "papers", number)
    disk = Disk(folder / "disk", size=DISK_BYTES)
    disk.plug()
    try:
        ballast = disk.fill()
        environ = {"HEADFRAME_HOME": str(folder / "home")}
        arguments = (
            "convert",
            source,
            "--engine",
            "flash",
            "--json",
            "-o",
            folder / "disk" / "out",
        )
        first = run(*arguments, environ=environ)
        ballast.unlink()
        second = run(*arguments, environ=environ)
        reasons = sorted({event["kind"] for event in first.of("failed")})
        done = second.events[-1]["done"] + second.events[-1]["skipped"]
        seen = f"full: {reasons}, exit {first.code}; with room: {done} of {number}"
        return Row("full disk", f"{number} documents", seen, first.code == 1 and second.code == 0)
    finally:
        disk.unplug()


def lost_disk(folder: Path, size: int) -> Row:
    """The place of results is unplugged in the middle, and is there again."""
    if os.geteuid() != 0:
        return Row("unplugged disk", "needs root", "not tried", True)
    number = 10 * size
    source = papers(folder / "papers", number)
    disk = Disk(folder / "disk")
    disk.plug()
    try:
        environ = {"HEADFRAME_HOME": str(folder / "home")}
        arguments = ("convert", source, "--engine", "flash", "--json", "-o", disk.place / "out")
        first = start(*arguments, environ=environ)
        assert first.stdout is not None
        events = []
        for line in first.stdout:
            events.append(json.loads(line))
            if events[-1]["event"] == "done":
                disk.unplug()
        first.communicate()
        beneath = [str(one.relative_to(disk.place)) for one in disk.place.rglob("*")]
        disk.plug()
        second = run(*arguments, environ=environ)
        reasons = sorted({event["kind"] for event in events if event["event"] == "failed"})
        done = second.events[-1]["done"]
        seen = f"without: {reasons}, exit {first.returncode}, beneath its place: {beneath or 0}; "
        seen += f"plugged in: {done} of {number}"
        right = first.returncode == 1 and not beneath and second.code == 0 and done == number
        return Row("unplugged disk", f"{number} documents", seen, right)
    finally:
        disk.unplug()


def jumping_clock(folder: Path, size: int) -> Row:
    """The system's clock jumps by hours and days, forwards and back, three times a second."""
    number = 15 * size
    source = papers(folder / "papers", number)
    site = folder / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(JUMPS)
    environ = {"HEADFRAME_HOME": str(folder / "home"), "PYTHONPATH": f"{site}:{ROOT}"}
    ran = run(
        "convert", source, "--engine", "flash", "--workers", "2", "--json", "-o", folder / "out",
        environ=environ,
    )  # fmt: skip
    seconds = [event["seconds"] for event in (*ran.of("done"), *ran.of("finished"))]
    done = len(ran.of("done"))
    seen = f"{done} of {number} done, durations {min(seconds):.1f} to {max(seconds):.1f} s"
    right = ran.code == 0 and done == number and all(0 <= each < 600 for each in seconds)
    return Row("jumping clock", f"{number} documents", seen, right)
