#!/bin/sh
# Finds or installs a Chromium for the browser tests. Never fails: without one those
# tests are skipped and say so, unless BROWSER_TESTS=required.
set -u

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
echo "Installing Chromium for the browser tests ..."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq &&
        apt-get install -qq -y --no-install-recommends chromium fonts-liberation >/dev/null && exit 0
fi
timeout 300 .venv/bin/playwright install chromium && exit 0
echo "Chromium could not be installed; the browser tests will be skipped." >&2
