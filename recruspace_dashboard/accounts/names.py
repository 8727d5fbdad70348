"""How users are called where there is little room."""


def short_name(first_name: str, last_name: str, username: str) -> str:
    """`Ayşe Y.`, or the user name of who has no first name."""
    if not first_name:
        return username
    return f"{first_name} {last_name[0]}." if last_name else first_name
