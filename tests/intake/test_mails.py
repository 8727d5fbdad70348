"""Mails with CVs attached in all ways, with links instead, or broken."""

import socket
from email.message import EmailMessage

import pytest

from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake import mail_limits, mails
from tests.each_case import each_case
from tests.intake.bringing import brought, mail, outcomes, pdf, zipped
from tests.sample_files import JPEG, PDF

LINK = "My CV: https://files.example.com/cv.pdf"
HTML_LINK = '<p>My CV <a href="https://files.example.com/cv">here</a></p>'
HTML = '<html xmlns="http://www.w3.org/1999/xhtml"><p>Hello</p></html>'


def raw(*parts: str, boundary: str = "b") -> bytes:
    """A mail as it might be written by anything."""
    head = "From: a@example.com\nSubject: CV\n"
    head += f'Content-Type: multipart/mixed; boundary="{boundary}"\n'
    body = "".join(f"\n--b\n{part}\n" for part in parts)
    return f"{head}{body}\n--b--\n".encode()


def part(name: str, content: str, disposition: str = "attachment", **more: str) -> str:
    head = f"Content-Type: application/pdf\nContent-Disposition: {disposition}{name}\n"
    head += "".join(
        f"{key.replace('_', '-')}: {value}\n" for key, value in more.items()
    )
    return f"{head}\n{content}"


CONTENT = PDF.decode()
NAMED = '; filename="cv.pdf"'
BASE64 = "JVBERi0xLjcKMSAwIG9iago="


def report() -> bytes:
    """Each of its blocks becomes a message of its own."""
    block = "X: 1\n\n"
    kind = "Content-Type: message/delivery-status\n\n"
    return raw(kind + block * mail_limits.MOST_MESSAGES, part(NAMED, CONTENT))


def long_headers() -> bytes:
    """Taken apart as they are, each would take hours."""
    million = 10**6
    head = "From: a@example.com\nSubject: " + "=?utf-8?q?a?= " * million
    head += "\nContent-Type: multipart/mixed; boundary=b" + ";" * million
    name = NAMED + '; x="' + "a;" * million
    return f"{head}\n\n--b\n{part(name, CONTENT)}\n--b--\n".encode()


def with_logo() -> bytes:
    """A picture in its text, and one that was attached."""
    message = EmailMessage()
    message["From"] = "ayse@example.com"
    message.set_content(HTML, subtype="html")
    message.add_related(JPEG, "image", "jpeg", cid="<logo>", filename="logo.jpg")
    message.make_mixed()
    message.add_attachment(JPEG, "image", "jpeg", filename="scan.jpg")
    message.add_attachment(PDF, "application", "pdf", filename="cv.pdf")
    message.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    return message.as_bytes()


def deep(levels: int = mail_limits.MOST_NESTED + 1) -> bytes:
    """Parts in parts, as many as make the reading slow."""
    heads = "".join(
        f'Content-Type: multipart/mixed; boundary="{level}"\n\n--{level}\n'
        for level in range(levels)
    )
    return f"From: a@example.com\nSubject: CV\n{heads}".encode()


INNER = mail({"inner.pdf": pdf(1)})
NESTED = mail(mails=(mail({"inner.pdf": pdf(1)}, mails=(mail({"deep.pdf": pdf(2)}),)),))

OPENED = [
    (
        mail({"cv.pdf": pdf(1), "b.txt": b"CV"}),
        [("cv.pdf", "arrived"), ("b.txt", "kind")],
    ),
    (mail({"Özgeçmiş Işıl.pdf": pdf()}), [("Özgeçmiş Işıl.pdf", "arrived")]),
    (mail({"../../cv.pdf": pdf()}), [("cv.pdf", "arrived")]),
    (mail({"cv.pdf": b""}), [("cv.pdf", "empty")]),
    (with_logo(), [("scan.jpg", "kind"), ("cv.pdf", "arrived")]),
    (raw(part(NAMED, CONTENT, "inline")), [("cv.pdf", "arrived")]),
    (raw(part("", CONTENT)), [("file.pdf", "arrived")]),
    (
        raw(part(NAMED, BASE64, Content_Transfer_Encoding="base64")),
        [("cv.pdf", "arrived")],
    ),
    # Cut off, and with what is no base64 in it.
    (
        raw(part(NAMED, BASE64[:-3] + "!?", Content_Transfer_Encoding="base64")),
        [("cv.pdf", "arrived")],
    ),
    (
        raw(part('; filename="=?utf-8?B?SMO8c2V5aW4ucGRm?="', CONTENT)),
        [("Hüseyin.pdf", "arrived")],
    ),
    (
        raw(part("; filename*=utf-8''H%C3%BCseyin.pdf", CONTENT)),
        [("Hüseyin.pdf", "arrived")],
    ),
    (
        raw(part('; filename="=?nothing?B?!!?="', CONTENT)),
        [("= nothing B !! =.pdf", "arrived")],
    ),
    (
        raw(part('; filename="=?é?B?YQ==?="', CONTENT)),
        [("= \ufffd\ufffd B YQ== =.pdf", "arrived")],
    ),
    (raw(part(NAMED, CONTENT))[:-8], [("cv.pdf", "arrived")]),
    (mail(mails=(INNER,)), [("inner.pdf", "arrived")]),
    (NESTED, [("inner.pdf", "arrived"), ("My CV.eml", "nested")]),
    (mail(mails=(mail(),)), [("My CV.eml", "no_attachment")]),
    (
        mail({"a.zip": zipped({"cv.pdf": pdf(), "b.zip": zipped({})})}),
        [("cv.pdf", "arrived"), ("b.zip", "nested")],
    ),
    (mail({"a.zip": b"PK\x03\x04"}), [("a.zip", "archive")]),
]
NOTHING = [
    (mail(), "no_attachment"),
    (mail(text=HTML, subtype="html"), "no_attachment"),
    (mail(text=LINK), "only_links"),
    (mail(text=HTML_LINK, subtype="html"), "only_links"),
    (raw("Content-Type: text/calendar\n\nBEGIN:VCALENDAR"), "no_attachment"),
    (raw("no header at all"), "no_attachment"),
    # No part can be told from another.
    (raw(part(NAMED, CONTENT), boundary="other"), "archive"),
    (b"Subject: empty\n", "no_attachment"),
    (b"\xff\xfe\x00nonsense", "no_attachment"),
    (deep(), "archive"),
    (deep(40) + b"\n" * (mail_limits.MOST_COMPARED // 40), "archive"),
    (raw("X:\n" * mail_limits.MOST_HEADERS, part(NAMED, CONTENT)), "archive"),
    (b"From: a@b.co\n\n" + b"\n" * mail_limits.MOST_LINES, "archive"),
    (report(), "archive"),
    # Where the boundary comes too late, it is none.
    (b"Content-Type: multipart/mixed; " + b"a=b; " * 99_999 + b"\n\nx", "archive"),
    (raw(*["Content-Type: text/plain\n\nx"] * (mails.MOST_PARTS + 1)), "archive"),
]


@each_case(("content", "told"), OPENED)
def test_what_is_attached_comes_in(browse, content, told):
    intake = brought(browse, {"mail.eml": content})
    assert outcomes(intake) == told
    intake.delete()


@each_case(("content", "problem"), NOTHING)
def test_a_mail_that_brings_nothing_is_one_row(browse, content, problem):
    intake = brought(browse, {"mail.eml": content})
    assert outcomes(intake) == [("mail.eml", problem)]
    assert not WaitingFile.objects.exists()


def test_headers_are_read_as_far_as_they_are_of_use(browse):
    intake = brought(browse, {"mail.eml": long_headers()})
    assert outcomes(intake) == [("cv.pdf", "arrived")]


def test_what_came_before_the_broken_part_stays_beside_the_reason(browse):
    broken = 'Content-Type: multipart/mixed; boundary="c"\n\nnothing'
    intake = brought(browse, {"mail.eml": raw(part(NAMED, CONTENT), broken)})
    assert outcomes(intake) == [("cv.pdf", "arrived"), ("mail.eml", "archive")]


def test_each_file_says_which_mail_it_came_in(browse):
    both = mail({"a.zip": zipped({"a.pdf": pdf(3)}), "b.pdf": pdf(4)}, mails=(INNER,))
    intake = brought(browse, {"mail.eml": both})
    assert [(row.name, row.inside) for row in intake.files.order_by("number")] == [
        ("a.pdf", "a.zip"),
        ("b.pdf", "mail.eml"),
        ("inner.pdf", "My CV.eml"),
    ]


@pytest.mark.parametrize("name", ["mail", "mail.txt"])
def test_a_mail_is_known_by_how_it_begins(browse, name):
    intake = brought(browse, {name: mail({"cv.pdf": pdf()})})
    assert outcomes(intake) == [("cv.pdf", "arrived")]


def test_a_text_with_a_colon_is_no_mail(browse):
    intake = brought(browse, {"cv.txt": b"Name: Ayse\nCity: Izmir\n"})
    assert outcomes(intake) == [("cv.txt", "kind")]


def test_a_link_is_never_followed(browse, monkeypatch):
    asked = []
    before = socket.getaddrinfo

    def look_up(host, *more, **options):
        asked.append(host)
        return before(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    brought(browse, {"mail.eml": mail(text=LINK)})
    assert "files.example.com" not in asked


def test_a_mail_that_is_too_large_is_not_read(browse, monkeypatch):
    monkeypatch.setattr("recruspace_dashboard.intake.arrival.MAX_MAIL_BYTES", 1000)
    intake = brought(browse, {"mail.eml": mail({"cv.pdf": pdf(size=2000)})})
    assert outcomes(intake) == [("mail.eml", "archive")]
