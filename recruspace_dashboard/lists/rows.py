"""Rows of a list of candidates: everything that a row shows as a ready text.

What is made here once in Python costs a third of what template tags cost per row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, ngettext

from recruspace_dashboard.library.cv_text.excerpts import Line
from recruspace_dashboard.lists.asked import query_string
from recruspace_dashboard.lists.columns import COLUMNS, Columns
from recruspace_dashboard.lists.cv_line import line_html
from recruspace_dashboard.pages.labels import label
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.verdicts.reading import Verdicts

# Where a word leads that narrows the list: the address for a field and its value.
Narrow = Callable[[str, str], str]
# More tags are counted.
MAX_TAGS = 2
# A query has room for so many ids.
MOST_LINKED = 100
# As many letters fit into a cell where the page is narrow. A longer text has itself as
# its title, as its end may not be seen.
FITS = 12
EMPTY = SafeString("")


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of a list. What is not known is empty.

    The fields from `stage` to `excerpt` are ready HTML: texts with links and titles.
    """

    id: int | None
    name: str
    # The whole name where it may be cut.
    title: str
    address: str
    unseen: bool
    # Why the import failed.
    failed: str
    # How many records there are of the same candidate, and the list of them.
    others: SafeString
    suitability: str
    suitability_class: str
    score: str
    # It has the length of the bar, in tenths.
    score_class: str
    stage: SafeString
    tags: SafeString
    city: SafeString
    country: SafeString
    source: SafeString
    job: SafeString
    pools: SafeString
    email: SafeString
    phone: SafeString
    added: SafeString
    verdict: SafeString
    excerpt: SafeString
    cv_address: str
    cv_kind: str


def make_rows(
    candidates: Iterable[Candidate],
    *,
    query: str = "",
    columns: Columns | None = None,
    narrow: Narrow | None = None,
    pools: Mapping[int, Sequence[str]] | None = None,
    others: Mapping[int, Sequence[int]] | None = None,
    verdicts: Mapping[int, Verdicts] | None = None,
    excerpts: Mapping[int, Line] | None = None,
) -> list[Row]:
    """The rows of candidates, with the cells of `columns`, or all.

    `query` is added to the address of each, and says where it was opened from. `narrow`
    gives the addresses of words that narrow the list. By the id of a candidate, `pools`
    has the names of their pools, `others` the ids of other records with the same
    e-mail or phone, `verdicts` what is thought of them here, and `excerpts` a line of
    their CV with what was asked for.
    """
    names = columns.names if columns else [column.name for column in COLUMNS]
    maker = _Maker(
        *(query, frozenset(names), narrow, pools or {}, others or {}),
        *(verdicts or {}, excerpts or {}),
    )
    return [maker.row(one) for one in candidates]


class _Maker:
    def __init__(
        self,
        query: str,
        shown: frozenset[str],
        narrow: Narrow | None,
        pools: Mapping[int, Sequence[str]],
        others: Mapping[int, Sequence[int]],
        verdicts: Mapping[int, Verdicts],
        excerpts: Mapping[int, Line],
    ) -> None:
        self.query = query
        self.shown = shown
        self.narrow = narrow
        self.pools = pools
        self.others = others
        self.verdicts = verdicts
        self.excerpts = excerpts
        self.days = Days(timezone.now().date())
        self.everybody = reverse("candidates:find")
        self.prefix = reverse("candidates:detail", args=[0]).removesuffix("0/")
        self.failed = gettext("The import failed")
        self.file = gettext("File")
        # Few values, in many rows.
        self.words: dict[tuple[str, str], SafeString] = {}
        self.language = get_language()

    def row(self, one: Candidate) -> Row:
        own = f"{self.prefix}{one.id}/" if one.id is not None else ""
        suitability, suitability_class = _suitability(one.suitability, self.language)
        # What is not shown need not be made.
        shown = self.shown
        return Row(
            id=one.id,
            name=one.name,
            title=one.name if len(one.name) > 2 * FITS else "",
            address=f"{own}{self.query}" if own else "",
            unseen=one.is_seen is False,
            failed=self._failed(one),
            others=self._others(one),
            suitability=suitability,
            suitability_class=suitability_class,
            score="" if one.score is None else str(one.score),
            score_class=_class("score", _tenths(one.score)),
            stage=self._stage(one) if "stage" in shown else EMPTY,
            tags=self._tags(one) if "tags" in shown else EMPTY,
            city=self._shown_word("city", one.city),
            country=self._shown_word("country", one.country),
            source=self._shown_word("source", one.source_platform),
            job=self._text("job", one.job_post.title if one.job_post else ""),
            pools=self._text("pools", ", ".join(self.pools.get(one.id or 0, ()))),
            email=self._text("email", one.email),
            phone=self._text("phone", one.phone_number),
            added=self.days.text(one.created_at) if "added" in shown else EMPTY,
            verdict=self._verdict(one) if self.verdicts else EMPTY,
            excerpt=line_html(self.excerpts.get(one.id or 0, ())),
            cv_address=f"{own}cv/" if own and one.cv else "",
            cv_kind=(one.cv.kind or self.file) if one.cv else "",
        )

    def _text(self, column: str, text: str) -> SafeString:
        return _plain(text) if column in self.shown else EMPTY

    def _word(self, field: str, value: str) -> SafeString:
        """A value, as a link that narrows the list to it."""
        key = (field, value)
        if key not in self.words:
            text = str(label(value)) if field == "source" else value
            address = self.narrow(field, value) if self.narrow and text.strip() else ""
            self.words[key] = _linked(text, address) if address else _plain(text)
        return self.words[key]

    def _shown_word(self, field: str, value: str) -> SafeString:
        return self._word(field, value) if field in self.shown else EMPTY

    def _failed(self, one: Candidate) -> str:
        if not one.error_status:
            return ""
        return ": ".join([self.failed, *one.error_logs[:1]])

    def _others(self, one: Candidate) -> SafeString:
        others = self.others.get(one.id or 0, ())
        number = len(others)
        if not number:
            return EMPTY
        title = ngettext(
            "%(number)d other record with the same e-mail or phone",
            "%(number)d other records with the same e-mail or phone",
            number,
        ) % {"number": number}
        # Among all candidates: the others may be in other pools.
        ids = ",".join(map(str, [one.id, *others][:MOST_LINKED]))
        address = self.everybody + query_string({"q": f"id:{ids}"})
        return _linked(f"\N{MULTIPLICATION SIGN}{number + 1}", address, title)

    def _verdict(self, one: Candidate) -> SafeString:
        """One's own, and how many others there are."""
        known = self.verdicts.get(one.id or 0)
        return verdict_html(known) if known else EMPTY

    def _stage(self, one: Candidate) -> SafeString:
        name = one.stage or one.substage
        more = one.substage if one.substage != name else ""
        if not more or not name.strip():
            return self._word("stage", name)
        key = ("stage", f"{name}\n{more}")
        if key not in self.words:
            word, escaped = self._word("stage", name), escape(more)
            self.words[key] = SafeString(
                f'<span title="{escape(name)} · {escaped}">{word}'
                f"<small>· {escaped}</small></span>"
            )
        return self.words[key]

    def _tags(self, one: Candidate) -> SafeString:
        words = [self._word("tag", tag.title) for tag in one.tags[:MAX_TAGS]]
        more = len(one.tags) - MAX_TAGS
        if more > 0:
            titles = escape(", ".join(tag.title for tag in one.tags))
            words.append(SafeString(f'<b title="{titles}">+{more}</b>'))
        return SafeString("".join(words))


@lru_cache(maxsize=200)
def _suitability(value: str, language: str | None) -> tuple[str, str]:
    """Its word, and the class of its dot."""
    return str(label(value)), _class("fit", slugify(value))


def verdict_html(verdicts: Verdicts) -> SafeString:
    mine, others = verdicts.mine, verdicts.others
    html = ""
    if mine:
        title = f' title="{escape(mine.reason)}"' if mine.reason else ""
        html = f'<i class="said-{mine.verdict}"{title}>{escape(mine.label)}</i>'
    if others:
        title = escape(" · ".join(map(str, others)))
        html += f'<small title="{title}">+{len(others)}</small>'
    return SafeString(html)


class Days:
    """Days as a list shows them, seen from `today`, in UTC."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.language = get_language()

    def text(self, moment: datetime | None) -> SafeString:
        if moment is None:
            return EMPTY
        return _day(moment.date(), self.today, self.language)


@lru_cache(maxsize=2_000)
def _day(day: date, today: date, language: str | None) -> SafeString:
    return _plain(_short_day(day, today), date_format(day, "j F Y"))


def _short_day(day: date, today: date) -> str:
    if day == today:
        return gettext("today")
    if day == today - timedelta(days=1):
        return gettext("yesterday")
    return date_format(day, "j M" if day.year == today.year else "j M Y")


def _plain(text: str, title: str = "") -> SafeString:
    if not text.strip():
        return EMPTY
    return SafeString(f"<span{_title(title or _whole(text))}>{escape(text)}</span>")


def _linked(text: str, address: str, title: str = "") -> SafeString:
    if not address:
        return _plain(text, title)
    attributes = f' href="{escape(address)}"{_title(title or _whole(text))}'
    return SafeString(f"<a{attributes}>{escape(text)}</a>")


def _title(text: str) -> str:
    return f' title="{escape(text)}"' if text else ""


def _whole(text: str) -> str:
    return text if len(text) > FITS else ""


def _class(name: str, value: str) -> str:
    return f"{name}-{value}" if value else ""


def _tenths(score: float | None) -> str:
    return "" if score is None else str(round(min(max(score, 0), 100) / 10))
