"""The inside of a helper process: JSON Lines on stdin and stdout, one answer a question.

A helper calls a driver's library, which may print, crash, or hang for minutes. It keeps its
stdout to itself and ends with its parent, hung or not.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

Answering = Callable[[str], dict[str, Any]]
"""A question's word → the answer."""


def serve_requests(answer: Answering) -> None:
    """Answer questions until stdin ends. An exception becomes
    ``{"crashed": text, "traceback": text}``.
    """
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())  # what libraries print must not reach the parent
    os.close(silence)
    questions: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions,), daemon=True).start()
    while True:
        word = questions.get()
        try:
            reply = answer(word)
        except Exception as error:  # a driver's library may raise anything; the parent reports it
            reply = {
                "crashed": f"{type(error).__name__}: {error}",
                "traceback": traceback.format_exc(),
            }
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _listen(questions: queue.SimpleQueue[str]) -> None:
    """Pass questions on; end the process when stdin ends.

    This thread runs while the other one hangs in a library: ctypes lets go of the interpreter.
    """
    for line in sys.stdin:
        questions.put(line.strip())
    os._exit(0)
