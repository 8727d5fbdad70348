"""What stands behind `?`: ten lines, each of which works as it is."""

from django.conf import settings
from django.utils.translation import override

from recruspace_dashboard.library.query.help import LINES
from recruspace_dashboard.library.query.tree import Everything
from tests.each_case import each_case
from tests.library.query.reading import node


def test_ten_lines() -> None:
    assert len({str(line.example) for line in LINES}) == 10


@each_case("language", [code for code, _name in settings.LANGUAGES])
def test_each_example_is_a_query_in_each_language(language: str) -> None:
    with override(language):
        for line in LINES:
            assert node(str(line.example)) != Everything()
            assert str(line.meaning)
