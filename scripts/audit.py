"""Asks pip-audit for known vulnerabilities of the packages: `make audit`.

pip-audit succeeds where its service knows none of the packages, as with a mirror of
PyPI. This script reports that as "not audited".
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

FOUND, UNANSWERED = 1, 2
BASE_DIR = Path(__file__).resolve().parent.parent
# pip-audit does not follow the `-r` line in the second file.
REQUIREMENTS = (
    "requirements.txt",
    "requirements-sandbox.txt",
    "requirements-postgresql.txt",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--unanswered-is-fine",
        action="store_true",
        help="succeed without an answer, as on a machine without a network",
    )
    arguments = parser.parse_args()
    packages = audited()
    for package in packages:
        for one in package.get("vulns", ()):
            fixed = ", ".join(one["fix_versions"]) or "no version yet"
            about = f"{package['name']} {package['version']}: {one['id']}"
            print(f"{about}, fixed in {fixed}")
    answered = [package for package in packages if "vulns" in package]
    if any(package["vulns"] for package in answered):
        return FOUND
    if packages and len(answered) == len(packages):
        print(f"pip-audit: no known vulnerability in {len(answered)} packages")
        return 0
    print(
        f"pip-audit: NOT AUDITED, no answer for {len(packages) - len(answered)} of "
        f"{len(packages)} packages"
        if packages
        else "pip-audit: NOT AUDITED, the service cannot be reached"
    )
    return 0 if arguments.unanswered_is_fine else UNANSWERED


def audited() -> list[dict]:
    """The result for each package; an empty list if the service is not reachable."""
    command = [sys.executable, "-m", "pip_audit"]
    for name in REQUIREMENTS:
        command += ["--requirement", str(BASE_DIR / name)]
    # All versions are pinned, so nothing has to be resolved or installed.
    quick = ["--no-deps", "--disable-pip", "--progress-spinner", "off"]
    said = subprocess.run(
        [*command, *quick, "--format", "json", "--timeout", "15"],
        capture_output=True,
        text=True,
    )
    try:
        return json.loads(said.stdout)["dependencies"]
    except ValueError:
        return []


if __name__ == "__main__":
    sys.exit(main())
