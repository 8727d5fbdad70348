"""Each file of requirements has what its code imports, and no more."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.each_case import each_case

BASE = Path(settings.BASE_DIR)
PACKAGE = BASE / "recruspace_dashboard"
SANDBOX = sorted((PACKAGE / "sandbox").rglob("*.py"))
PRODUCTION = [
    *sorted(set(PACKAGE.rglob("*.py")) - set(SANDBOX)),
    BASE / "manage.py",
    BASE / "gunicorn.conf.py",
]
DISTRIBUTIONS = packages_distributions()


def pinned(name: str, *, direct: bool = False) -> set[str]:
    """The packages of that file alone; `direct` leaves out what those bring."""
    text = (BASE / name).read_text()
    if direct:
        text = text.split("# What those bring with them")[0]
    return {canonicalize_name(each) for each in re.findall(r"^([\w.-]+)==", text, re.M)}


def imported(paths: Iterable[Path]) -> set[str]:
    """The packages that these modules import when they run, also in functions."""
    names: set[str] = set()
    for path in paths:
        for node in executed(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module or "")
    top = {name.partition(".")[0] for name in names}
    foreign = top - sys.stdlib_module_names - {"recruspace_dashboard"}
    return {canonicalize_name(DISTRIBUTIONS[name][0]) for name in foreign}


def executed(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below this one, without those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from executed(child)


def brought_by(packages: set[str]) -> set[str]:
    """What these packages need, and what that needs in turn."""
    found: set[tuple[str, str]] = set()
    left = {(package, "") for package in packages}
    while left:
        found |= left
        left = set().union(*(needed_by(*each) for each in left)) - found
    return {name for name, _ in found}


def needed_by(package: str, extra: str) -> set[tuple[str, str]]:
    """The packages that this one needs with that extra, and their own extras."""
    environment = {
        "extra": extra,
        "python_version": "3.11",
        "python_full_version": "3.11.0",
        "sys_platform": "linux",
    }
    return {
        (canonicalize_name(requirement.name), name)
        for requirement in map(Requirement, distribution(package).requires or [])
        if requirement.marker is None or requirement.marker.evaluate(environment)
        for name in ["", *requirement.extras]
    }


def test_a_dashboard_for_a_team_imports_what_it_installs_and_no_more() -> None:
    assert len(PRODUCTION) > 100
    assert "django" in imported(PRODUCTION)
    only_there = {BASE / "recruspace_dashboard/operations/waiting.py"}
    everywhere = imported(set(PRODUCTION) - only_there)
    assert everywhere <= pinned("requirements.txt", direct=True)
    on_postgresql = imported(only_there) - pinned("requirements.txt", direct=True)
    assert on_postgresql
    assert on_postgresql <= pinned("requirements-postgresql.txt", direct=True)


def test_the_sandbox_names_what_it_imports_in_a_file_of_its_own() -> None:
    own = pinned("requirements-sandbox.txt", direct=True)
    assert own - {"ttf-opensans"} == imported(SANDBOX) - pinned("requirements.txt")
    assert not own & pinned("requirements.txt")


@each_case(
    ("name", "below"),
    [
        ("requirements.txt", []),
        ("requirements-sandbox.txt", ["requirements.txt"]),
        ("requirements-postgresql.txt", ["requirements.txt"]),
        (
            "requirements-dev.txt",
            [
                "requirements.txt",
                "requirements-sandbox.txt",
                "requirements-postgresql.txt",
            ],
        ),
    ],
)
def test_a_file_holds_what_its_packages_bring_and_nothing_else(
    name: str, below: list[str]
) -> None:
    direct = pinned(name, direct=True)
    elsewhere = set().union(*map(pinned, below))
    # Every virtual environment has pip, which pip-api needs.
    brought = brought_by(direct) - direct - elsewhere - {"pip"}
    assert pinned(name) - direct == brought
