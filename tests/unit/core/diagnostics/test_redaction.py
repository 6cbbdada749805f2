"""What is taken out of a report, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.diagnostics.redaction import PROGRAM, Redaction

HOME = Path("/home/anna meier/.local/share/headframe")
ENVIRON = {"HOME": "/home/anna meier", "USER": "annam"}


@pytest.fixture
def redaction(monkeypatch: pytest.MonkeyPatch) -> Redaction:
    monkeypatch.setattr("socket.gethostname", lambda: "atlas-9")
    return Redaction.of_this_machine(HOME, ENVIRON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HOME}/logs/window.log is full", "<headframe>/logs/window.log is full"),
        (f'File "{PROGRAM}/core/logs.py", line 3', 'File "<program>/core/logs.py", line 3'),
        ("annam on atlas-9 began", "<user> on <host> began"),
        ("https://me:secret@hub.example/x", "https://<login>@hub.example/x"),
        ("token hf_AbCdEfGhIjKl", "token <token>"),
        ("no answer from 10.1.2.3:8000", "no answer from <address>:8000"),
        ("/usr/local/bin/npu-smi, /dev/davinci0", "/usr/local/bin/npu-smi, /dev/davinci0"),
        ("torch 2.7.1.post2", "torch 2.7.1.post2"),
    ],
)
def test_names_and_secrets(redaction: Redaction, text: str, expected: str) -> None:
    assert redaction.apply(text) == expected


def test_a_document_keeps_one_number(redaction: Redaction) -> None:
    text = (
        "/data/Our Clients/Contract 7.pdf: worker died\n"
        "/data/other.PDF: done\n"
        "the folder /out/Contract 7/Contract 7.md is written, 'Contract 7' is next\n"
    )
    assert redaction.apply(text) == (
        "<document 1>.pdf: worker died\n"
        "<document 2>.pdf: done\n"
        "the folder <document 1>.md is written, '<document 1>' is next\n"
    )
    assert "Our Clients/Contract 7.pdf" in redaction.apply(text, documents=False)


def test_other_folders_are_numbered(redaction: Redaction) -> None:
    said = redaction.apply(
        "cannot list /srv/secret/plans, cannot list ~/tax, again /srv/secret/plans"
    )
    assert said == "cannot list <folder 1>, cannot list <folder 2>, again <folder 1>"
