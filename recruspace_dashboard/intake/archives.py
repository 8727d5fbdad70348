"""Opens ZIP archives, whose directories lie: what is unpacked is counted, and nothing
that was not looked at first takes memory."""

import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from recruspace_dashboard.files.kinds import ZIP_START
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES, MEGABYTE
from recruspace_dashboard.intake.found import Found, NotOpened, Problem

EMPTY_ZIP_START = b"PK\x05\x06"
# Members of one archive, with its folders.
MOST_MEMBERS = 1000
# What a directory with so many takes, at most.
MOST_OF_DIRECTORY = 1 * MEGABYTE
# What may be unpacked of one archive: so many times its size, and in all.
MOST_RATIO, FREE_BYTES, MOST_BYTES = 100, 20 * MEGABYTE, 512 * MEGABYTE
CHUNK = 64 * 1024
# Others unpack a few bytes into any number at once.
METHODS = {ZIP_STORED, ZIP_DEFLATED}
UTF8_NAME, ENCRYPTED = 0x800, 0x1

END, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65535
LOCATOR, LOCATOR_SIZE = b"PK\x06\x07", 20
MEMBER = b"PK\x01\x02"

# What programs leave in folders.
JUNK = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
# Documents of other programs, which are archives too.
OTHER_DOCUMENTS = {"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"}
DAMAGE = (
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
)


def is_archive(head: bytes) -> bool:
    return head.startswith((ZIP_START, EMPTY_ZIP_START))


def is_junk(name: str) -> bool:
    """Whether a program left it there, and nobody misses it."""
    parts = name.replace("\\", "/").lower().split("/")
    return not JUNK.isdisjoint(parts) or parts[-1].startswith("._")


def members(stream: BinaryIO, size: int) -> Iterator[Found]:
    """The files of an archive, one after the other. Raises `NotOpened`."""
    _check_directory(stream, size)
    try:
        archive = ZipFile(stream)
    except DAMAGE:
        raise NotOpened(Problem.ARCHIVE) from None
    with archive:
        listed = archive.infolist()
        if not OTHER_DOCUMENTS.isdisjoint(one.filename for one in listed):
            raise NotOpened(Problem.KIND)
        budget = _Budget(size)
        for info in listed:
            name = _name(info)
            if not (name.endswith(("/", "\\")) or is_junk(name)):
                yield _found(archive, info, name, budget)


class _Budget:
    """How much may still be unpacked of an archive."""

    def __init__(self, size: int) -> None:
        self.left = min(MOST_BYTES, max(FREE_BYTES, size * MOST_RATIO))


def _check_directory(stream: BinaryIO, size: int) -> None:
    """Counts the members in what will be read as the directory. Raises `NotOpened`.

    Not in the whole file: documents in it have directories of their own.
    """
    begin = max(0, size - END_SIZE - LONGEST_COMMENT - LOCATOR_SIZE)
    stream.seek(begin)
    tail = stream.read()
    end = tail.rfind(END)
    if end < 0 or len(tail) < end + END_SIZE:
        raise NotOpened(Problem.ARCHIVE)
    # Only an archive too large for us needs the other directory, which may be anywhere.
    if tail[max(0, end - LOCATOR_SIZE) : end].startswith(LOCATOR):
        raise NotOpened(Problem.ARCHIVE)
    [length] = struct.unpack_from("<L", tail, end + 12)
    if length > min(MOST_OF_DIRECTORY, begin + end):
        raise NotOpened(Problem.ARCHIVE)
    stream.seek(begin + end - length)
    if stream.read(length).count(MEMBER) > MOST_MEMBERS:
        raise NotOpened(Problem.ARCHIVE)
    stream.seek(0)


def _name(info: ZipInfo) -> str:
    if info.flag_bits & UTF8_NAME:
        return info.filename
    # Programs of Windows use the code page of its language, others UTF-8.
    written = info.filename.encode("cp437", "replace")
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("cp857", "replace")


def _is_unsafe(info: ZipInfo, name: str) -> bool:
    path = name.replace("\\", "/")
    is_absolute = path.startswith("/") or re.match(r"[A-Za-z]:", path)
    parts = PurePosixPath(path).parts
    return bool("\0" in info.orig_filename or is_absolute or ".." in parts)


def _found(archive: ZipFile, info: ZipInfo, name: str, budget: _Budget) -> Found:
    if _is_unsafe(info, name):
        return Found(name, problem=Problem.NAME)
    if info.flag_bits & ENCRYPTED or info.compress_type not in METHODS:
        return Found(name, problem=Problem.ARCHIVE)
    content = bytearray()
    try:
        with archive.open(info) as member:
            while piece := member.read(CHUNK):
                budget.left -= len(piece)
                content += piece
                if budget.left < 0:
                    return Found(name, problem=Problem.ARCHIVE)
                if len(content) > MAX_UPLOAD_BYTES:
                    return Found(name, problem=Problem.TOO_LARGE)
    except DAMAGE:
        return Found(name, problem=Problem.ARCHIVE)
    return Found(name, bytes(content), size=len(content))
