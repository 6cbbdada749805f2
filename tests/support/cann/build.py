"""Building the emulated CANN: a folder that looks like an installed one to torch_npu.

    cann = build(folder / "Ascend", torch_npu)    # the package's folder

``driver/`` and ``ascend-toolkit/`` stand in it as in ``/usr/local/Ascend`` or ``~/Ascend``, with a
``set_env.sh`` to source. Which functions torch_npu asks for is read from the package itself, so
that any version of it finds all: those that `runtime.c` does not have do nothing, and say 0.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NAMES = (
    *("libhccl", "libacl_op_compiler", "libge_runner", "libgraph", "libacl_tdt_channel"),
    *("libopapi", "libmsprofiler", "libascend_ml", "libprofapi"),
)
"""Libraries that torch_npu links or opens, beside the two that are more than a name."""
_BEGINNINGS = (b"acl", b"Hccl", b"Msprof", b"rt")
_NAME = re.compile(rb"(?:acl(?!nn)|Hccl[A-Z]|Msprof[A-Z]|rt[A-Z])[A-Za-z0-9]*(?=\x00)")
"""A function's name. Operators (``aclnn…``) are none: that none is there is what torch_npu shall
see."""
_FLAGS = ("-std=gnu11", "-shared", "-fPIC", "-O1", "-pthread")

_SET_ENV = """\
# Of an emulated CANN: see its documentation.
_ascend=$(cd "$(dirname "${BASH_SOURCE[0]:-$0}")/.." && pwd)
export ASCEND_HOME_PATH="$_ascend/ascend-toolkit/latest"
export ASCEND_TOOLKIT_HOME="$ASCEND_HOME_PATH"
export ASCEND_OPP_PATH="$ASCEND_HOME_PATH/opp"
_ascend="$ASCEND_HOME_PATH/lib64:$_ascend/driver/lib64/driver"
export LD_LIBRARY_PATH="$_ascend${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export PYTHONPATH="$ASCEND_HOME_PATH/python/site-packages${PYTHONPATH:+:$PYTHONPATH}"
export TASK_QUEUE_ENABLE=0
unset _ascend
"""


class NoCompilerError(Exception):
    """There is no C compiler on this machine."""


@dataclass(frozen=True, slots=True)
class Cann:
    """An emulated CANN on disk."""

    root: Path
    """What ``/usr/local/Ascend`` is elsewhere."""

    @property
    def script(self) -> Path:
        """The script to source."""
        return self.root / "ascend-toolkit" / "set_env.sh"

    @property
    def home(self) -> Path:
        """Where ``ASCEND_HOME_PATH`` leads."""
        return self.root / "ascend-toolkit" / "latest"

    @property
    def driver(self) -> Path:
        """The folder of the driver's library."""
        return self.root / "driver" / "lib64" / "driver"


def build(root: Path, torch_npu: Path, version: str = "8.2.RC1") -> Cann:
    """Make it for this package. Raises :class:`NoCompilerError`."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompilerError("there is no C compiler to build the emulated CANN with")
    cann = Cann(root)
    libraries, source = cann.home / "lib64", root / "stubs.c"
    for folder in (libraries, cann.driver, cann.home / "runtime", cann.home / "compiler"):
        folder.mkdir(parents=True)
    (cann.home / "opp").mkdir()
    (cann.home / "runtime" / "ascend_runtime_install.info").write_text(f"version={version}\n")
    hal = cann.driver / "libascend_hal.so"
    runtime = libraries / "libascendcl.so"
    subprocess.run([compiler, *_FLAGS, "-o", hal, HERE / "driver.c"], check=True)
    source.write_text(_stubs(torch_npu), "ascii")
    sources = [HERE / "runtime.c", HERE / "copy.c", source]
    link = [f"-L{cann.driver}", "-lascend_hal", "-Wl,-soname,libascendcl.so"]
    subprocess.run([compiler, *_FLAGS, "-o", runtime, *sources, *link], check=True)
    nothing = root / "nothing.c"
    nothing.write_text("int emu_nothing;\n")
    link = [f"-L{libraries}", f"-Wl,-rpath-link,{cann.driver}", "-Wl,--no-as-needed", "-lascendcl"]
    for name in NAMES:
        library = libraries / f"{name}.so"
        soname = f"-Wl,-soname,{name}.so"
        subprocess.run([compiler, *_FLAGS, soname, "-o", library, nothing, *link], check=True)
    _python(cann.home / "python" / "site-packages")
    cann.script.write_text(_SET_ENV)
    return cann


def _python(site: Path) -> None:
    """The kernels, as a package that torch loads by itself, by its entry point."""
    site.mkdir(parents=True)
    shutil.copy(HERE / "kernels.py", site / "emulated_cann.py")
    info = site / "emulated_cann-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: emulated-cann\nVersion: 1\n")
    # Under torch_npu's name, which it imports first: what torch says where that fails stays true.
    (info / "entry_points.txt").write_text("[torch.backends]\ntorch_npu = emulated_cann:load\n")


def _stubs(torch_npu: Path) -> str:
    names: set[str] = set()
    for library in (*torch_npu.glob("_C*.so"), *torch_npu.glob("lib/*.so")):
        names.update(_names(library.read_bytes()))
    wanted = sorted(names)
    lines = (f"__attribute__((weak)) long {name}(void) {{ return 0; }}" for name in wanted)
    return "\n".join(lines) + "\n"


def _names(data: bytes) -> Iterator[str]:
    """Whole strings that are names of functions; a search of its own is fast in 80 MB."""
    for beginning in _BEGINNINGS:
        at = data.find(b"\0" + beginning)
        while at >= 0:
            if found := _NAME.match(data, at + 1):
                yield found[0].decode()
            at = data.find(b"\0" + beginning, at + 1)
