"""Finds the files that a mail brings. What it links to is never fetched."""

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from recruspace_dashboard.files.uploads import MEGABYTE
from recruspace_dashboard.intake import mail_limits
from recruspace_dashboard.intake.found import Found, NotOpened, Problem

# Mail servers take hardly more. Reading one takes a few times as much memory.
MAX_MAIL_BYTES = 25 * MEGABYTE
MOST_PARTS = 500

BREAKS = (
    *(MessageError, RecursionError, ValueError),
    *(LookupError, AttributeError, TypeError),
)
_HEADERS = re.compile(
    rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}", re.ASCII
)
_KNOWN = re.compile(
    rb"^(?:from|to|date|subject|received|return-path|message-id|mime-version):",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = re.compile(r"https?://[^\s\"'<>]", re.IGNORECASE)
# Not the addresses of formats, which stand outside of links.
_HTML_LINK = re.compile(r"href\s{0,9}=\s{0,9}[\"']?https?://", re.IGNORECASE)
# What mail programs add: signatures, invitations, receipts.
_ADDED = {
    *("application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/pgp-signature", "application/pgp-keys", "text/calendar"),
    *("message/delivery-status", "message/disposition-notification"),
    "text/rfc822-headers",
}
_ADDED_NAME = re.compile(r"ATT\d+\.(?:txt|html?)", re.IGNORECASE)


def is_mail(head: bytes, name: str) -> bool:
    """Whether it begins as a mail does, or is called one."""
    if name.lower().endswith(".eml"):
        return True
    begin = _HEADERS.match(head)
    return bool(begin and _KNOWN.search(begin[0]))


def attachments(content: bytes) -> Iterator[Found]:
    """The attached files, also those of mails in the mail. Raises `NotOpened`."""
    if len(content) > MAX_MAIL_BYTES:
        raise NotOpened(Problem.ARCHIVE)
    read = _Reader()
    found = False
    try:
        for one in read.files(mail_limits.read(content)):
            found = True
            yield one
    except BREAKS:
        # Whatever a broken mail makes of the reader.
        raise NotOpened(Problem.ARCHIVE) from None
    if not found:
        has_links = read.has_links
        raise NotOpened(Problem.ONLY_LINKS if has_links else Problem.NO_ATTACHMENT)


@dataclass
class _Reader:
    has_links: bool = False
    parts: int = field(default=0)

    def files(self, mail: Message, inside: str | None = None) -> Iterator[Found]:
        """`inside` is the name of the mail in the mail; None for the mail itself."""
        waiting = [(mail, False)]
        while waiting:
            part, in_text = waiting.pop()
            self.parts += 1
            if self.parts > MOST_PARTS:
                raise NotOpened(Problem.ARCHIVE)
            kind, inner = part.get_content_type(), _parts(part)
            if kind in _ADDED:
                continue
            if kind == "message/rfc822" and inner is not None:
                yield from self._mail_inside(part, inner, inside)
            elif inner is not None:
                in_text = kind == "multipart/related"
                waiting += [(one, in_text) for one in reversed(inner)]
            elif not (in_text and part.get_content_maintype() == "image"):
                yield from self._file(part, inside or "")

    def _mail_inside(
        self, part: Message, inner: list[Message], inside: str | None
    ) -> Iterator[Found]:
        subject = _decoded(str(inner[0].get("Subject", ""))) if inner else ""
        name = _name(part) or f"{subject or 'mail'}.eml"
        if inside is not None:
            yield Found(name, problem=Problem.NESTED, inside=inside)
            return
        before = self.parts
        found = False
        for mail in inner:
            for one in self.files(mail, name):
                found = True
                yield one
        if not found and self.parts > before:
            problem = Problem.ONLY_LINKS if self.has_links else Problem.NO_ATTACHMENT
            yield Found(name, problem=problem)

    def _file(self, part: Message, inside: str) -> Iterator[Found]:
        name, attached = _name(part), part.get_content_disposition() == "attachment"
        main = part.get_content_maintype()
        if main == "multipart":
            # Its parts cannot be told apart.
            raise NotOpened(Problem.ARCHIVE)
        if main == "text" and not (name or attached):
            self.has_links = self.has_links or _links(part)
            return
        if _ADDED_NAME.fullmatch(name):
            return
        content = _content(part)
        yield Found(name or "file", content, inside=inside, size=len(content))


def _parts(part: Message) -> list[Message] | None:
    """The parts of a part that has some."""
    inner = part.get_payload()
    if not isinstance(inner, list):
        return None
    return [one for one in inner if isinstance(one, Message)]


def _name(part: Message) -> str:
    return _decoded(str(part.get_filename("") or ""))


def _decoded(text: str) -> str:
    """A header with its encoded words as text."""
    with suppress(MessageError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return text.encode("utf-8", "replace").decode()


def _content(part: Message) -> bytes:
    """What is decoded, also of base64 that was cut off or has other letters in it."""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        written = str(part.get_payload()).encode("ascii", "replace")
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", written)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        return b64decode(letters + b"=" * (-len(letters) % 4))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _links(part: Message) -> bool:
    text = _content(part).decode("latin-1")
    link = _HTML_LINK if part.get_content_subtype() == "html" else _LINK
    return link.search(text) is not None
