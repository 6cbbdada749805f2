"""What is chosen for one batch alone and not kept, in the form of a setting."""

from __future__ import annotations

from core.sentences import say
from core.setting_types import CardKeys, Group

BATCH_CARDS = CardKeys(
    key="batch_cards",
    group=Group.MACHINE,
    label=say("Work on"),
    default=(),
    unset=say("The cards of the window"),
)
"""Cards for this batch alone."""
