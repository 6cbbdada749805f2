"""Named choices of engine, options, cards and place of results."""
