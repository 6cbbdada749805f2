"""Asking drivers from child processes, so that a hung driver hangs nothing else."""
