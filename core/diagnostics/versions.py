"""What is installed here, by number: the first thing that is asked of a report."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from importlib import metadata

from core import __version__

PACKAGES = ("PySide6", "docvortex", "liteparse", "onnxruntime", "pypdfium2", "ray")
"""Those whose version explains what a user sees."""


def installed_versions() -> Iterator[tuple[str, str]]:
    """Name and version; a package that is not here is left out."""
    yield "Headframe", __version__
    yield "Python", platform.python_version()
    for name in PACKAGES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    yield "System", f"{_distribution()}, {platform.platform(terse=True)}, {platform.machine()}"


def versions_text(more: Iterable[tuple[str, str]] = ()) -> str:
    """One line each, to be pasted. ``more``: what only the window knows."""
    pairs = [*installed_versions(), *more]
    return "\n".join(f"{name}: {version}" for name, version in pairs)


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return platform.system()
