#!/bin/sh
# Finds or installs Chromium for the browser tests, and the library that Playwright's
# driver needs. Never fails: without them the tests are skipped with a message, unless
# BROWSER_TESTS=required.
set -u

found() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return 0
    done
    return 1
}

driver_runs() {
    .venv/bin/playwright --version >/dev/null 2>&1
}

found && driver_runs && exit 0
echo "Installing Chromium for the browser tests ..."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends \
        chromium fonts-liberation libatomic1 >/dev/null
    # With it the tests take less work; Debian has it.
    apt-get install -qq -y --no-install-recommends \
        chromium-headless-shell >/dev/null 2>&1
fi
found || timeout 300 .venv/bin/playwright install chromium ||
    echo "Chromium could not be installed; the browser tests will be skipped." >&2
driver_runs ||
    echo "Playwright does not start (is libatomic1 installed?); the browser tests will be skipped." >&2
exit 0
