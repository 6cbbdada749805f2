"""Settings: each declared once, typed, with its default."""
