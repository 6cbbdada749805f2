"""Ids of batches, and how points in time are written."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime


def new_id() -> str:
    """An id for a batch; later ones sort after earlier ones."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"


def iso(moment: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
