"""What works on this machine and what does not: the checks of `headframe doctor`."""
