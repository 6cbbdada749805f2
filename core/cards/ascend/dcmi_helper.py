"""The process that calls ``libdcmi.so``: every Ascend chip, as JSON (see `serving`).

Run as ``python -m core.cards.ascend.dcmi_helper``; ``HEADFRAME_DCMI`` names the library.
Signatures, structures, units and codes: Huawei's public header ``dcmi_interface_api.h`` (CANN
driver repository). V1 names a chip by (card, device); products from Ascend 950 on refuse V1 and
take ``dcmiv2_*`` calls with one id, which is the logic id.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from ctypes import byref, c_char, c_int, c_uint, c_ulong, c_ulonglong
from pathlib import Path
from typing import Any, ClassVar

from core.cards.ascend.presence import LIBRARY, LIBRARY_FOLDERS, LIBRARY_VARIABLE
from core.cards.probing.helper_server import serve_requests

_OK = 0
_NOT_SUPPORTED = -8255
_NPU = 0  # enum dcmi_unit_type: NPU_TYPE
_AICORE = 2  # utilisation of, per input type
_WHOLE_NPU = 13
_MAX_CARDS = 64
_MAX_PROCESSES = 128  # the driver knows 32 to 64 a chip


class _ChipInfo(ctypes.Structure):
    """``struct dcmi_chip_info_v2``."""

    _fields_: ClassVar = [
        ("type", c_char * 32),
        ("name", c_char * 32),
        ("version", c_char * 32),
        ("aicores", c_uint),
        ("npu_name", c_char * 32),
    ]


class _HbmInfo(ctypes.Structure):
    """``struct dcmi_hbm_info``; sizes in MB."""

    _fields_: ClassVar = [
        ("size", c_ulonglong),
        ("frequency", c_uint),
        ("used", c_ulonglong),
        ("temperature", c_int),
        ("bandwidth", c_uint),
    ]


class _MemoryInfo(ctypes.Structure):
    """``struct dcmi_get_memory_info_stru`` (v3); sizes in MB."""

    _fields_: ClassVar = [
        ("size", c_ulonglong),
        ("available", c_ulonglong),
        ("frequency", c_uint),
        ("hugepage_size", c_ulong),
        ("hugepages_total", c_ulong),
        ("hugepages_free", c_ulong),
        ("utilisation", c_uint),
        ("reserve", c_char * 60),
    ]


class _PcieInfo(ctypes.Structure):
    """``struct dcmi_pcie_info_all``."""

    _fields_: ClassVar = [
        ("vendor", c_uint),
        ("subvendor", c_uint),
        ("device_type", c_uint),
        ("subdevice", c_uint),
        ("domain", c_int),
        ("bus", c_uint),
        ("device", c_uint),
        ("function", c_uint),
        ("reserve", c_char * 32),
    ]


class _Process(ctypes.Structure):
    """``struct dcmi_proc_mem_info``; memory in bytes."""

    _fields_: ClassVar = [("pid", c_int), ("memory", c_ulonglong)]


class _DcmiError(Exception):
    """A call returned a code that is not 0."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class _Library:
    """The loaded library, initialised through V1 or, where it is refused, V2."""

    def __init__(self, dll: ctypes.CDLL) -> None:
        self._dll = dll
        self.generation = 1
        try:
            self.call("dcmi_init")
        except _DcmiError as refused:
            try:
                self.call("dcmiv2_init")
            except _DcmiError:
                raise refused from None
            self.generation = 2

    def call(self, name: str, *arguments: object) -> None:
        """Raises :class:`_DcmiError`; a function that this version lacks is "not supported"."""
        try:
            function = getattr(self._dll, name)
        except AttributeError:
            raise _DcmiError(_NOT_SUPPORTED) from None
        code = int(function(*arguments))
        if code != _OK:
            raise _DcmiError(code)

    def version(self) -> dict[str, Any]:
        driver, own = ctypes.create_string_buffer(64), ctypes.create_string_buffer(64)
        prefix = "dcmi" if self.generation == 1 else "dcmiv2"
        return {
            "driver": _text(self._ask("dcmi_get_driver_version", driver, c_uint(64)) and driver),
            "dcmi": _text(self._ask(f"{prefix}_get_dcmi_version", own, c_uint(32)) and own),
        }

    def chips(self) -> list[dict[str, Any]]:
        """Every NPU chip. Raises :class:`_DcmiError` when they cannot even be listed."""
        if self.generation == 2:
            return [self._chip((device,), device) for device in self._devices() if device >= 0]
        return [
            self._chip((card, device), None)
            for card in self._cards()
            for device in range(self._count(card))
            if self._is_npu(card, device)
        ]

    def _cards(self) -> list[int]:
        count, cards = c_int(), (c_int * _MAX_CARDS)()
        self.call("dcmi_get_card_list", byref(count), cards, _MAX_CARDS)
        return [card for card in cards[: count.value] if card >= 0]

    def _devices(self) -> list[int]:
        count, devices = c_int(), (c_int * _MAX_CARDS)()
        self.call("dcmiv2_get_device_list", devices, byref(count), _MAX_CARDS)
        return list(devices[: count.value])

    def _count(self, card: int) -> int:
        count = c_int()
        self.call("dcmi_get_device_num_in_card", card, byref(count))
        return count.value

    def _is_npu(self, card: int, device: int) -> bool:
        """The microcontroller is counted among a card's devices on some products."""
        kind = c_uint(_NPU)
        self._ask("dcmi_get_device_type", card, device, byref(kind))
        return kind.value == _NPU

    def _chip(self, place: tuple[int, ...], logic_id: int | None) -> dict[str, Any]:
        """One chip; what a call refuses is ``None``."""
        prefix = "dcmi_get_device" if self.generation == 1 else "dcmiv2_get_device"
        second = "" if self.generation == 2 else "_v2"
        info, pcie, hbm = _ChipInfo(), _PcieInfo(), _HbmInfo()
        health, heat, power, logic = c_uint(), c_int(), c_int(), c_int(-1)
        has_name = self._ask(f"{prefix}_chip_info{second}", *place, byref(info))
        has_bus = self._ask(f"{prefix}_pcie_info{second}", *place, byref(pcie))
        if self.generation == 1 and self._ask("dcmi_get_device_logic_id", byref(logic), *place):
            logic_id = logic.value if logic.value >= 0 else None
        used, total = self._memory(prefix, place, hbm)
        return {
            "npu": place[0],
            "chip": place[1] if len(place) > 1 else 0,
            "logic": logic_id,
            "name": _text(info.name) if has_name else None,
            "bus": _bus(pcie) if has_bus else None,
            "health": self._value(f"{prefix}_health", place, health),
            "temperature_c": self._value(f"{prefix}_temperature", place, heat),
            "power_dw": self._value(f"{prefix}_power_info", place, power),
            "utilisation": self._utilisation(prefix, place),
            "used_mb": used,
            "total_mb": total,
            "processes": self._processes(prefix, place),
        }

    def _memory(
        self, prefix: str, place: tuple[int, ...], hbm: _HbmInfo
    ) -> tuple[int | None, int | None]:
        """(used, total) in MB: HBM, or the device's memory on a product that has none.

        A product with HBM that fails to tell it has no other memory that models use.
        """
        try:
            self.call(f"{prefix}_hbm_info", *place, byref(hbm))
        except _DcmiError as error:
            if error.code != _NOT_SUPPORTED:
                return None, None
        else:
            if hbm.size:
                return hbm.used, hbm.size
        memory = _MemoryInfo()
        if self._ask(f"{prefix}_memory_info_v3", *place, byref(memory)) and memory.size:
            return memory.size - min(memory.available, memory.size), memory.size
        return None, None

    def _utilisation(self, prefix: str, place: tuple[int, ...]) -> int | None:
        for kind in (_AICORE, _WHOLE_NPU):
            rate = c_uint()
            if self._ask(f"{prefix}_utilization_rate", *place, kind, byref(rate)):
                return rate.value if rate.value <= 100 else None
        return None

    def _processes(self, prefix: str, place: tuple[int, ...]) -> list[list[int]] | None:
        """(pid, bytes) of each process; ``None`` when the driver does not tell."""
        names = [f"{prefix}_resource_info"]
        if self.generation == 2:
            names.insert(0, f"{prefix}_proc_mem_info")  # its name since the 950's release
        for name in names:
            processes, count = (_Process * _MAX_PROCESSES)(), c_int(_MAX_PROCESSES)
            if self._ask(name, *place, processes, byref(count)):
                return [[held.pid, held.memory] for held in processes[: max(0, count.value)]]
        return None

    def _value(self, name: str, place: tuple[int, ...], out: c_uint | c_int) -> int | None:
        return int(out.value) if self._ask(name, *place, byref(out)) else None

    def _ask(self, name: str, *arguments: object) -> bool:
        try:
            self.call(name, *arguments)
        except _DcmiError:
            return False
        return True


def _bus(pcie: _PcieInfo) -> str:
    return f"{pcie.domain & 0xFFFF:04X}:{pcie.bus:02X}:{pcie.device:02X}.{pcie.function:X}"


def _text(value: object) -> str | None:
    data = getattr(value, "value", value)
    return data.decode("utf-8", "replace").strip() or None if isinstance(data, bytes) else None


def _candidates(chosen: str | None) -> list[str]:
    if chosen:
        return [chosen]
    return [LIBRARY, *(str(Path(folder) / LIBRARY) for folder in LIBRARY_FOLDERS)]


class _DcmiService:
    """Loads the library once, on the first question; asks again as long as it refuses."""

    def __init__(self) -> None:
        self._library: _Library | None = None

    def __call__(self, word: str) -> dict[str, Any]:
        try:
            library = self._library = self._library or self._load()
            answers: dict[str, Callable[[], Any]] = {
                "version": library.version,
                "chips": library.chips,
            }
            return {word: answers[word]()}
        except _DcmiError as error:
            return {"code": error.code}
        except OSError as error:
            return {"unloadable": str(error)}

    def _load(self) -> _Library:
        """Raises ``OSError`` when no candidate loads, :class:`_DcmiError` when it refuses."""
        failure = OSError(f"no {LIBRARY}")
        for candidate in _candidates(os.environ.get(LIBRARY_VARIABLE)):
            try:
                return _Library(ctypes.CDLL(candidate))
            except OSError as error:
                # A file that is there and does not load says more than one that is missing.
                if Path(candidate).exists() or failure.args == (f"no {LIBRARY}",):
                    failure = error
        raise failure


if __name__ == "__main__":
    serve_requests(_DcmiService())
