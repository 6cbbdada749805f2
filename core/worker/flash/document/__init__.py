"""The PDF before it is read: opened, surveyed, and planned page by page."""
