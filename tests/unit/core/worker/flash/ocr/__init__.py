"""OCR of the built-in engine."""
