"""Completion in shells: the script that is printed, sourced by the real bash."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cli import COMMANDS
from tests.e2e.cli.command import run

COMPLETE = """
source {script}
COMP_WORDS=({words})
COMP_CWORD={last}
COMPREPLY=()
function=$(complete -p headframe | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
$function headframe "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD - 1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
"""What bash does when Tab is pressed after these words."""

Completes = Callable[..., set[str]]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ran = run("--print-completion", "bash")
    assert (ran.code, ran.err) == (0, "")
    path = tmp_path_factory.mktemp("completion") / "headframe"
    path.write_text(ran.out)
    return path


@pytest.fixture
def completes(script: Path, tmp_path: Path) -> Completes:
    (tmp_path / "papers").mkdir()
    (tmp_path / "paper.pdf").touch()

    def complete(*words: str) -> set[str]:
        text = COMPLETE.format(
            script=shlex.quote(str(script)),
            words=shlex.join(("headframe", *words)),
            last=len(words),
        )
        ran = subprocess.run(
            ["bash", "--norc", "-c", text],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        return set(ran.stdout.split())

    return complete


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([""], set(COMMANDS)),
        (["con"], {"convert"}),
        (["convert", "--eng"], {"--engine"}),
        (["convert", "--engine", ""], {"auto", "flash", "magic-pdf", "mineru"}),
        (["convert", "paper.pdf", "--if-exists", "re"], {"rename"}),
        (["convert", "pa"], {"paper.pdf", "papers"}),
        (["convert", "--out", "pa"], {"papers"}),
        (["engine", ""], {"list", "install", "use", "models", "test", "remove"}),
        (["engine", "install", "mineru", "--device", ""], {"cpu", "npu", "cuda"}),
        (["export", "pa"], {"papers"}),
    ],
)
def test_bash_completes(completes: Completes, words: list[str], found: set[str]) -> None:
    assert completes(*words) == found


@pytest.mark.parametrize("shell", ["zsh", "tcsh", "fish"])
def test_other_shells_have_a_script_too(shell: str) -> None:
    ran = run(f"--print-completion={shell}")
    assert (ran.code, ran.err) == (0, "")
    assert "magic-pdf" in ran.out


def test_a_shell_that_nobody_has_written_for_is_a_wrong_command() -> None:
    ran = run("--print-completion", "command.com")
    assert (ran.code, ran.out) == (2, "")
