"""What the API gives, as typed records.

Every record is built from whatever a payload holds: a field that is missing or makes
no sense is None or empty, and an unknown value of an enum is kept as it is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload


@dataclass(frozen=True, slots=True)
class User:
    """A person who has an account in Recruspace."""

    id: int | None
    email: str
    first_name: str
    last_name: str
    photo: str

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        return cls(
            id=parse.identity(payload.get("id")),
            email=parse.text(payload.get("email")),
            first_name=parse.text(payload.get("first_name")),
            last_name=parse.text(payload.get("last_name")),
            photo=parse.link(payload.get("profile_img")),
        )

    @classmethod
    def from_creator(cls, value: object) -> Self | None:
        """Who made a thing: given under `user`, or as it is; None where it is not."""
        creator = parse.mapping(value)
        user = parse.mapping(creator.get("user")) or creator
        return cls.from_payload(user) if user else None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True)
class CompanyUser:
    """A user of the company, with the role they have there."""

    id: int | None
    user: User
    role: str

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        role = payload.get("role")
        return cls(
            id=parse.identity(payload.get("id")),
            user=User.from_payload(parse.mapping(payload.get("user")) or payload),
            role=parse.text(parse.mapping(role).get("name")) or parse.text(role),
        )

    @property
    def name(self) -> str:
        return self.user.name


@dataclass(frozen=True, slots=True)
class Office:
    """A place of the company. `address` holds the lines that are known of it."""

    id: int | None
    name: str
    address: tuple[str, ...]

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        # The documents name no field; these are the likely ones.
        names = ("address", "street", "postal_code", "zip_code", "city", "country")
        lines = (parse.text(payload.get(name)) for name in names)
        return cls(
            id=parse.identity(payload.get("id")),
            name=parse.text(payload.get("name")) or parse.text(payload.get("title")),
            address=tuple(line for line in lines if line),
        )


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file kept by Recruspace. `url` is a link that expires, or empty."""

    id: int | None
    name: str
    type: str
    size: int | None
    url: str
    uploaded_at: datetime | None

    @classmethod
    def from_payload(cls, payload: Payload) -> Self | None:
        """The file, or None where the payload holds nothing of one."""
        if not payload:
            return None
        return cls(
            id=parse.identity(payload.get("id")),
            name=parse.text(payload.get("name")),
            type=parse.text(payload.get("type")),
            size=parse.integer(payload.get("file_size")),
            url=parse.link(payload.get("presigned_url")),
            uploaded_at=parse.moment(payload.get("uploaded_at")),
        )

    @property
    def kind(self) -> str:
        """Such as `PDF`, by the ending of the name; a PDF also by its type, as its name
        may have none. Empty where neither tells."""
        ending = self.name.rpartition(".")[2]
        if 0 < len(ending) <= 4 < len(self.name):
            return ending.upper()
        return "PDF" if "pdf" in self.type.lower() else ""


@dataclass(frozen=True, slots=True)
class Note:
    id: int | None
    text: str
    created_at: datetime | None

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        return cls(
            id=parse.identity(payload.get("id")),
            text=parse.text(payload.get("text")),
            created_at=parse.moment(payload.get("created_at")),
        )


@dataclass(frozen=True, slots=True)
class Tag:
    id: int | None
    title: str

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        return cls(
            id=parse.identity(payload.get("id")), title=parse.text(payload.get("title"))
        )


@dataclass(frozen=True, slots=True)
class TalentPool:
    id: int | None
    name: str
    candidate_count: int | None
    created_by: User | None
    created_at: datetime | None

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        count = parse.integer(payload.get("candidate_count"))
        return cls(
            id=parse.identity(payload.get("id")),
            name=parse.text(payload.get("name")),
            candidate_count=None if count is None else max(count, 0),
            created_by=User.from_creator(payload.get("created_by")),
            created_at=parse.moment(payload.get("created_at")),
        )
