"""Asks pip-audit's service for known vulnerabilities: `make audit`.

pip-audit itself ends well where the service knows none of the packages, as mirrors do.
Here that is no answer, and is said.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

FOUND, UNANSWERED = 1, 2
BASE_DIR = Path(__file__).resolve().parent.parent
# pip-audit does not follow the line that names the first in the second.
REQUIREMENTS = ("requirements.txt", "requirements-sandbox.txt")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--unanswered-is-fine",
        action="store_true",
        help="end well without an answer, as on a machine without the network",
    )
    arguments = parser.parse_args()
    packages = audited()
    for package in packages:
        for one in package.get("vulns", ()):
            mended = ", ".join(one["fix_versions"]) or "no version yet"
            about = f"{package['name']} {package['version']}: {one['id']}"
            print(f"{about}, mended in {mended}")
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
    """What the service says of each package; nothing where it cannot be reached."""
    command = [sys.executable, "-m", "pip_audit"]
    for name in REQUIREMENTS:
        command += ["--requirement", str(BASE_DIR / name)]
    # All versions are pinned, so nothing is resolved or installed for it.
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
