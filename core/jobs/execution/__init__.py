"""Running documents: the pool, one runner a card, one worker process a runner."""
