"""The text of CVs: read once by the worker, kept for the search."""
