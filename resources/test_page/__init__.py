"""The page that an engine is tested with: drawn by packaging/test_page.py."""
