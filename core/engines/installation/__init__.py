"""Environments for engines: what one is made of, and how it is made."""
