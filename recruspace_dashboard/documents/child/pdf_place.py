"""From the coordinates of a PDF's page to those of its picture, in points."""

import ctypes

import pypdfium2_raw as pdfium

# PDFium answers in whole pixels.
FINE = 100

Box = tuple[float, float, float, float]


class Place:
    """Knows how a page is turned and cut."""

    def __init__(self, page: ctypes.c_void_p, width: float, height: float) -> None:
        self._fine = FINE if max(width, height) < 20_000 else 1
        self._size = round(width * self._fine), round(height * self._fine)
        self._page = page
        self._origin = self._ask(0, 0)
        self._right = self._step(1000, 0)
        self._up = self._step(0, 1000)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Left, top, width and height."""
        corners = [self._at(left, bottom), self._at(right, top)]
        (x1, x2), (y1, y2) = map(sorted, zip(*corners, strict=True))
        return round(x1, 2), round(y1, 2), round(x2 - x1, 2), round(y2 - y1, 2)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        (x0, y0), (xx, xy), (yx, yy) = self._origin, self._right, self._up
        return x0 + x * xx + y * yx, y0 + x * xy + y * yy

    def _step(self, x: float, y: float) -> tuple[float, float]:
        (x0, y0), (x1, y1) = self._origin, self._ask(x, y)
        return (x1 - x0) / 1000, (y1 - y0) / 1000

    def _ask(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, across, down)
        return across.value / self._fine, down.value / self._fine
