"""The choices of the panel of filters, for a list of the copy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recruspace_dashboard.library import facets
from recruspace_dashboard.library.query import rewrite
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.filters import Filter, FilterGroup
from recruspace_dashboard.pages.labels import label

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TITLES: dict[str, "StrOrPromise"] = {
    "suitability": _("Suitability"),
    "stage": _("Stage"),
    "tag": _("Tags"),
    "city": _("City"),
    "country": _("Country"),
    "source": _("Source"),
    "job": _("Job post"),
}
LABELLED = {"suitability", "source"}
# Words that stand for more than a value.
SCORES: dict[str, "StrOrPromise"] = {
    "score:>=80": _("80 and more"),
    "score:60..79": _("60 to 79"),
    "score:<60": _("Less than 60"),
    "no:score": _("Without a score"),
}
ADDED: dict[str, "StrOrPromise"] = {
    "is:new": _("Since yesterday"),
    "added:<7d": _("In the last 7 days"),
    "added:<30d": _("In the last 30 days"),
    "added:<365d": _("In the last year"),
}
VERDICTS: dict[str, "StrOrPromise"] = {
    "verdict:yes": pgettext_lazy("verdict", "Yes"),
    "verdict:maybe": pgettext_lazy("verdict", "Maybe"),
    "verdict:no": pgettext_lazy("verdict", "No"),
    "verdict:none": _("Without a verdict"),
    "by:me": _("By me"),
}
DETAILS: dict[str, "StrOrPromise"] = {
    "is:unseen": _("Not seen in Recruspace yet"),
    "has:cv": _("With a CV"),
    "no:cv": _("Without a CV"),
    "no:cvtext": _("CV without text, such as a scan"),
    "no:phone": _("Without a phone number"),
    "no:tag": _("Without a tag"),
    "has:error": _("The import failed"),
    "is:double": _("Likely the same as another"),
}


def filter_groups(copied: CopiedList) -> list[FilterGroup]:
    """The choices that leave somebody, with how many each leaves. What is chosen is
    among them in any case."""
    groups = [*_of_values(copied), _of_words(copied, _("Score"), SCORES)]
    groups.append(_of_words(copied, _("Added"), ADDED))
    groups.append(_of_verdicts(copied))
    groups.append(_of_words(copied, _("Details"), DETAILS))
    if copied.within is None:
        groups.insert(2, _of_pools(copied))
    return [group for group in groups if group.choices]


def _of_values(copied: CopiedList) -> Iterator[FilterGroup]:
    for field, choices in facets.facets(copied.ids, copied.search.values).items():
        yield FilterGroup(
            TITLES[field],
            [
                _choice(
                    copied,
                    copied.token(field, one.value),
                    label(one.value) if field in LABELLED else one.value,
                    one.count,
                )
                for one in choices
            ],
        )


def _of_pools(copied: CopiedList) -> FilterGroup:
    names = {pool: row.name for pool, row in copied.copy.pools.items()}
    counts = copied.search.counts_by_pool(copied.ids)
    most = sorted(counts, key=lambda pool: (-counts[pool], names[pool]))
    return FilterGroup(
        _("Pools"),
        [
            _choice(copied, copied.pool_token(names[pool]), names[pool], counts[pool])
            for pool in most[: facets.SHOWN]
            if counts[pool]
        ],
    )


def _of_words(
    copied: CopiedList, title: "StrOrPromise", words: dict[str, "StrOrPromise"]
) -> FilterGroup:
    choices = [
        _choice(copied, word, name, len(copied.with_word(word)))
        for word, name in words.items()
    ]
    return FilterGroup(title, [one for one in choices if one.count or one.on])


def _of_verdicts(copied: CopiedList) -> FilterGroup:
    """A verdict and `by:me` are asked together, so that each word counts beside what
    is asked already. Where nobody has given one, there is nothing to choose."""
    choices = []
    for word, name in VERDICTS.items():
        one = _choice(copied, word, name, copied.total_with(word))
        if one.count or one.on:
            choices.append((word, one))
    is_given = any(word != "verdict:none" or one.on for word, one in choices)
    return FilterGroup(_("Verdict"), [one for _word, one in choices if is_given])


def _choice(
    copied: CopiedList, token: str, title: "StrOrPromise", count: int
) -> Filter:
    q = copied.asked.q
    if rewrite.contains(q, token):
        return Filter(title, copied.asked.link(q=rewrite.remove(q, token)), True, count)
    return Filter(title, copied.asked.link(q=rewrite.add(q, token)), False, count)
