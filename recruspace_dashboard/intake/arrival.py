"""Takes a file in: told by its content, sealed, or refused with a reason. Archives and
mails are opened, one level."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from django.contrib.auth.models import User

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.kinds import DOCUMENTS, UnsafeFile, kind_of
from recruspace_dashboard.files.many import PostedFile
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.files.names import (
    MAX_NAME_LENGTH,
    clean_name,
    name_for_upload,
)
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES
from recruspace_dashboard.intake import archives, mails
from recruspace_dashboard.intake.found import Found, NotOpened, Problem
from recruspace_dashboard.intake.mails import MAX_MAIL_BYTES

HEAD = 4096
# What an archive or a mail is taken for at first.
MAY_BE_OPENED = (Problem.KIND, Problem.UNSAFE, Problem.TOO_LARGE)
# A name may say what the content cannot.
DOCUMENT_NAMES = (*(end for kind in DOCUMENTS for end in kind.extensions), ".pages")


@dataclass(frozen=True)
class Arrival:
    """A file as it came in; with a `problem`, nothing of it is kept."""

    name: str
    inside: str = ""
    size: int = 0
    problem: str = ""
    content_type: str = ""
    file: WaitingFile | None = field(default=None, compare=False)


def shown_name(name: str) -> str:
    """The last part of a name, as it can be shown and stored."""
    safe = clean_name(name.encode("utf-8", "replace").decode())
    stem, dot, ending = safe.rpartition(".")
    if len(safe) > MAX_NAME_LENGTH and stem and len(ending) <= 5:
        return f"{stem[: MAX_NAME_LENGTH - 1 - len(ending)]}{dot}{ending}"
    return safe[:MAX_NAME_LENGTH] or "file"


def take_in(owner: User, posted: PostedFile, room: Callable[[], int]) -> list[Arrival]:
    """All that came in with a posted file, of which at most `room` are kept; without
    any, an archive stays closed.

    Whatever it raises, nothing is kept.
    """
    taken: list[Arrival] = []
    try:
        for one in _taken(owner, posted, room):
            taken.append(one)
    except BaseException:
        forget(taken)
        raise
    return taken


def forget(arrivals: Iterable[Arrival]) -> None:
    """Removes what was stored of them."""
    ids = [one.file.pk for one in arrivals if one.file]
    if ids:
        waiting.delete(WaitingFile.objects.filter(pk__in=ids))


def _taken(
    owner: User, posted: PostedFile, room: Callable[[], int]
) -> Iterator[Arrival]:
    name, size = shown_name(posted.name), posted.size
    with posted.open() as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        if size > MAX_UPLOAD_BYTES:
            one = Arrival(name, size=size, problem=Problem.TOO_LARGE)
        else:
            one = _document(owner, Found(name, stream.read(), size=size))
        opened: Iterator[Found] | None = None
        if one.problem in MAY_BE_OPENED and not _is_called_document(name):
            if archives.is_archive(head):
                opened = archives.members(stream, size)
            elif mails.is_mail(head, name):
                opened = _attached(stream, size)
        if opened is None:
            yield one
        elif (most := room()) > 0:
            yield from _opened(owner, one, opened, most)
        else:
            yield replace(one, problem=Problem.TOO_MANY)


def _is_called_document(name: str) -> bool:
    return name.lower().endswith(DOCUMENT_NAMES)


def _attached(stream: BinaryIO, size: int) -> Iterator[Found]:
    if size > MAX_MAIL_BYTES:
        raise NotOpened(Problem.ARCHIVE)
    stream.seek(0)
    for one in mails.attachments(stream.read()):
        if not _is_nested_archive(one):
            yield one
            continue
        try:
            # An archive is often how several files are attached.
            inside = archives.members(BytesIO(one.content), one.size)
            yield from (replace(each, inside=one.name) for each in inside)
        except NotOpened as error:
            yield replace(one, content=b"", problem=error.problem)


def _opened(
    owner: User, whole: Arrival, found: Iterator[Found], room: int
) -> Iterator[Arrival]:
    """What is in an archive or a mail; why nothing is, where nothing is."""
    number = 0
    try:
        for one in found:
            number += 1
            inside = shown_name(one.inside) if one.inside else whole.name
            if number > room and not one.problem:
                one = replace(one, content=b"", problem=Problem.TOO_MANY)
            yield replace(_document(owner, one, is_inside=True), inside=inside)
    except NotOpened as error:
        # A document that happens to be an archive.
        is_document = error.problem == Problem.KIND
        yield whole if is_document else replace(whole, problem=error.problem)
    else:
        if not number:
            yield replace(whole, problem=Problem.EMPTY)


def _document(owner: User, one: Found, *, is_inside: bool = False) -> Arrival:
    name = shown_name(one.name)
    refused = Arrival(name, size=one.size, problem=one.problem)
    if one.problem:
        return refused
    try:
        kind = kind_of(one.content, DOCUMENTS)
    except UnsafeFile:
        return replace(refused, problem=Problem.UNSAFE)
    if not kind:
        return replace(refused, problem=_why_none(one, is_inside))
    try:
        file = waiting.put(owner, [one.content], MAX_UPLOAD_BYTES)
    except waiting.NoRoom:
        return replace(refused, problem=Problem.NO_ROOM)
    except waiting.TooLarge:
        return replace(refused, problem=Problem.TOO_LARGE)
    name = name_for_upload(name, kind.extensions)
    return Arrival(name, size=one.size, file=file, content_type=kind.content_type)


def _why_none(one: Found, is_inside: bool) -> str:
    if not one.content:
        return Problem.EMPTY
    mail = mails.is_mail(one.content[:HEAD], one.name)
    nested = is_inside and (mail or _is_nested_archive(one))
    return Problem.NESTED if nested else Problem.KIND


def _is_nested_archive(one: Found) -> bool:
    """Whether it is an archive, and not a document that happens to be one."""
    if not archives.is_archive(one.content) or _is_called_document(one.name):
        return False
    inside = (name.encode() in one.content for name in archives.OTHER_DOCUMENTS)
    # The documents in an archive may have such parts too.
    return one.name.lower().endswith(".zip") or not any(inside)
