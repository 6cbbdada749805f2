"""Help that needs no network: shortcuts, the manual, versions, a report of a problem."""
