"""Embedding: the files that the page carries inside itself, and what keeps anything else in it from running.

The page's Content Security Policy names the hash of each script and of the style sheet. Data enter as JSON in a
script element of a type that is not run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files

STATIC = files("relgraph").joinpath("page", "static")
"""Where the template, the style sheet and the scripts are."""

SCRIPTS = (
    "data.js",
    "media.js",
    "elements.js",
    "state.js",
    "names.js",
    "facets.js",
    "filtering.js",
    "scoring.js",
    "signs.js",
    "colouring.js",
    "address.js",
    "network.js",
    "lines.js",
    "painting.js",
    "labels.js",
    "layers.js",
    "picking.js",
    "walks.js",
    "cards.js",
    "why.js",
    "panel.js",
    "overview.js",
    "filters.js",
    "search.js",
    "table.js",
    "source.js",
    "vector.js",
    "saving.js",
    "printing.js",
    "choosing.js",
    "start.js",
)
"""The page's scripts in the order in which they run; each uses only what scripts before it define."""


def style() -> str:
    """Return the style sheet."""
    return STATIC.joinpath("page.css").read_text(encoding="utf-8")


def script() -> str:
    """Return the page's own scripts as the text of one script element."""
    return "\n".join(STATIC.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)


def vis_network() -> str:
    """Return the vis-network script that pyvis ships."""
    return files("pyvis").joinpath("lib", "vis-9.1.2", "vis-network.min.js").read_text(encoding="utf-8")


def json_in_script(value: object) -> str:
    r"""Return ``value`` as JSON that may stand in a script element: no markup, and only ASCII.

    Args:
        value: What :func:`json.dumps` takes.

    Returns:
        Compact JSON that reads back as ``value``.

    Example:
        >>> print(json_in_script(["</script>", "Thủ tướng"]))
        ["\u003c/script\u003e","Th\u1ee7 t\u01b0\u1edbng"]
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def csp_hash(text: str) -> str:
    """Return the source expression that lets exactly ``text`` run (Content Security Policy Level 3).

    Args:
        text: All that stands between the tags of a script or style element.

    Returns:
        The expression in its quotes.

    Example:
        >>> csp_hash("")
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
