"""Where the processor time of a page of the dashboard goes."""

import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from typing import Any

REST = "middleware and the rest"
# What is done in these functions, and not in another of them that they call.
PHASES = {
    "session": ["recruspace_dashboard.accounts.session_store.SessionStore.load"],
    "user": ["recruspace_dashboard.accounts.backends.ThrottledBackend.get_user"],
    "key": [
        "recruspace_dashboard.accounts.access._key_of",
        "recruspace_dashboard.accounts.access.client_for",
    ],
    "cache": ["recruspace_dashboard.connection.response_store.SealedResponseStore.get"],
    "parse": [
        "recruspace_dashboard.services.http.response_cache.ResponseCache.read",
    ],
    "rows": [
        "recruspace_dashboard.lists.printing.make_rows",
        "recruspace_dashboard.lists.printing.rows_html",
    ],
    "template": ["django.template.backends.django.Template.render"],
}


class Phases:
    """Adds up the time of each phase, once the site is loaded."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = defaultdict(float)
        # The phases that are under way, with the time that others took within them.
        self._open: list[float] = []
        for phase, names in PHASES.items():
            for name in names:
                self._watch(phase, name)

    def take(self, total: float) -> dict[str, float]:
        """The milliseconds of each phase since the last call, of `total` seconds."""
        spent = {phase: self._spent[phase] * 1000 for phase in PHASES}
        spent[REST] = total * 1000 - sum(spent.values())
        self._spent.clear()
        return spent

    def _watch(self, phase: str, name: str) -> None:
        owner_name, _, attribute = name.rpartition(".")
        owner = _find(owner_name)
        original: Callable[..., Any] = getattr(owner, attribute)

        def timed(*args: Any, **kwargs: Any) -> Any:
            self._open.append(0.0)
            began = time.process_time()
            try:
                return original(*args, **kwargs)
            finally:
                took = time.process_time() - began
                self._spent[phase] += took - self._open.pop()
                if self._open:
                    self._open[-1] += took

        setattr(owner, attribute, timed)


def _find(name: str) -> Any:
    """A module, or a class in one."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(import_module(module), attribute)
