"""Text in requests is UTF-8, whatever their headers say.

Django decodes by the charset that a request names, and Python knows codecs that fail
on text, such as `idna` and `zlib`. Browsers send forms in the encoding of the page.
"""

import codecs
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_header_parameters

from recruspace_dashboard.operations.logs import GetResponse

UNREADABLE = "unreadable"


class Utf8Request(WSGIRequest):
    """A request that is made whatever its `Content-Type` is.

    An error here would come before all middleware, so that there is no error page.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            found = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
            self.content_type, self.content_params = found
        except ValueError:
            self.content_type, self.content_params = "", {"charset": UNREADABLE}


def utf8_only(get_response: GetResponse) -> GetResponse:
    """Refuses forms in another encoding."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        charset = (request.content_params or {}).get("charset")
        if charset is not None:
            request.encoding = settings.DEFAULT_CHARSET
            if request.method == "POST" and not _is_utf8(charset):
                raise BadRequest("a form that is not in UTF-8")
        return get_response(request)

    return middleware


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
