"""A finished result: Markdown, blocks with their place on the page."""
