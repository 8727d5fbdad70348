"""Reads the fields of a body and refuses them as a DRF serializer does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from .reading import parse_json, whole
from .responses import ApiError
from .state import Company, JobPost, Pool, StoredFile

EMAIL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
    r"@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*",
    re.IGNORECASE | re.ASCII,
)
REQUIRED = "This field is required."
BLANK = "This field may not be blank."


class Fields:
    """The fields of one body.

    A getter returns the value, or records an error and returns an empty one:
    `check` then raises a 400 with all of them.
    """

    def __init__(
        self,
        data: Mapping[str, object],
        files: Mapping[str, FileStorage] | None = None,
        *,
        typed: bool,
    ) -> None:
        self.data = data
        self.files = files or {}
        self.typed = typed
        self.errors: dict[str, list[str]] = {}

    @classmethod
    def of_json(cls, request: Request) -> Fields:
        _require_type(request, "application/json")
        try:
            data = parse_json(request.get_data() or b"{}")
        except ValueError as error:
            raise ApiError(400, f"JSON parse error - {error}") from error
        if not isinstance(data, dict):
            kind = type(data).__name__
            message = f"Invalid data. Expected a dictionary, but got {kind}."
            raise ApiError(400, {"non_field_errors": [message]})
        return cls(data, typed=True)

    @classmethod
    def of_multipart(cls, request: Request) -> Fields:
        _require_type(request, "multipart/form-data")
        return cls(request.form, request.files, typed=False)

    def error(self, name: str, message: str) -> None:
        self.errors.setdefault(name, []).append(message)

    def check(self) -> None:
        if self.errors:
            raise ApiError(400, self.errors)

    def text(
        self, name: str, *, required: bool = True, max_length: int | None = 255
    ) -> str:
        value = self._given(name, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.error(name, "Not a valid string.")
            return ""
        value = value.strip()
        if not value and required:
            self.error(name, BLANK)
        if max_length and len(value) > max_length:
            limit = f"Ensure this field has no more than {max_length} characters."
            self.error(name, limit)
        return value

    def email(self, name: str) -> str:
        value = self.text(name, max_length=254)
        if value and not EMAIL.fullmatch(value):
            self.error(name, "Enter a valid email address.")
        return value

    def integer(self, name: str, *, required: bool = True) -> int | None:
        """A number: an integer in JSON, digits in a form."""
        value = self._given(name, required=required)
        if not self.typed and isinstance(value, str):
            value = whole(value) if whole(value) is not None else value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.error(name, "A valid integer is required.")
        return None

    def boolean(self, name: str) -> bool | None:
        value = self._given(name, required=False)
        if value is None or isinstance(value, bool):
            return value
        self.error(name, "Must be a valid boolean.")
        return None

    def upload(self, name: str, endings: tuple[str, ...] = ()) -> FileStorage:
        """A file of the form, with one of these extensions if any are given."""
        file = self.files.get(name)
        if file is None or not file.filename:
            self.error(name, REQUIRED)
            return FileStorage()
        file.filename = PurePosixPath(file.filename).name
        if endings and not file.filename.lower().endswith(endings):
            ending = PurePosixPath(file.filename).suffix.removeprefix(".")
            allowed = ", ".join(each.removeprefix(".") for each in endings)
            refusal = f'File extension "{ending}" is not allowed.'
            self.error(name, f"{refusal} Allowed extensions are: {allowed}.")
        elif not file.stream.read(1):
            self.error(name, "The submitted file is empty.")
        file.stream.seek(0)
        return file

    def stored_file(self, name: str, company: Company) -> StoredFile | None:
        """A file that was uploaded before, by its id as a string."""
        number = self.text(name)
        if not number:
            return None
        file = company.files.get(whole(number) or 0)
        if file is None:
            self.error(name, f'Invalid pk "{number}" - object does not exist.')
        return file

    def job_or_pool(self, company: Company) -> tuple[JobPost | None, Pool | None]:
        """The job post or pool for a candidate: exactly one of the two."""
        job_hash = self.text("job_post", required=False)
        pool_id = self.integer("talent_pool_id", required=False)
        job = company.jobs.get(job_hash)
        pool = company.pools.get(pool_id) if pool_id is not None else None
        if job_hash and job is None:
            message = f"Object with hash={job_hash} does not exist."
            self.error("job_post", message)
        if pool_id is not None and pool is None:
            message = f'Invalid pk "{pool_id}" - object does not exist.'
            self.error("talent_pool_id", message)
        if not self.errors and (job is None) == (pool is None):
            message = "Give exactly one of job_post and talent_pool_id."
            self.error("non_field_errors", message)
        return job, pool

    def _given(self, name: str, *, required: bool) -> object:
        if name not in self.data:
            if required:
                self.error(name, REQUIRED)
            return None
        value = self.data[name]
        if value is None and required:
            self.error(name, "This field may not be null.")
        if value == "" and not required:
            return None
        return value


def _require_type(request: Request, wanted: str) -> None:
    if request.mimetype != wanted and request.get_data():
        message = f'Unsupported media type "{request.content_type}" in request.'
        raise ApiError(415, message)
