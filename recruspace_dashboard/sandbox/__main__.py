"""`python -m recruspace_dashboard.sandbox`: the sandbox without Django."""

import argparse
import sys

from .cli import add_arguments, serve


def write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


parser = argparse.ArgumentParser(
    prog="python -m recruspace_dashboard.sandbox",
    description="A stand-in Recruspace API with invented candidates.",
)
add_arguments(parser)
serve(vars(parser.parse_args()), write)
