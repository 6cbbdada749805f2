"""Folders converted as a batch: chosen and looked through before, found again afterwards."""
