"""Every page that the copy answers: how it is asked for, and where it says that the API
could not be asked which pools may be seen."""

from dataclasses import dataclass

CANNOT_BE_REACHED = "Recruspace cannot be reached"


@dataclass(frozen=True)
class CopyPage:
    """`says` is what stands there if the API fails, and the last answer counts on."""

    name: str
    address: str
    says: str = CANNOT_BE_REACHED
    htmx: bool = False
    # Whether it is sent, and so leads on.
    posts: bool = False
    # Whether it shows candidates by their e-mail address; as a file.
    is_file: bool = False
    # Every fault is acted out on these.
    each: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> int:
        return 303 if self.posts else 200


PAGES = [
    CopyPage("candidates", "/candidates/", each=True),
    CopyPage("search", "/candidates/?q=a&sort=-name&page=2"),
    CopyPage("search, its table", "/candidates/?q=a", htmx=True),
    CopyPage("filters", "/candidates/?filters=1", says="", htmx=True),
    CopyPage("pool, searched", "/pools/{pool}/?q=a", each=True),
    CopyPage("pool, sorted", "/pools/{pool}/?sort=-name"),
    CopyPage("csv", "/candidates/export.csv?q=a", says="", is_file=True),
    CopyPage("xlsx", "/candidates/export.xlsx", says="", is_file=True),
    CopyPage("home", "/"),
    CopyPage("views", "/views/?q=a", says=""),
    CopyPage("sync", "/sync/", says="could not be asked which pools you may see"),
    CopyPage("start of a sync", "/sync/", says="", posts=True),
]
# They ask nobody.
OWN = ["/lists/columns/?next=/candidates/", "/lists/help/"]
# While nothing is copied, or nobody can say what may be seen. A pool with nothing asked
# needs no copy.
WITHOUT = [
    CopyPage("candidates", "/candidates/"),
    CopyPage("candidates, a part", "/candidates/?q=a", htmx=True),
    CopyPage("csv", "/candidates/export.csv"),
    CopyPage("review", "/review/?q=a"),
    CopyPage("pool, searched", "/pools/{pool}/?q=a"),
]
