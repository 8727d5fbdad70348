"""Counts how many proposals are right, by language and field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from recruspace_dashboard.intake.proposing import Certainty, Proposal, Proposed
from tests.intake.cvs.model import Cv

FIELDS = ("email", "phone", "name")
SURE = Certainty.SURE


@dataclass
class Figures:
    """`counts` is by language, field and what became of it."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    wrong_sure: list[str] = field(default_factory=list)

    def add(self, cv: Cv, proposal: Proposal) -> None:
        """A scan has no text, and counts for nothing."""
        if cv.scan:
            return
        told = {"email": cv.truth.email, "phone": cv.truth.phone_number}
        for name, right, sure, said in _judged(cv, proposal):
            key = cv.language, name
            self.counts[(*key, "told")] += bool(told.get(name, "name"))
            self.counts[(*key, "all")] += 1
            self.counts[(*key, "right" if right else "wrong")] += 1
            self.counts[(*key, "sure")] += sure
            if not right:
                self.wrong.append(f"{cv.language} {cv.layout} {name}: {said}")
            if sure and not right:
                self.wrong_sure.append(f"{cv.language} {cv.layout} {name}: {said}")
        every = proposal.first_name, proposal.last_name, proposal.email
        whole = [one.certainty for one in (*every, proposal.phone_number)]
        self.counts[cv.language, "whole", "all"] += 1
        self.counts[cv.language, "whole", "sure"] += set(whole) == {SURE}

    def share(self, name: str, what: str = "right", language: str = "") -> float:
        def total(of: str) -> int:
            return sum(
                amount
                for (spoken, field_, kind), amount in self.counts.items()
                if field_ == name and kind == of and spoken.startswith(language)
            )

        return total(what) / max(1, total("all"))

    def share_of_told(self, name: str, what: str) -> float:
        """Of the CVs that tell it at all."""
        told = self.share(name, "told")
        return self.share(name, what) / told if told else 0.0

    def table(self) -> str:
        lines = ["language  CVs   " + "   ".join(f"{one} right sure" for one in FIELDS)]
        for language in ("tr", "de", "es", "en", ""):
            amount = sum(
                count
                for (spoken, name, kind), count in self.counts.items()
                if name == "whole" and kind == "all" and spoken.startswith(language)
            )
            shares = "   ".join(
                f"{self.share(one, 'right', language):10.1%}"
                f" {self.share(one, 'sure', language):5.0%}"
                for one in FIELDS
            )
            whole = self.share("whole", "sure", language)
            lines.append(
                f"{language or 'all':8} {amount:4} {shares}   all sure {whole:.0%}"
            )
        return "\n".join(lines)


def of(cvs: Iterable[tuple[Cv, Proposal]]) -> Figures:
    figures = Figures()
    for cv, proposal in cvs:
        figures.add(cv, proposal)
    return figures


def _judged(cv: Cv, proposal: Proposal) -> list[tuple[str, bool, bool, str]]:
    truth = cv.truth
    first, last = proposal.first_name, proposal.last_name
    phone = proposal.phone_number.value
    phones = {truth.phone_number, truth.phone_written}
    digits = {_digits(one) for one in phones}
    right_phone = phone in phones or (
        phone != "" and not phone.startswith("+") and _digits(phone) in digits
    )
    names = (first.value, last.value) == (truth.first_name, truth.last_name)
    return [
        _row("email", proposal.email, proposal.email.value == truth.email, truth.email),
        _row("phone", proposal.phone_number, right_phone, truth.phone_number),
        (
            "name",
            names,
            SURE in (first.certainty, last.certainty),
            f"{first.value} / {last.value} for {truth.first_name} / {truth.last_name}",
        ),
    ]


def _row(
    name: str, said: Proposed, right: bool, truth: str
) -> tuple[str, bool, bool, str]:
    return name, right, said.certainty is SURE, f"{said.value} for {truth or 'none'}"


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
