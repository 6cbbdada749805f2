"""What a report says of a document in sentences, kept so that each reader's language can say it.

The columns `message`, `hint` and `review` are English, for scripts; one more column holds the
templates and facts that they were made of, as JSON. Reports of older versions have none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.jobs.model import Job
from core.messages import Message


@dataclass(frozen=True, slots=True)
class EntrySentences:
    """Of one document."""

    message: Message | None = None
    hint: Message | None = None
    review: tuple[Message, ...] = ()

    @classmethod
    def of(cls, job: Job) -> EntrySentences:
        failure = job.failure
        return cls(
            None if failure is None else failure.message,
            None if failure is None else failure.hint,
            job.warnings if job.needs_review else (),
        )

    def to_json(self) -> str | None:
        """``None`` where there is nothing to say."""
        plain: dict[str, object] = {}
        if self.message is not None:
            plain["message"] = self.message.to_dict()
        if self.hint is not None:
            plain["hint"] = self.hint.to_dict()
        if self.review:
            plain["review"] = [one.to_dict() for one in self.review]
        return json.dumps(plain) if plain else None

    @classmethod
    def from_json(cls, text: str | None) -> EntrySentences | None:
        """``None`` where there are none, or none that can be read."""
        if not text:
            return None
        try:
            plain = json.loads(text)
            return cls(
                _message(plain.get("message")),
                _message(plain.get("hint")),
                tuple(Message.from_dict(one) for one in plain.get("review", ())),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None


def _message(plain: Mapping[str, Any] | None) -> Message | None:
    return None if plain is None else Message.from_dict(plain)
