"""Proposes the fields of a candidate out of the text of a CV, with rules alone.

It knows neither Django nor any other room: text in, a `Proposal` out.
"""

from . import choosing, emails, names, phones
from .reading import Reading
from .values import Certainty, Proposal, Proposed

__all__ = ["Certainty", "Proposal", "Proposed", "propose"]


def propose(text: str, file_name: str = "") -> Proposal:
    reading = Reading(text)
    addresses = emails.addresses_of(reading)
    named, sure = names.choose(reading, addresses, file_name)
    address, email = choosing.choose(addresses, reading, named)
    found = phones.phones_of(reading, addresses)
    near = [*choosing.lines_near(address, reading), *names.lines_of(named, reading)]
    return Proposal(
        first_name=Proposed.of(" ".join(named.given) if named else "", sure=sure),
        last_name=Proposed.of(" ".join(named.last) if named else "", sure=sure),
        email=email,
        phone_number=phones.choose(found, reading, near),
    )
