"""What can be chosen for documents or a batch alone, in the form of settings; no file keeps it."""

from __future__ import annotations

from core.messages import msg
from core.settings.types import CardKeysSetting, CodeSetting, PageRangeSetting, SettingGroup
from core.worker.mineru.tier import Tier

PAGES = PageRangeSetting(
    key="pages",
    group=SettingGroup.CONVERSION,
    label=msg("Pages"),
    default=None,
    unset=msg("All, or 3-7, 5, 3-, -7"),
)
TIER = CodeSetting(
    key="tier",
    group=SettingGroup.CONVERSION,
    label=msg("Tier of MinerU"),
    default=None,
    unset=msg("As MinerU is set up"),
    pattern="|".join(tier.value for tier in Tier),
    choices={
        Tier.FLASH.value: msg("flash: text that the PDF holds itself, no models"),
        Tier.BASIC.value: msg("basic: small models for layout, OCR, formulas, tables"),
        Tier.STANDARD.value: msg("standard: those, and the vision-language model"),
        Tier.ADVANCED.value: msg("advanced: the vision-language model finds layout, too"),
    },
)
BATCH_CARDS = CardKeysSetting(
    key="batch_cards",
    group=SettingGroup.MACHINE,
    label=msg("Work on"),
    default=(),
    unset=msg("As chosen in the window"),
)
"""Cards for one batch."""
