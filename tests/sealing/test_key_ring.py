import string
from base64 import urlsafe_b64encode

import pytest

from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from recruspace_dashboard.sealing.key_ring import KeyRing, UnsealError
from tests.each_case import each_case

API_KEY = "rs_live_0123456789abcdef"
OLD, NEW = new_encryption_key(), new_encryption_key()


def test_what_was_sealed_opens_again():
    sealed = KeyRing([NEW]).seal(API_KEY, owner=7)
    assert API_KEY not in sealed
    assert KeyRing([NEW]).unseal(sealed, owner=7) == API_KEY


def test_the_same_key_never_seals_to_the_same_text():
    key_ring = KeyRing([NEW])
    assert key_ring.seal(API_KEY, owner=7) != key_ring.seal(API_KEY, owner=7)


def test_the_first_key_of_the_ring_seals_and_every_key_opens():
    before = KeyRing([OLD]).seal(API_KEY, owner=7)
    rotated = KeyRing([NEW, OLD])
    assert rotated.unseal(before, owner=7) == API_KEY
    assert KeyRing([NEW]).unseal(rotated.seal(API_KEY, owner=7), owner=7) == API_KEY


def test_a_lost_key_is_told():
    sealed = KeyRing([OLD]).seal(API_KEY, owner=7)
    with pytest.raises(UnsealError):
        KeyRing([NEW]).unseal(sealed, owner=7)


def test_the_row_of_another_user_does_not_open():
    sealed = KeyRing([NEW]).seal(API_KEY, owner=7)
    with pytest.raises(UnsealError):
        KeyRing([NEW]).unseal(sealed, owner=8)


@pytest.mark.parametrize("bit", [0x01, 0x20])
def test_a_change_at_any_place_is_noticed(bit):
    key_ring = KeyRing([NEW])
    sealed = key_ring.seal(API_KEY, owner=7)
    for place, character in enumerate(sealed):
        changed = sealed[:place] + chr(ord(character) ^ bit) + sealed[place + 1 :]
        with pytest.raises(UnsealError):
            key_ring.unseal(changed, owner=7)


def test_a_sealed_text_cut_short_anywhere_is_noticed():
    key_ring = KeyRing([NEW])
    sealed = key_ring.seal(API_KEY, owner=7)
    for length in range(len(sealed)):
        with pytest.raises(UnsealError):
            key_ring.unseal(sealed[:length], owner=7)


def test_another_spelling_of_the_same_bytes_is_noticed():
    key_ring = KeyRing([NEW])
    sealed = key_ring.seal(API_KEY, owner=7)
    letters = set(string.ascii_letters + string.digits + "-_") - {sealed[-1]}
    spellings = [sealed[:-1] + letter for letter in letters]
    spellings += [sealed + extra for extra in ("=", "\n", "!", "A")]
    for spelling in spellings:
        with pytest.raises(UnsealError):
            key_ring.unseal(spelling, owner=7)


@each_case(
    "foreign",
    ["", API_KEY, "gAAAAABnY29udGVudA==", "v1..", "v1.a.b.c", "v1.ключ.тело", "\0"],
)
def test_what_was_never_sealed_does_not_open(foreign):
    with pytest.raises(UnsealError):
        KeyRing([NEW]).unseal(foreign, owner=7)


@each_case(
    "bad",
    ["", "short", "not base64 at all!", "ключ", urlsafe_b64encode(b"x" * 31).decode()],
)
def test_a_bad_key_in_the_ring_is_refused_without_showing_it(bad):
    with pytest.raises(ValueError, match="32 bytes") as caught:
        KeyRing([NEW, bad])
    assert not bad or bad not in str(caught.value)


def test_a_ring_may_be_written_without_padding_and_with_spaces():
    sealed = KeyRing([NEW]).seal(API_KEY, owner=7)
    assert KeyRing([f" {NEW.rstrip('=')}\n"]).unseal(sealed, owner=7) == API_KEY


def test_an_empty_ring_is_refused():
    with pytest.raises(ValueError, match="no key"):
        KeyRing([])


def test_nothing_of_the_keys_is_in_the_repr():
    assert NEW not in repr(KeyRing([NEW])) + str(vars(KeyRing([NEW])))
