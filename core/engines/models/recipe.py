"""How to fetch an engine's models on another machine: commands for a shell, nothing but Python."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from core.engines.models.catalogue import HubName, ModelRepository
from core.worker.kinds import EngineName


def archive_name(engine: EngineName) -> str:
    """What the recipe packs."""
    return f"headframe-models-{engine.value}.tar"


def recipe(
    engine: EngineName, repositories: Sequence[ModelRepository], hub: HubName, url: str | None
) -> str:
    """Commands that fetch these repositories into one archive. In English, as code is."""
    folder = f"headframe-models-{engine.value}"
    library = {HubName.HUGGINGFACE: "huggingface_hub", HubName.MODELSCOPE: "modelscope"}[hub]
    variable = {HubName.HUGGINGFACE: "HF_ENDPOINT", HubName.MODELSCOPE: "MODELSCOPE_DOMAIN"}[hub]
    lines = [
        f"# The models of {engine.value}, fetched on a machine with a network and packed for one",
        "# without. Needs Python 3.10 or later; run it again to go on after a break.",
        "set -e",
        "python3 -m venv headframe-fetch",
        f"headframe-fetch/bin/pip install --quiet {library}",
        *([f"export {variable}={shlex.quote(url)}"] if url else []),
        "headframe-fetch/bin/python - <<'END'",
        f"from {library} import snapshot_download",
    ]
    for repository in repositories:
        target = "/".join(part for part in (folder, repository.folder) if part)
        lines += [
            f"snapshot_download({repository.hubs[hub]!r}, local_dir={target!r}, allow_patterns=[",
            *(f"    {pattern!r}," for pattern in repository.patterns),
            "])",
        ]
    archive = archive_name(engine)
    lines += [
        "END",
        f"tar --exclude=.cache --exclude=._____temp -cf {archive} {folder}",
        f"# Then, on the machine without a network, with {archive} carried there:",
        f"#   headframe engine models {engine.value} --import {archive}",
    ]
    return "\n".join(lines) + "\n"
