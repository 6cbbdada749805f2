"""The pages of a PDF, drawn by a process of their own: view, selection, thumbnails."""
