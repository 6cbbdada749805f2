"""The `headframe` command (CONTRACT.md)."""
