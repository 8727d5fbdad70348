from django.utils.translation import override

from recruspace_dashboard.pages.labels import label
from tests.each_case import each_case


@each_case(
    ("value", "english", "turkish"),
    [
        ("not_suitable", "Not suitable", "Uygun değil"),
        ("linkedin", "LinkedIn", "LinkedIn"),
        ("from_mars", "From mars", "From mars"),
        ("LinkedIn Jobs", "LinkedIn Jobs", "LinkedIn Jobs"),
        ("", "", ""),
        ("7", "7", "7"),
    ],
)
def test_a_known_value_is_said_in_words_and_any_other_is_shown(
    value, english, turkish
) -> None:
    assert str(label(value)) == english
    with override("tr"):
        assert str(label(value)) == turkish
