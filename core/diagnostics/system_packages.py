"""Which packages of the system hold the libraries and fonts that the window lacks.

Debian's names follow from the library's own by its policy (8.1), but for a few. Fedora, openEuler,
Kylin and SUSE install by the library's name itself: each RPM says which ones it provides.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.messages import Message, msg

DEBIAN_PACKAGES = {
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libplc4.so": "libnspr4",
    "libplds4.so": "libnspr4",
    "libsmime3.so": "libnss3",
    "libsnappy.so.1": "libsnappy1v5",
    "libssl3.so": "libnss3",
    "libxml2.so.2": "libxml2",
    "libxslt.so.1": "libxslt1.1",
    "libz.so.1": "zlib1g",
}
"""Those that are not called after their library."""
CHINESE_FONT_DEBIAN = "fonts-wqy-microhei"
"""5 MB; without a font that has Chinese signs, boxes are drawn in their place."""
CHINESE_FONT_RPM = "font(:lang=zh-cn)"
FONTCONFIG = "libfontconfig.so.1"
C_LIBRARY = "libc6"
TOOL_ANSWERS_S = 20.0


class PackageManager(StrEnum):
    """How packages are installed here; the value is the program's name."""

    APT = "apt-get"
    DNF = "dnf"
    YUM = "yum"
    ZYPPER = "zypper"


def find_manager(environ: Mapping[str, str] = os.environ) -> PackageManager | None:
    """The first that is on PATH; ``None`` on systems of another kind."""
    path = environ.get("PATH", os.defpath)
    return next((each for each in PackageManager if shutil.which(each.value, path=path)), None)


def debian_package(library: str) -> str:
    """The package of a library (``libSM.so.6``), as Debian 12 calls it."""
    if library in DEBIAN_PACKAGES:
        return DEBIAN_PACKAGES[library]
    stem, _, version = library.partition(".so")
    number = version.lstrip(".")
    name = re.sub(r"[^a-z0-9.+]", "-", stem.lower())
    return f"{name}-{number}" if number and name[-1].isdigit() else f"{name}{number}"


def package_names(
    libraries: Iterable[str], manager: PackageManager | None, *, chinese_font: bool = False
) -> list[str]:
    """What to ask a package manager for; with none, Debian's names, which others resemble."""
    if manager in (None, PackageManager.APT):
        names = sorted({debian_package(library) for library in libraries})
        return [*names, CHINESE_FONT_DEBIAN] if chinese_font else names
    names = sorted(f"{library}()(64bit)" for library in libraries)
    return [*names, CHINESE_FONT_RPM] if chinese_font else names


def installable(names: list[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Those of Debian's names that apt knows, by the name that it knows them by.

    Releases since 2024 add ``t64`` where time became 64 bits wide. All of them where apt has not
    even the C library: its lists were never fetched.
    """
    spellings = [spelling for name in names for spelling in (name, f"{name}t64")]
    try:
        said = subprocess.run(
            ["apt-cache", "show", "--no-all-versions", C_LIBRARY, *spellings],
            capture_output=True,
            check=False,
            text=True,
            errors="replace",
            timeout=TOOL_ANSWERS_S,
            env={**environ, "LC_ALL": "C"},
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return names
    known = set(re.findall(r"^Package: (\S+)$", said, re.MULTILINE))
    if C_LIBRARY not in known:
        return names
    found = [next((each for each in (n, f"{n}t64") if each in known), None) for n in names]
    return [name for name in found if name is not None]


def install_hint(
    libraries: Iterable[str],
    environ: Mapping[str, str] = os.environ,
    *,
    chinese_font: bool = False,
) -> Message:
    """What a person types to have these libraries, or a font with Chinese signs."""
    manager = find_manager(environ)
    names = package_names(libraries, manager, chinese_font=chinese_font)
    if manager is PackageManager.APT:
        names = installable(names, environ)
        if not names:
            return msg("This release of the system does not have them.")
    if manager is None:
        return msg(
            "Install them by the names that your system has for them; on Debian: {packages}.",
            packages=", ".join(names),
        )
    return msg("Install them: `{command}`", command=f"sudo {install_command(names, manager)}")


def install_command(names: Iterable[str], manager: PackageManager) -> str:
    """The command, without ``sudo``, as it is typed into a shell."""
    return f"{manager.value} install {shlex.join(names)}"
