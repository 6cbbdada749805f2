"""The engine magic-pdf 1.3."""
