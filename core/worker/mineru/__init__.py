"""The engine mineru 4."""
