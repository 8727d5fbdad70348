"""How requests arrive: an event loop reads them, then a thread runs Django.

A thread is needed only once a whole request is there, so clients that send slowly hold
none. `docs/architecture.md` says which servers were compared.
"""
