"""Whether operations on the card give what they give on the CPU; for an engine's interpreter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - as everybody calls it

Made = Callable[[torch.device], Any]


def tensor(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Values that no operation leaves as they are, the same each time."""
    count = torch.Size(shape).numel()
    values = torch.sin(torch.arange(count, dtype=torch.float64) * 0.37 + 0.2) + 0.01
    return values.reshape(shape).to(dtype)


def _in_place(at: torch.device) -> torch.Tensor:
    here = tensor(4, 6).to(at)
    here[1:3, ::2] *= 3
    here.t().add_(1)
    here[here > 1.5] = -7
    return here


def _out(at: torch.device) -> list[torch.Tensor]:
    empty, whole = torch.empty(0, device=at), torch.zeros(3, 5, device=at)
    torch.add(tensor(3, 5).to(at), 2, out=empty)
    torch.mul(tensor(3, 5).to(at), 3, out=whole)
    return [empty, whole]


def _put(at: torch.device) -> torch.Tensor:
    here = torch.zeros(5, 3, device=at)
    rows = torch.tensor([0, 2, 4], device=at)
    here.index_put_((rows,), tensor(3, 3).to(at))
    here.scatter_(0, torch.tensor([[1, 3, 1]], device=at), 9.0)
    return here


def _model(at: torch.device) -> torch.Tensor:
    torch.manual_seed(3)
    layer = torch.nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
    net = torch.nn.Sequential(torch.nn.Linear(8, 16), layer, torch.nn.LayerNorm(16)).eval()
    return net.to(at)(tensor(2, 5, 8).to(at))


def _normed(at: torch.device) -> torch.Tensor:
    torch.manual_seed(3)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.SiLU(True)
    )
    return net.eval().to(at)(tensor(1, 3, 9, 9).to(at))


def _cast(at: torch.device) -> list[torch.Tensor]:
    wide = (tensor(40) * 70000).to(at)
    kinds = (torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.bool)
    there = [wide.to(kind) for kind in kinds]
    return [*there, *(one.to(torch.float32) for one in there), (wide[:9] / 1e9).half()]


OPERATIONS: dict[str, Made] = {
    "add": lambda at: tensor(3, 1, 5).to(at) + tensor(4, 5).to(at),
    "comparison": lambda at: (tensor(3, 5).to(at) > 0.3) & (tensor(3, 5).to(at) != 0),
    "in place": _in_place,
    "out": _out,
    "put": _put,
    "strides": lambda at: tensor(4, 6, 5).to(at).permute(2, 0, 1)[::2].contiguous().view(-1),
    "casts": _cast,
    "convolution": lambda at: F.conv2d(tensor(2, 3, 8, 8).to(at), tensor(4, 3, 3, 3).to(at)),
    "halves": lambda at: F.conv2d(
        tensor(1, 3, 8, 8, dtype=torch.float16).to(at),
        tensor(4, 3, 3, 3, dtype=torch.float16).to(at),
        tensor(4, dtype=torch.float16).to(at),
        stride=2,
        groups=1,
    ),
    "transposed": lambda at: F.conv_transpose2d(
        tensor(1, 3, 5, 5).to(at), tensor(3, 2, 2, 2).to(at), stride=2
    ),
    "linear": lambda at: F.linear(tensor(5, 4).to(at), tensor(3, 4).to(at), tensor(3).to(at)),
    "matmul": lambda at: tensor(2, 3, 4).to(at) @ tensor(4, 5).to(at),
    "einsum": lambda at: torch.einsum(
        "bij,bkj->bik", tensor(2, 3, 4).to(at), tensor(2, 5, 4).to(at)
    ),
    "attention": lambda at: F.scaled_dot_product_attention(*(tensor(1, 2, 5, 8).to(at),) * 3),
    "softmax": lambda at: tensor(3, 7).to(at).softmax(-1),
    "norms": lambda at: F.group_norm(F.layer_norm(tensor(2, 4, 6).to(at), (6,)), 2),
    "pools": lambda at: F.avg_pool2d(F.max_pool2d(tensor(1, 2, 8, 8).to(at), 3, 1), 2),
    "adaptive": lambda at: F.adaptive_avg_pool2d(tensor(1, 2, 8, 8).to(at), 1),
    "interpolate": lambda at: [
        F.interpolate(tensor(1, 2, 5, 5).to(at), scale_factor=2, mode=mode)
        for mode in ("nearest", "bilinear", "bicubic")
    ],
    "grid": lambda at: F.grid_sample(
        tensor(1, 2, 5, 5).to(at), tensor(1, 4, 4, 2).to(at), align_corners=False
    ),
    "activations": lambda at: [
        f(tensor(3, 5).to(at)) for f in (F.gelu, F.silu, F.relu, torch.sigmoid, F.hardswish)
    ],
    "sums": lambda at: [
        tensor(3, 5).to(at).sum(1),
        tensor(3, 5).to(at).mean(),
        tensor(4).to(at).prod(),
    ],
    "order": lambda at: [*tensor(30).to(at).topk(5), *tensor(30).to(at).sort(descending=True)],
    "search": lambda at: [
        (tensor(30).to(at) > 0).nonzero(),
        tensor(3, 7).to(at).argmax(-1),
        tensor(3, 7).to(at).max(0)[0],
        torch.unique((tensor(30).to(at) * 3).long()),
    ],
    "choose": lambda at: torch.where(tensor(9).to(at) > 0, tensor(9).to(at), -1),
    "gather": lambda at: tensor(4, 5).to(at).gather(1, torch.tensor([[3, 1]] * 4, device=at)),
    "embedding": lambda at: F.embedding(torch.tensor([2, 0, 1], device=at), tensor(3, 4).to(at)),
    "join": lambda at: torch.cat([tensor(2, 3).to(at), torch.stack([tensor(3).to(at)] * 2)], 0),
    "cumulative": lambda at: tensor(3, 5).to(at).cumsum(1),
    "makers": lambda at: [
        torch.arange(2, 9, 3, device=at),
        torch.linspace(0, 1, 5, device=at),
        torch.full((2, 2), 7.0, device=at),
        torch.eye(3, device=at),
        torch.ones_like(tensor(2, 2).to(at)),
        torch.meshgrid(torch.arange(3, device=at), torch.arange(2, device=at), indexing="ij")[0],
    ],
    "padding": lambda at: F.pad(tensor(1, 2, 3, 3).to(at), (1, 2, 0, 1), value=5),
    "roll": lambda at: torch.roll(tensor(3, 5).to(at), 2, 1).flip(0).repeat(2, 1),
    "complex": lambda at: torch.view_as_real(torch.fft.rfft(tensor(16).to(at))),
    "lists": lambda at: torch._foreach_add([tensor(3).to(at), tensor(2, 2).to(at)], 1.5),
    "gradient": lambda at: torch.autograd.grad(
        (x := tensor(3, 4).to(at).requires_grad_()).pow(3).sum(), x
    ),
    "network": _model,
    "normed": _normed,
}


def parts(value: Any) -> list[torch.Tensor]:
    """All tensors in it."""
    return [value] if isinstance(value, torch.Tensor) else [p for one in value for p in parts(one)]


def wrong(made: Made) -> str | None:
    """What is wrong with an operation on the card."""
    card, cpu = torch.device("npu"), torch.device("cpu")
    try:
        there, here = parts(made(card)), parts(made(cpu))
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    for one, other in zip(there, here, strict=True):
        if one.device.type != "npu":
            return "its result is not on the card"
        back = one.detach().cpu()
        if back.dtype != other.dtype or back.shape != other.shape:
            return f"{back.dtype} {tuple(back.shape)}"
        if not torch.allclose(back.double(), other.detach().double(), rtol=2e-3, atol=1e-4):
            return f"{back.flatten()[:4].tolist()} for {other.flatten()[:4].tolist()}"
        if not other.to(torch.bool).any():
            return "zeros prove nothing"
    return None


def all_wrong() -> dict[str, str]:
    """The operations that are wrong, and what is."""
    return {name: said for name, made in OPERATIONS.items() if (said := wrong(made))}
