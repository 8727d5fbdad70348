"""Files: endpoint 18."""

from typing import BinaryIO

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.errors import ServerError
from recruspace_dashboard.services.http.transport import FileToSend, Transport
from recruspace_dashboard.services.records import StoredFile


class Utilities:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def upload_file(
        self, *, name: str, content: BinaryIO, content_type: str
    ) -> StoredFile:
        """Uploads a file (Upload File), streamed from where `content` stands.

        Its `id` is what the other calls name it by; an answer without one is a
        `ServerError`, as the file then cannot be used.
        """
        endpoint = endpoints.UPLOAD_FILE
        body = self._transport.call(
            endpoint,
            # "cv" is the one folder that has been seen.
            form={"folder_key": "cv"},
            file=FileToSend("file", name, content, content_type),
        )
        stored = StoredFile.from_payload({"name": name, **parse.mapping(body)})
        if stored is None or stored.id is None:
            raise ServerError(str(endpoint), status=200, reason="no file id")
        return stored
