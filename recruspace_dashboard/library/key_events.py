"""What a key lists is forgotten with the key."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import KeyPools
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.visible import forget_unstored
from recruspace_dashboard.operations.databases import if_writable
from recruspace_dashboard.sealing.fingerprints import fingerprint


@receiver(post_delete, sender=ApiKey)
def key_deleted(**kwargs: Any) -> None:
    forget_unstored()


@receiver(post_save, sender=ApiKey)
def key_stored(instance: ApiKey, **kwargs: Any) -> None:
    forget_unstored()
    if instance.is_readable():
        with if_writable(ALIAS):
            stored = KeyPools.objects.filter(pk=fingerprint(instance.reveal()))
            stored.update(list_at=None, problem="", failures=0, refused_at=None)


@receiver(post_save, sender=User)
def user_saved(instance: User, **kwargs: Any) -> None:
    if not instance.is_active:
        forget_unstored()
