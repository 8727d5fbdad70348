"""What looks or works differently from engine to engine."""

import pytest

from recruspace_dashboard.sandbox.state import Company
from tests.engines.journeys import shows_the_first_page
from tests.engines.tabs import Tab

with_javascript = pytest.mark.parametrize(
    "javascript", [True], ids=["with JavaScript"], indirect=True, scope="module"
)
PHONE = (360, 740)
# Whether a text needs more than its element has, to a hundredth of a pixel.
IS_CUT = """((one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    const { paddingLeft, paddingRight } = getComputedStyle(one);
    const padding = parseFloat(paddingLeft) + parseFloat(paddingRight);
    const needed = text.getBoundingClientRect().width + padding;
    return needed > one.getBoundingClientRect().width + 0.01;
})"""


@with_javascript
def test_the_dialog_of_keys_is_as_high_as_its_list_and_closes(tab: Tab) -> None:
    is_open = "document.getElementById('keys').open"
    tab.click(".top-user")
    tab.press("Keys ?")
    tab.wait_until(lambda: tab.measure(is_open), "the dialog is open")
    tab.see("Use these keys", "#keys")
    box = tab.measure(
        "document.getElementById('keys').getBoundingClientRect().toJSON()"
    )
    end = "document.querySelector('#keys > :last-child').getBoundingClientRect().bottom"
    assert tab.measure(end) < box["bottom"] < tab.measure(end) + 40
    tab.click_at(round(box["left"]) + 10, round(box["top"]) + 10)
    assert tab.measure(is_open)
    tab.click_at(round(box["left"]) - 40, 200)
    tab.wait_until(lambda: not tab.measure(is_open), "a click beside it closes it")


@with_javascript
def test_the_state_is_whole_on_a_phone(tab: Tab) -> None:
    tab.open("/jobs/")
    tab.resize(*PHONE)
    tab.wait_until(lambda: tab.measure("innerWidth") == PHONE[0], "it is narrow")
    badges = "[...document.querySelectorAll('.cell-state .badge')]"
    assert tab.measure(f"{badges}.length")
    assert tab.measure(f"{badges}.filter({IS_CUT}).map((one) => one.textContent)") == []
    # Of a cell as wide as the text, Firefox rounds 100 % to too little.
    limit = f"getComputedStyle({badges}[0]).maxWidth"
    assert "%" not in tab.measure(limit)
    assert tab.measure("document.documentElement.scrollWidth") <= PHONE[0]


@with_javascript
def test_links_are_high_enough_for_a_thumb(tab: Tab) -> None:
    tab.resize(*PHONE)
    links = "[...document.querySelectorAll('main a')]"
    low = f"{links}.filter((one) => one.getBoundingClientRect().height < 24)"
    assert tab.measure(f"{links}.length") > 5
    assert tab.measure(f"{low}.map((one) => one.textContent)") == []


@with_javascript
def test_keys_work_after_a_click_in_the_cv(tab: Tab, company: Company) -> None:
    pool = max(company.pools.values(), key=lambda one: len(company.in_pool(one)))
    one = next(one for one in company.in_pool(pool) if one.cv)
    tab.open(f"/candidates/{one.id}/?pool={pool.id}")
    tab.wait_until(
        lambda: shows_the_first_page(tab.picture(".cv-pages")), "the CV is drawn"
    )
    top = "document.querySelector('.cv-pages').getBoundingClientRect().top"
    tab.click_at(700, round(tab.measure(top)) + 300)
    tab.key("u")
    tab.see(pool.name, "h1")


@with_javascript
def test_without_a_connection_the_error_is_near_the_text(
    tab: Tab, company: Company
) -> None:
    one = next(iter(company.candidates))
    tab.open(f"/candidates/{one}/")
    tab.type("text", "Not lost")
    # As a browser does where there is no connection.
    tab.measure(
        "XMLHttpRequest.prototype.send = function() {"
        "setTimeout(() => this.dispatchEvent(new ProgressEvent('error')))}"
    )
    tab.press("Add note")
    tab.see("The dashboard did not respond.", "#note-form")
    error = "document.querySelector('#note-form > [data-no-answer]')"
    box = f"{error}.getBoundingClientRect()"
    assert (
        0 <= tab.measure(f"{box}.top") < tab.measure(f"innerHeight - {box}.height + 1")
    )
    assert (
        tab.measure("document.querySelector('#note-form textarea').value") == "Not lost"
    )
    assert tab.text("#fault") == ""
    # Only the last error is shown.
    tab.press("Add note")
    tab.see("The dashboard did not respond.", "#note-form")
    assert len(tab.texts("main [data-no-answer]")) == 1
