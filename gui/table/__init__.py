"""The list of documents: its model, how a row is drawn, the view."""
