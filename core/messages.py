"""A sentence for the user: a template that can be translated, and the facts that fill it.

Every sentence that `core` shows a person is made with :func:`msg`, with a literal template as
the first argument: the translation tool collects those literals, the window translates the
template and fills in the facts, the command prints the English. Runs on Python 3.10, because the
worker part uses it inside an engine's own interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

Param = Union[str, int, float, "Message"]
"""A sentence within a sentence is translated, too."""


@dataclass(frozen=True)
class Message:
    """One sentence, or a few, for a person. ``str()`` gives it in English."""

    template: str
    facts: Mapping[str, Param] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for a file or a pipe."""
        facts = {
            name: fact.to_dict() if isinstance(fact, Message) else fact
            for name, fact in self.facts.items()
        }
        return {"template": self.template, "facts": facts}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Message:
        """The reverse of :meth:`to_dict`."""
        facts = {
            name: cls.from_dict(fact) if isinstance(fact, dict) else fact
            for name, fact in plain.get("facts", {}).items()
        }
        return cls(str(plain["template"]), facts)

    def facts_in(self, say: Callable[[Message], str]) -> dict[str, str | int | float]:
        """The facts, with the sentences among them, the system's too, as ``say`` has them."""
        result: dict[str, str | int | float] = {}
        for name, fact in self.facts.items():
            known = SYSTEM_ERRORS.get(fact, fact) if isinstance(fact, str) else fact
            result[name] = say(known) if isinstance(known, Message) else known
        return result

    def __str__(self) -> str:
        return format_message(self.template, self.facts)


def msg(template: str, /, **facts: Param) -> Message:
    """Make a sentence. ``template`` must be a literal, so that it can be collected."""
    return Message(template, facts)


SYSTEM_ERRORS = {
    sentence.template: sentence
    for sentence in (
        msg("No such file or directory"),
        msg("Permission denied"),
        msg("No space left on device"),
        msg("Disk quota exceeded"),
        msg("Read-only file system"),
        msg("Is a directory"),
        msg("Not a directory"),
        msg("File exists"),
        msg("File name too long"),
        msg("Input/output error"),
        msg("Transport endpoint is not connected"),
        msg("Stale file handle"),
        msg("Too many open files"),
        msg("Cannot allocate memory"),
        msg("Exec format error"),
        msg("Connection refused"),
        msg("Connection reset by peer"),
        msg("Connection timed out"),
        msg("Network is unreachable"),
        msg("No route to host"),
    )
}
"""What ``strerror`` says where no locale is set, as here: facts of many sentences."""


def joined(sentences: Iterable[Message]) -> Message:
    """One after the other."""
    facts = {f"part_{number}": sentence for number, sentence in enumerate(sentences)}
    return Message(" ".join(f"{{{name}}}" for name in facts), facts)


class _Number(int):
    """In a template, followed by the words for one and for several."""

    def __format__(self, spec: str) -> str:
        one, bar, several = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self == 1 else several


def format_message(template: str, facts: Mapping[str, Param]) -> str:
    """Put the facts into a template, which may be a translation that lacks or garbles some.

    A whole number chooses its words: ``{count} {count:page is|pages are}``. A template that
    cannot be filled is shown as it is: a poor sentence beats a traceback.
    """
    try:
        return template.format_map(
            {name: _Number(fact) if type(fact) is int else fact for name, fact in facts.items()}
        )
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        return template


def closed_up(text: str) -> str:
    """Sentences of a translation: in Chinese they follow each other without a space."""
    return text.replace("。 ", "。")
