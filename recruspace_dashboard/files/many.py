"""Hundreds of files in one request: they lie one behind the other in one file on the
disk, neither in memory nor each in a file of its own."""

import os
from collections.abc import Callable
from errno import EINVAL
from io import SEEK_CUR, SEEK_END, BufferedReader, RawIOBase
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

from recruspace_dashboard.operations.server.bodies import NO_SPACE
from recruspace_dashboard.operations.server.refusals import BodyRefused

View = TypeVar("View", bound=Callable[..., Any])
MARK = "takes_many_files"


def many_files(view: View) -> View:
    """Marks a view whose `request.FILES` are to be `PostedFile`s.

    What handles them is chosen before anything reads the form, so also before the
    check of its token.
    """
    setattr(view, MARK, True)
    return view


def files_of(request: HttpRequest, name: str) -> "list[PostedFile]":
    """The files of a field, in a view that is marked."""
    files: list[Any] = request.FILES.getlist(name)
    return [one for one in files if isinstance(one, PostedFile)]


class PostedFile:
    """One of the files of a request, whose parts are read from the disk."""

    def __init__(self, name: str, held: IO[bytes], start: int, size: int) -> None:
        self.name, self.size = name, size
        self._held, self._start = held, start

    def open(self) -> BufferedReader:
        """The file from its beginning; it can be opened several times at once."""
        return BufferedReader(_Section(self._held, self._start, self.size))

    def close(self) -> None:
        """Ends all files of the request, with which Django calls it."""
        self._held.close()


class _Section(RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, held: IO[bytes], start: int, size: int) -> None:
        self._held, self._start, self._size, self._at = held, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        before = {SEEK_CUR: self._at, SEEK_END: self._size}.get(whence, 0)
        if before + offset < 0:
            # As files of the system say it.
            raise OSError(EINVAL, "before the beginning")
        self._at = before + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        length = max(0, min(len(buffer), self._size - self._at))
        place = self._start + self._at
        content = os.pread(self._held.fileno(), length, place)
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


class ManyFilesHandler(FileUploadHandler):
    """Takes the files of requests whose view is marked, in place of all others."""

    _held: IO[bytes] | None = None
    _is_asked = _has_whole = False
    _start = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        match = getattr(self.request, "resolver_match", None)
        self._is_asked = bool(match and getattr(match.func, MARK, False))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._is_asked:
            return
        if self._held is None:
            self._held = TemporaryFile(dir=settings.DATA_DIR)  # noqa: SIM115
        self._start = self._held.tell()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._held is None:
            return raw_data
        try:
            self._held.write(raw_data)
        except OSError:
            raise BodyRefused(NO_SPACE) from None
        return None

    def file_complete(self, file_size: int) -> PostedFile | None:  # type: ignore[override]
        if self._held is None:
            return None
        try:
            self._held.flush()
        except OSError:
            raise BodyRefused(NO_SPACE) from None
        self._has_whole = True
        return PostedFile(self.file_name or "", self._held, self._start, file_size)

    def upload_interrupted(self) -> None:
        # Otherwise the request closes it, with its files.
        if self._held is not None and not self._has_whole:
            self._held.close()
