"""What stands in a PDF and its page does not show, or shows and no text layer holds.

Each part looks at the document and, where there is something to do, writes it again in memory, so
that every reader behind it (docvortex, PDFium, OCR) reads what a person sees on the page.
"""
