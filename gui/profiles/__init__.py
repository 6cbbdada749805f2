"""Profiles in the window: kept beside it, listed, chosen."""
