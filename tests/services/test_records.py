"""Records from payloads with missing, unknown or wrong fields."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

from recruspace_dashboard.services.records import (
    Candidate,
    CompanyUser,
    JobPost,
    JobPostReference,
    Question,
    StoredFile,
    TalentPool,
    User,
)
from tests.each_case import each_case
from tests.services.payloads import CANDIDATE, FILE, USER, WHOLE

# These are None for an empty payload.
OPTIONAL = {StoredFile, JobPostReference}

WRONG = [
    None,
    True,
    7,
    -1.5,
    "",
    "text",
    "\ud800\x00",
    "javascript:alert(1)",
    [],
    [None],
    ["text"],
    [[{}]],
    [{"id": {}}],
    {},
    {"id": []},
    {"user": 7, "name": [], "stage": "x"},
]


def texts_of(record: object) -> Iterator[str]:
    """Every text of a record that a page can show, also from its properties."""
    if isinstance(record, str):
        yield record
    if isinstance(record, tuple):
        for each in record:
            yield from texts_of(each)
    if is_dataclass(record):
        properties = [
            name for name, it in vars(type(record)).items() if isinstance(it, property)
        ]
        for name in [*(field.name for field in fields(record)), *properties]:
            yield from texts_of(getattr(record, name))


def check(record: object) -> None:
    shown = "".join(texts_of(record))
    assert shown.encode().count(b"\x00") == 0
    assert hash(record) is not None


kinds = each_case("kind", WHOLE)


@kinds
def test_a_whole_payload_fills_every_field(kind):
    record = kind.from_payload(WHOLE[kind])
    empty = [
        field.name
        for field in fields(record)
        if getattr(record, field.name) in (None, "", ())
    ]
    assert empty == []
    check(record)


@kinds
def test_an_empty_payload(kind):
    record = kind.from_payload({})
    assert (record is None) is (kind in OPTIONAL)
    check(record)


@kinds
def test_a_payload_of_nulls(kind):
    check(kind.from_payload(dict.fromkeys(WHOLE[kind])))


@kinds
@each_case("wrong", WRONG)
def test_a_field_of_a_wrong_type_leaves_the_others(kind, wrong):
    good = kind.from_payload(WHOLE[kind])
    for name in WHOLE[kind]:
        record = kind.from_payload({**WHOLE[kind], name: wrong})
        check(record)
        changed = [
            field.name
            for field in fields(record)
            if getattr(record, field.name) != getattr(good, field.name)
        ]
        assert len(changed) <= (5 if name == "user" else 2), changed
    check(kind.from_payload(dict.fromkeys(WHOLE[kind], wrong)))


@kinds
def test_an_unknown_field_is_ignored(kind):
    more = {**WHOLE[kind], "new": {"in": ["version", 2]}}
    assert kind.from_payload(more) == kind.from_payload(WHOLE[kind])


def test_a_candidate_as_documented():
    candidate = Candidate.from_payload(CANDIDATE)
    assert candidate.created_at == datetime(2019, 8, 24, 14, 15, 22, 123000, UTC)
    assert (candidate.stage, candidate.substage) == ("Interview", "Task")
    assert candidate.cv.url == "https://files.example.com/2"
    assert candidate.profile_image == "https://files.example.com/1"
    assert candidate.job_post.title == "string"
    assert [tag.title for tag in candidate.tags] == ["string"]
    assert (candidate.error_status, candidate.error_logs) == (True, ("string",))


@each_case("top", [True, False])
@each_case("under_user", [True, False])
def test_names_are_read_at_the_top_or_under_user(top, under_user):
    names = {"email": "a@example.com", "first_name": "Işıl", "last_name": "Öz"}
    payload = {**(names if top else {}), "user": names if under_user else None}
    candidate = Candidate.from_payload({"id": 7, **payload})
    known = top or under_user
    assert candidate.email == ("a@example.com" if known else "")
    assert candidate.name == ("Işıl Öz" if known else "#7")
    assert candidate.initials == ("IÖ" if known else "?")


def test_an_empty_candidate_has_a_dash_as_a_name():
    assert Candidate.from_payload({}).name == "–"


def test_the_name_at_the_top_comes_before_the_one_under_user():
    user = {"first_name": "Account", "email": "account@example.com"}
    candidate = Candidate.from_payload({"first_name": "Own", "user": user})
    assert (candidate.first_name, candidate.email) == ("Own", "account@example.com")


@each_case("value", ["not_suitable", "from_mars", "LinkedIn Jobs", "7"])
def test_an_unknown_value_of_an_enum_is_left_as_it_is(value):
    assert Candidate.from_payload({"suitability": value}).suitability == value


@each_case("link", ["javascript:alert(1)", "data:text/html,x", "//x"])
def test_unsafe_links_of_a_record_are_empty(link):
    file = {**FILE, "presigned_url": link}
    user = {**USER, "profile_img": link}
    candidate = Candidate.from_payload({"cv": file, "photo": file, "user": user})
    assert (candidate.cv.url, candidate.photo.url) == ("", "")
    assert candidate.profile_image == User.from_payload(user).photo == ""


@each_case(
    ("name", "kind"),
    [
        ("cv.pdf", "PDF"),
        ("cv.final.docx", "DOCX"),
        ("cv", ""),
        ("pdf", ""),
        ("cv.", ""),
        ("cv.something", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_file(name, kind):
    assert StoredFile.from_payload({"id": 1, "name": name}).kind == kind


@each_case(
    ("name", "media_type", "kind"),
    [
        ("Özgeçmiş", "application/pdf", "PDF"),
        ("Özgeçmiş", "PDF", "PDF"),
        ("cv.docx", "application/pdf", "DOCX"),
        ("Özgeçmiş", "application/msword", ""),
    ],
)
def test_a_pdf_without_an_extension_is_known_by_its_type(name, media_type, kind):
    file = {"id": 1, "name": name, "type": media_type}
    assert StoredFile.from_payload(file).kind == kind


@each_case(
    ("role", "shown"),
    [("admin", "admin"), ({"id": 1, "name": "Admin"}, "Admin"), (None, ""), ([], "")],
)
def test_the_role_of_a_user_may_be_a_text_or_an_object(role, shown):
    assert CompanyUser.from_payload({"user": USER, "role": role}).role == shown


def test_a_user_may_be_at_the_top_of_a_payload():
    assert CompanyUser.from_payload(USER).name == "string string"
    pool = TalentPool.from_payload({"created_by": USER})
    assert pool.created_by.email == "user@example.com"


@each_case(("count", "shown"), [(-1, 0), ("12", 12), (None, None)])
def test_the_count_of_a_pool(count, shown):
    assert TalentPool.from_payload({"candidate_count": count}).candidate_count == shown


@each_case(
    ("locations", "shown"),
    [
        ("Berlin", ("Berlin",)),
        (["Berlin", "", None], ("Berlin",)),
        ([{"name": "HQ", "city": "Berlin", "country": "DE"}], ("HQ, Berlin, DE",)),
        ([{"name": "Berlin", "city": "Berlin"}, {}], ("Berlin",)),
        ({"city": "Berlin"}, ("Berlin",)),
        (None, ()),
    ],
)
def test_the_locations_of_a_job_post(locations, shown):
    assert JobPost.from_payload({"locations": locations}).locations == shown


@each_case(
    ("payload", "text", "required", "choices"),
    [
        ({"question_key": "Phone"}, "Phone", False, ()),
        ({"question": "Which?", "options": ["a", 1]}, "Which?", False, ("a", "1")),
        ({"title": "Which?", "required": "true"}, "Which?", True, ()),
        ({"choices": [{"label": "a"}, {"x": 1}, None]}, "", False, ("a",)),
        ({"choices": "a", "is_required": "maybe"}, "", False, ()),
        ({"choices": None, "options": ["a"]}, "", False, ("a",)),
    ],
)
def test_a_question(payload, text, required, choices):
    question = Question.from_payload({"id": 1, **payload})
    assert (question.text, question.required) == (text, required)
    assert question.choices == choices
