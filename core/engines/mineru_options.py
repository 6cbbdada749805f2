"""What the user has chosen for MinerU beside its interpreter and models, and what that tells it.

A choice that is kept wins; where none is, the variable that Headframe inherits counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.worker.mineru.tier import (
    LOCAL,
    SOURCE_VARIABLE,
    TIER_VARIABLE,
    URL_VARIABLE,
    Tier,
    downloads_allowed,
)

EngineSettingsKey = tuple[tuple[str, str], ...]
"""What an engine is told beyond a document's options, and its results depend on."""
WITHOUT_SERVER = (Tier.FLASH, Tier.BASIC)
ANY_SOURCE = "auto"
"""MinerU's word for: whichever of its two hubs answers."""


@dataclass(frozen=True, slots=True)
class MineruOptions:
    """Of each ``None``: nothing was chosen."""

    tier: Tier | None = None
    vlm_url: str | None = None
    """The server of the vision-language model."""
    downloads: bool | None = None
    """Whether models that are missing may be fetched from the network."""

    def with_overrides(self, environ: Mapping[str, str]) -> dict[str, str]:
        """That environment, with what was chosen in the place of what was inherited."""
        result = dict(environ)
        if self.tier is not None:
            result[TIER_VARIABLE] = self.tier.value
        if self.vlm_url is not None:
            result[URL_VARIABLE] = self.vlm_url
        if self.downloads is False:
            result[SOURCE_VARIABLE] = LOCAL
        elif self.downloads and not downloads_allowed(environ):
            result[SOURCE_VARIABLE] = ANY_SOURCE
        return result

    def settings_key(self, environ: Mapping[str, str]) -> EngineSettingsKey:
        """What a result depends on; what is left to MinerU is left out."""
        found = self.in_effect(environ)
        url = "" if found.tier in WITHOUT_SERVER else (found.vlm_url or "").strip()
        tier = "" if found.tier is None else found.tier.value
        return tuple((name, told) for name, told in (("tier", tier), ("vlm_url", url)) if told)

    def in_effect(self, environ: Mapping[str, str]) -> MineruOptions:
        """What counts in that environment; a tier that does not exist counts as none."""
        told = self.with_overrides(environ)
        name = told.get(TIER_VARIABLE)
        tier = next((tier for tier in Tier if tier.value == name), None)
        return MineruOptions(tier, told.get(URL_VARIABLE) or None, downloads_allowed(told))
