"""Settings as fields, and the dialogs that are made of them."""
