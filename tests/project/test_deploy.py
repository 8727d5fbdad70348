"""The files for servers and containers start what the Procfile starts, and no more can
reach or change it than must."""

import re
import shlex
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import get_commands

from recruspace_dashboard.operations.start import EXIT_REFUSED
from tests.each_case import each_case

BASE = Path(settings.BASE_DIR)
GUIDE = (BASE / "docs/operating.md").read_text()
PROCFILE = dict(
    line.split(": ", 1) for line in (BASE / "Procfile").read_text().splitlines()
)
SETTINGS = set(re.findall(r"^#([A-Z_]+)=", (BASE / ".env.example").read_text(), re.M))
UNITS = sorted((BASE / "deploy").glob("*.service"))
COMPOSE = yaml.safe_load((BASE / "compose.yaml").read_text())
OURS = ("release", "web", "worker")
FOLDER = "/srv/dashboard"


def directives(unit: Path) -> dict[str, str]:
    """The settings of a unit or timer. None of ours has one twice."""
    lines = [
        line.split("=", 1)
        for line in unit.read_text().splitlines()
        if line and line[0] not in "#["
    ]
    assert len(dict(lines)) == len(lines)
    return dict(lines)


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, with their text on one line."""
    text = re.sub(r"^#.*\n", "", (BASE / "Dockerfile").read_text(), flags=re.M)
    lines = text.replace("\\\n", " ").splitlines()
    return [
        (name, " ".join(rest.split()))
        for name, _, rest in (line.partition(" ") for line in lines if line)
    ]


def of_dockerfile(name: str) -> list[str]:
    return [text for each, text in instructions() if each == name]


def test_units_run_what_the_procfile_runs() -> None:
    commands = {}
    for unit in UNITS:
        found = directives(unit)
        assert found["WorkingDirectory"] == FOLDER
        assert found["ExecStart"].startswith(f"{FOLDER}/.venv/bin/")
        command = found["ExecStart"].removeprefix(f"{FOLDER}/.venv/bin/")
        # A unit has its default in the environment, as it has no shell.
        name, _, value = found.get("Environment", "").partition("=")
        commands[unit.stem] = command.replace(f"${{{name}}}", f"${{{name}:-{value}}}")
    assert commands == {
        "dashboard": PROCFILE["web"],
        "dashboard-worker": PROCFILE["worker"],
        "dashboard-purge": "python manage.py purge",
    }
    assert "purge" in get_commands()


def test_a_timer_starts_a_unit_that_is_there() -> None:
    timers = sorted((BASE / "deploy").glob("*.timer"))
    assert timers
    for timer in timers:
        assert timer.with_suffix(".service") in UNITS
        assert directives(timer)["OnCalendar"]


def test_units_are_confined_alike_and_may_write_to_the_data() -> None:
    confined = [
        unit.read_text().partition("# It may read")[2].partition("[Install]")[0].strip()
        for unit in UNITS
    ]
    assert len(set(confined)) == 1
    for unit in UNITS:
        found = directives(unit)
        assert found["User"] == "dashboard"
        assert found["NoNewPrivileges"] == found["PrivateTmp"] == "yes"
        assert found["ProtectSystem"] == "strict"
        # The default of DATA_DIR.
        assert found["ReadWritePaths"] == f"{FOLDER}/data"
        assert found["CapabilityBoundingSet"] == ""


def test_a_refused_start_is_not_tried_again() -> None:
    found = directives(BASE / "deploy/dashboard.service")
    assert found["RestartPreventExitStatus"] == str(EXIT_REFUSED)
    graceful = re.search(
        r"^graceful_timeout = (\d+)", (BASE / "gunicorn.conf.py").read_text(), re.M
    )
    assert graceful
    assert int(found["TimeoutStopSec"]) > int(graceful[1])
    grace = COMPOSE["services"]["web"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > int(graceful[1])


def test_containers_run_what_the_procfile_runs() -> None:
    services = COMPOSE["services"]
    assert of_dockerfile("CMD") == [f"exec {PROCFILE['web']}"]
    assert "command" not in services["web"]
    assert services["worker"]["command"] == PROCFILE["worker"]
    # The styles and scripts are collected when the image is made.
    migrate, collect = PROCFILE["release"].split(" && ")
    assert services["release"]["command"] == migrate
    assert any(collect in text for text in of_dockerfile("RUN"))
    for name in ("web", "worker"):
        condition = services[name]["depends_on"]["release"]["condition"]
        assert condition == "service_completed_successfully"
    assert services["release"]["restart"] == "no"


def test_the_image_has_what_is_needed_and_neither_data_nor_secrets() -> None:
    ignored = (BASE / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        source for text in of_dockerfile("COPY") for source in text.split(" ")[:-1]
    }
    assert copied == let_in
    assert all((BASE / source).exists() for source in copied)
    assert {"manage.py", "gunicorn.conf.py", "recruspace_dashboard"} <= copied
    needed = [*settings.STATICFILES_DIRS, *settings.LOCALE_PATHS]
    needed += settings.TEMPLATES[0]["DIRS"]
    assert {Path(folder).name for folder in needed} <= copied
    installed = [text for text in of_dockerfile("RUN") if "pip install" in text]
    assert installed[0].split(" -r ")[1] in copied
    assert not any(
        fnmatch(secret, each) for secret in (".env", "data") for each in copied
    )
    # The build needs secrets, in a folder that the same layer deletes.
    made = [text for text in of_dockerfile("RUN") if "manage.py" in text]
    [folder] = re.findall(r"DATA_DIR=(\S+)", made[0])
    assert len(made) == 1
    assert f"rm -r {folder} " in made[0]
    named = " ".join(of_dockerfile("ENV") + of_dockerfile("ARG"))
    assert not re.search(r"SECRET|KEY|PASSWORD|_URL", named)


def test_nothing_in_the_containers_runs_as_root_or_writes_elsewhere() -> None:
    names = [name for name, _ in instructions()]
    assert of_dockerfile("USER") == ["dashboard"]
    assert names.index("USER") < names.index("CMD")
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "user" not in service
        folder = service["environment"]["DATA_DIR"]
        assert service["volumes"] == [f"data:{folder}"]
        assert f"-o dashboard -g dashboard {folder}" in of_dockerfile("RUN")[1]


@each_case("name", OURS)
def test_containers_are_given_settings_that_there_are(name: str) -> None:
    service = COMPOSE["services"][name]
    environment: dict[str, Any] = service["environment"]
    assert set(environment) <= SETTINGS
    for secret in ("SECRET_KEY", "ENCRYPTION_KEYS"):
        # Nothing starts without it.
        assert environment[secret].startswith(f"${{{secret}:?")
    assert environment["DATABASE_URL"].endswith("@postgres/dashboard")
    assert environment["CACHE_URL"].startswith("redis://redis:")
    # The proxy is on the machine, which the containers see as the gateway.
    network = COMPOSE["networks"]["outside"]["ipam"]["config"][0]
    assert environment["FORWARDED_ALLOW_IPS"] == network["gateway"]
    assert service["build"]["context"] == "."
    assert set(service["build"]["args"]) == set(of_dockerfile_args())


def of_dockerfile_args() -> list[str]:
    return [text.split("=")[0] for text in of_dockerfile("ARG")]


def test_no_other_machine_reaches_a_container() -> None:
    published = {
        name: service["ports"]
        for name, service in COMPOSE["services"].items()
        if "ports" in service
    }
    port = COMPOSE["services"]["web"]["environment"]["PORT"]
    assert published == {"web": [f"127.0.0.1:8000:{port}"]}
    for name, service in COMPOSE["services"].items():
        assert "network_mode" not in service
        if name not in OURS:
            assert service["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for unit in UNITS:
        assert "bind" not in unit.read_text().lower()


def test_images_have_a_version() -> None:
    images = of_dockerfile("FROM") + [
        service["image"]
        for service in COMPOSE["services"].values()
        if "build" not in service
    ]
    assert len(images) == 3
    assert all(re.fullmatch(r"[a-z]+:\d+(\.\d+)?-[a-z-]+", image) for image in images)
    # A backup needs programs that are not older than the server.
    server = re.search(r"postgres:(\d+)", " ".join(images))
    assert server
    assert f"postgresql-client-{server[1]} " in of_dockerfile("RUN")[0]


def test_every_service_is_watched_and_starts_again() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["restart"] == ("no" if name == "release" else "unless-stopped")
        assert service["logging"]["options"]["max-size"]
    watched = {
        name for name, one in COMPOSE["services"].items() if "healthcheck" in one
    }
    assert watched == {"web", "postgres", "redis"}
    probe = COMPOSE["services"]["web"]["healthcheck"]["test"]
    assert probe[0] == "CMD"
    compile(probe[-1], "healthcheck", "exec")
    assert "/healthz/" in probe[-1]


def test_the_guide_names_every_file_and_only_what_there_is() -> None:
    files = [each.name for each in sorted((BASE / "deploy").iterdir())]
    assert len(files) == 4
    for name in [*files, "compose.yaml", "Procfile", "requirements-postgresql.txt"]:
        assert f"`{name}`" in GUIDE, name
    commands = set(re.findall(r"manage\.py (\w+)", GUIDE))
    assert {"migrate", "collectstatic", "backup", "purge"} <= commands
    assert commands <= set(get_commands())
    written = GUIDE.split("cat > .env <<END\n")[1].split("END\n")[0]
    named = {line.split("=")[0] for line in written.splitlines()}
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", (BASE / "compose.yaml").read_text()))
    assert named == asked
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.M)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([a-z-]+)\)", GUIDE)) <= anchors
    assert shlex.split(COMPOSE["services"]["redis"]["command"])[0] == "redis-server"
