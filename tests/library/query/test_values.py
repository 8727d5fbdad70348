"""Which values a text finds, and in which words."""

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.labels import texts_of, words_of
from recruspace_dashboard.library.query.tree import InField
from recruspace_dashboard.library.query.values import finds
from tests.each_case import each_case
from tests.library.query.reading import node

SUITABLE, NOT, LATER = "suitable", "not_suitable", "undecided"
LINKEDIN, CAREER = "linkedin", "career_page"


@each_case(
    ("field", "value", "texts"),
    [
        (Field.SUITABILITY, NOT, ("not_suitable", "Not suitable", "Uygun değil")),
        (Field.SOURCE, LINKEDIN, ("linkedin", "LinkedIn")),
        (Field.STAGE, "draft", ("draft", "Draft", "Taslak")),
        (Field.STAGE, "Phone call", ("Phone call",)),
        (Field.CITY, "draft", ("draft",)),
    ],
)
def test_a_value_has_its_labels_in_all_languages(
    field: Field, value: str, texts: tuple[str, ...]
) -> None:
    assert texts_of(field, value) == texts


def test_the_words_of_a_value() -> None:
    assert words_of(Field.CITY, "New York") == (("new", "york"),)
    assert ("uygun", "degil") in words_of(Field.SUITABILITY, NOT)


@each_case(
    ("text", "values", "found"),
    [
        ("suitability:suitable", [SUITABLE, NOT, LATER], [SUITABLE]),
        ("suitability:suit", [SUITABLE, NOT, LATER], [SUITABLE]),
        ("suitability:not", [SUITABLE, NOT, LATER], [NOT]),
        ("suitability:not_sui", [SUITABLE, NOT, LATER], [NOT]),
        ('suitability:"not suitable"', [SUITABLE, NOT, LATER], [NOT]),
        ("suitability:=not_suitable", [SUITABLE, NOT, LATER], [NOT]),
        ("suitability:un", [SUITABLE, NOT, LATER], [LATER]),
        ("uygunluk:uygun", [SUITABLE, NOT, LATER], [SUITABLE]),
        ('uygunluk:"uygun değil"', [SUITABLE, NOT, LATER], [NOT]),
        ("uygunluk:uyg", [SUITABLE, NOT, LATER], [SUITABLE, NOT]),
        ("suitability:suitable", ["suitable_later"], []),
        ("suitability:maybe", ["maybe", "maybe_later"], ["maybe", "maybe_later"]),
        ("source:career", [LINKEDIN, CAREER], [CAREER]),
        ("source:page", [LINKEDIN, CAREER], [CAREER]),
        ("source:kariyer", [LINKEDIN, CAREER], [CAREER]),
        (
            "city:york",
            ["York", "New York", "Yorkshire"],
            ["York", "New York", "Yorkshire"],
        ),
        ('city:"york"', ["York", "New York", "Yorkshire"], ["York", "New York"]),
        ("city:=york", ["York", "New York", "Yorkshire"], ["York"]),
        ("city:york-new", ["York", "New York"], ["New York"]),
        ('city:"york new"', ["York", "New York"], []),
        ("city:york,ber", ["York", "Berlin", "Rome"], ["York", "Berlin"]),
        ("city:ork", ["York"], []),
        ("tag:c", ["C", "C++", "C#", "Go"], ["C", "C++", "C#"]),
        ("tag:c++", ["C", "C++", "C#", "Go"], ["C++"]),
        ("tag:=c", ["C", "C++", "C#", "Go"], ["C"]),
    ],
)
def test_what_a_text_finds(text: str, values: list[str], found: list[str]) -> None:
    asked = node(text)
    assert isinstance(asked, InField)
    assert found == [
        value
        for value in values
        if any(finds(one, asked.field, value) for one in asked.texts)
    ]
