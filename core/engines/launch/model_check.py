"""Whether the models of an engine are there: a look at files, quick enough for each document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.engines.mineru_options import MineruOptions
from core.paths import user_home
from core.worker import model_files
from core.worker.exceptions import DocumentRejected
from core.worker.kinds import EngineName
from core.worker.mineru import setup
from core.worker.model_files import MODELS_VARIABLE
from core.worker.protocol import Failure


def with_overrides(
    environ: Mapping[str, str], folder: Path | None, options: MineruOptions
) -> dict[str, str]:
    """The environment with what the user chose: the folder of models, if any, and options."""
    result = options.with_overrides(environ)
    if folder is not None:
        result[MODELS_VARIABLE] = str(folder)
    return result


def models_failure(name: EngineName, environ: Mapping[str, str]) -> Failure | None:
    """Why no worker of the engine could load its models, on a card or on the CPU.

    In an environment as :func:`told` makes it. The worker looks again, with its own device.
    """
    home = user_home(environ)
    try:
        if name is EngineName.MAGIC_PDF:
            _look_magic_pdf(environ, home)
        elif name is EngineName.MINERU:
            setup.check(environ, home)
    except DocumentRejected as refusal:
        return refusal.failure
    return None


def models_folder(name: EngineName, environ: Mapping[str, str]) -> Path | None:
    """Where an engine's models are, as its worker would find them in that environment."""
    home = user_home(environ)
    if name is EngineName.MAGIC_PDF:
        found = model_files.find_magic_pdf(environ, home)
        return None if found is None else found.models
    return model_files.find_mineru(environ, home) if name is EngineName.MINERU else None


def _look_magic_pdf(environ: Mapping[str, str], home: Path) -> None:
    found = model_files.find_magic_pdf(environ, home)
    bad = (
        []
        if found is None
        else _fewest(
            model_files.missing_magic_pdf(found, on_cpu=True),
            model_files.missing_magic_pdf(found, on_cpu=False),
        )
    )
    place = None if found is None else found.models
    named = model_files.named_folder(EngineName.MAGIC_PDF, environ)
    model_files.refuse_missing(EngineName.MAGIC_PDF, bad, place, named)


def _fewest(on_cpu: list[Path], on_card: list[Path]) -> list[Path]:
    return min(on_cpu, on_card, key=len)
