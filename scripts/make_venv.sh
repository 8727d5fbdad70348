#!/bin/sh
# Creates .venv. Debian's Python comes without the venv module: as root, this installs
# it first.
set -eu
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; PYTHON=/path/to/python make ... names another." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv ..."
        apt-get update -qq
        apt-get install -qq -y --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv module is missing: sudo apt install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv .venv
