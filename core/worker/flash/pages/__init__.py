"""Pages as layouts, from their text or by OCR."""
