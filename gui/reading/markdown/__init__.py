"""The Markdown of a result: rendered in Chromium or by Qt, and as source."""
