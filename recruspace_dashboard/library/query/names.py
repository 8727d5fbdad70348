"""The names of the fields and of what can be asked in them, in English and Turkish."""

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from recruspace_dashboard.library.entry import Field, Part
from recruspace_dashboard.library.folding import fold

One = TypeVar("One", bound=StrEnum)


class Special(StrEnum):
    """Fields that are not looked up in texts."""

    SCORE = "score"
    ADDED = "added"
    HAS = "has"
    NO = "no"
    IS = "is"
    ID = "id"


class State(StrEnum):
    """What `is:` asks for."""

    SEEN = "seen"
    UNSEEN = "unseen"
    NEW = "new"
    DOUBLE = "double"


# The other names of each, beside its own.
FIELDS: dict[Field | Special, str] = {
    Field.NAME: "isim ad",
    Field.EMAIL: "mail eposta",
    Field.PHONE: "tel telefon",
    Field.TAG: "tags etiket etiketler",
    Field.POOL: "pools havuz",
    Field.JOB: "jobs ilan",
    Field.CITY: "şehir il",
    Field.COUNTRY: "ülke",
    Field.STAGE: "aşama",
    Field.SUITABILITY: "uygunluk",
    Field.SOURCE: "kaynak",
    Field.CV: "cvs resume özgeçmiş",
    Special.SCORE: "puan",
    Special.ADDED: "eklenme eklendi",
    Special.HAS: "var",
    Special.NO: "yok",
    Special.IS: "durum",
    Special.ID: "kimlik",
}
PARTS: dict[Part, str] = {
    Part.CV: "cvs resume özgeçmiş",
    Part.PHOTO: "foto fotoğraf",
    Part.PHONE: "tel telefon",
    Part.TAG: "tags etiket",
    Part.JOB: "jobs ilan iş",
    Part.CITY: "şehir il",
    Part.SCORE: "puan",
    Part.ERROR: "errors hata",
    Part.CVTEXT: "özgeçmişmetni cvmetni",
}
STATES: dict[State, str] = {
    State.SEEN: "görüldü görülmüş",
    State.UNSEEN: "görülmedi görülmemiş",
    State.NEW: "yeni",
    State.DOUBLE: "doubles çift mükerrer",
}


def plain(name: str) -> str:
    """A name as it is looked up: `E-Posta` is `eposta`."""
    return fold(name).replace("-", "").replace("_", "").strip()


def _lookup(others: dict[One, str]) -> dict[str, One]:
    return {
        plain(name): one
        for one, more in others.items()
        for name in [str(one), *more.split()]
    }


PART_NAMED = _lookup(PARTS)
STATE_NAMED = _lookup(STATES)
_FIELD_NAMED = _lookup(FIELDS)


@lru_cache(maxsize=1000)
def field_named(name: str) -> Field | Special | None:
    small = unicodedata.normalize("NFC", name.replace("İ", "i")).casefold()
    # The one name that is another one without its accent: `is:`.
    return Field.JOB if small == "iş" else _FIELD_NAMED.get(plain(name))
