"""What belongs together on a page: regions, and the drafts of blocks."""
