"""Which version of the dashboard this is, and of which commit."""

import re
from contextlib import suppress
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40,64}")
SHORT = 12


def read_commit(base: Path, given: str = "") -> str:
    """The first letters of the commit that is deployed: as given in the environment,
    or as a clone of git says. Empty if neither does."""
    named = re.fullmatch(r"[0-9a-f]{7,64}", given.strip().lower())
    return (named[0] if named else _commit_of_clone(base))[:SHORT]


def _commit_of_clone(base: Path) -> str:
    with suppress(OSError, ValueError):
        git = base / ".git"
        if git.is_file():
            # In a worktree the folder is elsewhere.
            git = base / git.read_text().removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref:"):
            return head if COMMIT.fullmatch(head) else ""
        name = head.removeprefix("ref:").strip()
        common = git / "commondir"
        folder = git / common.read_text().strip() if common.is_file() else git
        loose = folder / name
        if loose.is_file():
            commit = loose.read_text().strip()
            return commit if COMMIT.fullmatch(commit) else ""
        packed = (folder / "packed-refs").read_text()
        found = re.search(rf"^([0-9a-f]{{40,64}}) {re.escape(name)}$", packed, re.M)
        return found[1] if found else ""
    return ""
