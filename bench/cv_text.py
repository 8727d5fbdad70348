"""How fast CVs are read: `python -m bench.cv_text [NUMBER]`.

Copies a sandbox's candidates, reads all their CVs as the worker does, compares what is
kept with what the sandbox wrote, and prints what it took. The files are made before.
"""

import argparse
import os
import resource
import time
from collections import Counter
from tempfile import TemporaryDirectory
from typing import Any

from bench.invented_cvs import size_of_copy
from bench.library import prepare, say
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

STEP = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=1_000)
    number = parser.parse_args().number
    options = Options(candidates=number, rate=0, link_seconds=36_000)
    with TemporaryDirectory() as folder, Sandbox(options, port=0) as sandbox:
        os.environ["RECRUSPACE_CALLS_PER_MINUTE"] = "1000000"
        prepare(folder, sandbox)
        bench(sandbox)


def bench(sandbox: Sandbox) -> None:
    from django.contrib.auth.models import User

    from recruspace_dashboard.accounts.models import ApiKey
    from recruspace_dashboard.library import schema
    from recruspace_dashboard.library.cv_text.worker import CvWorker
    from recruspace_dashboard.library.models import CvText
    from recruspace_dashboard.library.sync.worker import SyncWorker

    schema.make()
    user, _ = User.objects.get_or_create(username="bench")
    ApiKey.store(user, sandbox.keys[0])
    sync = SyncWorker()
    while sync.step():
        pass
    company = sandbox.company(sandbox.keys[0])
    files = [one.cv for one in company.candidates.values() if one.cv and one.pool]
    say(f"{sum(len(file.content) for file in files):,} bytes in {len(files):,} files")
    before, calls = size_of_copy(), len(sandbox.requests)
    worker, shown = CvWorker(), 0
    began, own, children = time.perf_counter(), time.process_time(), child_seconds()
    while worker.step():
        done = CvText.objects.exclude(state="later").count()
        if done - shown >= STEP:
            shown = done
            say(f"{done:,} read, {memory():.0f} MB in the process")
    seconds, own = time.perf_counter() - began, time.process_time() - own
    children = child_seconds() - children
    number = CvText.objects.count()
    say(
        f"{number:,} CVs in {seconds:.0f} s. Each needs {own / number * 1000:.1f} ms "
        f"of the processor here, with the sandbox, and "
        f"{children / number * 1000:.1f} ms in its child: "
        f"{number / (own + children):.1f} a second and core."
    )
    asked = [one for one in sandbox.requests[calls:] if "/candidates/" in one.path]
    say(f"{len(asked)} calls; {(size_of_copy() - before) / number:,.0f} bytes a CV")
    say(str(dict(Counter(CvText.objects.values_list("state", flat=True)))))
    say(f"{compare(company)} texts that lack something the sandbox wrote")


def compare(company: Any) -> int:
    """How many texts lack the name, the e-mail address or, where a file is written line
    by line, any line."""
    from recruspace_dashboard.library.cv_rows import unpack
    from recruspace_dashboard.library.models import CopiedCandidate, CvText
    from recruspace_dashboard.sandbox.cv_words import lines_of

    ids = dict(CopiedCandidate.objects.values_list("candidate_id", "id"))
    texts = dict(CvText.objects.filter(state="read").values_list("id", "text"))
    wrong = 0
    for one in company.candidates.values():
        text = texts.get(ids.get(one.id, 0))
        if text is None:
            continue
        there = " ".join(unpack(bytes(text)).split())
        wanted = [*one.first_name.split(), *(one.last_name or "").split(), one.email]
        if one.cv.name.endswith((".docx", ".doc")):
            wanted += [line.text for line in lines_of(*one.cv.make.args)]
        wrong += any(" ".join(part.split()) not in there for part in wanted)
    return wrong


def memory() -> float:
    """Of this process, now."""
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return pages * resource.getpagesize() / 2**20


def child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
