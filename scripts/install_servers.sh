#!/bin/sh
# Finds or installs PostgreSQL and Redis for `make test-postgresql`. The tests start
# servers of their own, with folders and ports of their own, as a plain user.
set -u

found() {
    { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; } >/dev/null 2>&1 &&
        command -v redis-server >/dev/null
}

found && exit 0
echo "Installing PostgreSQL and Redis for the tests ..."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # The packages would start servers, which nobody needs here.
    printf '#!/bin/sh\nexit 101\n' >/tmp/no-servers.$$
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        install -m 755 /tmp/no-servers.$$ /usr/sbin/policy-rc.d
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    rm -f /tmp/no-servers.$$
    apt-get install -qq -y --no-install-recommends postgresql redis-server >/dev/null
fi
found && exit 0
echo "PostgreSQL or Redis could not be installed." >&2
exit 1
