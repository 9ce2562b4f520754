"""Real triple stores and parsers, each behind one contract: adding one is one file in this folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TypeVar

from .contract import Reader, Store

_Program = TypeVar("_Program", Store, Reader)


def all_stores() -> list[type[Store]]:
    """Return the stores of this folder, installed or not, by name."""
    return _all(Store)  # type: ignore[type-abstract]


def all_readers() -> list[type[Reader]]:
    """Return the parsers of this folder, installed or not, by name."""
    return _all(Reader)  # type: ignore[type-abstract]


def _all(kind: type[_Program]) -> list[type[_Program]]:
    """Return the concrete subclasses of ``kind``, each from the module that defines it."""
    found = []
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        if info.name.rpartition(".")[2].startswith(("test_", "conftest")):
            continue
        module = importlib.import_module(info.name)
        found += [
            member
            for _, member in inspect.getmembers(module, inspect.isclass)
            if issubclass(member, kind) and not inspect.isabstract(member) and member.__module__ == info.name
        ]
    return sorted(found, key=lambda member: member.name)
