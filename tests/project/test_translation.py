"""Everything the dashboard says can be said in Turkish too.

The pages are walked in English and in a made-up language in which every text that can
be translated comes in brackets. A text that is the same in both, and does not come
from the API or from the user, was forgotten.
"""

import gettext
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
import requests
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

from recruspace_dashboard.pages.labels import label
from recruspace_dashboard.services.endpoints import PREFIX

FOLDER = Path(settings.BASE_DIR, "locale", "tr", "LC_MESSAGES")
SAID = ("aria-label", "title", "placeholder", "alt", "data-label")
# Names, and what both languages write alike.
NAMES = (
    "Recruspace Dashboard English Türkçe PDF CV Indeed LinkedIn Ctrl K Settings "
    "Career Page"
)
DATE = re.compile(r"\d{1,2} \w{3} \d{4}")


def test_every_text_has_its_turkish() -> None:
    catalogue = polib.pofile(FOLDER / "django.po")
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert len(catalogue) > 300


def test_placeholders_are_the_same_in_both() -> None:
    for entry in polib.pofile(FOLDER / "django.po"):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert holders(text) == holders(entry.msgid), entry.msgid


def holders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[ds]|\{\w+\}|</?[a-z]+", text))


def test_what_is_compiled_is_what_is_written() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in polib.pofile(FOLDER / "django.po"):
        if entry.msgid_plural:
            assert (
                compiled.ngettext(entry.msgid, entry.msgid_plural, 1)
                == (entry.msgstr_plural[0])
            )
        elif entry.msgctxt:
            there = compiled.pgettext(entry.msgctxt, entry.msgid)
            assert there == entry.msgstr
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr


class Texts(HTMLParser):
    """The texts of a page, and of the attributes that screen readers read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if name in SAID}


@pytest.fixture
def brackets(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language that puts every text of ours in brackets: its code."""
    catalogue = polib.pofile(FOLDER / "django.po")
    for entry in catalogue:
        if entry.msgid_plural:
            texts = {0: entry.msgid, 1: entry.msgid_plural}
            entry.msgstr_plural = {n: in_brackets(text) for n, text in texts.items()}
        else:
            entry.msgstr = in_brackets(entry.msgid)
    folder = tmp_path / "tr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(folder / "django.mo")
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(trans_real, "_translations", {})
    return "tr"


def in_brackets(text: str) -> str:
    inside = re.sub(r">([^<]+)<", r">[\1]<", text)
    return f"[{inside}]"


def words(text: str) -> set[str]:
    """The words of a text, without initials and other scraps."""
    return set(re.findall(r"[^\W\d_]{3,}", text))


def words_of_the_api(value: object) -> set[str]:
    if isinstance(value, dict):
        return {word for inner in value.values() for word in words_of_the_api(inner)}
    if isinstance(value, list):
        return {word for inner in value for word in words_of_the_api(inner)}
    return words(str(value)) | words(str(label(str(value))))


@pytest.fixture
def pages(company, superuser) -> list[tuple[str, dict[str, str] | None]]:
    """Addresses, and what is posted to those that then show a refused form."""
    pool = next(iter(company.pools))
    candidate = next(iter(company.candidates))
    job = next(job.hash for job in company.jobs.values() if job.status == "published")
    empty = next(one.id for one in company.pools.values() if not company.in_pool(one))
    return [
        *((address, None) for address in ("/", "/pools/", "/jobs/", "/company/")),
        (f"/pools/{pool}/?page_size=10", None),
        (f"/pools/{empty}/", None),
        *((f"/pools/{pool}/{page}/", None) for page in ("rename", "delete")),
        *(("/pools/new/", data) for data in (None, {"name": ""}, {"name": "n" * 300})),
        (f"/candidates/{candidate}/", None),
        (f"/candidates/{candidate}/assign/", None),
        (f"/candidates/{candidate}/assign/", {}),
        (f"/candidates/{candidate}/notes/", {"text": ""}),
        (f"/candidates/{candidate}/tags/", {"title": ""}),
        (f"/candidates/{candidate}/verdict/", {"reason": "r" * 301}),
        *((f"/candidates/{query}", None) for query in ("", "?email=a", "?email=zzzz")),
        ("/candidates/?email=example", None),
        *(("/candidates/new/", data) for data in (None, {}, {"phone_number": "x"})),
        *(("/files/new/", data) for data in (None, {})),
        (f"/jobs/{job}/", None),
        *((f"/jobs/{job}/apply/", data) for data in (None, {})),
        *((f"/account/{page}", None) for page in ("", "key/", "key/delete/")),
        *((f"/team/{page}", None) for page in ("", "new/")),
        *((f"/team/{superuser.pk}/{page}", None) for page in ("", "delete/")),
        ("/account/key/", {"api_key": "a b"}),
        ("/no/such/page/", None),
        ("/pools/999999/", None),
    ]


def test_no_text_of_a_page_is_forgotten(
    browse, user, sandbox, company, brackets, pages
) -> None:
    user.is_superuser = True
    user.save()
    names = f"{user.username} {user.get_full_name()} root zzzz {settings.COMMIT}"
    known = words(f"{NAMES} {names}")
    for address in (
        "talent-pools",
        "job-posts",
        "companies/users",
        "companies/offices",
    ):
        known |= answer_words(sandbox, f"/{address}/?page_size=100")
    for pool in company.pools:
        known |= answer_words(
            sandbox, f"/talent-pools/{pool}/candidates/?page_size=100"
        )
    for job in company.jobs:
        known |= answer_words(sandbox, f"/job-posts/{job}/")
        known |= answer_words(sandbox, f"/job-posts/{job}/questions/")
    for candidate in company.candidates:
        known |= answer_words(sandbox, f"/candidates/{candidate}/")
    forgotten = []
    for address, data in pages:
        texts = []
        for language in ("en", brackets):
            browse.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            if data is None:
                response = browse.get(address)
            else:
                response = browse.post(address, data)
            assert response.status_code in {200, 404, 422}, address
            texts.append(Texts(response.content.decode()).found)
        same = sorted(texts[0] & texts[1])
        forgotten += [
            f"{address} {text}"
            for text in same
            if not (words(text) <= known or DATE.fullmatch(text))
        ]
    translation.activate("en")
    assert not forgotten, "\n".join(forgotten)


def answer_words(sandbox, path: str) -> set[str]:
    headers = {"Authorization": f"Bearer {sandbox.keys[0]}"}
    answer = requests.get(sandbox.url + PREFIX + path, headers=headers, timeout=10)
    return words_of_the_api(json.loads(answer.content))
