"""The work behind the window: threads of their own, and one facade in the GUI thread."""
