"""One window for each home: a second start hands its files over."""
