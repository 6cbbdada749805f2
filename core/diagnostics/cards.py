"""What `headframe doctor` says about cards: driver, rights, tools, CANN, NVIDIA."""

from __future__ import annotations

import grp
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.cards.ascend.device_files import DEVICE_FOLDER
from core.cards.ascend.presence import LIBRARY_VARIABLE
from core.cards.ascend.reader import AscendReader, DriverVersions
from core.cards.model import Problem
from core.cards.nvidia.presence import nvml_may_be_here
from core.cards.nvidia.reader import NvmlReader
from core.diagnostics.model import Check, CheckStatus
from core.engines.launch.cann import cann_scripts
from core.messages import msg

GROUP = "HwHiAiUser"
"""Members may open the driver's device files."""


def diagnose(
    home: Path, environ: Mapping[str, str] = os.environ, devices: Path = DEVICE_FOLDER
) -> list[Check]:
    """All checks about cards, in the order in which a person would make them.

    Asks each tool once, in turn with other Headframe processes; blocks for at most half a minute.
    """
    reader = AscendReader(home, environ, devices)
    try:
        versions = reader.versions()
    finally:
        reader.close()
    manager = devices / "davinci_manager"
    return [
        _driver_access(manager),
        _group(manager),
        _npu_smi(versions),
        _dcmi(versions, environ),
        _cann(environ, manager.exists()),
        _nvidia(environ),
    ]


def _driver_access(manager: Path) -> Check:
    name = "driver access"
    if not manager.exists():
        return Check(
            name,
            CheckStatus.ABSENT,
            msg("No Ascend driver: {file} is not there.", file=str(manager)),
        )
    if not os.access(manager, os.R_OK | os.W_OK):
        return Check(
            name,
            CheckStatus.FAIL,
            msg("This user may not open {file}.", file=str(manager)),
            msg("Add the user to the group {group} and log in again.", group=GROUP),
        )
    return Check(name, CheckStatus.OK, msg("{file} can be opened.", file=str(manager)))


def _group(manager: Path) -> Check:
    name = f"group {GROUP}"
    try:
        group = grp.getgrnam(GROUP)
    except KeyError:
        return Check(name, CheckStatus.ABSENT, msg("There is no group {group}.", group=GROUP))
    if os.geteuid() == 0 or group.gr_gid in {os.getegid(), *os.getgroups()}:
        return Check(name, CheckStatus.OK, msg("This user belongs to it."))
    status = CheckStatus.FAIL if manager.exists() else CheckStatus.ABSENT
    return Check(
        name,
        status,
        msg("This user does not belong to it."),
        msg("As root: usermod -aG {group} USER; then log in again.", group=GROUP),
    )


def _npu_smi(versions: DriverVersions) -> Check:
    name = "npu-smi"
    if versions.npu_smi is None:
        return Check(
            name,
            CheckStatus.ABSENT,
            msg("No npu-smi on PATH, in /usr/local/bin or /usr/local/sbin."),
            msg("In a container mount /usr/local/bin/npu-smi."),
        )
    if versions.npu_smi_version is None:
        return _failed(name, versions.npu_smi_problems)
    return Check(
        name,
        CheckStatus.WARN if versions.npu_smi_problems else CheckStatus.OK,
        msg(
            "{path}, version {version}, driver {driver}.",
            path=str(versions.npu_smi),
            version=versions.npu_smi_version,
            driver=versions.driver_version or "unknown",
        ),
        versions.npu_smi_problems[0].text if versions.npu_smi_problems else None,
    )


def _dcmi(versions: DriverVersions, environ: Mapping[str, str]) -> Check:
    name = "DCMI"
    if not versions.dcmi_tried:
        chosen = environ.get(LIBRARY_VARIABLE)
        detail = (
            msg("Turned off by HEADFRAME_DCMI.") if chosen else msg("No libdcmi.so in its places.")
        )
        return Check(name, CheckStatus.ABSENT, detail)
    if versions.dcmi_problems:
        return _failed(name, versions.dcmi_problems)
    if versions.dcmi_version is None and versions.driver_version is None:
        return Check(name, CheckStatus.ABSENT, msg("libdcmi.so cannot be loaded."))
    return Check(
        name,
        CheckStatus.OK,
        msg(
            "Version {version}, driver {driver}.",
            version=versions.dcmi_version or "unknown",
            driver=versions.driver_version or "unknown",
        ),
    )


def _cann(environ: Mapping[str, str], has_driver: bool) -> Check:
    scripts = cann_scripts(environ)
    if scripts:
        return Check("CANN", CheckStatus.OK, msg("Found {script}.", script=str(scripts[0])))
    status = CheckStatus.WARN if has_driver else CheckStatus.ABSENT
    hint = msg("Install the CANN toolkit, or set ASCEND_HOME_PATH.") if has_driver else None
    return Check("CANN", status, msg("No set_env.sh below /usr/local/Ascend or ~/Ascend."), hint)


def _nvidia(environ: Mapping[str, str]) -> Check:
    name = "NVIDIA driver"
    version: str | None = None
    problems: tuple[Problem, ...] = ()
    if nvml_may_be_here():
        reader = NvmlReader(environ)
        try:
            version, problems = reader.version()
        finally:
            reader.close()
    if problems:
        return _failed(name, problems)
    if version is None:
        return Check(name, CheckStatus.ABSENT, msg("No NVIDIA driver."))
    return Check(name, CheckStatus.OK, msg("Version {version}.", version=version))


def _failed(name: str, problems: Sequence[Problem]) -> Check:
    if not problems:
        return Check(name, CheckStatus.FAIL, msg("It reports no version."))
    return Check(name, CheckStatus.FAIL, problems[0].text, problems[0].hint)
