"""Files: endpoint 18."""

from typing import BinaryIO

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.api import Api
from recruspace_dashboard.services.errors import ServerError
from recruspace_dashboard.services.http.transport import FileToSend
from recruspace_dashboard.services.records import StoredFile


class Utilities:
    def __init__(self, api: Api) -> None:
        self._api = api

    def upload_file(
        self, *, name: str, content: BinaryIO, content_type: str
    ) -> StoredFile:
        """Uploads a file (Upload File), streamed from the position of `content`.

        The other calls refer to it by its `id`. An answer without one is a
        `ServerError`, as the file cannot be used then.
        """
        endpoint = endpoints.UPLOAD_FILE
        body = self._api.write(
            endpoint,
            # "cv" is the only folder seen so far.
            form={"folder_key": "cv"},
            file=FileToSend("file", name, content, content_type),
        )
        stored = StoredFile.from_payload({"name": name, **parse.mapping(body)})
        if stored is None or stored.id is None:
            raise ServerError(str(endpoint), status=200, reason="no file id")
        return stored
