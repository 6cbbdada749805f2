"""Collects what the window and `core` say, merges it into the .ts files, compiles these.

The window's strings are found by Qt's lupdate; sentences, the literals of ``msg()`` wherever they
stand, are handed to it under the context ``core`` (`gui.i18n`). The compiled files are kept in the
repository, so that a fresh clone, a wheel and a bundle have them without Qt's tools.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import string
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
CHINESE = "headframe_zh_CN"
ENGLISH = "headframe_en"
"""Plural forms only: "1 document", "2 documents"."""
SPOKEN = ("core", "gui")
"""Where sentences are made. `core.worker` is among them, `tests` are not."""


class SaidWrongError(Exception):
    """A string that cannot be collected."""


def main() -> int:
    """Update, or with ``--check`` say what is missing. Exit code 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail if anything is old"
    )
    check: bool = parser.parse_args().check
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return checked(Path(scratch)) if check else updated(Path(scratch))
    except SaidWrongError as error:
        print(f"translate: {error}", file=sys.stderr)
        return 1


def updated(scratch: Path) -> int:
    """Bring the files up to date; fails while something is not translated."""
    FOLDER.mkdir(exist_ok=True)
    collect(FOLDER, scratch)
    compile_all(FOLDER, FOLDER)
    return report(flaws(FOLDER))


def checked(scratch: Path) -> int:
    """Compare what is there with what it should be."""
    fresh = scratch / "fresh"
    fresh.mkdir()
    for name in (CHINESE, ENGLISH):
        if (FOLDER / f"{name}.ts").exists():
            shutil.copy(FOLDER / f"{name}.ts", fresh)
    collect(fresh, scratch)
    compile_all(fresh, fresh)
    found = flaws(fresh)
    for path in sorted(fresh.iterdir()):
        kept = FOLDER / path.name
        if not kept.exists() or kept.read_bytes() != path.read_bytes():
            found.append(f"{kept.relative_to(ROOT)} is old: run packaging/translate")
    return report(found)


def report(found: list[str]) -> int:
    """Print what is wrong."""
    for line in found:
        print(f"translate: {line}", file=sys.stderr)
    return 1 if found else 0


def collect(folder: Path, scratch: Path) -> None:
    """Merge what is said now into the .ts files of a folder."""
    said = scratch / "sentences.cpp"
    lines = (f'QCoreApplication::translate("core", {quoted(text)});' for text in sentences())
    said.write_text("\n".join(lines), encoding="utf-8")
    sources = [*(str(path) for path in sorted((ROOT / "gui").rglob("*.py"))), str(said)]
    common = ["-locations", "none", "-no-obsolete", "-sort-messages", "-silent"]
    for name, more in (
        (CHINESE, ["-target-language", "zh_CN"]),
        (ENGLISH, ["-target-language", "en", "-pluralonly"]),
    ):
        run("pyside6-lupdate", *sources, *common, *more, "-ts", str(folder / f"{name}.ts"))


def compile_all(sources: Path, results: Path) -> None:
    """Make the .qm files that the program loads."""
    for name in (CHINESE, ENGLISH):
        target = results / f"{name}.qm"
        new = target.with_suffix(".new")
        run("pyside6-lrelease", "-silent", str(sources / f"{name}.ts"), "-qm", str(new))
        new.replace(target)  # a window that is open has the old one in its memory


def run(tool: str, *arguments: str) -> None:
    """Run one of PySide6's tools, which lie beside this interpreter. Raises on failure."""
    program = Path(sys.executable).parent / tool
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SaidWrongError(f"{tool} failed: {done.stdout}{done.stderr}")


def sentences(root: Path = ROOT) -> list[str]:
    """The template of every ``msg()`` in `core` and `gui`, each once."""
    paths = (path for part in SPOKEN for path in sorted((root / part).rglob("*.py")))
    return sorted({template for path in paths for template in said_in(path)})


def said_in(path: Path) -> Iterator[str]:
    """The templates of one module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.ImportFrom) and any(
            name.name == "msg" and name.asname is not None for name in node.names
        ):
            raise SaidWrongError(f"{path}:{node.lineno}: by another name, msg() is not found")
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name != "msg":
            continue
        template = node.args[0]
        if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
            place = f"{path}:{node.lineno}"
            raise SaidWrongError(f"{place}: msg() wants a literal, or nobody can translate it")
        yield template.value


def quoted(text: str) -> str:
    """A C++ literal."""
    return json.dumps(text, ensure_ascii=False)


def flaws(folder: Path) -> list[str]:
    """Everything that is not translated, or not with the same facts."""
    return [
        f"{name}.ts, {context or 'no context'}: {flaw}: {source!r}"
        for name in (CHINESE, ENGLISH)
        for context, source, translations, unfinished in messages(folder / f"{name}.ts")
        if (flaw := flaw_of(context, source, translations, unfinished=unfinished))
    ]


def messages(file: Path) -> Iterator[tuple[str, str, list[str], bool]]:
    """Context, source, translations (several where there is a plural), and whether it is open."""
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            yield (
                context.findtext("name") or "",
                message.findtext("source") or "",
                forms or [translation.text or ""],
                translation.get("type") == "unfinished",
            )


def flaw_of(context: str, source: str, translations: list[str], *, unfinished: bool) -> str:
    """What is wrong with a message; empty when nothing is."""
    if not context:
        return "lupdate takes tr(context, text) for tr(text, comment): call it translate()"
    if unfinished or not all(translations):
        return "not translated"
    wanted = facts(source)
    if any(facts(text) != wanted for text in translations):
        return f"the translation has other facts than {sorted(wanted)}"
    return ""


def facts(text: str) -> set[str]:
    """The names in braces, and ``%n``."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return names | ({"%n"} if "%n" in text else set())


if __name__ == "__main__":
    sys.exit(main())
