"""The structure of the code: imports run one way, modules stay small, names work on every system."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import networkx as nx
import pytest
from conftest import REPOSITORY

SOURCE = REPOSITORY / "src"
PACKAGE = SOURCE / "relgraph"

ORDER = (
    "late_imports", "cleaning", "wording", "errors", "confinement", "progress", "formats", "bundle", "files",
    "unfinished", "writing", "records", "model", "vocabulary", "canonical", "oxigraph_stores", "store", "disk",
    "columns", "rdf_syntax", "hostile", "reading", "opening", "derivation", "evidence", "identity", "merging",
    "shacl", "validation", "querying", "showing", "projection", "closures", "loading", "analysis", "exporting",
    "importing", "linting", "remote", "loopback", "authoring", "reviewing", "page", "serving", "notebook",
    "cli",
)  # fmt: skip
"""The rooms, in the order in which they may import each other: only what stands before."""

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imports_of(module: str, path: Path) -> set[str]:
    """Return the modules of the package that a module imports, wherever in it that is written."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            assert node.module is not None
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
    return {name for name in found if name.split(".")[0] == "relgraph"}


IMPORTS = {module: imports_of(module, path) for module, path in MODULES.items()}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def upward(imports: dict[str, set[str]]) -> list[str]:
    """Return the imports of what stands later; only the command line may come in by the front door."""

    def is_upward(module: str, name: str) -> bool:
        if name == "relgraph":
            return room(module) != "cli"
        return ORDER.index(room(name)) > ORDER.index(room(module))

    return [
        f"{module} imports {name}"
        for module, names in sorted(imports.items())
        for name in sorted(names)
        if room(module) and is_upward(module, name)
    ]


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return the circles of modules that import each other by name."""
    graph = nx.DiGraph((module, name) for module, names in imports.items() if room(module) for name in names)
    return [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]


def test_every_room_has_its_place() -> None:
    assert {room(module) for module in MODULES} - {""} == set(ORDER)


def test_imports_run_one_way() -> None:
    assert upward(IMPORTS) == []
    assert circles(IMPORTS) == []


@pytest.mark.parametrize(
    ("module", "name", "is_circle"),
    [
        ("relgraph.model.acts", "relgraph.store", True),
        ("relgraph.errors", "relgraph.cli.app", True),
        ("relgraph.linting.rule_table", "relgraph.page", False),
        ("relgraph.model.terms", "relgraph.querying.results", True),
        ("relgraph.model.acts", "relgraph", False),
    ],
)
def test_a_planted_import_is_found(module: str, name: str, is_circle: bool) -> None:
    planted = {**IMPORTS, module: IMPORTS[module] | {name}}
    assert upward(planted) or room(module) == room(name)
    assert bool(circles(planted)) == is_circle


def test_the_model_knows_no_store() -> None:
    for module, path in MODULES.items():
        if room(module) == "model":
            text = path.read_text("utf-8")
            assert not re.search(r"\bStore\b|oxigraph\.query|\bquads_for_pattern\b", text), module


def test_no_module_is_longer_than_450_lines() -> None:
    paths = [
        path
        for folder, ends in (
            (SOURCE, (".py", ".js", ".html", ".css")),
            (REPOSITORY / "tests", (".py",)),
            (REPOSITORY / "benchmarks", (".py",)),
        )
        for path in folder.rglob("*")
        if path.suffix in ends
    ]
    lengths = {
        path.relative_to(REPOSITORY).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths
    }
    assert len(lengths) > 100
    assert {name: length for name, length in sorted(lengths.items()) if length > 450} == {}


def windows_minds(name: str) -> bool:
    """Whether Windows cannot check out a file of this name (Naming Files, Paths, and Namespaces)."""
    return any(
        re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part)
        or re.fullmatch(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", part)
        for part in name.split("/")
    )


def test_a_checkout_on_windows_works() -> None:
    assert windows_minds("tests/a:b.csv")
    assert windows_minds("src/aux.py")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    names = listed.stdout.rstrip("\0").split("\0")
    assert [name for name in names if windows_minds(name)] == []
    folded = [name.casefold() for name in names]
    assert len(set(folded)) == len(folded), "two names differ in case alone"
