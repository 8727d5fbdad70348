"""Fields that are looked up in texts."""

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.tree import (
    All,
    Exact,
    Node,
    Not,
    Phrase,
    Word,
)
from tests.each_case import each_case
from tests.library.query.reading import field, node, read, word

NAMES = {
    Field.NAME: "name isim İSİM ad",
    Field.EMAIL: "email e-mail E-Posta eposta mail",
    Field.PHONE: "phone telefon tel",
    Field.TAG: "tag Tag TAG tags etiket",
    Field.POOL: "pool havuz",
    Field.JOB: "job ilan İlan iş İş İŞ IŞ is\u0327",
    Field.CITY: "city şehir sehir ŞEHİR il",
    Field.COUNTRY: "country ülke",
    Field.STAGE: "stage aşama",
    Field.SUITABILITY: "suitability uygunluk",
    Field.SOURCE: "source kaynak",
    Field.CV: "cv cvs resume özgeçmiş ÖZGEÇMİŞ",
}


@each_case(
    ("name", "text"),
    [(name, text) for name, texts in NAMES.items() for text in texts.split()],
)
def test_each_field_in_english_and_turkish(name: Field, text: str) -> None:
    assert node(f"{text}:x") == field(name, "x")


def test_every_field_has_its_own_name_and_a_turkish_one() -> None:
    assert set(NAMES) == set(Field)
    assert all(name.value in texts.split() for name, texts in NAMES.items())


MACHINE_LEARNING = Phrase(("machine", "learning"))


@each_case(
    ("text", "meaning"),
    [
        ("tag:go", field(Field.TAG, "go")),
        ("tag:Işıl", field(Field.TAG, "isil")),
        ("tag:c#", field(Field.TAG, "csharp")),
        ("tag:a:b", field(Field.TAG, Word(("a", "b")))),
        ("tag:go,python", field(Field.TAG, "go", "python")),
        ("tag:go, python", field(Field.TAG, "go", "python")),
        ("tag:go,,python,", field(Field.TAG, "go", "python")),
        ("tag:go,go", field(Field.TAG, "go")),
        ("tag:,go", field(Field.TAG, "go")),
        ("tag:go,...", field(Field.TAG, "go")),
        ('tag:"machine learning"', field(Field.TAG, MACHINE_LEARNING)),
        ('tag:"machine learning",go', field(Field.TAG, MACHINE_LEARNING, "go")),
        ('tag:go,"machine learning"', field(Field.TAG, "go", MACHINE_LEARNING)),
        ("tag:“machine learning”", field(Field.TAG, MACHINE_LEARNING)),
        ('tag:"machine lea', field(Field.TAG, Word(("machine", "lea")))),
        ("name:jean-luc", field(Field.NAME, Word(("jean", "luc")))),
        ('city:="new york"', field(Field.CITY, Exact(("new", "york")))),
        ("city:=berlin", field(Field.CITY, Exact(("berlin",)))),
        ("city:=berlin,rome", field(Field.CITY, Exact(("berlin",)), "rome")),
        (
            "suitability:not_suitable",
            field(Field.SUITABILITY, Word(("not", "suitable"))),
        ),
        ("-city:rome", Not(field(Field.CITY, "rome"))),
        # A blank after the colon.
        ("tag: go", field(Field.TAG, "go")),
        ('tag: "machine learning"', field(Field.TAG, MACHINE_LEARNING)),
        ("tag: go python", All((field(Field.TAG, "go"), word("python")))),
        # Fields side by side must both hold.
        ("tag:go tag:rust", All((field(Field.TAG, "go"), field(Field.TAG, "rust")))),
        ("(tag:go)city:x", All((field(Field.TAG, "go"), field(Field.CITY, "x")))),
        ("tag:go, city:x", All((field(Field.TAG, "go"), field(Field.CITY, "x")))),
        # Letters that macOS types in two.
        ("s\u0327ehir:x", field(Field.CITY, "x")),
    ],
)
def test_what_is_asked_in_a_field(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "meaning"),
    [
        ("phone:0532", field(Field.PHONE, "0532")),
        ("phone:+90", field(Field.PHONE, "90")),
        ("phone:0532-000", field(Field.PHONE, "0532000")),
        ('phone:"0532 000 12 34"', field(Field.PHONE, "05320001234")),
        ("phone:(0532)000-12-34", field(Field.PHONE, "05320001234")),
        ("phone:+90 (532) 000 12 34", field(Field.PHONE, "905320001234")),
        ("phone:0532,0533 go", All((field(Field.PHONE, "0532", "0533"), word("go")))),
        ("phone:1234 go", All((field(Field.PHONE, "1234"), word("go")))),
        ("phone:abc", field(Field.PHONE, "abc")),
    ],
)
def test_a_number_in_its_field_is_its_digits(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "rest", "said"),
    [
        ("foo:bar", "", "There is no field “foo”."),
        ("foo:bar go", "go", "There is no field “foo”."),
        ("-foo:bar go", "go", "There is no field “foo”."),
        ('foo:"a b",c go', "go", "There is no field “foo”."),
        ("go OR foo:bar", "go", "There is no field “foo”."),
        ("(foo:bar) go", "go", "There is no field “foo”."),
        ("http://example.com go", "go", "There is no field “http”."),
        ("tag:", "", "Nothing is asked after “tag:”."),
        ("etiket: ", "", "Nothing is asked after “etiket:”."),
        ('tag:"" go', "go", "Nothing is asked after “tag:”."),
        ("tag:\ngo", "go", "Nothing is asked after “tag:”."),
        ("tag: city:x", "city:x", "Nothing is asked after “tag:”."),
        ("tag: -go", "-go", "Nothing is asked after “tag:”."),
        ("a OR tag: OR b", "a OR b", "Nothing is asked after “tag:”."),
        ("(tag:) go", "go", "Nothing is asked after “tag:”."),
        ("score: ", "", "Nothing is asked after “score:”."),
    ],
)
def test_what_makes_no_sense_is_said_and_the_rest_counts(
    text: str, rest: str, said: str
) -> None:
    query = read(text)
    assert query.node == node(rest)
    [problem] = query.problems
    assert str(problem.message) == said
    assert problem.word in text
