"""Words, phrases, `-`, `OR` and brackets."""

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.query.tree import (
    All,
    AnyOf,
    Everything,
    Node,
    Not,
    Number,
)
from tests.each_case import each_case
from tests.library.query.reading import field, node, phrase, word

GO, RUST, BERLIN = word("go"), word("rust"), word("berlin")
TWO_NUMBERS = (Number("05320001234"), Number("05330001234"))


@each_case(
    "text", ["", "  \n", "...", "& + / -", "()", '""', "-", "--", "OR", "( OR )"]
)
def test_nothing_is_asked_without_a_letter_or_digit(text: str) -> None:
    assert node(text) == Everything()


@each_case(
    ("text", "meaning"),
    [
        ("go", GO),
        ("Go", GO),
        ("  go  ", GO),
        ("IŞIL", word("isil")),
        ("Çağrı", word("cagri")),
        ("go rust", All((GO, RUST))),
        ("go\nrust\t berlin", All((GO, RUST, BERLIN))),
        ("go go", All((GO, GO))),
        ("go ... & rust", All((GO, RUST))),
        ("go, rust", All((GO, RUST))),
        ("go AND rust", All((GO, RUST))),
        ("go VE rust", All((GO, RUST))),
        ("go and", All((GO, word("and")))),
        ("o'brien", word("o", "brien")),
        ("O\u2019Brien", word("o", "brien")),
        ("Jean-Luc", word("jean", "luc")),
        ("go,rust", word("go", "rust")),
        ("12:30", word("12", "30")),
        ("C++", word("cplusplus")),
        ("c#", word("csharp")),
        ("a" * 70, word("a" * 64)),
    ],
)
def test_all_words_must_be_there(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "meaning"),
    [
        ('"whole phrase"', phrase("whole", "phrase")),
        ('"go"', phrase("go")),
        ('"Işıl Ünal" go', All((phrase("isil", "unal"), GO))),
        ("“whole phrase”", phrase("whole", "phrase")),
        ("«whole phrase»", phrase("whole", "phrase")),
        ('"OR" go', All((phrase("or"), GO))),
        ('"tag:go"', phrase("tag", "go")),
        ('"(go" rust', All((phrase("go"), RUST))),
        ('go"whole phrase"rust', All((GO, phrase("whole", "phrase"), RUST))),
        # While the closing quote is not typed yet.
        ('"machine lea', word("machine", "lea")),
        ('go "', GO),
    ],
)
def test_a_phrase_in_quotes(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "meaning"),
    [
        ("-go", Not(GO)),
        ("–go", Not(GO)),
        ("\N{MINUS SIGN}go", Not(GO)),
        ("rust -go", All((RUST, Not(GO)))),
        ("NOT go rust", All((Not(GO), RUST))),
        ('-"whole phrase"', Not(phrase("whole", "phrase"))),
        ("-tag:go", Not(field(Field.TAG, "go"))),
        ("-(go rust)", Not(All((GO, RUST)))),
        ("-(go OR rust)", Not(AnyOf((GO, RUST)))),
        ("-(-go)", Not(Not(GO))),
        ("--go", GO),
        ("- go", GO),
        ("-... go", GO),
        ("-() go", GO),
        ("go -", GO),
        ("jean-luc", word("jean", "luc")),
        ('"go"-rust', All((phrase("go"), RUST))),
        ("(go)-rust", All((GO, RUST))),
        ("(-go)", Not(GO)),
    ],
)
def test_not(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "meaning"),
    [
        ("go OR rust", AnyOf((GO, RUST))),
        ("go VEYA rust", AnyOf((GO, RUST))),
        ("go or rust", All((GO, word("or"), RUST))),
        ("go veya rust", All((GO, word("veya"), RUST))),
        ("go rust OR berlin", AnyOf((All((GO, RUST)), BERLIN))),
        ("go OR rust berlin", AnyOf((GO, All((RUST, BERLIN))))),
        ("go OR -rust", AnyOf((GO, Not(RUST)))),
        ("go OR rust OR berlin", AnyOf((GO, RUST, BERLIN))),
        ("(go OR rust) berlin", All((AnyOf((GO, RUST)), BERLIN))),
        ("(go OR (rust OR berlin))", AnyOf((GO, RUST, BERLIN))),
        ("(go (rust berlin))", All((GO, RUST, BERLIN))),
        ("(go)(rust)", All((GO, RUST))),
        ("go(rust)", All((GO, RUST))),
        # Where something is missing, the rest counts.
        ("OR go", GO),
        ("go OR", GO),
        ("go OR OR rust", AnyOf((GO, RUST))),
        ("(go OR rust", AnyOf((GO, RUST))),
        ("((go", GO),
        ("go) rust", All((GO, RUST))),
        (")go) OR rust)", AnyOf((GO, RUST))),
    ],
)
def test_or_and_brackets(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case(
    ("text", "meaning"),
    [
        ("+90 532 000 12 34", Number("905320001234")),
        ("0090 532 000 12 34", Number("905320001234")),
        ("+90 (0) 532 000 12 34", Number("905320001234")),
        ("(0532) 000-12-34", Number("05320001234")),
        ("(+90) 532.000.12.34", Number("905320001234")),
        ("0532 - 000 / 12 34", Number("05320001234")),
        ("5320001", Number("5320001")),
        ('"0532 000 12 34"', Number("05320001234")),
        ("-0532 000 12 34", Not(Number("05320001234"))),
        ("go 0532 000 12 34 rust", All((GO, Number("05320001234"), RUST))),
        ("(go 0532 000 12 34)", All((GO, Number("05320001234")))),
        ("(0532 000 12 34) go", All((Number("05320001234"), GO))),
        ("05320001234 OR 05330001234", AnyOf(TWO_NUMBERS)),
        ("05320001234 05330001234", All(TWO_NUMBERS)),
        ("0532 000 12 go", All((Number("053200012"), GO))),
        # Too few digits are words.
        ("0532", word("0532")),
        ("532000", word("532000")),
        ("0532 -00", All((word("0532"), Not(word("00"))))),
        ("5320001x", word("5320001x")),
    ],
)
def test_a_phone_number_as_it_is_usually_typed(text: str, meaning: Node) -> None:
    assert node(text) == meaning
