"""Takes from this process what reading a file does not need, for good."""

import os
import resource
import signal

from recruspace_dashboard.documents.child import seccomp

CPU_SECONDS = 6
# Also of a child whose parent was killed.
SECONDS = 20
MEMORY = 768 * 1024 * 1024

LIMITS = {
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    # Those that are open stay open.
    resource.RLIMIT_NOFILE: 0,
    resource.RLIMIT_NPROC: 0,
}


def lock() -> bool:
    """Whether the system allowed the filter of calls; the limits hold in any case."""
    os.nice(5)
    signal.alarm(SECONDS)
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    return seccomp.install()
