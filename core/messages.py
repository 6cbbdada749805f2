"""A sentence for the user: a template that can be translated, and the facts that fill it.

Every sentence that `core` shows a person is made with :func:`msg`, with a literal template as
the first argument: the translation tool collects those literals, the window translates the
template and fills in the facts, the command prints the English. Runs on Python 3.10, because the
worker part uses it inside an engine's own interpreter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Param = str | int | float


@dataclass(frozen=True)
class Message:
    """One sentence, or a few, for a person. ``str()`` gives it in English."""

    template: str
    facts: Mapping[str, Param] = field(default_factory=dict)

    def __str__(self) -> str:
        return format_message(self.template, self.facts)


def msg(template: str, /, **facts: Param) -> Message:
    """Make a sentence. ``template`` must be a literal, so that it can be collected."""
    return Message(template, facts)


def format_message(template: str, facts: Mapping[str, Param]) -> str:
    """Put the facts into a template, which may be a translation that lacks or garbles some.

    A template that cannot be filled is shown as it is: a poor sentence beats a traceback.
    """
    try:
        return template.format_map(dict(facts))
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        return template
