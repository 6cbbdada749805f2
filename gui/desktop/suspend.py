"""Putting the machine to sleep, through systemd's logind on the system's bus (D-Bus)."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from core.messages import Message, msg

log = logging.getLogger(__name__)

VARIABLE = "DBUS_SYSTEM_BUS_ADDRESS"
SOCKET = "unix:path=/run/dbus/system_bus_socket"
ANSWER_WITHIN_S = 10.0
NO_LOGIND = msg("This machine cannot be put to sleep from here: systemd's logind does not answer.")
NOT_ALLOWED = msg("This machine may not be put to sleep by this user, or cannot sleep.")


def suspend(environ: Mapping[str, str] = os.environ) -> Message | None:
    """Put the machine to sleep; why not, where it cannot be. Blocks for seconds at most."""
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    logind = DBusAddress(
        "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"
    )
    try:
        with open_dbus_connection(environ.get(VARIABLE) or SOCKET) as line:
            ask = new_method_call(logind, "CanSuspend")
            answer = line.send_and_get_reply(ask, timeout=ANSWER_WITHIN_S)
            if answer.header.message_type is MessageType.error:
                log.info("logind does not answer: %s", answer.body)
                return NO_LOGIND
            if answer.body[0] != "yes":  # "na", "no", or "challenge": it would wait for a password
                return NOT_ALLOWED
            order = new_method_call(logind, "Suspend", "b", (False,))
            answer = line.send_and_get_reply(order, timeout=ANSWER_WITHIN_S)
            if answer.header.message_type is MessageType.error:
                log.warning("logind refuses to suspend: %s", answer.body)
                return NOT_ALLOWED
    except Exception as error:  # no bus, a bus that hangs, one that speaks nonsense
        log.info("the system bus is not used: %s", error)
        return NO_LOGIND
    return None
