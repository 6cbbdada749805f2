"""What magic-pdf's packages try when they are imported."""

from __future__ import annotations

import socket

import pytest

from core.worker.magic_pdf.setup import without_network


def test_no_connection_is_made_inside_and_those_after_it_are() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with without_network(), pytest.raises(OSError, match="unreachable"):
            socket.create_connection(address, timeout=2)
        with socket.create_connection(address, timeout=2) as connection:
            assert connection.getpeername() == address


def test_it_is_given_back_after_an_import_that_fails() -> None:
    before = socket.create_connection
    with pytest.raises(ImportError), without_network():
        raise ImportError
    assert socket.create_connection is before
