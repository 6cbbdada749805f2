"""Results in other formats: which, where to, and the process that writes them."""
