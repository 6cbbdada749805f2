"""Look at an emulated host by hand: ``python -m tests.support.ascend --preset seed``.

Prints what to set in a shell to see it; values wander as long as one looks.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from pathlib import Path

from tests.support.ascend.host import AscendHost
from tests.support.ascend.presets import PRESETS
from tests.support.ascend.state import FaultKind


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.ascend", description=__doc__)
    parser.add_argument("--preset", choices=PRESETS, default="seed")
    parser.add_argument("--fault", choices=[kind.value for kind in FaultKind])
    parser.add_argument("--still", action="store_true", help="values stay as they are")
    parser.add_argument("--dcmi", action="store_true", help="build and use the stand-in library")
    parser.add_argument("--folder", type=Path, help="where to make it (default: a new one)")
    arguments = parser.parse_args()
    state = dataclasses.replace(PRESETS[arguments.preset](), moving=not arguments.still)
    if arguments.fault:
        state = state.with_fault(FaultKind(arguments.fault))
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="ascend-host-"))
    host = AscendHost(folder, state)
    for name, value in host.environment(arguments.dcmi).items():
        print(f"export {name}='{value}'")
    print(f"# {host.npu_smi} info    # the stand-in tool itself")


if __name__ == "__main__":
    main()
