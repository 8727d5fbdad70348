"""Hundreds of files in one request: on the disk as one file, and read from there."""

import os
import tracemalloc
from collections.abc import Callable
from io import SEEK_CUR, SEEK_END
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from recruspace_dashboard.files.many import PostedFile, files_of, many_files
from recruspace_dashboard.operations.server.refusals import BodyRefused

MEGABYTE = 1024 * 1024


@many_files
def marked(request: HttpRequest) -> None: ...


def plain(request: HttpRequest) -> None: ...


def posted(view: Callable, **data: object) -> HttpRequest:
    """A request that has found its view, and is not read yet."""
    request = RequestFactory().post("/", data)
    request.resolver_match = SimpleNamespace(func=view)
    return request


def a_file(content: bytes, name: str = "cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def several(number: int = 3) -> list[SimpleUploadedFile]:
    return [a_file(b"%d " % one * 1000, f"{one}.pdf") for one in range(number)]


def test_each_file_is_read_from_its_place():
    request = posted(marked, files=several(), other=[a_file(b"x")], text="Ayşe")
    files = files_of(request, "files")
    assert [(one.name, one.size) for one in files] == [
        (f"{number}.pdf", 2000) for number in range(3)
    ]
    with files[0].open() as first, files[2].open() as last:
        assert last.read(4) == b"2 2 "
        assert first.read() == b"0 " * 1000
        assert last.read() == b"2 " * 998
    assert files_of(request, "other")[0].size == 1
    assert files_of(request, "nothing") == []
    assert request.POST["text"] == "Ayşe"
    request.close()


def test_a_place_in_it_is_as_in_a_file():
    [file, _] = files_of(posted(marked, files=[a_file(b"0123456789")] * 2), "files")
    with file.open() as stream:
        assert stream.seek(-3, SEEK_END) == 7
        assert stream.read() == b"789"
        assert stream.seek(2) == 2
        assert stream.seek(3, SEEK_CUR) == 5
        assert (stream.read(2), stream.tell()) == (b"56", 7)
        assert stream.seek(99) == 99
        assert stream.read() == b""
        with pytest.raises(OSError, match="before the beginning"):
            stream.seek(-11, SEEK_END)
    file.close()


def test_hundreds_take_neither_memory_nor_open_files():
    request = posted(marked, files=[a_file(bytes(60 * 1024), "cv.pdf")] * 400)
    before = len(os.listdir("/proc/self/fd"))
    tracemalloc.start()
    try:
        files = files_of(request, "files")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(files) == 400
    assert len(os.listdir("/proc/self/fd")) == before + 1
    assert most < 5 * MEGABYTE
    request.close()
    assert len(os.listdir("/proc/self/fd")) == before


def test_other_views_get_what_they_got_before():
    request = posted(plain, cv=a_file(b"%PDF"))
    assert isinstance(request.FILES["cv"], UploadedFile)
    assert files_of(request, "cv") == []


def test_an_empty_file_is_one_too():
    [file] = files_of(posted(marked, files=a_file(b"")), "files")
    with file.open() as stream:
        assert (file.size, stream.read()) == (0, b"")
    file.close()


def test_a_full_disk_is_said(monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    held = SimpleNamespace(tell=lambda: 0, write=full, flush=full, close=lambda: None)
    monkeypatch.setattr(
        "recruspace_dashboard.files.many.TemporaryFile", lambda **_: held
    )
    with pytest.raises(BodyRefused) as refused:
        files_of(posted(marked, files=a_file(b"x")), "files")
    assert refused.value.status == 503


@pytest.mark.parametrize("whole", [0, 1])
def test_a_body_that_is_cut_off_leaves_whole_files_only(whole: int):
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx'
    body = (part + b"\r\n") * whole + part
    request = RequestFactory().post("/", body, "multipart/form-data; boundary=b")
    request.resolver_match = SimpleNamespace(func=marked)
    files: list[PostedFile] = files_of(request, "f")
    assert len(files) == whole
    for one in files:
        with one.open() as stream:
            assert stream.read() == b"x"
    request.close()
