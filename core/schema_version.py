"""The version of a JSON file's form, which it has under ``schema``."""

from __future__ import annotations


def is_newer(body: object, known: int) -> bool:
    """Whether a later Headframe wrote it, in a form that this one does not know."""
    schema = body.get("schema") if isinstance(body, dict) else None
    return isinstance(schema, int) and schema > known
