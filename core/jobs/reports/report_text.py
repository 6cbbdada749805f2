"""A report as Markdown, for people: in English, or in the language of its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.jobs.reports.model import Report, ReportEntry
from core.jobs.reports.sentences import EntrySentences
from core.jobs.states import JobState
from core.messages import Message, msg

STATES = {
    JobState.DONE.value: msg("done"),
    JobState.SKIPPED.value: msg("skipped"),
    JobState.FAILED.value: msg("failed"),
    JobState.CANCELLED.value: msg("cancelled"),
}
"""As the command says them; scripts read them in the other two files."""


def as_markdown(report: Report, tr: Callable[[Message], str] = str) -> str:
    """``tr``: a sentence in the reader's language."""
    return "\n".join([*_head(report, tr), *_failed(report, tr), *_documents(report, tr)]) + "\n"


def _head(report: Report, tr: Callable[[Message], str]) -> Iterable[str]:
    head, past = report.head, report.past
    counts = {state.value: past.counts[state] for state in JobState if state.is_final}
    if head.finished_at is None:
        begin = msg("Started {started}, not finished", started=head.created_at)
    else:
        begin = msg(
            "Started {started}, finished {finished}",
            started=head.created_at,
            finished=head.finished_at,
        )
    summary = msg(
        "{begin}: {done} done, {skipped} skipped, {failed} failed, {cancelled} cancelled.",
        begin=begin,
        **counts,
    )
    nothing, automatic = msg("none yet"), msg("automatic")
    facts: tuple[tuple[Message, str | Message], ...] = (
        (msg("Results"), head.out or msg("beside each document")),
        (msg("Profile"), head.profile or msg("none")),
        (msg("Cards chosen"), ", ".join(head.cards) or automatic),
        (msg("Worked on"), ", ".join(past.cards_used) or nothing),
        (msg("Engines"), ", ".join(past.engines) or nothing),
    )
    yield from (f"# {_cell(head.name)}", "", tr(summary), "")
    for name, fact in facts:
        yield f"- {tr(name)}: {_cell(tr(fact) if isinstance(fact, Message) else fact)}"
    yield ""


def _failed(report: Report, tr: Callable[[Message], str]) -> Iterable[str]:
    if not report.failed:
        return
    yield from (f"## {tr(msg('Without a result'))}", "")
    yield _row(map(tr, (msg("document"), msg("kind"), msg("why"), msg("what to do"))))
    yield "|---|---|---|---|"
    for entry in report.failed:
        yield _row((entry.source, entry.kind, *_sentences(entry, tr)))
    yield ""


def _documents(report: Report, tr: Callable[[Message], str]) -> Iterable[str]:
    yield from (f"## {tr(msg('Documents'))}", "")
    names = (msg("document"), msg("state"), msg("result"), msg("engine"), msg("card"))
    yield _row((*map(tr, names), tr(msg("pages")), tr(msg("seconds"))))
    yield "|---|---|---|---|---|--:|--:|"
    for e in report.entries:
        state = tr(STATES[e.state]) if e.state in STATES else e.state
        yield _row((e.source, state, e.markdown, e.engine, e.card, e.pages, e.seconds))


def _sentences(entry: ReportEntry, tr: Callable[[Message], str]) -> tuple[str | None, str | None]:
    """Why, and what to do; in English where an older version wrote."""
    found = EntrySentences.from_json(entry.sentences)
    if found is None:
        return entry.message, entry.hint
    said = (None if one is None else tr(one) for one in (found.message, found.hint))
    return next(said), next(said)


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(value: object) -> str:
    """A table's cell: names may hold bars, line breaks, signs that steer a terminal, and bytes
    that are no text."""
    text = "" if value is None else str(value)
    text = " ".join(text.replace("|", "\\|").split())
    return "".join(one if one.isprintable() else _escaped(one) for one in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
