"""The rules of the house that no reader sees at a glance: who imports whom, how long, how old."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.paths import ROOT

MAX_LINES = 600
ENGINES = {"docvortex", "magic_pdf", "mineru", "torch", "torch_npu"}
IN_AN_ENGINES_INTERPRETER = [
    ROOT / "core" / "__init__.py",
    ROOT / "core" / "messages.py",
    *sorted((ROOT / "core" / "worker").rglob("*.py")),
]
BROUGHT_BY_ENGINES = ENGINES | {
    "PIL",
    "cv2",
    "fitz",
    "fontTools",
    "huggingface_hub",
    "liteparse",
    "modelscope",
    "numpy",
    "onnxruntime",
    "pikepdf",
    "pypdfium2",
    "pydantic",
    "yaml",
}
"""What an engine's own environment holds anyway, so that a worker may use it too."""


def modules(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert found, f"{package} is empty"
    return found


@cache
def imported(path: Path) -> frozenset[str]:
    """Full names of the modules that a file imports, at its head or later."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            names.add(node.module)
    return frozenset(names)


@pytest.mark.slow
def test_core_imports_no_qt_and_nothing_of_the_window() -> None:
    for path in modules("core"):
        roots = {name.partition(".")[0] for name in imported(path)}
        assert not roots & {"PySide6", "shiboken6", "qasync", "gui"}, path


@pytest.mark.slow
def test_importing_all_of_core_loads_no_qt_and_no_engine() -> None:
    """What a module imports may import more: so the whole of `core` is loaded, and looked at."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in modules("core")
        if path.name not in ("__main__.py", "__init__.py")
    ]
    code = (
        f"import importlib, sys\nfor name in {names}: importlib.import_module(name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    loaded = set(child.stdout.split())
    assert "core" in loaded
    assert not loaded & (ENGINES | {"PySide6", "shiboken6", "qasync", "gui"})


@pytest.mark.slow
def test_the_window_imports_no_engine() -> None:
    for path in modules("gui"):
        assert not {name.partition(".")[0] for name in imported(path)} & ENGINES, path


def test_cards_and_engines_know_nothing_of_jobs() -> None:
    for package in ("core/cards", "core/engines", "core/worker"):
        for path in modules(package):
            assert not any(name.startswith("core.jobs") for name in imported(path)), path


@pytest.mark.parametrize(
    "path", IN_AN_ENGINES_INTERPRETER, ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_worker_needs_python_3_10_and_its_engine_only(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 10))
    for name in imported(path):
        ours = name in ("core", "core.messages") or name.startswith("core.worker")
        root = name.partition(".")[0]
        known = root in sys.stdlib_module_names or root in BROUGHT_BY_ENGINES
        assert ours or known, f"{path} imports {name}"


def test_the_worker_is_importable_under_python_3_10() -> None:
    """The real thing, where there is one: names that the standard library got later are found."""
    python = shutil.which("python3.10")
    if python is None or subprocess.run([python, "-V"], check=False).returncode != 0:
        pytest.skip("there is no Python 3.10 on this machine")
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in IN_AN_ENGINES_INTERPRETER
        if path.name not in ("__main__.py", "__init__.py")
        and not {name.partition(".")[0] for name in imported(path)} & BROUGHT_BY_ENGINES
    ]
    code = "".join(f"import {name}\n" for name in names)
    subprocess.run([python, "-B", "-c", code], cwd=ROOT, check=True)


LAYERS = {
    "core/jobs": (
        *("execution", "reports", "output", "store", "scheduling", "sources"),
        *("events", "ids", "model", "states"),
    ),
    "core/worker/flash": (
        *("adapter", "blocks", "block_records", "pictures", "next_step"),
        *("structure", "pages", "ocr", "tables", "document", "preparation"),
        *("layout", "markdown", "text", "page_turn", "model", "rectangle"),
    ),
    "core/engines": (
        *("models", "setup_offer", "skipped_engines", "registry", "proofs", "choice"),
        *("installation", "launch", "process", "worker_environment"),
        *("engine_config", "model", "mineru_options"),
    ),
}
"""The parts of a package: each may import those that come after it (docs/architecture.md)."""


@pytest.mark.parametrize("package", LAYERS)
def test_the_parts_of_a_package_import_downwards_only(package: str) -> None:
    layers, dotted = LAYERS[package], package.replace("/", ".")
    for path in modules(package):
        part = path.relative_to(ROOT / package).with_suffix("").parts[0]
        for name in imported(path):
            if name.startswith(f"{dotted}.") and part != "__init__":
                other = name.removeprefix(f"{dotted}.").partition(".")[0]
                if other != part:
                    assert layers.index(part) < layers.index(other), f"{path} imports {name}"


def test_no_two_packages_import_each_other() -> None:
    for root in ("core", "gui"):
        arrows = set()
        for path in modules(root):
            importer = package_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
            others = {package_of(name) for name in imported(path) if name.startswith(f"{root}.")}
            arrows |= {(importer, other) for other in others - {importer}}
        assert not {(a, b) for a, b in arrows if a < b and (b, a) in arrows}


def package_of(module: str) -> str:
    """``core.jobs`` of ``core.jobs.store.database``."""
    return ".".join(module.split(".")[:2])


CITED = re.compile(r"(?<![\w/.-])(?:docs/[\w-]+|[A-Z][A-Z-]{3,})\.md\b")


def test_every_page_that_the_code_cites_is_here() -> None:
    for package in ("core", "gui", "resources", "tests", "packaging", "docs"):
        for path in (ROOT / package).rglob("*"):
            if path.suffix not in (".py", ".md", ".sh"):
                continue
            for page in CITED.findall(path.read_text(encoding="utf-8")):
                found = (ROOT / page, path.parent / page)
                assert any(one.is_file() for one in found), f"{path} cites {page}"


def test_no_module_is_too_long() -> None:
    for package in ("core", "gui", "resources", "tests", "packaging"):
        for path in (ROOT / package).rglob("*.py"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= MAX_LINES, f"{path} has {lines} lines: which idea wants its own file?"


@pytest.mark.slow
def test_what_catches_every_error_says_why() -> None:
    """In a comment on its line, or on the one above or below."""
    for package in ("core", "gui"):
        for path in modules(package):
            text = path.read_text(encoding="utf-8")
            lines = ["", *text.splitlines(), ""]
            for node in ast.walk(ast.parse(text, str(path))):
                if isinstance(node, ast.ExceptHandler) and catches_all(node.type):
                    around = lines[node.lineno - 1 : node.lineno + 2]
                    assert any("# " in line for line in around), f"{path}:{node.lineno}"


def catches_all(caught: ast.expr | None) -> bool:
    return caught is None or (
        isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException")
    )


NESTED_LOOPS = {"processEvents", "exec", "qWait", "waitUntil", "waitSignal", "waitExposed"}


@pytest.mark.slow
def test_no_coroutine_runs_qt_inside_itself() -> None:
    """What the loop would wake meanwhile is another task, in a task: asyncio refuses, and that one
    is never woken again. Its program waits for ever, and no signal reaches it."""
    for package in ("gui", "tests"):
        for path in modules(package):
            tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
            for node in ast.walk(tree):
                if isinstance(node, ast.AsyncFunctionDef):
                    found = NESTED_LOOPS & called_in(node)
                    assert not found, f"{path}:{node.lineno} calls {', '.join(found)}"


def called_in(function: ast.AsyncFunctionDef) -> set[str]:
    """Methods that it calls itself, not in functions within it."""
    called: set[str] = set()
    left: list[ast.AST] = [*function.body]
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called.add(node.func.attr)
        left += ast.iter_child_nodes(node)
    return called


def test_packaging_is_no_package() -> None:
    """There is a library of that name, which others import: ours must not stand before it."""
    assert not list((ROOT / "packaging").rglob("__init__.py"))


def test_qt_calls_keep_the_count_of_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses a reference to None with each void method on CPython 3.10 and 3.11."""
    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setNum(number)
        label.setEnabled(True)
    assert abs(sys.getrefcount(None) - before) < 200
    label.deleteLater()
