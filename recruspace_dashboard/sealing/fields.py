"""The model field for text that is encrypted with the key ring."""

from typing import Any

from django.db import models


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # in stubs only
    """Holds text from `KeyRing.seal`, whose owner's id is in the model field `owner`.

    The field only tells `rotation` what to re-encrypt: the model seals and unseals.
    """

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
