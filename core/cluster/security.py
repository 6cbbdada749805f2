"""What a protected cluster asks for: Ray's token and its TLS files, as environment variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.cluster.address import ClusterError
from core.messages import msg


@dataclass(frozen=True, slots=True)
class ClusterSecurity:
    """Files, by their paths; ``None``: what the environment says already.

    The token itself is in none of Headframe's files.
    """

    token_file: Path | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_authority: Path | None = None
    """The certificate of the authority that signed those of the hosts."""

    @property
    def uses_tls(self) -> bool:
        return any((self.tls_certificate, self.tls_key, self.tls_authority))

    def check(self) -> None:
        """Raises :class:`ClusterError` for a file that cannot be read. Touches the disk."""
        for path in self.variables().values():
            if not path.startswith("/"):
                continue
            try:
                with open(path, "rb") as file:  # noqa: PTH123 - a path from a variable
                    file.read(1)
            except OSError as error:
                raise ClusterError(
                    msg(
                        "{path} cannot be read: {reason}.",
                        path=path,
                        reason=error.strerror or str(error),
                    ),
                    msg("Choose the file again, or leave the field empty."),
                ) from error
        if self.uses_tls and not (self.tls_certificate and self.tls_key and self.tls_authority):
            raise ClusterError(
                msg("TLS needs three files: a certificate, its key, and the authority's."),
                msg("Choose all three, or leave all three empty."),
            )

    def variables(self) -> dict[str, str]:
        """What Ray reads."""
        found: dict[str, str] = {}
        if self.token_file is not None:
            found |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(self.token_file)}
        if self.uses_tls:
            found["RAY_USE_TLS"] = "1"
        for name, path in (
            ("RAY_TLS_SERVER_CERT", self.tls_certificate),
            ("RAY_TLS_SERVER_KEY", self.tls_key),
            ("RAY_TLS_CA_CERT", self.tls_authority),
        ):
            if path is not None:
                found[name] = str(path)
        return found

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """The environment of a connection. A chosen token file goes before a token in it."""
        result = dict(environ)
        if self.token_file is not None:
            result.pop("RAY_AUTH_TOKEN", None)
        return result | self.variables()
