"""The model fields for what is encrypted with the key ring.

A field only tells `rotation` what to re-encrypt: the model seals and unseals.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # in stubs only
    """Holds text from `KeyRing.seal`. Its owner's id is in the model field `owner`."""

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """A `TextField` for migrations: it is the same column in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def clone(self) -> "SealedTextField":
        _name, _path, args, kwargs = self.deconstruct()
        return SealedTextField(*args, owner=self.owner, **kwargs)


class SealedBytesField(models.BinaryField):  # type: ignore[type-arg]  # in stubs only
    """Holds bytes from `KeyRing.seal_bytes`. Their owner's id is in the model field
    `owner`; they are bound to the values of the fields `bound_to`."""

    def __init__(
        self, *args: Any, owner: str, bound_to: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.bound_to = owner, bound_to

    def place(self, values: Mapping[str, object]) -> str:
        """What a row's bytes are bound to, by the values of its fields."""
        return "|".join(f"{name}:{values[name]}" for name in self.bound_to)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """A `BinaryField` for migrations, as above."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def clone(self) -> "SealedBytesField":
        _name, _path, args, kwargs = self.deconstruct()
        return SealedBytesField(
            *args, owner=self.owner, bound_to=self.bound_to, **kwargs
        )
