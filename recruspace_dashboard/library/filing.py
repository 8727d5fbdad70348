"""How a candidate is filed: what of a payload goes into which column and index."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import phonenumbers

from recruspace_dashboard.library.entry import Entry, Field
from recruspace_dashboard.library.folding import LONGEST_WORD, fold, words
from recruspace_dashboard.library.phones import parsed
from recruspace_dashboard.pages.alphabet import alphabetical_key
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import Candidate

# Their values are indexed one by one (`IndexedValue`): few values, many candidates.
VALUE_FIELDS = (
    Field.TAG,
    Field.JOB,
    Field.CITY,
    Field.COUNTRY,
    Field.SUITABILITY,
    Field.SOURCE,
)
UNSENDABLE = re.compile("[\ud800-\udfff]")
LONGEST_VALUE = 200
MOST_WORDS = 60
# Links, and what follows `?` in others, are different in every answer.
_TEXT = r'[^"\\]*(?:\\.[^"\\]*)*'
LINK = re.compile(
    rf'"(?:presigned_url|profile_img)":"{_TEXT}"|(?<="https://)[^"?\\]*\?{_TEXT}'
)


@dataclass(frozen=True)
class Given:
    """A candidate as the API gave one. `text` is the payload as JSON, `digest` tells
    whether it has changed."""

    candidate_id: int
    payload: Payload
    text: str
    digest: bytes

    @classmethod
    def of(cls, payload: Payload) -> "Given | None":
        """None for a payload without an id."""
        candidate_id = parse.identity(payload.get("id"))
        if candidate_id is None:
            return None
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        if UNSENDABLE.search(text):
            # Half a character, which no database stores, stays written out.
            text = json.dumps(payload, separators=(",", ":"))
        unchanging = LINK.sub("", text).encode()
        digest = hashlib.blake2b(unchanging, digest_size=16).digest()
        return cls(candidate_id, payload, text, digest)


@dataclass(frozen=True)
class Filed:
    """What a candidate is found by: words, sort keys and indexed values."""

    name_words: str
    email_words: str
    phone_words: str
    name_en: str
    name_tr: str
    email_key: str
    phone_key: str
    created_at: datetime | None
    keys: frozenset[str]

    @classmethod
    def of(cls, payload: Payload) -> "Filed":
        candidate = Candidate.from_payload(payload)
        entry = Entry.of(candidate)
        return cls(
            name_words=_joined(entry.texts[Field.NAME]),
            email_words=_joined((candidate.email.rpartition("@")[0],)),
            phone_words=" ".join(phone_words(candidate.phone_number)),
            name_en=sort_text(candidate.name, "en"),
            name_tr=sort_text(candidate.name, "tr"),
            email_key=email_key(candidate.email),
            phone_key=phone_key(candidate.phone_number),
            created_at=candidate.created_at,
            keys=frozenset(_keys(candidate, entry)),
        )


def host_of(link: str) -> str:
    """Empty for what is no link."""
    try:
        return (urlsplit(link).netloc.rpartition("@")[2]).lower()
    except ValueError:
        return ""


def value_key(field: str, value: object) -> str:
    """The key of an indexed value."""
    return f"{field}:{str(value)[:LONGEST_VALUE]}"


def sort_text(text: str, language: str) -> str:
    """A text that sorts, by its code points, as `text` does in the language."""
    return "".join(map(chr, alphabetical_key(text, language)))[:200]


def email_key(address: str) -> str:
    return fold(address)[:254]


def phone_words(number: str) -> list[str]:
    """What a number is found by: whole, national with and without 0, its end."""
    digits = "".join(filter(str.isdecimal, number)).removeprefix("00")
    if not digits:
        return []
    national = _national(number) or digits.removeprefix("0")
    typed = [digits, f"0{national}", national, national[-7:], national[-4:]]
    return list(dict.fromkeys(fold(one)[:LONGEST_WORD] for one in typed))


def phone_key(number: str) -> str:
    """The number in E.164 if it names its country, else its digits."""
    digits = "".join(filter(str.isdecimal, number))
    if not digits.strip("0"):
        return ""
    plus = "+" if number.lstrip().startswith(("+", "00")) else ""
    return f"{plus}{digits.removeprefix('00') if plus else digits}"[:40]


def _national(number: str) -> str:
    """The number within its country; empty where it does not say its country."""
    known = parsed(number)
    return phonenumbers.national_significant_number(known) if known else ""


def _joined(texts: tuple[str, ...]) -> str:
    found = [word for text in texts for word in words(text)]
    return " ".join(found[:MOST_WORDS])


def _keys(candidate: Candidate, entry: Entry) -> set[str]:
    keys = {
        value_key(field, text) for field in VALUE_FIELDS for text in entry.texts[field]
    }
    keys |= {value_key("has", part) for part in entry.parts}
    keys |= {value_key("has", "email")} if candidate.email else set()
    single = {
        "stage": candidate.stage,
        "substage": candidate.substage,
        "domain": fold(candidate.email.rpartition("@")[2]),
        "score": "" if entry.score is None else repr(entry.score),
        "added": entry.added.isoformat() if entry.added else "",
        "seen": "" if entry.is_seen is None else str(entry.is_seen),
        "cvhost": host_of(candidate.cv.url) if candidate.cv else "",
    }
    return keys | {value_key(field, value) for field, value in single.items() if value}
