"""Values from outside, in a table for a spreadsheet and in links."""

import csv
import re
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.template import Context, Template

from recruspace_dashboard.pages.safe_output import csv_cell, safe_link
from tests.each_case import each_case


@each_case(
    "value",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0=1",
        " =1",
        "\u00a0=1",
        "a\n=1",
        "a\r\n  +1",
        "＝1",  # noqa: RUF001
        "＋1",  # noqa: RUF001
        "－1",  # noqa: RUF001
        "＠x",  # noqa: RUF001
        '=HYPERLINK("https://evil.example","x")',
    ],
)
def test_what_a_spreadsheet_would_run_opens_as_text(value: str):
    assert csv_cell(value) == f"'{value}"


@each_case(
    "value",
    ["Ayşe", "", "a=b", "1-2", "x@example.com", "Line\nline", "'=1", "a - b"],
)
def test_ordinary_text_stays_as_it_is(value: str):
    assert csv_cell(value) == value


@each_case("value", [-3, 2.5, None, True])
def test_numbers_of_our_own_stay_numbers(value: object):
    assert csv_cell(value) is value


def test_a_made_safe_cell_comes_through_a_file_unchanged():
    file = StringIO()
    row = [csv_cell(value) for value in ('=1,"x"\n=2', "-5", -5)]
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(row)
    file.seek(0)
    (cells,) = csv.reader(file)
    assert cells == ['\'=1,"x"\n=2', "'-5", "-5"]


@each_case(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://",
        "https://linkedin.com@evil.example/",
        "https://[broken",
        "http:///path",
        "mailto:",
        "tel://x",
        "account/",
        "",
    ],
)
def test_a_link_that_could_do_harm_is_none(url: str):
    assert safe_link(url) == ""


@each_case(
    "url",
    [
        "https://www.linkedin.com/in/ayse-yilmaz?x=1#top",
        "http://example.com:8080/ä",
        "HTTPS://EXAMPLE.COM",
        "mailto:ayse@example.com",
        "tel:+905321234567",
    ],
)
def test_a_link_that_leads_out_stays(url: str):
    assert safe_link(url) == url


def test_templates_have_it_as_a_filter():
    template = Template(
        "{% load safe_output %}{% if url|safe_link %}<a>{% else %}no{% endif %}"
    )
    assert template.render(Context({"url": "javascript:x"})) == "no"
    assert template.render(Context({"url": "https://x.example"})) == "<a>"


# Addresses that we made ourselves. Of a link with a fixed start, such as `mailto:`,
# the value is only the rest.
OURS = re.compile(
    r"(((not_sent|found|row|head|one|empty|to|line|part|write|sheet)\.)?address"
    r"|next|to|back|\w+_address|cv\.(file|pages)|page\.path"
    r"|opened\.(back|review)|reviewed\.back|(listing|row)\.\w+_address|listing\.everything|request\.(path|get_full_path))$"
)


def test_every_link_that_is_a_value_is_ours_or_went_through_the_filter():
    links = [
        (path.name, link)
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for link in re.findall(
            r'\b(?:href|src|data)="\{\{ ([^}]*) \}\}', path.read_text()
        )
    ]
    assert len(links) > 5
    assert [
        (name, link)
        for name, link in links
        if not OURS.match(link) and "|safe_link" not in link
    ] == []
