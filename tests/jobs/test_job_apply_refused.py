"""Applying a person: what goes wrong is said at its place, and nothing is lost."""

import pytest

from tests.http import HTMX, text

ALREADY = "This candidate has already applied for this job."


def writes(sandbox):
    return [call for call in sandbox.requests if call.method != "GET"]


@pytest.fixture
def address(job):
    return f"/jobs/{job.hash}/apply/"


@pytest.fixture
def data(candidate_data, experience, names, cv):
    return {**candidate_data, **experience, names["Phone"]: "+90 1", "cv_file": cv}


def assert_typed_text_is_there(response, names):
    page = text(response)
    for typed in ("Işıl", "isil@example.com", "Çınar A.Ş.", "2020-02-29", "+90 1"):
        assert f'value="{typed}"' in page


def test_an_empty_form_says_what_is_missing(browse, sandbox, address):
    response = browse.post(address)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert errors.keys() == {"first_name", "last_name", "email", "cv_file"}
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"email": "nobody"}, "email"),
        ({"first_name": "n" * 300}, "first_name"),
        ({"last_name": "\x00"}, "last_name"),
    ],
)
def test_a_bad_value_is_refused_here_and_nothing_is_uploaded(
    browse, sandbox, address, data, changed, at
):
    response = browse.post(address, data | changed)
    assert response.status_code == 422
    assert at in response.context["form"].errors
    assert writes(sandbox) == []
    assert "Choose the file again" in text(response)


@pytest.mark.parametrize(
    ("changed", "at", "message"),
    [
        (
            {"start_date": "2024-06-01"},
            "end_date",
            "The end date is before the start date.",
        ),
        ({"end_date": ""}, "end_date", "Enter the end, or tick “Ongoing”."),
        ({"start_date": "31.5.2024"}, "start_date", "year-month-day"),
        ({"end_date": "2024-02-30"}, "end_date", "year-month-day"),
        ({"start_date": ""}, "start_date", "This field is required."),
        ({"company_name": " "}, "company_name", "This field is required."),
        ({"employment_type": "forever"}, "employment_type", "not one of the available"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "fragment"])
def test_what_is_wrong_in_a_row_is_said_in_it(
    browse, sandbox, address, data, names, changed, at, message, headers
):
    row = f"{names['Experience']}-0"
    changed = {f"{row}-{name}": value for name, value in changed.items()}
    response = browse.post(address, data | changed, headers=headers)
    assert response.status_code == 422
    place = text(response).split(f'id="id_{row}-{at}_error"')[1].split("</div>")[0]
    assert message in place
    assert "Some of these entries are not complete." in text(response)
    assert writes(sandbox) == []


def test_too_many_rows_are_refused(browse, sandbox, address, data, names):
    rows = {f"{names['Experience']}-{n}-company_name": "x" for n in (60, 9999)}
    response = browse.post(address, data | rows)
    assert response.status_code == 422
    assert "You can send at most 50 entries." in text(response)


def test_for_htmx_only_rows_on_the_page_get_a_place_for_errors(
    browse, address, data, names
):
    """Row 0 was removed from the page, so that its places are not there any more."""
    name = names["Education"]
    rows = {f"{name}-1-school_name": "İTÜ", "email": ""}
    page = text(browse.post(address, data | rows, headers=HTMX))
    assert f'id="id_{name}-1-school_name_error"' in page
    assert f'id="id_{name}-0-school_name_error"' not in page


def test_add_a_row_sends_nothing_and_keeps_what_was_typed(
    browse, sandbox, address, data, names
):
    rows = names["Experience"]
    response = browse.post(address, {**data, "email": "?", "add_row": rows})
    page = text(response)
    assert response.status_code == 200
    assert_typed_text_is_there(browse.post(address, {**data, "add_row": rows}), names)
    assert 'value="?"' in page
    assert f'name="{rows}-1-company_name"' in page
    assert f'name="{rows}-2-company_name"' not in page
    assert f'name="{names["Education"]}-1-school_name"' not in page
    assert "errorlist" not in page
    assert writes(sandbox) == []


@pytest.mark.parametrize("status", [400, 409])
def test_who_has_applied_already_is_told_so(
    browse, sandbox, address, data, names, status
):
    body = {"email": ["Has applied already."]} if status == 400 else {"detail": "No."}
    sandbox.reply("POST", "/job-posts/", status=status, body=body)
    response = browse.post(address, data)
    assert response.status_code == 422
    assert response.context["form"].errors == {"email": [ALREADY]}
    assert_typed_text_is_there(response, names)


@pytest.mark.parametrize(
    ("body", "at", "message"),
    [
        ({"email": ["Is on hold."]}, "email", "Is on hold."),
        ({"cv": ["No such file."]}, "cv_file", "No such file."),
        ({"answers": ["Phone: is too short."]}, "Phone", "Phone: is too short."),
        ({"answers": ["Phones differ."]}, "__all__", "answers: Phones differ."),
        ({"answers": [{"x": ["Of 5."]}]}, None, "Of 5."),
        ({"answers": {"detail": "Odd."}}, None, "Odd."),
        ({"company": ["Is closed."]}, "__all__", "company: Is closed."),
        ({"detail": "Closed."}, "__all__", "Closed."),
        (["Closed."], "__all__", "Closed."),
        ({}, "__all__", "Recruspace did not accept this."),
    ],
)
def test_what_the_api_says_stands_at_its_question(
    browse, sandbox, address, data, names, body, at, message
):
    sandbox.reply("POST", "/job-posts/", status=400, body=body)
    response = browse.post(address, data)
    assert response.status_code == 422
    errors = response.context["form"].errors
    if at is None:
        assert message in str(errors)
    else:
        assert errors == {names.get(at, at): [message]}
    assert_typed_text_is_there(response, names)


@pytest.mark.parametrize(
    ("status", "ours"), [(401, 403), (403, 403), (404, 404), (429, 429), (500, 502)]
)
def test_an_error_of_the_api_keeps_what_was_typed(
    browse, sandbox, address, data, names, status, ours
):
    sandbox.reply("POST", "/job-posts/", status=status, body="<h1>Boom</h1>")
    response = browse.post(address, data)
    assert response.status_code == ours
    assert "Boom" not in text(response)
    assert ("may or may not" in text(response)) is (status == 500)
    assert_typed_text_is_there(response, names)


def test_a_failed_upload_may_be_tried_again(browse, sandbox, address, data, names):
    sandbox.reply("POST", "/utilities/", status=500)
    response = browse.post(address, data)
    assert response.status_code == 502
    assert "may or may not" not in text(response)
    assert "is uploaded" not in text(response)
    assert len(writes(sandbox)) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"file": ["Is a virus."]}, "Is a virus."),
        ({"detail": "Too large."}, "Too large."),
        ({}, "Recruspace did not accept this file."),
    ],
)
def test_a_refused_file_is_said_at_its_field(
    browse, sandbox, address, data, names, photo, body, message
):
    sandbox.reply("POST", "/utilities/", status=201, body={"id": 7}, times=1)
    sandbox.reply("POST", "/utilities/", status=409, body=body)
    response = browse.post(address, data | {names["Photo"]: photo})
    assert response.context["form"].errors == {names["Photo"]: [message]}
    assert "<strong>Özgeçmiş.pdf</strong> is uploaded." in text(response)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "fragment"])
def test_the_api_refusing_connections_keeps_what_was_typed(
    browse, address, data, names, settings, headers
):
    url = settings.RECRUSPACE_API_URL
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.post(address, data, headers=headers)
    assert response.status_code == 503
    assert "could not connect to Recruspace" in text(response)
    if headers:
        assert text(response).lstrip().startswith('<div id="form-errors">')
        return
    # Not known are the questions now, but the answers go along to the next try.
    form = response.context["form"]
    assert_typed_text_is_there(response, names)
    carried = dict(form.hidden_answers)
    settings.RECRUSPACE_API_URL = url
    candidate = {
        name: form[name].value() for name in ("first_name", "last_name", "email")
    }
    data["cv_file"].seek(0)
    again = {**candidate, **carried, "cv_file": data["cv_file"]}
    assert browse.post(address, again).status_code == 302


def test_a_file_is_taken_for_what_it_holds(browse, sandbox, address, data):
    data["cv_file"].file.write(b"<script>")
    data["cv_file"].seek(0)
    response = browse.post(address, data)
    assert response.context["form"].errors.keys() == {"cv_file"}
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    "said",
    [
        [{}, {"answer": ["Of 5."]}],
        {"1": {"answer": ["Of 5."]}},
        {"1": ["Of 5."]},
    ],
)
def test_an_error_of_the_second_answer_stands_at_its_question(
    browse, sandbox, address, data, names, said
):
    sandbox.reply("POST", "/job-posts/", status=400, body={"answers": said})
    response = browse.post(address, data)
    assert response.context["form"].errors == {names["Experience"]: ["Of 5."]}
