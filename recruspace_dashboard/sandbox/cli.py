"""The command line of the sandbox, alone or as a command of manage.py."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from typing import Any

try:
    from .options import Options, Rule
    from .reading import whole
    from .server import Sandbox
except ModuleNotFoundError as missing:
    # A dashboard for a team is installed without the packages of the sandbox.
    package = str(missing.name).partition(".")[0]
    raise SystemExit(
        f"The sandbox needs {package}, which is not installed. "
        "Run `pip install -r requirements-sandbox.txt`."
    ) from missing

LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on")
    add(
        "--port", type=_port, default=8001, help="port to listen on; 0 takes a free one"
    )
    add("--candidates", type=_count, default=400, help="how many candidates to invent")
    add(
        "--lists",
        choices=["array", "page", "mixed"],
        default="mixed",
        help="format of lists: bare arrays, pages, or each as documented",
    )
    add(
        "--wrap",
        action="store_true",
        help='wrap what succeeds in {"success": "OK", "content": …}',
    )
    add(
        "--patch",
        type=int,
        choices=[200, 204],
        default=200,
        help="status of a response to renaming a pool",
    )
    add("--rate", type=_count, default=100, help="calls a minute a key; 0 for no limit")
    add("--latency-ms", type=_count, default=0, help="delay of each call")
    add("--link-seconds", type=_count, default=300, help="lifetime of file links")
    add(
        "--fail",
        type=_rule,
        action="append",
        default=[],
        metavar="RULE",
        help="'METHOD PATH-PREFIX STATUS [TIMES]', such as 'GET /talent-pools/ 503 2'",
    )
    add("--log", metavar="FILE", help="write a line of JSON for each call")


def serve(arguments: dict[str, Any], write: Callable[[str], object]) -> None:
    """Print the address and the keys, and serve until Ctrl-C."""
    chosen = {each.name: arguments[each.name] for each in fields(Options)}
    options = Options(**{**chosen, "fail": tuple(chosen["fail"])})
    # A shell makes a background process ignore Ctrl-C, and a supervisor sends
    # SIGTERM: both end this in the same way.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt), Sandbox(options, arguments["port"]) as sandbox:
        write(f"Recruspace sandbox at {sandbox.url}\n")
        for key, (company, member) in sandbox.api.world.keys.items():
            write(f"  {key}  {member.first_name} {member.last_name}, {company.name}\n")
        write("Ctrl-C ends it.\n")
        threading.Event().wait()


def _count(text: str) -> int:
    number = whole(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text[:20]} is no number from 0")
    return number


def _port(text: str) -> int:
    number = _count(text)
    if number > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return number


def _rule(text: str) -> str:
    try:
        Rule.parse(text)
    except ValueError as error:
        message = f"'{text}' is not 'METHOD PATH-PREFIX STATUS [TIMES]'"
        raise argparse.ArgumentTypeError(message) from error
    return text
