"""The queue's file as one thread has it open: transactions, and errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from core.jobs.store.migrations import QueueError, connect
from core.messages import msg

CHUNK = 500
"""Values in one statement: well below SQLite's limit of bound ones."""
Self = TypeVar("Self", bound="Database")


class Database:
    """Belongs to one thread: each opens its own on the same file. Methods raise `QueueError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect(path)

    def close(self) -> None:
        """Give the file back; the object is of no use afterwards."""
        self._connection.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, statement: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        with self._translate_errors():
            return self._connection.execute(statement, tuple(values)).fetchall()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise QueueError(
                msg(
                    "The queue {path} cannot be used: {error}. "
                    "Check the disk's space and the folder's permissions.",
                    path=str(self._path),
                    error=str(error),
                )
            ) from error

    @contextmanager
    def _transaction(self, *, durable: bool = True) -> Iterator[None]:
        """One change, whole or not at all. What is not durable may be lost with the power.

        Measured: a durable commit waits 4 ms for the disk, the other one a tenth of that.
        """
        with self._translate_errors():
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:  # whatever it was, the lock is given back
                if self._connection.in_transaction:  # a full disk may have ended it already
                    self._connection.execute("ROLLBACK")
                raise
