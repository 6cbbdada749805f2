"""Passwords of encrypted documents: kept in memory only, never in the queue or a log."""

from __future__ import annotations

import threading


class PasswordStore:
    """Which password to try on which job. Safe to share between threads."""

    def __init__(self, default: str | None = None) -> None:
        """``default`` is tried on every document that has none of its own."""
        self._lock = threading.Lock()
        self._default = default
        self._passwords: dict[str, str] = {}

    def set(self, job_id: str, password: str) -> None:
        """Remember what the user typed for a job."""
        with self._lock:
            self._passwords[job_id] = password

    def get(self, job_id: str) -> str | None:
        with self._lock:
            return self._passwords.get(job_id, self._default)

    def forget(self, job_id: str) -> None:
        """The job is off the list."""
        with self._lock:
            self._passwords.pop(job_id, None)
