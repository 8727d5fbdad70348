import re

import pytest

from tests.each_case import each_case


def page_of(browse, candidate_id, query=""):
    response = browse.get(f"/candidates/{candidate_id}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def section(page, name):
    return page[page.index(f'id="candidate-{name}"') :].split("</section>")[0]


def facts_of(page):
    """The facts under the name, in their order."""
    line = page[page.index('id="candidate-facts"') :].split("</ul>")[0]
    facts = re.findall(r"<li[^>]*>(.*?)</li>", line, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", fact).strip() for fact in facts]


@pytest.mark.usefixtures("every_reading")
def test_it_shows_everything_that_is_known_with_one_call(browse, sandbox):
    one = next(
        candidate
        for candidate in sandbox.company(sandbox.keys[0]).candidates.values()
        if candidate.cv and candidate.photo and candidate.tags and candidate.score
        if candidate.job_post and candidate.address and candidate.phone_number
    )
    page = page_of(browse, one.id)
    assert f"<h1>{one.first_name} {one.last_name}</h1>" in page
    assert f'src="/candidates/{one.id}/photo/"' in page
    assert f'href="mailto:{one.email}"' in page
    assert f'href="tel:{one.phone_number.replace(" ", "")}"' in page
    for text in (one.address, one.city, one.country):
        assert text in section(page, "contact")
    facts = facts_of(page)
    assert f"Score {one.score}" in facts
    assert f"{one.substage.stage.name} \u203a {one.substage.name}" in facts
    assert one.city in facts
    record = section(page, "record")
    assert f'href="/jobs/{one.job_post.hash}/">{one.job_post.title}</a>' in record
    assert all(tag.title in section(page, "tags") for tag in one.tags)
    assert one.created_at.strftime("%b %Y") in record
    assert one.cv.name in record
    [call] = sandbox.requests
    assert (call.method, call.path) == ("GET", f"/api/v1/client/candidates/{one.id}/")
    assert call.headers["Authorization"] == f"Bearer {sandbox.keys[0]}"


@pytest.mark.parametrize(
    "body",
    [
        {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com"},
        {
            "user": {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "email": "ada@example.com",
            }
        },
        {
            "first_name": "Ada",
            "user": {"last_name": "Lovelace", "email": "ada@example.com"},
        },
    ],
    ids=["at the top", "under user", "both"],
)
def test_the_names_stand_at_the_top_or_under_user(browse, sandbox, body):
    sandbox.reply("GET", "/candidates/7/", body=body)
    page = page_of(browse, 7)
    assert "<h1>Ada Lovelace</h1>" in page
    assert "mailto:ada@example.com" in page


def test_nothing_but_an_answer_is_a_page_all_the_same(browse, sandbox):
    sandbox.reply("GET", "/candidates/7/", body={})
    page = page_of(browse, 7)
    assert "<h1>#7</h1>" in page
    assert facts_of(page) == []
    assert 'id="candidate-contact"' not in page
    assert "–" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Recruspace has no CV of this candidate." in page
    assert "No tags yet." in page
    assert "/candidates/7/photo/" not in page


def test_values_of_wrong_types_leave_the_page_standing(browse, sandbox):
    odd = {"id": "x", "first_name": 7, "tags": {}, "cv": [], "user": "Ada", "score": {}}
    odd |= {"substage": 5, "job_post": "x", "error_status": True, "error_logs": "odd"}
    sandbox.reply("GET", "/candidates/7/", body=odd)
    page = page_of(browse, 7)
    assert "<h1>7</h1>" in page
    assert 'action="/candidates/7/notes/"' in page


@each_case(
    ("candidate_id", "body", "facts"),
    [
        (71, {"suitability": "not_suitable"}, ["Not suitable"]),
        (72, {"score": 0}, ["Score 0"]),
        (73, {"substage": {"name": "New"}}, ["New"]),
        (74, {"substage": {"name": "New", "stage": {"name": "New"}}}, ["New"]),
        (75, {"country": "Türkiye"}, ["Türkiye"]),
        (76, {"city": "İzmir", "country": "Türkiye"}, ["İzmir"]),
        (77, {"source_platform": "career_page"}, ["Career page"]),
        (78, {"created_at": "2020-03-05T10:00:00Z"}, ["Added 5 Mar 2020"]),
        (79, {"suitability": "suitable", "score": 7.5}, ["Suitable", "Score 7.5"]),
    ],
)
def test_only_what_is_known_is_among_the_facts(
    browse, sandbox, candidate_id, body, facts
):
    sandbox.reply("GET", f"/candidates/{candidate_id}/", body=body)
    assert facts_of(page_of(browse, candidate_id)) == facts


def test_an_import_that_went_wrong_is_said(browse, candidate):
    candidate.error_status = True
    candidate.error_logs = ["The CV has no text.", "<b>No</b> phone number."]
    page = page_of(browse, candidate.id)
    assert "The import of this candidate failed:" in page
    assert "<li>The CV has no text.</li>" in page
    assert "<li>&lt;b&gt;No&lt;/b&gt; phone number.</li>" in page


def test_an_import_that_went_wrong_without_a_reason_is_said(browse, candidate):
    candidate.error_status, candidate.error_logs = True, []
    assert "The import of this candidate failed.</strong>" in page_of(
        browse, candidate.id
    )


def test_an_import_that_went_well_is_not_spoken_of(browse, candidate):
    candidate.error_status, candidate.error_logs = False, ["an old line"]
    assert "went wrong" not in page_of(browse, candidate.id)


@pytest.mark.usefixtures("uncached")
@each_case("name", ["cv.pdf", "cv.docx", "cv.doc", "cv"])
def test_the_pages_of_the_cv_are_asked_for_by_the_page(browse, candidate, name):
    candidate.cv.name, candidate.cv.type = name, "application/octet-stream"
    cv = section(page_of(browse, candidate.id), "cv")
    address = f"/candidates/{candidate.id}/cv/"
    assert f'hx-get="{address}view/" hx-trigger="load"' in cv
    # Without JavaScript, too.
    assert f'href="{address}view/">Show the CV' in cv
    assert f'href="{address}" download' in cv
    assert ("Open in a new tab" in cv) == (name == "cv.pdf")


def test_a_cv_without_a_link_is_said(browse, sandbox):
    sandbox.reply("GET", "/candidates/7/", body={"cv": {"id": 1, "name": "cv.pdf"}})
    cv = section(page_of(browse, 7), "cv")
    assert "hx-get" not in cv
    assert "gives no link to this CV" in cv


def test_texts_are_shown_as_texts_and_links_go_nowhere_else(browse, sandbox):
    evil = "<script>alert(1)</script>"
    body = {
        "first_name": evil,
        "email": 'javascript:alert(1)"@x?bcc=all@example.com',
        "phone_number": "javascript:alert(1)",
        "tags": [{"title": evil}],
        "job_post": {"hash": "../../account", "title": evil, "status": evil},
        "cv": {"name": evil + ".pdf", "presigned_url": "javascript:alert(1)"},
        "user": {"profile_img": "javascript:alert(1)"},
    }
    sandbox.reply("GET", "/candidates/7/", body=body)
    page = page_of(browse, 7)
    assert evil not in page
    assert 'href="javascript:' not in page
    assert 'href="mailto:javascript%3Aalert%281%29%22@x%3Fbcc%3Dall@' in page
    assert 'href="tel:javascript%3Aalert(1)"' in page
    assert "/jobs/.." not in page
    assert "<img" not in page


@pytest.mark.parametrize("candidate_id", [999_999, "9" * 5000, "abc", "-1"])
def test_somebody_who_is_not_there_is_a_page_of_ours(browse, candidate_id):
    response = browse.get(f"/candidates/{candidate_id}/")
    assert response.status_code == 404
    assert "<title>" in response.content.decode()


def test_candidates_of_another_company_are_not_there(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates))
    assert browse.get(f"/candidates/{theirs}/").status_code == 404


def test_the_api_refusing_connections_is_a_page_of_ours(browse, candidate, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get(f"/candidates/{candidate.id}/?pool=1&page=2")
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in response.content.decode()


def test_a_refused_key_leads_to_the_key_page(browse, sandbox, candidate):
    sandbox.reply("GET", "/candidates/", status=401)
    address = browse.get(f"/candidates/{candidate.id}/")["Location"]
    assert address == f"/account/key/?next=%2Fcandidates%2F{candidate.id}%2F"


def test_without_a_key_the_key_page_comes_first(client, keyless, candidate):
    client.force_login(keyless)
    address = client.get(f"/candidates/{candidate.id}/")["Location"]
    assert address.startswith("/account/key/")
