"""Messages to lines and back. Every field is checked on the way in."""

from __future__ import annotations
