"""Files from outside, shown by the server: read in a locked child process of their own.

`render.py` is what other rooms use. What the child says is hostile as the file is.
"""
