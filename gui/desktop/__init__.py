"""What the window tells the desktop around it, and is told by it."""
