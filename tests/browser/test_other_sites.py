"""What another site can do, and what it must not break."""

import pytest
from playwright.sync_api import Page, Route, expect

CHAT = "http://chat.example.com/"

pytestmark = [
    pytest.mark.browser,
    # The browser sends its cookies in the same way with it.
    pytest.mark.parametrize("javascript", [False], ids=["without JavaScript"]),
]


@pytest.fixture
def chat(signed_in: Page, live_server) -> Page:
    """A tab of a chat, in which a colleague has sent a link to the dashboard."""
    text = f'<title>Chat</title><a href="{live_server.url}/pools/">Look at this</a>'

    def answer(route: Route) -> None:
        route.fulfill(body=text, content_type="text/html")

    tab = signed_in.context.new_page()
    tab.route(f"{CHAT}**", answer)
    tab.goto(CHAT)
    yield tab
    tab.close()


def test_a_link_in_a_chat_leaves_an_open_form_alone(
    signed_in: Page, chat: Page, company
):
    form = signed_in
    form.goto("/pools/new/")
    form.get_by_label("Name").fill("Newcomers")
    chat.get_by_role("link", name="Look at this").click()
    expect(chat.get_by_role("heading", level=1)).to_have_text("Talent pools")
    form.get_by_role("button", name="Create pool").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Newcomers")
    assert "Newcomers" in [pool.name for pool in company.pools.values()]
