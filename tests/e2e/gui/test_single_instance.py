"""A second start and the first one's window: the lock, the socket, what is said over it."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from gui.single_instance import client
from gui.single_instance.client import hand_over, read_message, socket_path
from gui.single_instance.lock import InstanceLock
from gui.single_instance.server import SingleInstanceServer

ODD = Path(os.fsdecode(b"/papers/b\xe4d \xf0\x9f\x8f\x97\n.pdf"))


def test_the_lock_is_held_once_and_free_again(home: Path) -> None:
    first, second = InstanceLock(home), InstanceLock(home)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_paths_of_any_bytes_arrive(home: Path, qtbot: QtBot) -> None:
    doorman = SingleInstanceServer(home)
    answers: list[bool] = []
    environ = {"XDG_ACTIVATION_TOKEN": "token"}
    guest = threading.Thread(target=lambda: answers.append(hand_over(home, [ODD], environ)))
    with qtbot.waitSignal(doorman.knocked, timeout=20_000) as knocked:
        guest.start()
    qtbot.waitUntil(lambda: not guest.is_alive(), timeout=20_000)
    assert answers == [True]
    assert knocked.args == [[ODD], "token"]
    doorman.close()
    assert not socket_path(home).exists()
    doorman.deleteLater()


def test_nonsense_is_turned_away_and_the_next_guest_is_heard(home: Path, qtbot: QtBot) -> None:
    doorman = SingleInstanceServer(home)
    rude = QLocalSocket()
    rude.connectToServer(str(socket_path(home)))
    assert rude.waitForConnected(5000)
    with (
        qtbot.waitSignal(rude.disconnected, timeout=20_000),
        qtbot.assertNotEmitted(doorman.knocked),
    ):
        rude.write(b"hello?\n")
    guest = threading.Thread(target=lambda: hand_over(home, []))
    with qtbot.waitSignal(doorman.knocked, timeout=20_000):
        guest.start()
    qtbot.waitUntil(lambda: not guest.is_alive(), timeout=20_000)
    doorman.close()
    for item in (rude, doorman):
        item.deleteLater()


def test_a_window_that_is_just_starting_is_waited_for(home: Path) -> None:
    tried = threading.Event()
    answers: list[bool] = []

    def second_start() -> None:
        tried.set()
        answers.append(hand_over(home, [ODD]))

    guest = threading.Thread(target=second_start)
    guest.start()
    tried.wait()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(socket_path(home)))
        server.listen()
        connection, _ = server.accept()
        with connection:
            line = connection.makefile("rb").readline()
            connection.sendall(b"ok\n")
    guest.join()
    socket_path(home).unlink()
    assert answers == [True]
    assert read_message(line) == ([ODD], "")


def test_a_window_that_never_answers_is_given_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "HAND_OVER_S", 0.3)
    assert not hand_over(home, [])


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b'{"paths": 3}', b"\xff", b'"paths"'])
def test_what_is_no_message_is_none(line: bytes) -> None:
    assert read_message(line) is None
