"""Entry of an engine's process: ``python …/core/worker/__main__.py --engine NAME --channel FD``.

Started by path under whatever interpreter has the engine, so the package ``core`` is not on its
``sys.path``, and must not be: in an installed Headframe it lies beside PySide6 and all else that
has no business in an engine's environment. So this file makes ``core``, and it alone, importable
from where this file lies.

Engines spawn helpers that run this file again as ``__mp_main__``: nothing but that happens then.
"""

from __future__ import annotations

import sys

if sys.path and sys.path[0] == __file__.rpartition("/")[0]:
    del sys.path[0]  # put there for the script; `flash` or `wire` must not shadow a library

if "core" not in sys.modules:
    import importlib.util
    from pathlib import Path

    _root = Path(__file__).resolve().parents[1]
    _spec = importlib.util.spec_from_file_location(
        "core", _root / "__init__.py", submodule_search_locations=[str(_root)]
    )
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules["core"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["core"])


def main(arguments: list[str]) -> int:
    """Fork the guard, then serve. Returns the worker's exit code; 2: the command was wrong."""
    import argparse
    import contextlib
    import faulthandler
    import logging
    import os
    import stat
    from pathlib import Path

    from core.worker.kinds import EngineName
    from core.worker.supervisor import start_supervisor

    parser = argparse.ArgumentParser(prog="core.worker")
    parser.add_argument("--engine", type=EngineName, required=True)
    parser.add_argument("--channel", type=int, required=True, help="descriptor of a socket")
    parser.add_argument("--scratch", help="folder for temporary files, removed at the end")
    chosen = parser.parse_args(arguments)

    try:
        if not stat.S_ISSOCK(os.fstat(chosen.channel).st_mode):
            parser.error(f"descriptor {chosen.channel} is not a socket")
    except OSError as error:
        parser.error(f"descriptor {chosen.channel}: {error.strerror}")
    os.set_inheritable(chosen.channel, False)
    start_supervisor(chosen.channel, chosen.scratch)
    faulthandler.enable()
    with contextlib.suppress(OSError):
        # Short of memory, the kernel should kill this process before the window and its host.
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    if chosen.scratch is not None:
        os.environ["TMPDIR"] = chosen.scratch
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("core").setLevel(logging.INFO)

    from core.worker.channel import Channel
    from core.worker.engines import engine_of
    from core.worker.service import WorkerService

    return WorkerService(Channel(chosen.channel), chosen.engine, engine_of(chosen.engine)).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
