"""How long a batch will still take, said only when it means something."""

from __future__ import annotations

MEANINGFUL_DOCUMENTS = 4
MEANINGFUL_S = 15.0


class Pace:
    """Counts what ends between the moments when everything is done.

    Times are seconds of a monotonic clock, given by the caller.
    """

    def __init__(self) -> None:
        self._began: float | None = None
        self._ended = 0

    @property
    def ended(self) -> int:
        """Documents that have ended since work began."""
        return self._ended

    def begin(self, now: float) -> None:
        """Work begins, or goes on."""
        if self._began is None:
            self._began = now
            self._ended = 0

    def document_ended(self) -> None:
        """One more is done, skipped or failed."""
        self._ended += 1

    def stop(self) -> None:
        """Nothing is left to do."""
        self._began = None

    def fraction(self, unfinished: int, part_done: float) -> float:
        """How much of this stretch of work is behind us, 0 to 1.

        ``part_done``: the fractions of running documents, summed; they are among ``unfinished``.
        """
        total = self._ended + unfinished
        return (self._ended + part_done) / total if total else 1.0

    def seconds_left(self, unfinished: int, part_done: float, now: float) -> float | None:
        """An estimate for what is left; ``None`` while it would be a guess."""
        if self._began is None or self._ended < MEANINGFUL_DOCUMENTS:
            return None
        passed = now - self._began
        if passed < MEANINGFUL_S:
            return None
        return (unfinished - part_done) * passed / (self._ended + part_done)
