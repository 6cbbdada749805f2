"""Many hosts: their cards in one list, and engine processes there, over a Ray cluster."""
