"""How wide text will be, without a browser, so that labels can make room for each other."""

from __future__ import annotations

_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.23),
    **dict.fromkeys(" .,:;/!It()f[]", 0.29),
    **dict.fromkeys("r-", 0.34),
    **dict.fromkeys("cksvxyzJ", 0.51),
    **dict.fromkeys("mMW%", 0.88),
    **dict.fromkeys("wABEKPSVXYCDHNRUGOQ", 0.72),
    **dict.fromkeys("●■◆▲▼★▶◀┅", 0.9),
}
_PLAIN = 0.57


def text_width(text: str, size: float) -> float:
    """Width of one line in pixels, for Arial; the narrower fonts of a page stay within it."""
    return size * sum(_WIDTHS.get(letter, _PLAIN) for letter in text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break text into lines at spaces; a single word wider than `width` stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
