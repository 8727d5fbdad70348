"""Forms in encodings that no browser sends: a page of ours, never a bare error."""

from io import BytesIO

from django.core.handlers.wsgi import WSGIHandler

from recruspace_dashboard.operations.encodings import Utf8Request
from tests.each_case import each_case

# Codecs of Python that fail on text, or turn it into something else.
CHARSETS = [
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-16",
    "utf-7",
    "zlib",
    "bz2",
    "hex",
    "base64",
    "uu",
    "quopri",
    "rot13",
    "latin-1",
    "no-such-charset",
    "x" * 5000,
]
BODY = (
    b'--b\r\nContent-Disposition: form-data; name="username"\r\n\r\nay\xc5\x9fe %ff\r\n'
    b'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n\xff'
    b"\r\n--b--\r\n"
)


def asked(method: str, content_type: str, body: bytes, query: str = "") -> tuple:
    """The status and page of a request as a server of WSGI hands it over."""
    statuses = []
    handler = WSGIHandler()
    handler.request_class = Utf8Request
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/login/",
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
    }
    response = handler(environ, lambda status, headers: statuses.append(status))
    page = b"".join(response).decode()
    response.close()
    return int(statuses[0][:3]), page


@each_case("charset", CHARSETS)
@each_case(
    "content_type",
    ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"],
)
def test_a_form_that_is_not_in_utf_8_is_refused(db, charset, content_type):
    body = BODY if "multipart" in content_type else b"username=%C5%9F%ff"
    status, page = asked("POST", f"{content_type}; charset={charset}", body)
    assert status == 400
    assert "could not understand the request" in page


@each_case("charset", ["utf-8", "UTF8", '"utf-8"', "u8"])
def test_utf_8_by_any_of_its_names_is_read(db, charset):
    """It gets as far as the check of its token."""
    for content_type in ("multipart/form-data; boundary=b", "text/plain"):
        status, _ = asked("POST", f"{content_type}; charset={charset}", BODY)
        assert status == 403


@each_case("charset", CHARSETS)
def test_an_address_is_read_as_utf_8(db, charset):
    status, _ = asked("GET", f"text/plain; charset={charset}", b"", "next=%2fpools%ff")
    assert status == 200


@each_case(
    "content_type",
    [
        "multipart/form-data; boundary*=idna''%ff",
        "multipart/form-data; boundary*=hex''x",
        "multipart/form-data; boundary*=no-such''x",
        "multipart/form-data; charset*=idna''%ff",
        "multipart/form-data; boundary=\xff",
        "; ;; charset",
        "multipart/form-data; charset",
    ],
)
def test_a_type_that_cannot_be_read_is_a_page_too(db, content_type):
    status, page = asked("POST", content_type, BODY)
    assert status in {400, 403}
    assert '<main id="main"' in page


@each_case("name", ["idna", "hex", "no-such", "undefined", "utf-16"])
def test_a_part_may_name_an_encoding_too(db, name):
    body = BODY.replace(b'name="username"', f"name*={name}''%ff".encode())
    assert asked("POST", "multipart/form-data; boundary=b", body)[0] == 403
    body = BODY.replace(b'"username"', f"\"f\"; filename*={name}''%ff".encode())
    assert asked("POST", "multipart/form-data; boundary=b", body)[0] == 403
