"""What was drawn of a file, kept for a while: sealed, for one API key and one file."""

import json
from dataclasses import dataclass, field

from recruspace_dashboard.connection.sealed_cache import SealedCache
from recruspace_dashboard.documents.render import MAX_PAGES, Drawing, Fault
from recruspace_dashboard.documents.svg import svg_of

SECONDS = 60 * 60
# It may have been the server that was slow.
SECONDS_OF_FAULTS = 5 * 60
A4 = (595.0, 842.0)

Size = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """What is known of a whole file: how many pages there are and how large those are
    that were drawn; or its HTML; or why there is nothing to see."""

    fault: Fault | None = None
    pages: int = 0
    sizes: dict[int, Size] = field(default_factory=dict)
    html: str = ""
    # Pages without a word are pictures: nothing in them can be selected.
    words: bool = True

    @property
    def shown(self) -> int:
        return min(self.pages, MAX_PAGES)

    def size_of(self, number: int) -> Size:
        return self.sizes.get(number) or self.sizes.get(1) or A4


class KeptDrawing:
    """`file` names the file, and all by which another file in its place is known."""

    def __init__(self, api_key: str, file: str) -> None:
        self._cache = SealedCache(api_key, "drawn pages kept for an API key")
        self._file = file

    def outline(self) -> Outline | None:
        stored = self._cache.get(f"outline {self._file}")
        if stored is None:
            return None
        read = json.loads(stored)
        return Outline(
            Fault(read["fault"]) if read["fault"] else None,
            read["pages"],
            {int(number): (size[0], size[1]) for number, size in read["sizes"].items()},
            read["html"],
            read["words"],
        )

    def page(self, number: int) -> str | None:
        """The SVG of a page; empty if it cannot be drawn, None if it is not kept."""
        stored = self._cache.get(f"page {number} {self._file}")
        return None if stored is None else stored.decode()

    def put(self, drawing: Drawing, asked: int) -> tuple[Outline, str]:
        """Keeps what was drawn; returns it with the page that was `asked` for.

        That page is known to fail if it is not there; those after it may have failed
        with it.
        """
        known = self.outline() or Outline(words=not drawing.drawn)
        sizes = {
            number: (one.width, one.height) for number, one in drawing.drawn.items()
        }
        words = known.words or any(page.words for page in drawing.drawn.values())
        outline = Outline(
            drawing.fault, drawing.pages, known.sizes | sizes, drawing.html, words
        )
        seconds = SECONDS_OF_FAULTS if outline.fault else SECONDS
        content = json.dumps(vars(outline)).encode()
        self._cache.put(f"outline {self._file}", content, seconds)
        pages = {number: svg_of(page) for number, page in drawing.drawn.items()}
        for number, svg in ({asked: ""} | pages).items():
            seconds = SECONDS if svg else SECONDS_OF_FAULTS
            self._cache.put(f"page {number} {self._file}", svg.encode(), seconds)
        return outline, pages.get(asked, "")
