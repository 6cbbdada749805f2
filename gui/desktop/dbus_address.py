"""Where the session's bus (D-Bus) listens, and whether it answers; looked at before Qt starts."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

log = logging.getLogger(__name__)
VARIABLE = "DBUS_SESSION_BUS_ADDRESS"
NOWHERE = "disabled:"
ANSWERS_WITHIN_S = 1.0


def address_of(environ: Mapping[str, str]) -> str | None:
    """The address of the session's bus, if there is one."""
    address = environ.get(VARIABLE)
    if address:
        return address
    place = Path(environ.get("XDG_RUNTIME_DIR") or "/nowhere") / "bus"  # systemd's
    return f"unix:path={place}" if place.is_socket() else None


def avoid_hanging_bus(environ: MutableMapping[str, str] = os.environ) -> None:
    """Before Qt starts: a bus that takes calls and answers none is disabled.

    Qt asks it for themes, menus and screen readers, and waits for ever. One that is not there at
    all is no trouble.
    """
    address = address_of(environ)
    place = None if address is None else _place_of(address)
    if place is not None and _hangs(place):
        log.warning("the session bus at %s does not answer: it is not used", address)
        environ[VARIABLE] = NOWHERE


def _place_of(address: str) -> str | None:
    """The socket of an address, where it is as plain as they are everywhere."""
    transport, _, rest = address.partition(";")[0].partition(":")
    words = dict(word.partition("=")[::2] for word in rest.split(","))
    if transport != "unix" or "%" in rest:
        return None
    return words.get("path") or ("\0" + words["abstract"] if "abstract" in words else None)


def _hangs(place: str) -> bool:
    import socket  # late: where there is no bus, the window comes up without it

    who = str(os.getuid()).encode().hex()
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(ANSWERS_WITHIN_S)
        try:
            line.connect(place)
            line.sendall(f"\0AUTH EXTERNAL {who}\r\n".encode())
            line.recv(1)
        except (TimeoutError, BlockingIOError):  # the latter: its queue is full
            return True
        except OSError:
            return False
        return False
