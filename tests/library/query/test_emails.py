"""A list of e-mail addresses alone finds each of them."""

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.tree import All, Emails, Node, Not
from tests.each_case import each_case
from tests.library.query.reading import field, node, word

BOTH = Emails(("ayse@example.com", "ali@example.org"))


@each_case(
    "text",
    [
        "ayse@example.com ali@example.org",
        "Ayse@Example.com, ALI@example.org.",
        "ayse@example.com;ali@example.org;",
        "ayse@example.com\r\nali@example.org\n",
        "ayse@example.com\tali@example.org ayse@example.com",
        "<ayse@example.com> <ali@example.org>",
        "Ayşe Yılmaz <ayse@example.com>, Ali <ali@example.org>",
        '"Yılmaz, Ayşe" <ayse@example.com>; Kaya, Ali <ali@example.org>',
        "mailto:ayse@example.com <mailto:ali@example.org>",
        "(ayse@example.com ali@example.org)",
    ],
)
def test_however_they_are_listed(text: str) -> None:
    assert node(text) == BOTH


@each_case(
    ("text", "meaning"),
    [
        ("ayşe@example.com", Emails(("ayse@example.com",))),
        # While it is being typed.
        ("ayse@exa", Emails(("ayse@exa",))),
        ("a_b+c-d@x.co", Emails(("a_b+c-d@x.co",))),
        ("-(ayse@example.com ali@example.org)", Not(BOTH)),
        (
            "(ayse@example.com ali@example.org) city:berlin",
            All((BOTH, field(Field.CITY, "berlin"))),
        ),
    ],
)
def test_one_and_one_of_a_list(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "meaning"),
    [
        ("ayse@", word("ayse")),
        ("@example.com", word("example", "com")),
        ("ayse@example.com go", All((word("ayse", "example", "com"), word("go")))),
        ("-ayse@example", Not(word("ayse", "example"))),
        ("ay\0se@example.com", word("ay", "se", "example", "com")),
        ("...@...", None),
    ],
)
def test_anything_else_is_words(text: str, meaning: Node | None) -> None:
    assert node(text) == (meaning or node(""))
