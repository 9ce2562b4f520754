"""Late imports: what is loaded when it is first used, since a command that does not use it is not to wait."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def late_names(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Return a ``__getattr__`` for a package, which loads what it is asked for (PEP 562).

    Args:
        package: The package.
        homes: Names that it has, by the module of it that they come from. The modules are names too.

    Returns:
        The function. It raises ``AttributeError`` for any other name.

    Example:
        >>> late_names("relgraph", {"wording": ("counted",)})("counted")(2, "act")
        '2 acts'
    """
    home = {name: module for module, names in homes.items() for name in names}

    def load(name: str) -> object:
        if name in home:
            value: object = getattr(import_module(f"{package}.{home[name]}"), name)
        elif name in homes:
            value = import_module(f"{package}.{name}")
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        setattr(sys.modules[package], name, value)
        return value

    return load


class LateLibrary:
    """A library that is loaded when something in it is first used.

    Example:
        >>> json = LateLibrary("json")
        >>> json.loads("[1]")
        [1]
    """

    def __init__(self, name: str) -> None:
        """Take the name of the library."""
        self._name = name

    def __getattr__(self, name: str) -> object:
        """Return what the library has by that name."""
        return getattr(import_module(self._name), name)
