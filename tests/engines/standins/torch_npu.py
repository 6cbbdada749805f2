"""A stand-in for torch_npu that has eight cards, renumbers them as CANN does, and keeps a record.

Copied into a folder of its own and put on an engine's path by `tests.engines.npu`. Tensors stay on
the CPU; every call that names an NPU, or means one without a number, is written down with the
card that a real machine would have taken for it:

* ``ASCEND_RT_VISIBLE_DEVICES`` lets cards through, digits and commas, strictly ascending, else
  none (torch_npu's documentation); without it all are visible.
* A number counts among the visible ones; no number means the current one, the first at start.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import types
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

CARDS = 8
LOG_VARIABLE = "HEADFRAME_TEST_NPU_LOG"
FAIL_VARIABLE = "HEADFRAME_TEST_NPU_FAIL"
"""``CARD CALL TEXT``: that call on that card raises this text, as a RuntimeError."""
TOTAL_BYTES = 64 << 30
MOVES = ("to", "_parse_to")
"""Functions that bring a tensor, or a network, to a device."""


def _visible() -> list[int]:
    told = os.environ.get("ASCEND_RT_VISIBLE_DEVICES")
    if told is None:
        return list(range(CARDS))
    cards: list[int] = []
    for item in told.split(","):
        fits = item.isascii() and item.isdigit() and int(item) < CARDS
        if not fits or (cards and int(item) <= cards[-1]):
            return []
        cards.append(int(item))
    return cards


VISIBLE = _visible()
_current = 0


def _index(device: Any) -> int:
    """The local number that a device means."""
    if device is None:
        return _current
    if isinstance(device, int):
        return device
    text = str(device)
    return int(text.partition(":")[2]) if ":" in text else _current


def _record(call: str, device: Any) -> int:
    index = _index(device)
    if not 0 <= index < len(VISIBLE):
        raise RuntimeError(f"Invalid device id: {index}, {len(VISIBLE)} devices are visible")
    entry = {"call": call, "asked": str(device), "card": VISIBLE[index]}
    with open(os.environ[LOG_VARIABLE], "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(json.dumps(entry) + "\n")
    failing = f"{VISIBLE[index]} {call} "
    if os.environ.get(FAIL_VARIABLE, "").startswith(failing):
        raise RuntimeError(os.environ[FAIL_VARIABLE].removeprefix(failing))
    return index


def _is_npu(value: Any) -> bool:
    if isinstance(value, torch.device):
        return str(value).startswith("npu")
    return isinstance(value, str) and (value == "npu" or value.startswith("npu:"))


def _on_cpu(value: Any) -> Any:
    return "cpu" if _is_npu(value) else value


class _Recorder(TorchFunctionMode):  # type: ignore[misc,unused-ignore]
    """Sees every function of torch before it runs."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named = kwargs or {}
        if func is torch.device:  # only a name so far
            return func(*args, **named)
        call = getattr(func, "__name__", str(func))
        for value in (*args, *named.values()):
            if _is_npu(value):
                _record(call, value)
        args = tuple(map(_on_cpu, args))
        named = {name: _on_cpu(value) for name, value in named.items()}
        if call in MOVES and named.get("dtype") is torch.float16:
            named["dtype"] = torch.float32  # halves take a CPU a minute, and an NPU an instant
        return func(*args, **named)


class _Properties:
    name = "Ascend910B3"
    total_memory = TOTAL_BYTES


def set_device(device: Any) -> None:
    global _current
    _current = _record("set_device", device)


def mem_get_info(device: Any = None) -> tuple[int, int]:
    _record("mem_get_info", device)
    return TOTAL_BYTES, TOTAL_BYTES


def get_device_properties(device: Any = None) -> _Properties:
    _record("get_device_properties", device)
    return _Properties()


def _plain(name: str) -> Any:
    def call(*_: Any, **__: Any) -> None:
        _record(name, None)

    return call


npu = types.ModuleType("torch_npu.npu")
npu.__dict__.update(
    device_count=lambda: len(VISIBLE),  # opens no context, so it is no call to a card
    is_available=lambda: bool(VISIBLE),
    is_initialized=lambda: True,
    _is_in_bad_fork=lambda: False,
    current_device=lambda: _current,
    get_device_name=lambda _device=None: _Properties.name,
    is_bf16_supported=lambda: False,
    manual_seed_all=lambda _seed: None,
    set_device=set_device,
    mem_get_info=mem_get_info,
    get_device_properties=get_device_properties,
    set_compile_mode=_plain("set_compile_mode"),
    empty_cache=_plain("empty_cache"),
    synchronize=_plain("synchronize"),
)
sys.modules["torch_npu.npu"] = npu
torch.utils.rename_privateuse1_backend("npu")
torch._register_device_module("npu", npu)  # type: ignore[no-untyped-call,unused-ignore]


def __getattr__(name: str) -> Any:
    """Fused operators, which transformers imports by name."""
    if name.startswith("npu_"):
        return _plain(name)
    raise AttributeError(name)


_recorder = _Recorder()
_recorder.__enter__()  # type: ignore[no-untyped-call,unused-ignore]
_run = threading.Thread.run


def _run_recorded(self: threading.Thread) -> None:
    """The mode is one thread's own, and transformers 5 loads weights in others."""
    with _Recorder():
        _run(self)


threading.Thread.run = _run_recorded  # type: ignore[method-assign]
