"""Clears what deleted texts have left in the full-text index of CVs.

Making the index anew, as that of candidates is, would keep all other writers out for
long.
"""

from django.db import connections

from recruspace_dashboard.library import words
from recruspace_dashboard.library.models import CopyState
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.writing import clear_log, exclusively


def erase_step() -> bool:
    """One short step, if there is anything to clear; returns whether there was."""
    if not CopyState.objects.filter(pk=1, erase_cvs=True).exists():
        return False
    with exclusively():
        more = words.erase(connections[ALIAS], words.CVS)
        if not more:
            CopyState.objects.filter(pk=1).update(erase_cvs=False)
    if not more:
        clear_log()
    return True
