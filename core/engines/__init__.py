"""Which engines exist, where their interpreters are, whether they are ready; their processes."""
