"""Models of engines, against a hub on loopback."""
