"""The text of CVs: what the worker reads, what it leaves, and what is found by it."""

from collections.abc import Callable
from random import Random

import pytest

from recruspace_dashboard.library.cv_text.worker import CvWorker
from recruspace_dashboard.library.models import CopiedCandidate, CvText
from recruspace_dashboard.library.cv_text.rows import unpack
from recruspace_dashboard.sandbox.options import Options

pytestmark = pytest.mark.django_db


def read_all() -> CvWorker:
    worker = CvWorker()
    while worker.step():
        pass
    return worker


def test_it(user, sandbox, sync, company):
    sync()
    import time

    t = time.process_time(), time.time()
    read_all()
    print(time.process_time() - t[0], time.time() - t[1])
    from collections import Counter

    print(
        Counter(CvText.objects.values_list("state", flat=True)),
        CopiedCandidate.objects.count(),
    )
    for row in CvText.objects.all()[:1]:
        print(unpack(bytes(row.text)), row.words[:100])
    assert 0
