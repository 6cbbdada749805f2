"""The cards in the window: the dialog to pick from, the strip that shows what was picked."""
