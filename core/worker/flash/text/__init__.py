"""Characters, words and lines of a page's text layer, and what they look like."""
