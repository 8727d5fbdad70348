"""A CV as rows of cells, its text as the formats give it, and what is true of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """Cells of one baseline; most rows have one."""

    cells: tuple[str, ...]
    size: float = 9.5
    # Between letters, in points.
    spread: float = 0


@dataclass(frozen=True)
class Truth:
    """An empty value is one that the CV does not tell."""

    first_name: str
    last_name: str
    email: str
    # In E.164, and as it is written: either is right.
    phone_number: str
    phone_written: str = ""


@dataclass
class Cv:
    language: str
    layout: str
    file_name: str
    truth: Truth
    # Pages of columns of rows, in the order in which they are drawn.
    pages: list[list[list[Row]]] = field(default_factory=list)
    scan: bool = False

    def as_pdf(self) -> str:
        """The text as PDFium reads it."""
        if self.scan:
            return ""
        return "\f".join(
            "\n".join(
                # However far apart words stand.
                " ".join(" ".join(row.cells).split())
                for column in page
                for row in column
            )
            for page in self.pages
        )

    def as_docx(self) -> str:
        """Each cell is a paragraph, and a DOCX has no pages."""
        return "".join(f"{cell}\n\n" for row in self.rows() for cell in row.cells)

    def as_doc(self) -> str:
        return "".join("\t".join(row.cells) + "\n" for row in self.rows())

    def rows(self) -> list[Row]:
        return [row for page in self.pages for column in page for row in column]


def rows(*texts: str | tuple[str, ...]) -> list[Row]:
    return [Row((text,) if isinstance(text, str) else text) for text in texts]
