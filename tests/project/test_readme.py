"""The tables of the README and `.env.example` say what the code does."""

import re
from pathlib import Path

from django.conf import settings

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.endpoints import ENDPOINTS
from tests.each_case import each_case

README = Path(settings.BASE_DIR, "README.md").read_text()
ENV_EXAMPLE = Path(settings.BASE_DIR, ".env.example").read_text()
SETTINGS = Path(settings.BASE_DIR, "recruspace_dashboard/settings.py").read_text()
# Read by the web line of the Procfile, not by the settings.
OF_GUNICORN = {"BIND", "PORT"}

ROWS = [
    [cell.strip().strip("`") for cell in line.strip("|").split("|")]
    for line in README.splitlines()
    if re.match(r"\| \d+ \|", line)
]


def test_the_table_of_endpoints_is_the_list_the_client_calls() -> None:
    assert [(int(row[0]), row[1], row[2]) for row in ROWS] == [
        (endpoint.number, endpoint.name, str(endpoint)) for endpoint in ENDPOINTS
    ]


@each_case("row", ROWS)
def test_each_method_of_the_table_is_one_of_the_client(row: list[str]) -> None:
    client = RecruspaceClient("key", "http://127.0.0.1:9")
    namespace, name = row[3].split(".")
    method = getattr(getattr(client, namespace), name)
    assert row[1] in method.__doc__


def test_every_setting_is_explained_and_every_explained_one_is_read() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS)) | OF_GUNICORN
    table = README.split("### Settings")[1].split("## The API")[0]
    in_table = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
    }
    in_example = set(re.findall(r"^#([A-Z_]+)=", ENV_EXAMPLE, re.M))
    assert in_table == read
    assert in_example == read


def test_every_check_is_explained_to_who_runs_it() -> None:
    code = Path(settings.BASE_DIR, "recruspace_dashboard")
    read = "".join(
        path.read_text()
        for path in (*code.rglob("checks.py"), code / "operations" / "start.py")
    )
    operating = Path(settings.BASE_DIR, "docs/operating.md").read_text()
    in_code = sorted(re.findall(r'id="(recruspace\.\w+)"', read))
    assert sorted(re.findall(r"^\| `(recruspace\.\w+)`", operating, re.M)) == in_code
    assert len(in_code) == len(set(in_code))
