"""What the child cannot do, and what becomes of what it says."""

import subprocess
import sys
from pathlib import Path

import pytest

from recruspace_dashboard.documents import process
from recruspace_dashboard.documents.render import Fault, render
from tests.documents.hostile_pdfs import page_of, words
from tests.each_case import each_case

PDF = page_of(words("Hello"))
TRY = """
import ctypes, mmap, os, socket, sys
from recruspace_dashboard.documents.child import lock, seccomp
if sys.argv[2] == "limits":
    seccomp.install = lambda: False
lock.lock()
try:
    {act}
except BaseException as error:
    os.write(1, type(error).__name__.encode())
else:
    os.write(1, b"done")
os._exit(0)
"""
FILTERED = {
    "read a file": "open('/etc/passwd')",
    "write a file": "open('/tmp/x', 'w')",
    "look at a folder": "os.listdir('/')",
    "connect": "socket.socket()",
    "fork": "os.fork()",
    "run a program": "os.execv('/bin/true', ['true'])",
    "end another process": "os.kill(os.getppid(), 15)",
    "make memory to run code in": (
        "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)"
    ),
    "ask for the machine's name": "os.uname()",
}
# By the limits alone, also as root.
LIMITED = ["read a file", "write a file", "look at a folder", "connect"]


def locked(act: str, how: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", TRY.format(act=act), "x", how],
        capture_output=True,
        cwd=process.ROOT,
        text=True,
        timeout=30,
    ).stdout


@pytest.mark.parametrize("act", FILTERED)
def test_the_child_cannot(act: str):
    assert locked(FILTERED[act], "filter") in {"PermissionError", "OSError"}


@pytest.mark.parametrize("act", LIMITED)
def test_without_a_filter_the_limits_still_hold(act: str):
    assert locked(FILTERED[act], "limits") == "OSError"


def test_memory_has_a_limit():
    assert locked("bytearray(2 * 1024 ** 3)", "limits") == "MemoryError"


def test_the_child_gets_none_of_our_secrets(liar, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    assert liar("environment") == [({"names": []}, b"")]


def test_the_child_knows_nothing_of_django():
    names = "django", "requests", "cryptography"
    code = (
        "import sys\n"
        "from recruspace_dashboard.documents.child import pdf, docx, doc\n"
        f"print([one for one in {names} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=process.ROOT, text=True
    )
    assert done.stdout.strip() == "[]"


@pytest.fixture
def liar(monkeypatch):
    """Asks another program in the place of the child."""
    monkeypatch.setattr(process, "CHILD", "tests.documents.liar")
    return lambda lie: process.ask(lie, content=b"%PDF-" + bytes(100_000))


@each_case(
    ("lie", "heard"),
    [
        ("nothing", []),
        ("crash", [({"pages": 3}, b"")]),
        ("half a frame", []),
        ("a frame longer than it is", []),
        ("a letter that is none", []),
        ("no JSON", [({}, b"")]),
        ("JSON without end", [({}, b"")]),
        ("a list", [({}, b"")]),
        ("without reading", [({"pages": 1}, b"")]),
    ],
)
def test_what_is_not_said_as_agreed_is_nothing(liar, lie, heard):
    assert liar(lie) == heard


def test_a_child_that_never_ends_is_ended(liar, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 0.5)
    assert liar("hang") == [({"pages": 1}, b""), ({"fault": "too long"}, b"")]


def test_a_child_that_says_too_much_is_not_listened_to(liar, monkeypatch):
    monkeypatch.setattr(process, "MAX_ANSWER", 100_000)
    assert liar("flood") == []


def test_no_child_is_left(liar, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 0.5)
    # Another test may have started a browser.
    before = children()
    liar("hang")
    assert children() == before


def children() -> set[str]:
    """The numbers of the processes that this one has started."""
    lists = Path("/proc/self/task").glob("*/children")
    return set("".join(one.read_text() for one in lists).split())


@each_case(
    ("said", "fault"),
    [
        ([], Fault.DAMAGED),
        ([{}], Fault.DAMAGED),
        ([{"pages": "3"}], Fault.DAMAGED),
        ([{"pages": -1}], Fault.DAMAGED),
        ([{"fault": "<script>"}], Fault.DAMAGED),
        ([{"fault": ["encrypted"]}], Fault.DAMAGED),
        ([{"fault": "encrypted"}], Fault.ENCRYPTED),
        # Pages that nobody asked for, and one that is not there.
        ([{"pages": 1}, {"page": 7}, {"page": "0"}, {"page": -1}, {}], None),
    ],
)
def test_a_lie_about_a_file_is_no_page(monkeypatch, said, fault):
    frames = [(words, b"") for words in said]
    monkeypatch.setattr(process, "ask", lambda *_words, content: frames)
    drawing = render(PDF)
    assert drawing.fault is fault
    assert drawing.drawn == {}


def test_too_many_at_once_are_told_so(monkeypatch):
    monkeypatch.setattr(process, "WAIT_SECONDS", 0)
    taken = [process._turns.acquire(blocking=False) for _ in range(process.AT_ONCE)]
    try:
        with pytest.raises(process.Busy):
            render(PDF)
    finally:
        for _ in filter(None, taken):
            process._turns.release()
    assert render(PDF).pages == 1


def test_a_system_without_filters_is_said_once(liar, caplog):
    process._warn.cache_clear()
    liar("unfiltered")
    liar("unfiltered")
    assert caplog.text.count("no filter of system calls") == 1
