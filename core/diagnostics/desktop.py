"""What the window needs of the machine: a display, Qt's system libraries, fonts.

Nothing of Qt is loaded for it: the command asks too, on machines where Qt cannot start.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import socket
from collections.abc import Mapping
from pathlib import Path

from core.diagnostics.elf import missing_libraries
from core.diagnostics.model import Check, CheckStatus
from core.diagnostics.system_packages import (
    FONTCONFIG,
    PackageManager,
    find_manager,
    install_hint,
    installable,
    package_names,
)
from core.messages import msg

WINDOW_MODULES = ("Core", "Gui", "Widgets", "Network", "Svg")
PREVIEW_MODULES = ("WebEngineCore", "WebEngineWidgets", "WebChannel")
XCB_PLUGIN = "platforms/libqxcb.so"
PAGE_BYTES = 4096
"""Chromium, and so QtWebEngine, cannot start on kernels with larger pages (some aarch64)."""


def check_display(environ: Mapping[str, str] = os.environ) -> Check:
    """Whether a display answers at the address that the environment names."""
    name = "display"
    forced = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if forced and forced not in ("xcb", "wayland"):
        detail = msg("QT_QPA_PLATFORM is {platform}: no window is shown.", platform=forced)
        return Check(name, CheckStatus.WARN, detail)
    addresses = {key: environ[key] for key in ("WAYLAND_DISPLAY", "DISPLAY") if environ.get(key)}
    for variable, address in addresses.items():
        wayland = variable == "WAYLAND_DISPLAY"
        answers = _wayland_answers(address, environ) if wayland else _x11_answers(address)
        if answers:
            detail = msg("{variable}={address} answers.", variable=variable, address=address)
            return Check(name, CheckStatus.OK, detail)
    hint = msg("`headframe convert` and the other commands need no display.")
    if not addresses:
        return Check(name, CheckStatus.ABSENT, msg("There is no display here."), hint)
    detail = msg(
        "Nothing answers at {address}.",
        address=", ".join(f"{key}={value}" for key, value in addresses.items()),
    )
    return Check(name, CheckStatus.FAIL, detail, hint)


def check_qt(environ: Mapping[str, str] = os.environ) -> Check:
    """Whether the system has the libraries that Qt's window is built on."""
    name = "qt"
    if importlib.util.find_spec("gui") is None:
        detail = msg("The window is not installed; the package `headframe` brings it.")
        return Check(name, CheckStatus.ABSENT, detail)
    if pyside_folder() is None:
        hint = msg("Install Headframe again: `packaging/run` does it.")
        return Check(name, CheckStatus.FAIL, msg("PySide6 is not installed."), hint)
    missing = missing_libraries(window_files(environ), environ)
    if missing:
        detail = msg("System libraries are missing: {libraries}.", libraries=", ".join(missing))
        return Check(name, CheckStatus.FAIL, detail, install_hint(missing, environ))
    return Check(name, CheckStatus.OK, msg("All system libraries are there."))


def check_preview(environ: Mapping[str, str] = os.environ) -> Check:
    """Which of the two previews of Markdown this machine can show, and why."""
    name = "preview"
    if pyside_folder() is None:
        return Check(name, CheckStatus.ABSENT, msg("PySide6 is not installed."))
    page = os.sysconf("SC_PAGESIZE")
    if page > PAGE_BYTES:
        detail = msg(
            "This kernel has memory pages of {size} KB, on which the full preview cannot run.",
            size=page // 1024,
        )
        hint = msg("The plain preview is used; formulas are shown as their source.")
        return Check(name, CheckStatus.WARN, detail, hint)
    missing = missing_libraries(preview_files(), environ)
    if missing:
        detail = msg(
            "The plain preview is used: the full one lacks {libraries}.",
            libraries=", ".join(missing),
        )
        return Check(name, CheckStatus.WARN, detail, install_hint(missing, environ))
    return Check(name, CheckStatus.OK, msg("Markdown is shown by the full preview."))


def check_fonts(environ: Mapping[str, str] = os.environ) -> Check:
    """Whether a font with Chinese signs is installed."""
    name = "fonts"
    try:
        font = first_font("zh-cn")
    except OSError:
        detail = msg("fontconfig is not installed: Qt finds no fonts.")
        return Check(name, CheckStatus.FAIL, detail, install_hint([FONTCONFIG], environ))
    if font is None:
        detail = msg("No installed font has Chinese characters: boxes are drawn in their place.")
        hint = install_hint((), environ, chinese_font=True)
        return Check(name, CheckStatus.WARN, detail, hint)
    return Check(name, CheckStatus.OK, msg("Chinese is drawn with {font}.", font=font))


def missing_packages(environ: Mapping[str, str] = os.environ, *, window: bool = False) -> list[str]:
    """What to ask this system's package manager for, so that the window has all it can use.

    With ``window``, only that without which there is no window (`packaging/run` asks both).
    """
    files = window_files(environ) if window else [*window_files(environ), *preview_files()]
    try:
        lacks_font = not window and first_font("zh-cn") is None
    except OSError:
        lacks_font = not window
    manager = find_manager(environ)
    libraries = missing_libraries(files, environ)
    names = package_names(libraries, manager, chinese_font=lacks_font)
    return installable(names, environ) if manager is PackageManager.APT and names else names


def window_files(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Files of Qt without which no window opens."""
    folder = pyside_folder()
    if folder is None:
        return []
    modules = [folder / f"Qt{module}.abi3.so" for module in WINDOW_MODULES]
    plugins = folder / "Qt" / "plugins"
    wayland = environ.get("WAYLAND_DISPLAY") and not environ.get("DISPLAY")
    platforms = sorted(plugins.glob("platforms/libqwayland*.so" if wayland else XCB_PLUGIN))
    return [*modules, *platforms, *sorted(plugins.glob("platforminputcontexts/*.so"))]


def preview_files() -> list[Path]:
    """Files of Qt without which Markdown is shown by the plain preview."""
    folder = pyside_folder()
    if folder is None:
        return []
    modules = [folder / f"Qt{module}.abi3.so" for module in PREVIEW_MODULES]
    return [*modules, folder / "Qt" / "libexec" / "QtWebEngineProcess"]


def pyside_folder() -> Path | None:
    """The folder of the installed PySide6. It is not imported."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def first_font(language: str) -> str | None:
    """The family that fontconfig finds first for a language (RFC 3066, lower case).

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
