"""Uploaded and invented files, behind links that expire like presigned URLs."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from functools import partial
from mimetypes import guess_type
from urllib.parse import quote, urlencode

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request, Response

from .fields import Fields
from .responses import ApiResponse, Call
from .shapes import stored_file
from .state import Company, StoredFile, World

SECRET = b"the links of a sandbox only protect invented data"


def link_maker(request: Request, seconds: int) -> Callable[[StoredFile], str]:
    """Make links to the host of this request, valid for this many seconds."""
    expires = int(time.time()) + seconds
    host = request.host_url.rstrip("/")

    def link(file: StoredFile) -> str:
        query = {"expires": expires, "signature": _signature(file.id, expires)}
        return f"{host}/files/{file.id}/{quote(file.name)}?{urlencode(query)}"

    return link


def download(request: Request, world: World, file_id: int, name: str) -> Response:
    """The file behind a presigned link. Errors are XML, as in object storage."""
    if request.method not in ("GET", "HEAD"):
        return _refusal(405, "MethodNotAllowed", "The method is not allowed.")
    # Object storage refuses a request that is signed twice. So does this, to
    # show when a client sends its API key to a link.
    if "Authorization" in request.headers:
        return _refusal(400, "InvalidArgument", "Only one auth mechanism allowed.")
    expires = request.args.get("expires", 0, type=int)
    signature = request.args.get("signature", "")
    if not hmac.compare_digest(
        signature.encode(), _signature(file_id, expires).encode()
    ):
        return _refusal(403, "SignatureDoesNotMatch", "The signature does not match.")
    if time.time() >= expires:
        return _refusal(403, "AccessDenied", "Request has expired.")
    file = world.file(file_id)
    if file is None or file.name != name:
        return _refusal(404, "NoSuchKey", "The specified key does not exist.")
    return Response(file.content, content_type=file.type)


def upload(call: Call) -> ApiResponse:
    """Upload File."""
    fields = Fields.of_multipart(call.request)
    file = fields.upload("file")
    folder = fields.text("folder_key")
    if folder and folder != "cv":
        fields.error("folder_key", f'"{folder}" is not a valid choice.')
    fields.check()
    return ApiResponse(
        stored_file(store_upload(call.company, file, folder), call.link), 201
    )


def store_upload(company: Company, upload: FileStorage, folder: str) -> StoredFile:
    """Put an upload into the storage of the company."""
    content = upload.stream.read()
    name = upload.filename or "file"
    content_type = guess_type(name)[0] or "application/octet-stream"
    make = partial(bytes, content)
    return company.store(name, content_type, folder, make, len(content))


def _signature(file_id: int, expires: int) -> str:
    message = f"{file_id}/{expires}".encode()
    return hmac.new(SECRET, message, hashlib.sha256).hexdigest()


def _refusal(status: int, code: str, message: str) -> Response:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
    return Response(text, status, content_type="application/xml")
