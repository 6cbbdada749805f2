"""The index of all results: one SQLite file of its own, which may be lost at any time.

It is made from the results, so a damaged one is thrown away and filled again. FTS5 keeps trigrams,
and only in which passages they are: a third of the size, and of the time, that their places would
take. What holds all trigrams of a term is looked through for the term itself. So any three
characters in a row are found quickly, in Chinese as in English, also within words.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.documents.result import ResultMissing, find_markdown, load_result
from core.search.hits import MOST_HITS, SearchHit, find_ranked
from core.search.passages import passages_of
from core.search.query import Query
from core.write_ahead_log import BUSY_TIMEOUT_S, use_write_ahead_log

log = logging.getLogger(__name__)

VERSION = 2
"""Raised when what is kept of a result changes: all are taken in again."""

_SCHEMA = """
CREATE TABLE documents(
    id INTEGER PRIMARY KEY,
    folder TEXT NOT NULL UNIQUE,
    markdown TEXT NOT NULL,
    source TEXT,
    identity TEXT,
    stamp TEXT NOT NULL
);
CREATE INDEX documents_by_identity ON documents(identity);
CREATE TABLE passages(
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    page INTEGER,
    start INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX passages_by_document ON passages(document, start);
CREATE VIRTUAL TABLE passage_index USING fts5(
    text, content='passages', content_rowid='id', tokenize='trigram', detail=none, columnsize=0
);
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO passage_index(rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO passage_index(passage_index, rowid, text) VALUES ('delete', old.id, old.text);
END;
"""


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_PROTOCOL)


class IndexUnusable(Exception):  # noqa: N818 - it is an outcome, not a fault
    """There is no index to ask now; ``is_damaged``: making a new one helps."""

    def __init__(self, error: Exception, *, is_damaged: bool) -> None:
        super().__init__(str(error))
        self.is_damaged = is_damaged


class SearchIndex:
    """The file as one thread has it open. Methods raise :class:`IndexUnusable`."""

    def __init__(self, path: Path, *, repair: bool = True) -> None:
        """``repair``: a damaged file is replaced by an empty one; who only reads is told."""
        self._path = path
        try:
            self._connection = _connect(path)
        except (sqlite3.Error, OSError) as error:
            is_damaged = _is_damage(error)
            if not (repair and is_damaged):
                raise IndexUnusable(error, is_damaged=is_damaged) from error
            log.warning("the search index is damaged and made again: %s", error)
            self._connection = _make_again(path, is_sound_kept=True)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Filling

    def rebuild(self) -> None:
        """Throw the file away and begin with an empty one."""
        self._connection.close()
        self._connection = _make_again(self._path, is_sound_kept=False)

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """What is added within it is written at once: much quicker, and others wait meanwhile."""
        with self._transaction():
            yield

    def add(self, folder: Path) -> bool:
        """Take a result folder in, if it is not in as it is now. Whether that changed anything."""
        try:
            markdown = find_markdown(folder)
            stamp = _stamp(markdown)
            if self._stamp_of(folder) == stamp:
                return False
            result = load_result(folder)
        except (ResultMissing, OSError) as error:
            log.info("not taken into the index: %s", error)
            return self.remove(folder)
        identity = _identity(folder)
        if identity is not None and self._has_moved(identity, folder, markdown, stamp):
            return True
        passages = [(one.page, one.start, one.heading, one.text) for one in passages_of(result)]
        source = result.origin.source
        with self._transaction():
            self._delete(folder)
            cursor = self._connection.execute(
                "INSERT INTO documents(folder, markdown, source, identity, stamp)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    os.fspath(folder),
                    os.fspath(markdown),
                    None if source is None else os.fspath(source),
                    identity,
                    stamp,
                ),
            )
            self._connection.executemany(
                "INSERT INTO passages(document, page, start, heading, text) VALUES (?, ?, ?, ?, ?)",
                [(cursor.lastrowid, *passage) for passage in passages],
            )
        return True

    def is_stale(self, folder: Path) -> bool:
        """It is there, and not in as it is now."""
        try:
            return self._stamp_of(folder) != _stamp(find_markdown(folder))
        except (ResultMissing, OSError):
            return False

    def remove(self, folder: Path) -> bool:
        """Forget a result. Whether it was in."""
        with self._transaction():
            return self._delete(folder)

    def folders(self) -> list[Path]:
        """The results that are in."""
        with self._errors():
            rows = self._connection.execute("SELECT folder FROM documents").fetchall()
        return [Path(folder) for (folder,) in rows]

    def prune(self, is_away: Callable[[Path], bool]) -> int:
        """Forget results that are no more; those on a drive that is away stay. How many went."""
        gone = [folder for folder in self.folders() if not folder.exists() and not is_away(folder)]
        for folder in gone:
            self.remove(folder)
        return len(gone)

    # Asking

    def search(self, query: Query, most: int = MOST_HITS) -> Iterator[SearchHit]:
        """The passages that hold all terms in text or name: the best first (`core.search.hits`)."""
        with self._errors():
            yield from find_ranked(self._connection, query, most)

    # Inside

    def _stamp_of(self, folder: Path) -> str | None:
        with self._errors():
            row = self._connection.execute(
                "SELECT stamp FROM documents WHERE folder = ?", (os.fspath(folder),)
            ).fetchone()
        return None if row is None else str(row[0])

    def _has_moved(self, identity: str, folder: Path, markdown: Path, stamp: str) -> bool:
        """It is in under a name that is no more, and unchanged: only where it is has changed."""
        with self._errors():
            rows = self._connection.execute(
                "SELECT id, folder FROM documents WHERE identity = ? AND stamp = ?",
                (identity, stamp),
            ).fetchall()
        for number, before in rows:
            if before != os.fspath(folder) and not Path(before).exists():
                with self._transaction():
                    self._delete(folder)
                    self._connection.execute(
                        "UPDATE documents SET folder = ?, markdown = ? WHERE id = ?",
                        (os.fspath(folder), os.fspath(markdown), number),
                    )
                return True
        return False

    def _delete(self, folder: Path) -> bool:
        row = self._connection.execute(
            "SELECT id FROM documents WHERE folder = ?", (os.fspath(folder),)
        ).fetchone()
        if row is None:
            return False
        self._connection.execute("DELETE FROM passages WHERE document = ?", row)
        self._connection.execute("DELETE FROM documents WHERE id = ?", row)
        return True

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:  # whatever it was, the lock is given back
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexUnusable(error, is_damaged=_is_damage(error)) from error


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        connection.create_function("holds", 2, _holds, deterministic=True)
        use_write_ahead_log(connection)
        connection.execute("PRAGMA synchronous = OFF")  # what is lost is made again
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            _make(connection)
        connection.execute("SELECT count(*) FROM passage_index WHERE passage_index MATCH 'abc'")
    except BaseException:  # whatever it was, the file is closed
        connection.close()
        raise
    return connection


def _make_again(path: Path, *, is_sound_kept: bool) -> sqlite3.Connection:
    """Replace the file by an empty one. One thread of one program at a time: the files that the
    next one finds damaged would be those that this one has just made."""
    try:
        with path.with_name(f"{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if is_sound_kept:  # another program may have made it already
                with contextlib.suppress(sqlite3.Error):
                    return _connect(path)
            _remove(path)
            return _connect(path)
    except (sqlite3.Error, OSError) as error:
        raise IndexUnusable(error, is_damaged=False) from error


def _holds(text: str | None, folded: str) -> bool:
    return text is not None and folded in text.casefold()


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables, in place of those of another version."""
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:  # another thread may have been quicker
        for table in ("passage_index", "passages", "documents"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _statements():
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _statements() -> Iterable[str]:
    whole = ""
    for line in _SCHEMA.strip().splitlines():
        whole += line + "\n"
        if sqlite3.complete_statement(whole):
            yield whole
            whole = ""


def _is_damage(error: Exception) -> bool:
    """``SQLITE_PROTOCOL``: the file was written over under those who have it open."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGE


def _remove(path: Path) -> None:
    """The file itself last: without it, another would make one beside the old companions."""
    for name in (f"{path.name}-wal", f"{path.name}-shm", path.name):
        path.with_name(name).unlink(missing_ok=True)


def _stamp(markdown: Path) -> str:
    found = markdown.stat()
    return f"{found.st_mtime_ns}:{found.st_size}"


def _identity(folder: Path) -> str | None:
    """What stays the same of a result wherever it is put."""
    try:
        plain = json.loads((folder / "headframe.json").read_bytes())
        return f"{plain['sha256']}:{plain['engine']}:{plain['created_at']}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
