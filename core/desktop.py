"""What the window needs of the machine: a display, Qt's system libraries, fonts.

Nothing of Qt is loaded for it: the command asks too, on machines where Qt cannot start.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.doctor import Check, CheckStatus
from core.sentences import Sentence, say

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXrender.so.1": "libxrender1",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libpng16.so.16": "libpng16-16",
    "libsmime3.so": "libnss3",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbfile.so.1": "libxkbfile1",
}
"""Where Debian and Ubuntu keep what Qt's wheels expect of the system."""
CHINESE_FONT_PACKAGE = "fonts-wqy-microhei"
"""5 MB; without a font that has Chinese signs, boxes are drawn in their place."""
PAGE_BYTES = 4096
"""Chromium, and so QtWebEngine, cannot start on kernels with larger pages (some aarch64)."""


def check_display(environ: Mapping[str, str] = os.environ) -> Check:
    """Whether a display answers at the address that the environment names."""
    name = "display"
    forced = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if forced and forced not in ("xcb", "wayland"):
        detail = say("QT_QPA_PLATFORM is {platform}: no window is shown.", platform=forced)
        return Check(name, CheckStatus.WARN, detail)
    addresses = {key: environ[key] for key in ("WAYLAND_DISPLAY", "DISPLAY") if environ.get(key)}
    for variable, address in addresses.items():
        wayland = variable == "WAYLAND_DISPLAY"
        answers = _wayland_answers(address, environ) if wayland else _x11_answers(address)
        if answers:
            detail = say("{variable}={address} answers.", variable=variable, address=address)
            return Check(name, CheckStatus.OK, detail)
    hint = say("`headframe convert` and the other commands need no display.")
    if not addresses:
        return Check(name, CheckStatus.ABSENT, say("There is no display here."), hint)
    detail = say(
        "Nothing answers at {address}.",
        address=", ".join(f"{key}={value}" for key, value in addresses.items()),
    )
    return Check(name, CheckStatus.FAIL, detail, hint)


def check_qt(environ: Mapping[str, str] = os.environ) -> Check:
    """Whether the system has the libraries that Qt's window and Markdown view are built on."""
    name = "qt"
    if qt_folder() is None:
        hint = say("Install Headframe again: `packaging/run` does it.")
        return Check(name, CheckStatus.FAIL, say("PySide6 is not installed."), hint)
    missing = missing_libraries(environ)
    if missing:
        detail = say("System libraries are missing: {libraries}.", libraries=", ".join(missing))
        return Check(name, CheckStatus.FAIL, detail, _install(packages_of(missing)))
    page = os.sysconf("SC_PAGESIZE")
    if page > PAGE_BYTES:
        detail = say(
            "This kernel has memory pages of {size} KB, on which the full preview cannot run.",
            size=page // 1024,
        )
        hint = say("The plain preview is used; formulas are shown as their source.")
        return Check(name, CheckStatus.WARN, detail, hint)
    return Check(name, CheckStatus.OK, say("All system libraries are there."))


def check_fonts() -> Check:
    """Whether a font with Chinese signs is installed."""
    name = "fonts"
    try:
        font = first_font("zh-cn")
    except OSError:
        detail = say("fontconfig is not installed: Qt finds no fonts.")
        return Check(name, CheckStatus.FAIL, detail, _install(["libfontconfig1"]))
    if font is None:
        detail = say("No installed font has Chinese signs: boxes are drawn in their place.")
        return Check(name, CheckStatus.WARN, detail, _install([CHINESE_FONT_PACKAGE]))
    return Check(name, CheckStatus.OK, say("Chinese is drawn with {font}.", font=font))


def missing_packages(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Debian packages that the window lacks here, fonts among them (`packaging/run` asks)."""
    packages = packages_of(missing_libraries(environ))
    try:
        font = first_font("zh-cn")
    except OSError:
        font = None
    return packages if font is not None else [*packages, CHINESE_FONT_PACKAGE]


def missing_libraries(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Names of shared libraries that Qt's files ask for and the loader does not find."""
    folder = qt_folder()
    if folder is None:
        return []
    plugins = ["libqxcb.so", "libqoffscreen.so"]
    if environ.get("WAYLAND_DISPLAY") and not environ.get("DISPLAY"):
        plugins += ["libqwayland.so", "libqwayland-generic.so"]  # from 6.10, and before
    files = [folder / "plugins" / "platforms" / plugin for plugin in plugins]
    files.append(folder / "lib" / "libQt6WebEngineCore.so.6")
    command = ["ldd", *(str(file) for file in files if file.exists())]
    try:
        said = subprocess.run(
            command,
            capture_output=True,
            check=False,
            text=True,
            errors="replace",
            timeout=60,
            env={**environ, "LC_ALL": "C"},
        ).stdout
    except (OSError, subprocess.TimeoutExpired):  # no ldd: not a system of the GNU kind
        return []
    lines = (line.split() for line in said.splitlines())
    return sorted({line[0] for line in lines if line[1:] == ["=>", "not", "found"]})


def packages_of(libraries: Iterable[str]) -> list[str]:
    """Debian packages that hold these libraries. One that is not known comes with another."""
    return sorted({DEBIAN_PACKAGES[name] for name in libraries if name in DEBIAN_PACKAGES})


def qt_folder() -> Path | None:
    """The folder ``Qt`` of the installed PySide6: its plugins and libraries."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "Qt"


def first_font(language: str) -> str | None:
    """The family that fontconfig, whom Qt asks, finds first for a language (RFC 3066, small).

    ``None`` when it finds none; raises ``OSError`` when fontconfig is not there.
    """
    library = ctypes.CDLL("libfontconfig.so.1")
    pointer = ctypes.c_void_p
    for function, arguments, result in (
        ("FcInitLoadConfigAndFonts", (), pointer),
        ("FcNameParse", (ctypes.c_char_p,), pointer),
        ("FcObjectSetCreate", (), pointer),
        ("FcObjectSetAdd", (pointer, ctypes.c_char_p), ctypes.c_int),
        ("FcFontList", (pointer, pointer, pointer), ctypes.POINTER(_FontSet)),
        ("FcPatternGetString", (pointer, ctypes.c_char_p, ctypes.c_int, pointer), ctypes.c_int),
        ("FcFontSetDestroy", (ctypes.POINTER(_FontSet),), None),
        ("FcObjectSetDestroy", (pointer,), None),
        ("FcPatternDestroy", (pointer,), None),
        ("FcConfigDestroy", (pointer,), None),
    ):
        prototype = getattr(library, function)
        prototype.argtypes = arguments
        prototype.restype = result
    config = library.FcInitLoadConfigAndFonts()
    pattern = library.FcNameParse(f":lang={language}".encode())
    wanted = library.FcObjectSetCreate()
    library.FcObjectSetAdd(wanted, b"family")
    found = library.FcFontList(config, pattern, wanted)
    family = ctypes.c_char_p()
    if found and found.contents.count:
        library.FcPatternGetString(found.contents.fonts[0], b"family", 0, ctypes.byref(family))
    name = family.value.decode(errors="replace") if family.value is not None else None
    if found:
        library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(wanted)
    library.FcPatternDestroy(pattern)
    library.FcConfigDestroy(config)
    return name


class _FontSet(ctypes.Structure):
    """fontconfig's ``FcFontSet`` (fontconfig.h)."""

    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


def _install(packages: list[str]) -> Sentence:
    if not packages:
        return say("Install what your system keeps them in.")
    if shutil.which("apt-get"):
        return say("Install them: `sudo apt-get install {packages}`", packages=" ".join(packages))
    return say(
        "Install them by the names that your system has for them; on Debian: {packages}.",
        packages=", ".join(packages),
    )


def _wayland_answers(address: str, environ: Mapping[str, str]) -> bool:
    folder = environ.get("XDG_RUNTIME_DIR")
    path = Path(folder, address) if folder else Path(address)
    return path.is_absolute() and _answers(socket.AF_UNIX, str(path))


def _x11_answers(address: str) -> bool:
    """``[host]:number[.screen]``; without a host, the server's socket on this machine."""
    host, colon, rest = address.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not (number.isascii() and number.isdigit()) or len(number) > 5:
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # where every X server puts it
        abstract = platform.system() == "Linux" and _answers(socket.AF_UNIX, "\0" + path)
        return abstract or _answers(socket.AF_UNIX, path)
    return _answers(socket.AF_INET, (host, 6000 + int(number)))


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(3)
        try:
            client.connect(address)
        except (OSError, ValueError):
            return False
        return True
