"""What is refused of the settings of the copy."""

from django.core.checks import run_checks

from tests.each_case import each_case


def told() -> list[str]:
    return [one.msg for one in run_checks() if one.id == "recruspace.E020"]


@each_case(
    ("name", "value", "usual"),
    [
        ("LIBRARY_MINUTES", 0, 15),
        ("LIBRARY_MINUTES", -5, 15),
        ("LIBRARY_MINUTES", 1441, 15),
        ("LIBRARY_MINUTES", float("nan"), 15),
        ("LIBRARY_HOURS", 0, 24),
        ("LIBRARY_HOURS", float("inf"), 24),
        ("LIBRARY_DAYS", 0, 30),
        ("LIBRARY_DAYS", 1e9, 30),
    ],
)
def test_what_makes_no_sense_is_an_error_that_names_it(settings, name, value, usual):
    setattr(settings, name, value)
    [message] = told()
    setattr(settings, name, usual)
    assert message.startswith(f"{name} is not ")
    assert ";" not in message


def test_what_is_usual_and_both_ends_are_fine(settings):
    assert told() == []
    settings.LIBRARY_MINUTES, settings.LIBRARY_HOURS = 0.1, 0.001
    settings.LIBRARY_DAYS = 3650
    assert told() == []
