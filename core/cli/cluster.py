"""``--cluster ADDRESS``, as `cards`, `convert` and `doctor` take it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.human_text import tr
from core.cli.interruption import signals_cancel
from core.messages import joined, msg

if TYPE_CHECKING:
    from core.cluster.connection import ClusterConnection

EXIT_NO_ANSWER = 2


def add_option(parser: argparse.ArgumentParser) -> None:
    """Declare the option. Nothing of Ray is loaded without it."""
    parser.add_argument(
        "--cluster",
        type=_address,
        metavar="ADDRESS",
        help=tr(
            msg(
                "the hosts of a Ray cluster: auto, HOST:PORT, or ray://HOST:PORT from outside "
                "(docs/cluster.md)"
            )
        ),
    )


def connect(
    address: str,
    home: Path,
    environ: Mapping[str, str],
    on_change: Callable[[bool], None] = lambda connected: None,
) -> ClusterConnection | None:
    """A connection, or ``None`` when that is not possible; stderr says why.

    Raises ``KeyboardInterrupt`` at a signal. In the main thread only.
    """
    from core.cluster.address import ClusterAddress, ClusterError
    from core.cluster.connection import ClusterConnection
    from core.paths import logs_folder

    connection = ClusterConnection(
        ClusterAddress.parse(address), environ, logs_folder(home), on_change
    )
    cancelled = False

    def cancel() -> None:
        nonlocal cancelled
        cancelled = True
        connection.abort()

    try:
        with signals_cancel(cancel):
            connection.connect()
    except ClusterError as error:
        connection.close()
        if cancelled:
            raise KeyboardInterrupt from error
        sentence = joined((error.message, error.hint))
        print(f"headframe: {tr(sentence, sys.stderr)}", file=sys.stderr)
        return None
    except BaseException:  # no gateway process is left behind
        connection.close()
        raise
    return connection


def _address(text: str) -> str:
    from core.cluster.address import AddressError, ClusterAddress

    try:
        return ClusterAddress.parse(text).text
    except AddressError as error:
        raise argparse.ArgumentTypeError(tr(error.sentence, sys.stderr)) from error
