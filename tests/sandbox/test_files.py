from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import requests
from PIL import Image
from pypdf import PdfReader

from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company
from tests.each_case import each_case

from .conftest import OPTIONS, CallApi
from .shapes import FILE, assert_shape

SUKRU = "sukru.gundogdu@example.com"
PDF = ("Özgeçmiş.pdf", b"%PDF-1.7 small", "application/pdf")


def sukru(company: Company) -> Candidate:
    return next(each for each in company.candidates.values() if each.email == SUKRU)


def link_of(call: CallApi, candidate: Candidate, field: str) -> str:
    body: dict[str, Any] = call("GET", f"/candidates/{candidate.id}/").json()
    return str(body[field]["presigned_url"])


def fetch(link: str, **more: Any) -> requests.Response:
    return requests.get(link, timeout=10, **more)


def test_an_upload_is_stored_and_served(call: CallApi, company: Company) -> None:
    response = call(
        "POST",
        "/utilities/upload-file/",
        data={"folder_key": "cv"},
        files={"file": PDF},
    )
    assert response.status_code == 201
    assert_shape(response.json(), FILE)
    assert response.json()["id"] in company.files
    served = fetch(response.json()["presigned_url"])
    assert (served.status_code, served.content) == (200, PDF[1])
    assert served.headers["Content-Type"] == "application/pdf"


@each_case(
    ("form", "files", "field"),
    [
        ({"folder_key": "cv"}, {"other": PDF}, "file"),
        ({"folder_key": "cv"}, {"file": ("empty.pdf", b"")}, "file"),
        ({}, {"file": PDF}, "folder_key"),
        ({"folder_key": "elsewhere"}, {"file": PDF}, "folder_key"),
    ],
)
def test_an_upload_without_a_file_or_a_known_folder_is_refused(
    call: CallApi, form: dict[str, str], files: dict[str, Any], field: str
) -> None:
    response = call("POST", "/utilities/upload-file/", data=form, files=files)
    assert (response.status_code, list(response.json())) == (400, [field])


def test_an_invented_cv_is_a_pdf_that_holds_the_name(
    call: CallApi, company: Company
) -> None:
    served = fetch(link_of(call, sukru(company), "cv"))
    assert served.headers["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(served.content)).pages[0].extract_text()
    assert "Şükrü Gündoğdu" in text
    assert "Bağdat Caddesi 88, İstanbul" in text


def test_cvs_can_hold_the_letters_of_all_countries(
    call: CallApi, company: Company
) -> None:
    candidate = sukru(company)
    candidate.first_name, candidate.last_name = "Łukasz Jędrzej", "Dvořák-Šťastný"
    served = fetch(link_of(call, candidate, "cv"))
    text = PdfReader(BytesIO(served.content)).pages[0].extract_text()
    assert "Łukasz Jędrzej Dvořák-Šťastný" in text


def test_an_invented_photo_is_a_picture(call: CallApi, company: Company) -> None:
    served = fetch(link_of(call, sukru(company), "photo"))
    assert served.headers["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(served.content)).size == (256, 256)


def test_an_expired_link_is_refused_as_object_storage_does(
    call: CallApi, sandbox: Sandbox
) -> None:
    sandbox.reset(replace(OPTIONS, link_seconds=0))
    response = fetch(link_of(call, sukru(sandbox.company(sandbox.keys[0])), "cv"))
    assert response.status_code == 403
    assert response.headers["Content-Type"] == "application/xml"
    assert "<Message>Request has expired.</Message>" in response.text


def test_a_changed_link_is_refused(call: CallApi, company: Company) -> None:
    link = link_of(call, sukru(company), "cv")
    longer = fetch(link.replace("expires=", "expires=9"))
    assert "SignatureDoesNotMatch" in longer.text
    assert fetch(link.split("?")[0]).status_code == 403
    assert fetch(link.replace("CV%20", "")).status_code == 404
    assert requests.post(link, timeout=10).status_code == 405


def test_a_key_sent_along_with_a_link_is_refused(
    call: CallApi, company: Company, sandbox: Sandbox
) -> None:
    link = link_of(call, sukru(company), "cv")
    leaked = fetch(link, headers={"Authorization": f"Bearer {sandbox.keys[0]}"})
    assert leaked.status_code == 400
    assert "Only one auth mechanism allowed" in leaked.text
