"""What an installation will do, known before it is begun: the window shows it, the command, too."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.cards.model import Card, CardKind
from core.cards.reader import CardReader
from core.engines.installation.cpu_torch import find_cpu_torch
from core.engines.installation.install_lock import being_installed, is_installing
from core.engines.installation.installer import find_python, python_version
from core.engines.installation.requirement_sets import (
    PYTHONS,
    Device,
    RequirementSet,
    cpu_torch_pins,
    requirement_set,
)
from core.engines.installation.wheel_folder import missing_wheels, sum_of, wheels_recipe
from core.free_space import SPARE_BYTES, free_bytes_if_known, gigabytes
from core.messages import Message, msg
from core.paths import engines_folder
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure

_BEST_FIRST = (CardKind.NPU, CardKind.CUDA, CardKind.CPU)
_NAMED = 12
"""Files that are named in a sentence; more are counted."""
_TOLD = ("torch", "torch_npu", "onnxruntime")
"""Packages whose versions are told beside the engine's own."""


@dataclass(frozen=True, slots=True)
class InstallRequest:
    """An installation that is asked for."""

    name: EngineName
    device: Device | None = None
    """``None``: by the cards of this machine."""
    wheels: Path | None = None
    """Take packages from this folder only."""
    python: str | None = None
    """The Python to make the environment with; ``None``: one that is found."""


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """What will be installed, from where, how large, and what stands in the way."""

    request: InstallRequest
    needs: RequirementSet
    machine: str
    folder: Path
    """Where environments are made."""
    cards: tuple[Card, ...]
    """The accelerators of this machine."""
    python: Path | None
    version: tuple[int, int]
    """Of that Python, or of the one that is wanted."""
    free_bytes: int | None
    lacking: tuple[str, ...] = ()
    """What the folder of wheels does not have."""
    obstacle: Failure | None = None
    """Why it cannot be begun."""

    @property
    def download_bytes(self) -> int:
        """To be fetched, as far as known."""
        return sum_of(self.needs.pins, self.machine)[0]

    @property
    def installed_bytes(self) -> int:
        """On the disk, as far as known."""
        return sum_of(self.needs.pins, self.machine)[1]

    @property
    def recipe(self) -> str:
        """Commands that fetch the packages on another machine."""
        return wheels_recipe(self.needs, self.version, self.machine)

    @property
    def sentences(self) -> tuple[Message, ...]:
        """In the order in which a person wants to know it."""
        return (
            self._found(),
            self._what(),
            *self._size(),
            self._source(),
            *([self.needs.note] if self.needs.note is not None else []),
        )

    def _found(self) -> Message:
        kind = CardKind(self.needs.device.value)
        if kind is not CardKind.CPU and not any(card.kind is kind for card in self.cards):
            return msg(
                "No {kind} card was found on this machine: the engine has nothing to run on here.",
                kind=kind.value.upper(),
            )
        if not self.cards:
            return msg("No accelerator card was found: it is installed for the processor.")
        counted = Counter(card.name or card.kind.value for card in self.cards)
        cards = ", ".join(f"{number} × {name}" for name, number in counted.items())
        if kind is CardKind.CPU:
            return msg(
                "Found: {cards}. As chosen, it is installed for the processor and will not use "
                "them.",
                cards=cards,
            )
        return msg(
            "Found: {cards}. It is installed for {kind}.", cards=cards, kind=kind.value.upper()
        )

    def _what(self) -> Message:
        versions = dict(pin.split("==") for pin in self.needs.pins)
        told = ", ".join(f"{name} {versions[name]}" for name in _TOLD if name in versions)
        return msg(
            "{engine} {version} with {told}; {count} packages, for Python {python}.",
            engine=self.request.name.value,
            version=versions.get(self.request.name.value, ""),
            told=told or "–",
            count=len(self.needs.pins),
            python=".".join(map(str, self.version)),
        )

    def _size(self) -> tuple[Message, ...]:
        pins = self.needs.pins
        download, installed, unknown = sum_of(pins, self.machine)
        if len(unknown) * 2 > len(pins):
            return ()
        facts = {
            "download": gigabytes(download),
            "installed": gigabytes(installed),
            "folder": str(self.folder),
            "free": "?" if self.free_bytes is None else gigabytes(self.free_bytes),
        }
        if self.request.wheels is not None:
            told = msg("About {installed} on the disk of {folder}, where {free} are free.", **facts)
        else:
            told = msg(
                "{download} to fetch; about {installed} on the disk of {folder}, where {free} are "
                "free.",
                **facts,
            )
        if not unknown:
            return (told,)
        return (told, msg("Without {names}, whose size is not known.", names=", ".join(unknown)))

    def _source(self) -> Message:
        torch = self.needs.cpu_torch
        if self.request.wheels is not None:
            return msg("From the folder {folder} alone.", folder=str(self.request.wheels))
        if torch is not None and torch.index is not None:
            return msg(
                "From the package index that pip is set to, and {names} from {index}.",
                names=", ".join(torch.pins),
                index=torch.index,
            )
        return msg("From the package index that pip is set to.")


def best_device(cards: Iterable[Card]) -> Device:
    """What an engine is installed for on a machine with these cards, unless one is named."""
    kinds = {card.kind for card in cards}
    return Device(next((kind for kind in _BEST_FIRST if kind in kinds), CardKind.CPU).value)


def plan_installation(
    home: Path, environ: Mapping[str, str], request: InstallRequest
) -> InstallPlan | Failure:
    """Look at the cards, the Pythons, the folder or the indexes. Blocks; changes nothing."""
    machine = platform.machine()
    with CardReader(home, environ) as reader:
        cards = reader.read().cards
    device = request.device or best_device(cards)
    python, version = _python(request, environ)
    torch = None
    if request.wheels is None and isinstance(python, Path):
        pins = cpu_torch_pins(request.name, device, machine)
        torch = find_cpu_torch(pins, python, version, environ)
    needs = requirement_set(request.name, device, machine, request.wheels, torch)
    if isinstance(needs, Failure):
        return needs
    folder = engines_folder(home)
    free = free_bytes_if_known(folder)
    lacking: tuple[str, ...] = ()
    obstacle: Failure | None = None
    if request.wheels is not None:
        lacking, obstacle = _look_through(request.wheels, needs, version, machine)
    plan = InstallPlan(
        request,
        needs,
        machine,
        folder,
        tuple(card for card in cards if card.kind is not CardKind.CPU),
        None if isinstance(python, Failure) else python,
        version,
        free,
        lacking,
    )
    wanted = plan.installed_bytes + (0 if request.wheels is not None else plan.download_bytes)
    if is_installing(home):
        obstacle = being_installed(home)
    elif isinstance(python, Failure):
        obstacle = python
    elif obstacle is None and free is not None and free < wanted + SPARE_BYTES:
        obstacle = _no_room(folder, wanted, free)
    return replace(plan, obstacle=obstacle)


def _python(
    request: InstallRequest, environ: Mapping[str, str]
) -> tuple[Path | Failure, tuple[int, int]]:
    wanted = PYTHONS.get(request.name, ((3, 11),))
    python = find_python(wanted, environ, request.python)
    if isinstance(python, Failure):
        return python, wanted[0]
    return python, python_version(python, environ) or wanted[0]


def _look_through(
    folder: Path, needs: RequirementSet, version: tuple[int, int], machine: str
) -> tuple[tuple[str, ...], Failure | None]:
    try:
        lacking = missing_wheels(folder, needs.pins, version, machine)
    except OSError as error:
        reason = error.strerror or str(error)
        return (), Failure(
            FailureKind.ENGINE_MISSING,
            msg("The folder {folder} cannot be read: {reason}.", folder=str(folder), reason=reason),
            msg("Choose the folder that holds the wheels."),
        )
    if not lacking:
        return (), None
    named = ", ".join(lacking[:_NAMED]) + (" …" if len(lacking) > _NAMED else "")
    return lacking, Failure(
        FailureKind.ENGINE_MISSING,
        msg(
            "{count} of {all} {all:package|packages} {count:is|are} not in {folder}, for "
            "Python {python} on {machine}: {names}.",
            count=len(lacking),
            all=len(needs.pins),
            folder=str(folder),
            python=".".join(map(str, version)),
            machine=machine,
            names=named,
        ),
        msg(
            "Fill it where there is a network: the list (`headframe engine install {engine} "
            "--recipe`) is a script that does so.",
            engine=needs.engine.value,
        ),
    )


def _no_room(folder: Path, wanted: int, free: int) -> Failure:
    return Failure(
        FailureKind.NO_SPACE,
        msg(
            "About {wanted} are needed in {folder}, and {free} are free.",
            wanted=gigabytes(wanted),
            folder=str(folder),
            free=gigabytes(free),
        ),
        msg("Make room there, or set HEADFRAME_HOME to a folder on a larger disk."),
    )
