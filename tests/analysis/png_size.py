"""The size of a picture."""

from __future__ import annotations


def png_size(png: bytes) -> tuple[int, int]:
    """Return the width and height of a whole PNG file, in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png.endswith(b"IEND\xaeB`\x82")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
