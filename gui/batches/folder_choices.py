"""The choices for a batch: what the folder dialog shows, apart from its widgets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.engines.choice import EngineChoice
from core.jobs.model import ConvertOptions
from core.profiles.store import OutputLocation, Profile
from core.settings.definitions import (
    ENGINE,
    EXPORT,
    EXPORT_FOLDER,
    FORMULA,
    IF_EXISTS,
    LANG,
    OCR,
    OUTPUT_FOLDER,
    TABLE,
    Settings,
)
from core.settings.of_documents import BATCH_CARDS, PAGES, TIER
from core.settings.types import Setting
from core.worker.mineru.tier import Tier

KEPT: tuple[Setting[Any], ...] = (
    *(OUTPUT_FOLDER, IF_EXISTS, EXPORT, EXPORT_FOLDER),
    *(ENGINE, OCR, LANG, FORMULA, TABLE),
)
"""Settings that a batch can have of its own."""


class FolderChoices:
    """Values by the keys of their settings, and the profile that they were taken from."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._base = settings.convert_options()
        self.profile: Profile | None = None
        """``None``: they were taken from the settings."""
        self.values: dict[str, Any] = {
            **{setting.key: settings.get(setting) for setting in KEPT},
            PAGES.key: None,
            TIER.key: None,
            BATCH_CARDS.key: (),
        }

    @property
    def cards(self) -> tuple[str, ...]:
        """Keys of the cards; none: those of the program."""
        cards: tuple[str, ...] = self.values[BATCH_CARDS.key]
        return cards

    @property
    def out(self) -> Path | None:
        """The folder of the results; ``None``: beside each document."""
        out: Path | None = self.values[OUTPUT_FOLDER.key]
        return out

    @property
    def options(self) -> ConvertOptions:
        """How each document is to be converted."""
        tier = self.values[TIER.key]
        return replace(
            self._base,
            engine=self.values[ENGINE.key],
            pages=self.values[PAGES.key],
            tier=None if tier is None else Tier(tier),
            ocr=self.values[OCR.key],
            lang=self.values[LANG.key],
            formula=self.values[FORMULA.key],
            table=self.values[TABLE.key],
            if_exists=self.values[IF_EXISTS.key],
            export=self.values[EXPORT.key],
            export_folder=self.values[EXPORT_FOLDER.key] if self.values[EXPORT.key] else None,
        )

    @property
    def limits(self) -> ConvertOptions:
        """Those options that the dialog has no fields for."""
        return ConvertOptions(
            timeout_s=self._base.timeout_s, memory_limit_mb=self._base.memory_limit_mb
        )

    @property
    def may_be_mineru(self) -> bool:
        """Only MinerU has tiers."""
        return self.values[ENGINE.key] in (EngineChoice.AUTO, EngineChoice.MINERU)

    def take_profile(self, profile: Profile | None) -> None:
        """Take the choices of a profile; ``None``: of the settings."""
        self.profile = profile
        out = self._settings.get(OUTPUT_FOLDER)
        if profile is None:
            self.take(self._settings.convert_options(), (), out)
        else:
            place = profile.place
            self.take(profile.options, profile.cards, out if place is None else place.folder)

    def take(self, options: ConvertOptions, cards: tuple[str, ...], out: Path | None) -> None:
        """Take these, and leave :attr:`profile` as it is."""
        self._base = options
        self.values = {
            OUTPUT_FOLDER.key: out,
            IF_EXISTS.key: options.if_exists,
            EXPORT.key: options.export,
            EXPORT_FOLDER.key: options.export_folder,
            ENGINE.key: options.engine,
            PAGES.key: options.pages,
            TIER.key: None if options.tier is None else options.tier.value,
            OCR.key: options.ocr,
            LANG.key: options.lang,
            FORMULA.key: options.formula,
            TABLE.key: options.table,
            BATCH_CARDS.key: cards,
        }

    def are_changed(self) -> bool:
        """They are no longer quite those of the profile, or of the settings."""
        profile = self.profile
        if profile is None:
            return (self.options, self.cards, self.out) != (
                self._settings.convert_options(),
                (),
                self._settings.get(OUTPUT_FOLDER),
            )
        elsewhere = profile.place is not None and profile.place.folder != self.out
        return (self.options, self.cards) != (profile.options, profile.cards) or elsewhere

    def name_as_profile(self, name: str) -> Profile:
        """Make them a profile of this name."""
        self.profile = Profile(name, self.options, self.cards, OutputLocation(self.out))
        return self.profile
