"""A database backend: see `base.py`, which Django loads by that name."""
