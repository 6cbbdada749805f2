"""What is done with engines, beside the GUI thread. Goes on when its dialog is closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal

from core.cards.model import Card, Reading
from core.cards.reader import CardReader
from core.cards.selection import AUTO
from core.engines.installation.install_plan import InstallPlan, InstallRequest, plan_installation
from core.engines.installation.installer import (
    Installation,
    InstallProgress,
    NotInstalledError,
    remove_environment,
)
from core.engines.launch.probe import Probed
from core.engines.mineru_options import MineruOptions
from core.engines.models.catalogue import HubName, catalogue
from core.engines.models.fetch import ModelProgress
from core.engines.models.hub import HubSource
from core.engines.models.manager import ModelManager
from core.engines.models.overview import ModelsOverview, models_overview
from core.engines.models.recipe import recipe
from core.engines.registry import Engines, UnfitError
from core.jobs.execution.engine_test import EngineTestResult
from core.messages import msg
from core.paths import engines_folder
from core.worker.kinds import EngineName, FailureKind
from core.worker.protocol import Failure
from gui.background.task import begin
from gui.engines.engine_status import EngineInfo, inspect_engine, probe_engine
from gui.engines.engine_tasks import (
    EngineTask,
    SystemErrorInfo,
    TaskEnd,
    TaskFailure,
    TaskProgress,
)
from gui.engines.model_tasks import CancellableTask, ModelsTask, PageTask
from gui.i18n import os_error_text

END_WITHIN_S = 10.0
"""A cancelled installer ends within a moment; what does not hangs in the kernel."""
TAIL = 4000
"""Characters of an installer's output that are shown."""


class EngineController(QObject):
    """Looks at engines, installs, chooses and removes them. GUI thread, in the program's loop."""

    changed = Signal(object)
    """An :class:`EngineName`:

    what :meth:`check_header`, :meth:`doing` or :meth:`outcome` say is new.
    """
    ended = Signal(object)
    """A :class:`TaskEnd`."""
    chosen = Signal()
    """Other engines can be given work than before."""

    def __init__(
        self, home: Path, environ: Mapping[str, str] = os.environ, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._environ = environ
        self._engines = Engines(home, environ)
        self._infos: dict[EngineName, EngineInfo] = {}
        self._turns: dict[EngineName, int] = {}
        """How often each was looked at: what an earlier look finds later is old."""
        self._doing: dict[EngineName, TaskProgress] = {}
        self._outcomes: dict[EngineName, TaskFailure] = {}
        self._installer: _Installer | None = None
        self._tasks: dict[EngineName, CancellableTask] = {}
        self._reports: dict[EngineName, EngineTestResult] = {}
        self._next_options: MineruOptions | None = None
        self._over: asyncio.Event | None = None
        """Set when the installation has ended that :meth:`stop` waits for."""

    # What is known ------------------------------------------------------------------------------

    def info(self, name: EngineName) -> EngineInfo | None:
        """As it was looked at last; ``None`` before the first time."""
        return self._infos.get(name)

    def doing(self, name: EngineName) -> TaskProgress | None:
        """What goes on with it now."""
        return self._doing.get(name)

    def outcome(self, name: EngineName) -> TaskFailure | None:
        """Why the last thing that was asked for did not come about."""
        return self._outcomes.get(name)

    @property
    def tasks(self) -> dict[EngineName, TaskProgress]:
        """Everything that goes on."""
        return dict(self._doing)

    @property
    def installs(self) -> bool:
        """An installation is under way; there is one at a time."""
        return self._installer is not None

    def read_log(self, done: Callable[[str], None], owner: QObject) -> None:
        """Hand over the last lines that an installer has printed."""

        def on_answer(answer: object) -> None:
            done(answer if isinstance(answer, str) else "")

        begin(partial(_tail, engines_folder(self._engines.home) / "install.log"), on_answer, owner)

    # What is asked for --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at every engine again."""
        for name in EngineName:
            self._refresh(name)

    def plan(
        self, request: InstallRequest, done: Callable[[InstallPlan | Failure], None], owner: QObject
    ) -> None:
        """Hand over what an installation would do; that may take until a network has answered."""

        def on_answer(answer: object) -> None:
            if isinstance(answer, InstallPlan | Failure):
                done(answer)
            else:
                done(Failure(FailureKind.INTERNAL, msg("The plan failed: {why}.", why=str(answer))))

        begin(
            partial(plan_installation, self._engines.home, self._environ, request), on_answer, owner
        )

    def install(self, plan: InstallPlan) -> None:
        """Make the engine an environment of its own, and use it."""
        name = plan.request.name
        if self._installer is not None or name in self._doing:
            return
        loop = asyncio.get_running_loop()

        def on_step(step: InstallProgress) -> None:  # in the installer's thread
            doing = TaskProgress(EngineTask.INSTALL, step.sentence, step.fraction)
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(self._progressed, name, doing)

        self._installer = _Installer(self._engines, self._environ, plan, on_step)
        self._begin(name, self._installer.run, TaskProgress(EngineTask.INSTALL, None, 0.0))

    def use(self, name: EngineName, python: str) -> None:
        """Let that interpreter run the engine, once it has said that it can."""
        self._begin(name, partial(self._engines.use, name, python), TaskProgress(EngineTask.PROBE))

    def use_models(self, name: EngineName, folder: Path) -> None:
        """Let the engine take its models from there."""
        self._begin(
            name, partial(self._engines.use_models, name, folder), TaskProgress(EngineTask.MODELS)
        )

    def get_models(
        self, name: EngineName, source: HubSource | Path, folder: Path | None = None
    ) -> None:
        """Bring the models that are missing: from a hub, or from a folder or archive.

        ``folder``: where they are to be; ``None``: where they are, or in the home.
        """
        task = ModelsTask(self._engines, self._environ, name, source, folder)
        self._carry_out(name, task, TaskProgress(EngineTask.GET_MODELS, None, 0.0))

    def test(self, name: EngineName, card: str = AUTO) -> None:
        """Convert a page that comes with Headframe, on that card."""
        self._reports.pop(name, None)
        task = PageTask(self._engines, self._environ, name, card)
        self._carry_out(name, task, TaskProgress(EngineTask.TEST))

    def cancel(self, name: EngineName) -> None:
        """Give up what goes on with it, as far as that can be."""
        doing = self._doing.get(name)
        if doing is None or doing.cancelling or not self.can_cancel(name):
            return
        self._doing[name] = replace(doing, cancelling=True)
        self._announce(name)
        if self._installer is not None and self._installer.name is name:
            self._installer.cancel()
        else:
            self._tasks[name].cancel()

    def can_cancel(self, name: EngineName) -> bool:
        """Whether :meth:`cancel` does something."""
        installs = self._installer is not None and self._installer.name is name
        return installs or name in self._tasks

    def read_cards(self, done: Callable[[tuple[Card, ...]], None], owner: QObject) -> None:
        """Hand over the cards of this machine, the processor last. Nothing where none answers."""

        def on_answer(answer: object) -> None:
            if isinstance(answer, Reading):
                done(answer.cards)

        def read() -> Reading:
            with CardReader(self._engines.home, self._environ) as reader:
                return reader.read()

        begin(read, on_answer, owner)

    def report(self, name: EngineName) -> EngineTestResult | None:
        """The result of the last test page."""
        return self._reports.get(name)

    def recipe(self, name: EngineName, done: Callable[[str], None], owner: QObject) -> None:
        """Hand over the commands that fetch its models on another machine."""

        def on_answer(answer: object) -> None:
            if isinstance(answer, str):
                done(answer)

        def made() -> str:
            manager = ModelManager(self._engines, name, self._environ)
            needed = catalogue(name).needed(manager.device, manager.tier)
            return recipe(name, needed, HubName.HUGGINGFACE, None)

        begin(made, on_answer, owner)

    def overview(
        self,
        name: EngineName,
        source: HubSource,
        folder: Path | None,
        done: Callable[[ModelsOverview | Failure], None],
        owner: QObject,
    ) -> None:
        """Hand over which of its models are missing, and how large they are; asks the hub."""

        def on_answer(answer: object) -> None:
            if isinstance(answer, ModelsOverview):
                done(answer)
            else:
                why = msg("The models cannot be looked at: {why}.", why=str(answer))
                done(Failure(FailureKind.INTERNAL, why))

        def load() -> ModelsOverview:
            manager = ModelManager(self._engines, name, self._environ, folder=folder)
            return models_overview(manager, source)

        begin(load, on_answer, owner)

    def _carry_out(self, name: EngineName, task: CancellableTask, doing: TaskProgress) -> None:
        if name in self._doing:
            return
        loop = asyncio.get_running_loop()

        def on_step(progress: ModelProgress) -> None:  # in the task's thread
            step = TaskProgress(doing.task, progress.sentence, progress.fraction)
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(self._progressed, name, step)

        self._tasks[name] = task
        self._begin(name, partial(task.run, on_step), doing)

    def _progressed(self, name: EngineName, step: TaskProgress) -> None:
        if not shiboken6.isValid(self) or name not in self._doing:
            return
        step = replace(step, cancelling=self._doing[name].cancelling)
        if step != self._doing[name]:
            self._doing[name] = step
            self._announce(name)

    def use_options(self, options: MineruOptions) -> None:
        """Tell MinerU this from now on. What comes while another is being kept waits for it."""
        doing = self._doing.get(EngineName.MINERU)
        if doing is not None and doing.task is EngineTask.OPTIONS:
            self._next_options = options
            return
        work = partial(self._engines.use_options, options)
        self._begin(EngineName.MINERU, work, TaskProgress(EngineTask.OPTIONS))

    def remove(self, name: EngineName) -> None:
        """Forget the engine's interpreter, and delete its environment if Headframe made it."""
        self._begin(name, partial(_remove, self._engines, name), TaskProgress(EngineTask.REMOVE))

    async def stop(self) -> None:
        """Give up what goes on; the installer and its children are gone on return."""
        for task in self._tasks.values():
            task.cancel()
        if self._installer is not None:
            self._over = asyncio.Event()
            self._installer.cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(END_WITHIN_S):
                    await self._over.wait()

    # Inside -------------------------------------------------------------------------------------

    def _begin(self, name: EngineName, work: Callable[[], object], doing: TaskProgress) -> None:
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
        self._tasks.pop(name, None)
        if isinstance(answer, EngineTestResult):
            self._reports[name] = answer
            answer = answer.failure
        why = _what_went_wrong(answer)
        if why is None:
            self.chosen.emit()
        elif isinstance(why, SystemErrorInfo) or why.kind is not FailureKind.CANCELLED:
            self._outcomes[name] = TaskFailure(task, why)
        self._announce(name)
        self.ended.emit(TaskEnd(name, task, why))
        self._refresh(name)
        if name is EngineName.MINERU and self._next_options is not None:
            options, self._next_options = self._next_options, None
            self.use_options(options)

    def _refresh(self, name: EngineName) -> None:
        turn = self._turns[name] = self._turns.get(name, 0) + 1
        work = partial(inspect_engine, self._engines, self._environ, name)
        begin(work, partial(self._on_inspected, turn), self)

    def _on_inspected(self, turn: int, answer: object) -> None:
        if not isinstance(answer, EngineInfo) or turn != self._turns[answer.name]:
            return
        if answer.name not in self._infos:  # else what was known stays until it has been asked
            self._take(turn, answer)
        begin(partial(probe_engine, answer, self._environ), partial(self._take, turn), self)

    def _take(self, turn: int, answer: object) -> None:
        if isinstance(answer, EngineInfo) and turn == self._turns[answer.name]:
            before = self._infos.get(answer.name)
            self._infos[answer.name] = answer
            self._announce(answer.name)
            if before is not None and before.taken != answer.taken:
                self.chosen.emit()  # models have come, or an interpreter has gone

    def _announce(self, name: EngineName) -> None:
        self.changed.emit(name)


class _Installer:
    """Carries one plan out, in a thread of its own."""

    def __init__(
        self,
        engines: Engines,
        environ: Mapping[str, str],
        plan: InstallPlan,
        on_progress: Callable[[InstallProgress], None],
    ) -> None:
        assert plan.python is not None
        self.name = plan.request.name
        self._engines = engines
        self._on_progress = on_progress
        self._installation = Installation(
            engines.home, environ, plan.needs, plan.python, plan.request.wheels
        )

    def cancel(self) -> None:
        """End it within a moment. From any thread."""
        self._installation.cancel()

    def run(self) -> Probed:
        """Make it and choose it. Raises what `Installation.run` and `Engines.use` raise."""
        made = self._installation.run(self._on_progress)
        return self._engines.use(self.name, str(made.interpreter))


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


def _what_went_wrong(answer: object) -> Failure | SystemErrorInfo | None:
    match answer:
        case Failure():
            return answer
        case OSError():
            return SystemErrorInfo(os_error_text(answer))
        case Exception():
            return SystemErrorInfo(type(answer).__name__)
    return None


def _tail(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - TAIL))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
