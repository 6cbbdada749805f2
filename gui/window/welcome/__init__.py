"""What an empty window shows, and the card of the first run."""
