"""Functions of docvortex that are replaced for a while, where the version at hand has them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def module(name: str) -> object:
    """``None`` where there is none."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


@contextmanager
def replaced(
    owner: object, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]
) -> Iterator[None]:
    """While inside, ``owner.name`` is what ``make`` makes of it; nothing where it is no function.

    ``owner`` is a module, or an object whose class has the method.
    """
    original = getattr(owner, name, None)
    if not callable(original):
        yield
        return
    own = name in vars(owner)  # a module's function, rather than the method of a class
    setattr(owner, name, make(original))
    try:
        yield
    finally:
        if own:
            setattr(owner, name, original)
        else:
            delattr(owner, name)
