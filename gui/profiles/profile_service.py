"""The profiles as the window knows them: read and written beside it, one request at a time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.engines.registry import Engines
from core.messages import Message
from core.paths import profiles_file
from core.profiles.store import Profile, ProfileError, ProfileList, ProfileStore
from core.profiles.validation import profile_problems
from gui.background.stream import BackgroundStream

Do = Callable[[ProfileStore], None]


@dataclass(frozen=True)
class ProfileState:
    """What was found at the last look."""

    shelf: ProfileList = field(default_factory=ProfileList)
    troubles: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    """Problems of each profile here, by its name; empty for most."""
    problem: Message | None = None
    """Why the file cannot be read."""


class ProfileService(QObject):
    """Looks when told to, and after each change. Lives in the GUI thread and never waits in it."""

    changed = Signal(object)
    """A :class:`ProfileState`."""
    failed = Signal(object)
    """A :class:`PageMessage`: what was asked for could not be done."""

    def __init__(
        self, home: Path, environ: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._profiles = ProfileStore(profiles_file(home))
        self._engines = Engines(home, environ)
        self._cards: Collection[str] | None = None
        self._waiting: deque[Do | None] = deque()
        self._changing = False
        self.known: ProfileState | None = None
        """``None`` before the first look has ended."""
        self._search = BackgroundStream(self)
        self._search.found.connect(self._on_search_found)
        self._search.ended.connect(self._on_search_ended)

    def set_cards(self, keys: Collection[str]) -> None:
        """These cards are here: a profile may name others."""
        found = frozenset(keys)
        if found != self._cards:
            self._cards = found
            self.reload()

    def reload(self) -> None:
        """Read the file: the command may have changed it."""
        self._ask(None)

    def save(self, profile: Profile) -> None:
        """Keep it, in place of one of its name."""
        self._ask(lambda profiles: profiles.save(profile))

    def add(self, profile: Profile) -> None:
        """Keep it, unless its name is taken."""
        self._ask(lambda profiles: profiles.add(profile))

    def rename(self, name: str, to: str) -> None:
        """Call one something else."""
        self._ask(lambda profiles: profiles.rename(name, to))

    def remove(self, name: str) -> None:
        """Forget one."""
        self._ask(lambda profiles: profiles.remove(name))

    def stop(self) -> None:
        """Hear of nothing any more; what was asked for is still done."""
        self._search.cancel()
        self._waiting.clear()

    # Inside -------------------------------------------------------------------------------------

    def _ask(self, do: Do | None) -> None:
        self._waiting.append(do)
        if not self._search.running:
            self._next()

    def _next(self) -> None:
        do = self._waiting.popleft()
        self._changing = do is not None
        profiles, engines, cards = self._profiles, self._engines, self._cards

        def find() -> Iterator[ProfileState]:
            if do is not None:
                do(profiles)
            shelf = profiles.load()
            found = {one.name: profile_problems(one, engines, cards) for one in shelf.profiles}
            yield ProfileState(shelf, {name: why for name, why in found.items() if why})

        self._search.begin(find)

    def _on_search_found(self, found: tuple[ProfileState, ...]) -> None:
        self.known = found[-1]
        self.changed.emit(self.known)

    def _on_search_ended(self, error: Exception | None) -> None:
        if isinstance(error, ProfileError):
            if self._changing:
                self.failed.emit(error.sentence)
            else:
                self.known = ProfileState(problem=error.sentence)
                self.changed.emit(self.known)
        if self._waiting:
            self._next()
