from io import BytesIO

import pytest

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.errors import ServerError, ValidationFailed

UPLOAD = {"name": "Özgeçmiş.pdf", "content_type": "application/pdf"}


@pytest.mark.endpoint(endpoints.UPLOAD_FILE)
def test_a_file_is_uploaded(recruspace, the_call, company):
    stored = recruspace.utilities.upload_file(**UPLOAD, content=BytesIO(b"%PDF \xff"))
    call = the_call()
    assert call.method == "POST"
    assert call.path == "/api/v1/client/utilities/upload-file/"
    assert (call.query, call.form) == ({}, {"folder_key": "cv"})
    [(field, file)] = call.files.items()
    assert (field, file.filename) == ("file", "Özgeçmiş.pdf")
    assert (file.content, file.content_type) == (b"%PDF \xff", "application/pdf")
    assert company.files[stored.id].content == b"%PDF \xff"
    assert (stored.name, stored.size, stored.kind) == ("Özgeçmiş.pdf", 6, "PDF")
    assert stored.url.startswith("http://")


@pytest.mark.endpoint(endpoints.UPLOAD_FILE)
def test_an_empty_file_is_refused_by_field(recruspace):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.utilities.upload_file(**UPLOAD, content=BytesIO())
    assert caught.value.fields == {"file": ["The submitted file is empty."]}


@pytest.mark.parametrize("status", [200, 201])
def test_an_upload_may_answer_with_an_id_alone(recruspace, sandbox, status):
    sandbox.reply("POST", "/utilities/", status=status, body={"id": "77"})
    stored = recruspace.utilities.upload_file(**UPLOAD, content=BytesIO(b"x"))
    assert (stored.id, stored.name, stored.url) == (77, "Özgeçmiş.pdf", "")


@pytest.mark.parametrize("body", ["", {}, [], {"id": None}])
def test_an_uploaded_file_without_an_id_is_an_error(recruspace, sandbox, body):
    sandbox.reply("POST", "/utilities/", body=body)
    with pytest.raises(ServerError, match="no file id"):
        recruspace.utilities.upload_file(**UPLOAD, content=BytesIO(b"x"))


@pytest.mark.parametrize(("status", "detail"), [(413, "Too large."), (415, "No PDF.")])
def test_a_file_may_be_refused(recruspace, sandbox, status, detail):
    sandbox.reply("POST", "/utilities/", status=status, body={"detail": detail})
    with pytest.raises(ValidationFailed) as caught:
        recruspace.utilities.upload_file(**UPLOAD, content=BytesIO(b"x"))
    assert (caught.value.status, caught.value.messages) == (status, [detail])
