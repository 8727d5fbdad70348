"""Parts of pages that are rendered once for all that they depend on."""

import re

from django.contrib.auth.models import User
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests.http import text

TEMPLATE = Template("{% load keep %}{% keep part a b %}{{ rest }}{% endkeep %}")


def rendered(**context: object) -> str:
    return TEMPLATE.render(Context(context))


def test_what_a_part_depends_on_makes_another_part():
    assert rendered(a=1, b=2, rest="first") == "first"
    assert rendered(a=1, b=2, rest="second") == "first"
    assert rendered(a=2, b=1, rest="third") == "third"
    assert rendered(a=1, rest="fourth") == "fourth"
    with translation.override("tr"):
        assert rendered(a=1, b=2, rest="beşinci") == "beşinci"
    assert rendered(a=1, b=2, rest="sixth") == "first"


def test_each_user_has_their_own_frame_and_token(user: User, superuser: User):
    pages = []
    for one in (user, superuser, user):
        browser = Client()
        browser.force_login(one)
        pages.append(text(browser.get("/account/")))
    names = [user.get_full_name(), superuser.get_full_name() or superuser.username]
    for name, has_it in zip(names, [[1, 0, 1], [0, 1, 0]], strict=True):
        assert [f"Your menu, {name}" in page for page in pages] == has_it
    assert ['href="/team/"' in page for page in pages] == [0, 1, 0]
    tokens = [re.findall(r'csrfmiddlewaretoken" value="(\w+)', one) for one in pages]
    assert len({one[0] for one in tokens}) == 3


def test_the_way_back_from_a_choice_is_that_of_each_page(browse: Client):
    for address in ("/account/", "/account/password/", "/account/"):
        assert f'name="next" value="{address}"' in text(browse.get(address))
