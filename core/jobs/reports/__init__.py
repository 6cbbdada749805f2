"""The written record of each batch, and what is read back from it."""
