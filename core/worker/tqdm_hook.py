"""Progress bars that tell a listener, in the place of those that an engine's modules print.

Those modules have imported the bar by name. Each name is given another bar, which prints nothing:
it tells how far it is, and what the listener raises ends the loop around it.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

BarListener = Callable[[str, int, int | None], None]
"""Name of the bar, steps done, steps in all if that is known."""
_log = logging.getLogger(__name__)


class TqdmHook:
    """The bars of an engine's modules, and who listens to them."""

    def __init__(self) -> None:
        self._listener: BarListener | None = None

    def install(self, modules: Iterable[str]) -> None:
        """Give every module that is known our bar. Call it once they can be imported."""
        for name in modules:
            module = importlib.import_module(name)
            if hasattr(module, "tqdm"):
                module.tqdm = self._bar  # type: ignore[attr-defined]
            else:
                _log.warning("%s shows no progress in this version.", name)

    def install_below(self, packages: tuple[str, ...]) -> None:
        """Give every module of these packages that has a bar, and is imported by now, ours."""
        for name, module in list(sys.modules.items()):
            if name.startswith(packages) and isinstance(vars(module).get("tqdm"), type):
                module.tqdm = self._bar  # type: ignore[attr-defined]

    @contextmanager
    def listen(self, listener: BarListener) -> Iterator[None]:
        """While inside, each step of each bar is told; what the listener raises ends the loop."""
        self._listener = listener
        try:
            yield
        finally:
            self._listener = None

    def report(self, name: str, done: int, total: int | None) -> None:
        if self._listener is not None:
            self._listener(name, done, total)

    def _bar(
        self,
        iterable: Iterable[Any] | None = None,
        desc: str = "",
        total: int | None = None,
        **_: object,
    ) -> _TqdmBar:
        return _TqdmBar(self, iterable, desc, total)


class _TqdmBar:
    """As much of tqdm's bar as the engines use."""

    def __init__(
        self, bars: TqdmHook, iterable: Iterable[Any] | None, desc: str, total: int | None
    ) -> None:
        self._bars = bars
        self._items: Iterable[Any] = () if iterable is None else iterable
        self._desc = desc
        self._done = 0
        length = getattr(iterable, "__len__", None)
        self._total = length() if total is None and callable(length) else total

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self._bars.report(self._desc, self._done, self._total)
            yield item
            self._done += 1

    def __enter__(self) -> _TqdmBar:
        self._bars.report(self._desc, 0, self._total)
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, number: int = 1) -> None:
        """That many steps were done at once."""
        self._done += number
        self._bars.report(self._desc, self._done, self._total)

    def close(self) -> None:
        """It is at its end."""
