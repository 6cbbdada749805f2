"""CANN's kernels, computed on the CPU: loaded into the engine's own interpreter, beside torch_npu.

Device memory of the emulated CANN is memory of the process. So each operation of torch's that
torch_npu has for an NPU is run by torch's own kernel for the CPU, on the very bytes: what is made
new goes through torch_npu's allocator onto the card, and the runtime hears of each kernel.
Copies and casts are not here: torch_npu does them itself, by CANN's functions.

torch calls :func:`load` by its entry point, as it loads torch_npu.
"""

from __future__ import annotations

import ctypes
import os
import warnings
from typing import Any

import torch

KEY = "PrivateUse1"
LEFT_ALONE = (
    *("empty", "empty_strided", "empty_like", "new_empty", "new_empty_strided"),
    *("copy_", "_to_copy", "_copy_from", "_copy_from_and_resize", "clone", "contiguous"),
    *("resize_", "resize_as_", "set_", "as_strided", "as_strided_", "view", "_reshape_alias"),
    *("unfold", "_lazy_clone", "record_stream", "_pin_memory", "is_pinned"),
    *("_local_scalar_dense", "get_storage_size"),
)
"""What computes nothing, or is torch_npu's own business: by the name without its overload."""
SLOW_HALVES = ("conv", "mm", "bmm", "addmm", "baddbmm", "matmul", "linear", "attention", "norm")
"""Sums of products: as on a card they are gathered in single precision, and a CPU is slow else."""

_runtime: Any = None
_kept: list[Any] = []
"""A library whose last reference goes takes its kernels back."""


def load() -> None:
    """Put a kernel in the place of each that CANN would have."""
    if "EMULATED_CANN_HOST" not in os.environ:
        return
    global _runtime
    try:
        _runtime = ctypes.CDLL("libascendcl.so")
    except OSError:
        return  # torch_npu says what it lacks
    import torch_npu  # noqa: F401 - its own come first

    library = torch.library.Library("aten", "IMPL")
    _kept.append(library)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in torch._C._dispatch_get_registrations_for_dispatch_key(KEY):
            space, _, rest = name.partition("::")
            if space == "aten" and rest.partition(".")[0] not in LEFT_ALONE:
                _put(library, rest)
        # Fused by torch_npu before it comes to a kernel of torch's.
        library.impl("scaled_dot_product_attention", _attention, f"Autograd{KEY}")


def _attention(query: Any, key: Any, value: Any, *rest: Any, **named: Any) -> Any:
    """From plain operations, which each have a kernel."""
    return torch.ops.aten._scaled_dot_product_attention_math(query, key, value, *rest, **named)[0]


def _put(library: Any, name: str) -> None:
    packet, _, overload = name.partition(".")
    operation = getattr(getattr(torch.ops.aten, packet, None), overload or "default", None)
    if operation is None:
        return  # torch_npu has a kernel for what this torch does not know
    schema = operation._schema
    if any(
        argument.alias_info is not None and not argument.alias_info.is_write
        for argument in (*schema.arguments, *schema.returns)
    ):
        return  # a view
    library.impl(name, _Kernel(operation, name), KEY)


class _Kernel:
    """One operation."""

    def __init__(self, operation: Any, name: str) -> None:
        self._operation = operation
        self._name = f"aten::{name}".encode()
        arguments = operation._schema.arguments
        self._written = {
            index
            for index, argument in enumerate(arguments)
            if argument.alias_info is not None and argument.alias_info.is_write
        }
        self._outs = {arg.name for arg in arguments if arg.is_out}
        self._widens = any(part in name for part in SLOW_HALVES)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        there = _Placed()
        on_cpu = [there.bring(value) for value in args]
        named = {
            name: there.bring_out(value) if name in self._outs else there.bring(value)
            for name, value in kwargs.items()
        }
        if there.device is None:
            there.device = torch.device("npu", torch.npu.current_device())
        _runtime.emu_kernel(there.device.index, self._name)
        if self._widens and there.halves:
            results = self._wide(there, on_cpu, named)
        else:
            results = self._operation(*on_cpu, **named)
        return there.send(results)

    def _wide(self, there: _Placed, args: list[Any], named: dict[str, Any]) -> Any:
        """The same in single precision."""
        if self._written or self._outs:
            return self._operation(*args, **named)
        wide = [_widened(value) for value in args]
        told = {name: _widened(value) for name, value in named.items()}
        half = next(iter(there.halves))
        return _narrowed(self._operation(*wide, **told), half)


class _Placed:
    """The tensors of one call: which of them lie where on the card."""

    def __init__(self) -> None:
        self.device: torch.device | None = None
        self.halves: set[torch.dtype] = set()
        self._known: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
        """By the identity of the tensor on the CPU: both."""

    def bring(self, value: Any) -> Any:
        """The same value for the CPU."""
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, list | tuple):
            return [self.bring(one) for one in value]
        if isinstance(value, torch.device) and value.type == "npu":
            index = torch.npu.current_device() if value.index is None else value.index
            self.device = torch.device("npu", index)
            return torch.device("cpu")
        return value

    def bring_out(self, value: Any) -> Any:
        """A place for a result: of any size, where it has none yet."""
        if isinstance(value, torch.Tensor) and value.numel() == 0 and value.device.type == "npu":
            self.device = value.device
            empty = torch.empty(0, dtype=value.dtype)
            self._known[id(empty)] = (empty, value)
            return empty
        return self.bring(value)

    def _tensor(self, value: torch.Tensor) -> torch.Tensor:
        if value.device.type != "npu":
            return value
        self.device = value.device
        if value.dtype in (torch.float16, torch.bfloat16):
            self.halves.add(value.dtype)
        seen = view(value)
        self._known[id(seen)] = (seen, value)
        return seen

    def send(self, results: Any) -> Any:
        """The results on the card: those that were written in place are the tensors given."""
        if isinstance(results, torch.Tensor):
            return self._send(results)
        if isinstance(results, tuple | list):
            return type(results)(self.send(one) for one in results)
        return results

    def _send(self, result: torch.Tensor) -> torch.Tensor:
        seen, original = self._known.get(id(result), (None, None))
        if seen is result and original is not None:
            if original.numel() != result.numel():
                original.resize_(result.shape)
                view(original).copy_(result)
            return original
        size, stride = result.size(), result.stride()
        made = torch.empty_strided(size, stride, dtype=result.dtype, device=self.device)
        view(made).copy_(result)
        return made


def view(tensor: torch.Tensor) -> torch.Tensor:
    """A tensor of the CPU over the bytes of one on the card."""
    storage = tensor.untyped_storage()
    bytes_ = storage.nbytes()
    if bytes_ == 0:
        return torch.empty_strided(tensor.size(), tensor.stride(), dtype=tensor.dtype)
    place = torch._C._construct_storage_from_data_pointer(
        storage.data_ptr(), torch.device("cpu"), bytes_
    )
    made = torch.empty(0, dtype=tensor.dtype)
    return made.set_(place, tensor.storage_offset(), tensor.size(), tensor.stride())


def _widened(value: Any) -> Any:
    if isinstance(value, torch.Tensor) and value.dtype in (torch.float16, torch.bfloat16):
        return value.float()
    return [_widened(one) for one in value] if isinstance(value, list) else value


def _narrowed(value: Any, half: torch.dtype) -> Any:
    if isinstance(value, torch.Tensor) and value.dtype is torch.float32:
        return value.to(half)
    return type(value)(_narrowed(one, half) for one in value) if isinstance(value, tuple) else value
