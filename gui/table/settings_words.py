"""Which settings made a row: the few words of its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.jobs.model import ConvertOptions, IfExists
from core.settings import ENGINE
from core.worker.protocol import Ocr
from gui.i18n import words
from gui.table.rows import Row
from gui.words import duration, engine_word


def made_by(row: Row) -> str:
    """Engine, card and what differs from the usual on one line, batch and profile on another."""
    job = row.job
    if job.engine is not None:
        engine = engine_word(job.engine)
    else:
        engine = words(ENGINE.choices[job.options.engine])
    how = [engine, _card(row), *differences(job.options)]
    return "\n".join(filter(None, (" · ".join(filter(None, how)), _batch(row))))


def differences(options: ConvertOptions) -> list[str]:
    """What of these options is not as usual."""
    translate = QCoreApplication.translate
    found: list[str] = []
    if options.pages is not None:
        found.append(translate("Words", "pages {pages}").format(pages=options.pages))
    if options.ocr is Ocr.ON:
        found.append(translate("Words", "OCR always"))
    elif options.ocr is Ocr.OFF:
        found.append(translate("Words", "no OCR"))
    if options.lang is not None:
        found.append(translate("Words", "language {code}").format(code=options.lang))
    if not options.formula:
        found.append(translate("Words", "no formulas"))
    if not options.table:
        found.append(translate("Words", "no tables"))
    if options.timeout_s is not None:
        limit = duration(options.timeout_s)
        found.append(translate("Words", "at most {time}").format(time=limit))
    if options.memory_limit_mb is not None:
        limit = f"{options.memory_limit_mb} MB"
        found.append(translate("Words", "at most {size}").format(size=limit))
    match options.if_exists:
        case IfExists.UPDATE:
            found.append(translate("Words", "replaces outdated results"))
        case IfExists.OVERWRITE:
            found.append(translate("Words", "replaces older results"))
        case IfExists.RENAME:
            found.append(translate("Words", "beside older results"))
    return found


def _card(row: Row) -> str:
    card = row.job.card or ""
    if not card and row.batch is not None:
        card = ", ".join(row.batch.new.cards)  # those that it waits for
    if card and row.verified:
        return QCoreApplication.translate("Words", "{card}, verified").format(card=card)
    return card


def _batch(row: Row) -> str:
    if row.batch is None:
        return ""
    translate = QCoreApplication.translate
    name, profile = row.batch.new.name, row.batch.new.profile
    if profile:
        template = translate("Words", "Batch {name}, profile {profile}")
        return template.format(name=name, profile=profile)
    return translate("Words", "Batch {name}").format(name=name)
