"""What Chromium is told before it starts."""

from __future__ import annotations

import os

import pytest

from gui.reading.markdown.url_scheme import chromium_flags


@pytest.mark.parametrize("user", [0, 1000])
def test_only_root_goes_without_the_sandbox_and_the_processes_for_it(
    monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    flags = chromium_flags()
    assert ("--no-sandbox" in flags) == ("--no-zygote" in flags) == (user == 0)
    assert "--disable-gpu" in flags
