"""What is public says what it takes, gives and raises, with an example that the tests run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable

import pytest

import relgraph

PACKAGES = [
    relgraph,
    *(
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(relgraph.__path__, "relgraph.")
        if found.ispkg and found.name != "relgraph.cli.commands"
    ),
]
FUNCTIONS: dict[str, Callable[..., object]] = {
    f"{value.__module__}.{name}": value
    for package in PACKAGES
    for name in getattr(package, "__all__", ())
    if inspect.isfunction(value := getattr(package, name))
}


def sections(text: str) -> dict[str, str]:
    """Return the parts of a docstring by their heading (Google Python Style Guide, 3.8.3)."""
    parts = re.split(r"^(Args|Returns|Yields|Raises|Example|Attributes):$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_front_door_is_among_them() -> None:
    assert len(FUNCTIONS) > 40
    assert {"relgraph.opening.sources.open", "relgraph.projection.folding.project"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_public_function_has_its_headings(name: str) -> None:
    function = FUNCTIONS[name]
    found = sections(inspect.getdoc(function) or "")
    signature = inspect.signature(function)
    told = set(re.findall(r"^ {4}\*{0,2}(\w+):", found.get("Args", ""), re.MULTILINE))
    # fold takes what project does, and says so.
    if name != "relgraph.projection.folding.fold":
        assert told == set(signature.parameters)
    if signature.return_annotation not in ("None", None):
        assert "Returns" in found or "Yields" in found
    assert doctest.DocTestParser().get_examples(inspect.getdoc(function) or ""), "no example"
    assert "Example" in found
