from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recruspace_dashboard import __version__
from recruspace_dashboard.accounts.models import ApiKey


def test_it_says_who_is_signed_in(keyless: User, keyless_browse: Client):
    page = keyless_browse.get(reverse("accounts:account")).content.decode()
    assert keyless.username in page
    assert "No key" in page
    assert reverse("accounts:key") in page
    assert reverse("accounts:password") in page


def test_it_says_which_version_this_is(keyless_browse: Client, settings):
    settings.COMMIT = "0123456789ab"
    page = keyless_browse.get(reverse("accounts:account")).content.decode()
    assert f"Version {__version__}, commit <code>0123456789ab</code>" in page
    settings.COMMIT = ""
    page = keyless_browse.get(reverse("accounts:account")).content.decode()
    assert f"Version {__version__}</p>" in page


def test_the_menu_that_leads_to_it_is_called_as_it_reads(
    browse: Client, keyless_browse: Client
):
    """WCAG 2.5.3: who says what they see, hits it."""
    for browser, name in ((browse, "Ayşe Yılmaz"), (keyless_browse, "charlie")):
        page = browser.get(reverse("accounts:account")).content.decode()
        assert f'aria-label="Your menu, {name}"' in page
        assert f'<span class="top-username">{name}</span>' in page


def test_users_are_for_superusers(keyless_browse: Client, boss: Client):
    link = reverse("team:list")
    assert link not in keyless_browse.get(reverse("accounts:account")).content.decode()
    assert link in boss.get(reverse("accounts:account")).content.decode()


def test_it_shows_the_end_of_the_stored_key_and_no_more(user: User, browse: Client):
    api_key = ApiKey.objects.get(user=user).reveal()
    page = browse.get(reverse("accounts:account")).content.decode()
    assert f"<code>{api_key[-4:]}</code>" in page
    assert api_key[:-4] not in page


def test_a_key_that_cannot_be_read_is_told(browse: Client, lost_ring: None):
    answer = browse.get(reverse("accounts:account"))
    assert answer.status_code == 200
    assert "can no longer be read" in answer.content.decode()
