"""The company behind the key: its users, offices and talent pools."""

from datetime import datetime
from typing import Self

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records.fields import (
    Record,
    computed,
    identity,
    link,
    moment,
    parsed,
    record,
    text,
)


@record
class User(Record):
    """A user's account in Recruspace."""

    id: int | None = identity()
    email: str = text()
    first_name: str = text()
    last_name: str = text()
    photo: str = link("profile_img")

    @classmethod
    def from_creator(cls, value: object) -> Self | None:
        """The user who made something: under `user`, or the value itself."""
        creator = parse.mapping(value)
        user = parse.mapping(creator.get("user")) or creator
        return cls.from_payload(user) if user else None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


def _account(payload: Payload) -> User:
    return User.from_payload(parse.mapping(payload.get("user")) or payload)


@record
class CompanyUser(Record):
    """A user of the company, with their role there."""

    id: int | None = identity()
    user: User = computed(_account)
    role: str = text("role.name", "role")

    @property
    def name(self) -> str:
        return self.user.name


def _address_lines(payload: Payload) -> tuple[str, ...]:
    # The documents name no field of an office; these are likely.
    names = ("address", "street", "postal_code", "zip_code", "city", "country")
    lines = (parse.text(payload.get(name)) for name in names)
    return tuple(line for line in lines if line)


@record
class Office(Record):
    """An office of the company. `address` holds the known lines of its address."""

    id: int | None = identity()
    name: str = text("name", "title")
    address: tuple[str, ...] = computed(_address_lines)


def _count(value: object) -> int | None:
    count = parse.integer(value)
    return None if count is None else max(count, 0)


@record
class TalentPool(Record):
    id: int | None = identity()
    name: str = text()
    candidate_count: int | None = parsed(_count)
    created_by: User | None = parsed(User.from_creator)
    created_at: datetime | None = moment()
