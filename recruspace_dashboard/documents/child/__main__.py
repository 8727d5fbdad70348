"""Reads one file from stdin, and says on stdout what is in it."""

import codecs
import os
import sys
from collections.abc import Callable
from importlib import import_module

from recruspace_dashboard.documents.child.faults import Unreadable
from recruspace_dashboard.documents.child.frames import say
from recruspace_dashboard.documents.child.lock import lock

ENCODINGS = ("ascii", "cp1252", "cp437", "latin-1", "utf-16", "utf-16-le", "utf-16-be")


def main() -> None:
    kind, what, *pages = sys.argv[1:]
    # All that the work needs is loaded first: no file can be opened afterwards.
    module = import_module(f"recruspace_dashboard.documents.child.{kind}")
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    work: Callable[..., None] = getattr(module, what)
    say(filtered=lock())
    content = sys.stdin.buffer.read()
    try:
        work(content, *map(int, pages))
    except Unreadable as fault:
        say(fault=fault.reason)
    except MemoryError:
        say(fault="too large")
    except (Exception, RecursionError):  # noqa: BLE001 (a hostile file may raise any)
        say(fault="damaged")


if __name__ == "__main__":
    main()
    # Nothing of the interpreter's own end: it would make calls that are refused.
    os._exit(0)
