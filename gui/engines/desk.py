"""What is done with engines, beside the GUI thread. Goes on when its dialog is closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import platform
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from core.cards.model import CardKind
from core.cards.reader import CardReader
from core.engines.installing import (
    Installation,
    NotInstalledError,
    Told,
    find_python,
    remove_environment,
)
from core.engines.mineru_options import MineruOptions
from core.engines.probe import Probed
from core.engines.registry import Engines, UnfitError
from core.engines.requirement_sets import Device, requirement_set
from core.paths import engines_folder
from core.worker.protocol import EngineName, Failure, FailureKind
from gui.cards.chore import begin
from gui.engines.looks import EngineLook, asked, look_at
from gui.engines.tasks import Doing, Outcome, Task, Trouble, Wish

END_WITHIN_S = 10.0
"""A cancelled installer ends within a moment; what does not hangs in the kernel."""
TAIL = 4000
"""Characters of an installer's output that are shown."""


class EngineDesk(QObject):
    """Looks at engines, installs, chooses and removes them. GUI thread, in the program's loop."""

    changed = Signal(object)
    """An :class:`EngineName`: what :meth:`look`, :meth:`doing` or :meth:`outcome` say is new."""
    chosen = Signal()
    """Other engines can be given work than before."""

    def __init__(
        self, home: Path, environ: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._environ = environ
        self._engines = Engines(home, environ)
        self._looks: dict[EngineName, EngineLook] = {}
        self._turns: dict[EngineName, int] = {}
        """How often each was looked at: what an earlier look finds later is old."""
        self._doing: dict[EngineName, Doing] = {}
        self._outcomes: dict[EngineName, Outcome] = {}
        self._installer: _Installer | None = None
        self._next_options: MineruOptions | None = None
        self._over: asyncio.Event | None = None
        """Set when the installation has ended that :meth:`stop` waits for."""

    # What is known ------------------------------------------------------------------------------

    def look(self, name: EngineName) -> EngineLook | None:
        """As it was looked at last; ``None`` before the first time."""
        return self._looks.get(name)

    def doing(self, name: EngineName) -> Doing | None:
        """What goes on with it now."""
        return self._doing.get(name)

    def outcome(self, name: EngineName) -> Outcome | None:
        """Why the last thing that was asked for did not come about."""
        return self._outcomes.get(name)

    @property
    def installs(self) -> bool:
        """An installation is under way; there is one at a time."""
        return self._installer is not None

    def read_log(self, done: Callable[[str], None], owner: QObject) -> None:
        """Hand over the last lines that an installer has printed."""

        def tell(answer: object) -> None:
            done(answer if isinstance(answer, str) else "")

        begin(partial(_tail, engines_folder(self._engines.home) / "install.log"), tell, owner)

    # What is asked for --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at every engine again."""
        for name in EngineName:
            self._look_again(name)

    def install(self, wish: Wish) -> None:
        """Make the engine an environment of its own, and use it."""
        if self._installer is not None or wish.name in self._doing:
            return
        loop = asyncio.get_running_loop()
        name = wish.name

        def told(step: Told) -> None:  # in the installer's thread
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(self._told, name, step)

        self._installer = _Installer(self._engines, self._environ, wish, told)
        self._begin(name, self._installer.run, Doing(Task.INSTALL, None, 0.0))

    def cancel_install(self) -> None:
        """Give up the installation under way, if there is one."""
        if self._installer is not None:
            self._installer.cancel()

    def use(self, name: EngineName, python: str) -> None:
        """Let that interpreter run the engine, once it has said that it can."""
        self._begin(name, partial(self._engines.use, name, python), Doing(Task.PROBE))

    def use_models(self, name: EngineName, folder: Path) -> None:
        """Let the engine take its models from there."""
        self._begin(name, partial(self._engines.use_models, name, folder), Doing(Task.MODELS))

    def use_options(self, options: MineruOptions) -> None:
        """Tell MinerU this from now on. What comes while another is being kept waits for it."""
        doing = self._doing.get(EngineName.MINERU)
        if doing is not None and doing.task is Task.OPTIONS:
            self._next_options = options
            return
        work = partial(self._engines.use_options, options)
        self._begin(EngineName.MINERU, work, Doing(Task.OPTIONS))

    def remove(self, name: EngineName) -> None:
        """Forget the engine's interpreter, and delete its environment if Headframe made it."""
        self._begin(name, partial(_remove, self._engines, name), Doing(Task.REMOVE))

    async def stop(self) -> None:
        """Give up what goes on; the installer and its children are gone on return."""
        if self._installer is not None:
            self._over = asyncio.Event()
            self._installer.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(END_WITHIN_S):
                    await self._over.wait()

    # Inside -------------------------------------------------------------------------------------

    def _begin(self, name: EngineName, work: Callable[[], object], doing: Doing) -> None:
        if name in self._doing:
            return
        self._doing[name] = doing
        self._outcomes.pop(name, None)
        self._announce(name)
        begin(partial(_answered, work), partial(self._done, name), self)

    def _done(self, name: EngineName, answer: object) -> None:
        if self._installer is not None and self._installer.name is name:
            self._installer = None
            if self._over is not None:
                self._over.set()
        task = self._doing.pop(name).task
        why = _what_went_wrong(answer)
        if why is None:
            self.chosen.emit()
        elif isinstance(why, Trouble) or why.kind is not FailureKind.CANCELLED:
            self._outcomes[name] = Outcome(task, why)
        self._announce(name)
        self._look_again(name)
        if name is EngineName.MINERU and self._next_options is not None:
            options, self._next_options = self._next_options, None
            self.use_options(options)

    def _told(self, name: EngineName, step: Told) -> None:
        if shiboken6.isValid(self) and name in self._doing:
            self._doing[name] = Doing(Task.INSTALL, step.sentence, step.fraction)
            self._announce(name)

    def _look_again(self, name: EngineName) -> None:
        turn = self._turns[name] = self._turns.get(name, 0) + 1
        work = partial(look_at, self._engines, self._environ, name)
        begin(work, partial(self._looked, turn), self)

    def _looked(self, turn: int, answer: object) -> None:
        if not isinstance(answer, EngineLook) or turn != self._turns[answer.name]:
            return
        if answer.name not in self._looks:  # else what was known stays until it has been asked
            self._take(turn, answer)
        begin(partial(asked, answer, self._environ), partial(self._take, turn), self)

    def _take(self, turn: int, answer: object) -> None:
        if isinstance(answer, EngineLook) and turn == self._turns[answer.name]:
            before = self._looks.get(answer.name)
            self._looks[answer.name] = answer
            self._announce(answer.name)
            if before is not None and before.taken != answer.taken:
                self.chosen.emit()  # models have come, or an interpreter has gone

    def _announce(self, name: EngineName) -> None:
        self.changed.emit(name)


class _Installer:
    """Carries one wish out, in a thread of its own."""

    def __init__(
        self,
        engines: Engines,
        environ: Mapping[str, str],
        wish: Wish,
        tell: Callable[[Told], None],
    ) -> None:
        self.name = wish.name
        self._engines = engines
        self._environ = environ
        self._wish = wish
        self._tell = tell
        self._lock = threading.Lock()
        self._cancelled = False
        self._installation: Installation | None = None

    def cancel(self) -> None:
        """End it within a moment. From any thread."""
        with self._lock:
            self._cancelled = True
            if self._installation is not None:
                self._installation.cancel()

    def run(self) -> Probed | Failure:
        """Make it and choose it. Raises what `Installation.run` and `Engines.use` raise."""
        wish = self._wish
        device = wish.device or self._device_here()
        own_wheels = wish.wheels is not None
        needs = requirement_set(wish.name, device, platform.machine(), own_wheels=own_wheels)
        if isinstance(needs, Failure):
            return needs
        python = find_python(needs.pythons, self._environ)
        if isinstance(python, Failure):
            return python
        with self._lock:
            self._installation = Installation(
                self._engines.home, self._environ, needs, python, wish.wheels
            )
            if self._cancelled:
                self._installation.cancel()
        made = self._installation.run(self._tell)
        return self._engines.use(wish.name, str(made.interpreter))

    def _device_here(self) -> Device:
        with CardReader(self._engines.home, self._environ) as reader:
            kinds = {card.kind for card in reader.read().cards}
        best = next(kind for kind in (CardKind.NPU, CardKind.CUDA, CardKind.CPU) if kind in kinds)
        return Device(best.value)


def _remove(engines: Engines, name: EngineName) -> None:
    chosen = engines.chosen(name)
    if chosen is not None:
        engines.remove(name)
        remove_environment(engines.home, Path(chosen.interpreter))


def _answered(work: Callable[[], object]) -> object:
    """What it returns. That an engine cannot be had is an answer, too."""
    try:
        return work()
    except (UnfitError, NotInstalledError) as refused:
        return refused.failure


def _what_went_wrong(answer: object) -> Failure | Trouble | None:
    match answer:
        case Failure():
            return answer
        case OSError():
            return Trouble(answer.strerror or str(answer))
        case Exception():
            return Trouble(type(answer).__name__)
    return None


def _tail(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - TAIL))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
