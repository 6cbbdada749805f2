"""Make an emulated CANN by hand: ``python -m tests.support.cann FOLDER TORCH_NPU [--cards N]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.support.cann.build import NoCompilerError, build
from tests.support.cann.cards import VARIABLE, Cards


def main() -> int:
    """Build it, with a file of idle cards beside it. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.cann", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to make it; it must not be there")
    parser.add_argument("torch_npu", type=Path, help="the folder of the installed package")
    parser.add_argument("--cards", type=int, default=8)
    parser.add_argument("--memory", type=int, default=65_536, metavar="MB")
    parser.add_argument("--soc", default="Ascend910B3")
    parser.add_argument("--version", default="8.2.RC1", help="of CANN")
    arguments = parser.parse_args()
    if not (arguments.torch_npu / "lib").is_dir():
        print(f"{arguments.torch_npu} is no installed torch_npu.", file=sys.stderr)
        return 2
    try:
        cann = build(arguments.folder.absolute(), arguments.torch_npu, arguments.version)
    except (NoCompilerError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    file = cann.root / "cards"
    held = [(arguments.memory, 0)] * arguments.cards
    Cards.create(file, arguments.soc, arguments.version, held).close()
    print(f"source {cann.script}\nexport {VARIABLE}={file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
