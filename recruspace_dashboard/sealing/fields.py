"""The column of a model that is encrypted with the key ring."""

from typing import Any

from django.db import models


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # in stubs only
    """A text sealed by `key_ring.seal`, for the user whose id is in the field `owner`.

    The field declares the column to `rotation`; the model seals and unseals its value.
    """

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """A plain text to migrations: the database does not see the difference."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def clone(self) -> "SealedTextField":
        _name, _path, args, kwargs = self.deconstruct()
        return SealedTextField(*args, owner=self.owner, **kwargs)
