"""What is chosen for one batch alone and not kept, in the form of a setting."""

from __future__ import annotations

from core.messages import msg
from core.settings.types import CardKeysSetting, SettingGroup

BATCH_CARDS = CardKeysSetting(
    key="batch_cards",
    group=SettingGroup.MACHINE,
    label=msg("Work on"),
    default=(),
    unset=msg("As chosen in the window"),
)
"""Cards for this batch alone."""
