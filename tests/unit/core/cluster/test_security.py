from __future__ import annotations

from pathlib import Path

import pytest

from core.cluster.address import ClusterError
from core.cluster.security import ClusterSecurity


def test_nothing_chosen_changes_nothing() -> None:
    environ = {"RAY_AUTH_TOKEN": "abc", "PATH": "/bin"}
    assert ClusterSecurity().environment(environ) == environ


def test_a_token_file_goes_before_a_token_of_the_environment(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("abc")
    security = ClusterSecurity(token)
    security.check()
    assert security.environment({"RAY_AUTH_TOKEN": "old"}) == {
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN_PATH": str(token),
    }


def test_tls_wants_all_three_files(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("cert", "key", "ca")]
    for file in files:
        file.write_text("-")
    security = ClusterSecurity(None, *files)
    security.check()
    assert security.variables() == {
        "RAY_USE_TLS": "1",
        "RAY_TLS_SERVER_CERT": str(files[0]),
        "RAY_TLS_SERVER_KEY": str(files[1]),
        "RAY_TLS_CA_CERT": str(files[2]),
    }
    with pytest.raises(ClusterError, match="three files"):
        ClusterSecurity(None, files[0]).check()
    files[1].unlink()
    with pytest.raises(ClusterError, match="cannot be read"):
        security.check()
