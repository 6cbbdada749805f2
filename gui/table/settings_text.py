"""Which settings made a row: the few words of its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.jobs.model import ConvertOptions
from core.jobs.states import IfExists
from core.settings.definitions import ENGINE
from core.settings.languages import LANGUAGES
from core.worker.kinds import Ocr
from gui.card_names import card_key_label
from gui.i18n import tr
from gui.labels import duration, engine_label, listed
from gui.reading.saving.formats import format_name
from gui.table.rows import JobRow


def made_by(row: JobRow) -> str:
    """Engine, card and what differs from the usual on one line, batch and profile on another."""
    job = row.job
    if job.engine is not None:
        engine = engine_label(job.engine)
    else:
        engine = tr(ENGINE.choices[job.options.engine])
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
        name = LANGUAGES.get(options.lang)
        language = options.lang if name is None else tr(name)
        found.append(translate("Words", "language {code}").format(code=language))
    if options.tier is not None:
        found.append(translate("Words", "tier {tier}").format(tier=options.tier.value))
    if not options.formula:
        found.append(translate("Words", "no formulas"))
    if not options.table:
        found.append(translate("Words", "no tables"))
    found += _limits(options)
    if options.export:
        formats = listed(map(format_name, options.export))
        found.append(translate("Words", "also as {formats}").format(formats=formats))
    match options.if_exists:
        case IfExists.UPDATE:
            found.append(translate("Words", "replaces outdated results"))
        case IfExists.OVERWRITE:
            found.append(translate("Words", "replaces older results"))
        case IfExists.RENAME:
            found.append(translate("Words", "beside older results"))
    return found


def _limits(options: ConvertOptions) -> list[str]:
    translate = QCoreApplication.translate
    found: list[str] = []
    if options.timeout_s is not None:
        limit = duration(options.timeout_s)
        found.append(translate("Words", "at most {time}").format(time=limit))
    if options.memory_limit_mb is not None:
        limit = f"{options.memory_limit_mb} MB"
        found.append(translate("Words", "at most {size}").format(size=limit))
    return found


def _card(row: JobRow) -> str:
    keys = (row.job.card,) if row.job.card else row.cards  # those that it waits for
    card = listed(map(card_key_label, keys))
    if card and row.verified:
        return QCoreApplication.translate("Words", "{card}, verified").format(card=card)
    return card


def _batch(row: JobRow) -> str:
    if row.batch is None:
        return ""
    translate = QCoreApplication.translate
    name, profile = row.batch.new.name, row.batch.new.profile
    if profile:
        template = translate("Words", "Batch {name}, profile {profile}")
        return template.format(name=name, profile=profile)
    return translate("Words", "Batch {name}").format(name=name)
