"""Invented portraits: a head and shoulders in flat colours."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = 256
BACKGROUNDS = ("#dbe7f3", "#f3e3d3", "#dcefe1", "#efe0ee", "#f4efcf", "#d9ecef")
SKINS = ("#f5d3b8", "#e8b98f", "#c98e62", "#9a6540", "#f1c6a5")
HAIRS = ("#2b1d14", "#5b3a21", "#8a5a2b", "#c79a52", "#1b1b1f", "#8c8c8c")
CLOTHES = ("#31507a", "#7a3145", "#35654d", "#4b4453", "#a0622d", "#1f2937")


@lru_cache(maxsize=128)
def portrait(seed: int, *, long_hair: bool) -> bytes:
    """A JPEG, always the same for the same seed."""
    # Drawn at twice the size and scaled down, for smooth edges.
    random, whole = Random(seed), SIZE * 2
    image = Image.new("RGB", (whole, whole), random.choice(BACKGROUNDS))
    draw = ImageDraw.Draw(image)
    skin, hair = random.choice(SKINS), random.choice(HAIRS)
    width = random.randint(84, 98)
    left, right, middle = 256 - width, 256 + width, 256

    if long_hair:
        draw.rounded_rectangle((left - 26, 110, right + 26, 400), 100, fill=hair)
    draw.rounded_rectangle((216, 300, 296, 430), 36, fill=skin)
    draw.ellipse((76, 390, 436, 720), fill=random.choice(CLOTHES))
    draw.chord((196, 352, 316, 452), 0, 180, fill=skin)
    draw.ellipse((left - 10, 94, right + 10, 300), fill=hair)
    draw.ellipse((left, 120, right, 350), fill=skin)
    draw.chord((left, 112, right, 262), 180 + random.randint(0, 14), 352, fill=hair)
    for eye in (middle - 38, middle + 38):
        draw.ellipse((eye - 8, 222, eye + 8, 242), fill="#2a2320")
    draw.arc((middle - 36, 250, middle + 36, 306), 25, 155, fill="#8a3b36", width=7)

    out = BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, "JPEG", quality=88)
    return out.getvalue()
