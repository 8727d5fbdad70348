#!/bin/sh
# Finds or installs Firefox, and WebKit as GTK has it, for `make test-browsers`. Never
# fails: without them their tests are skipped with a message, unless
# BROWSER_TESTS=required.
set -u

found() {
    { command -v firefox-esr || command -v firefox; } >/dev/null &&
        command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null &&
        /usr/bin/python3 -c '
import gi
gi.require_version("WebKit2", "4.1")
from gi.repository import WebKit2' 2>/dev/null
}

found && exit 0
echo "Installing Firefox and WebKit for the tests in browsers ..."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends firefox-esr webkit2gtk-driver xvfb \
        python3-gi gir1.2-webkit2-4.1 fonts-liberation >/dev/null
fi
found || echo "Firefox or WebKit could not be installed; their tests will be skipped." >&2
exit 0
