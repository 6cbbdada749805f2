"""From layouts to the document's blocks: headings, lists, code, order."""
