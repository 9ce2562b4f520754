"""Nothing is loaded before it is needed, and what stands for it until then says the same."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Iterable

import pytest

import relgraph.analysis.backbone_extraction
import relgraph.analysis.bloc_detection
import relgraph.analysis.bootstrapping
import relgraph.analysis.chart
import relgraph.analysis.timelines
import relgraph.cli.commands
from relgraph.cli import choices
from relgraph.cli.app import command_named, module_of
from relgraph.cli.commands import COMMANDS
from relgraph.exporting import NETWORK_FORMATS, RDF_FORMATS
from relgraph.projection import OVER
from relgraph.querying import GRAPH_FORMATS, TABLE_FORMATS
from relgraph.remote import PROTOCOLS, TIMEOUT

LIBRARIES = {
    "matplotlib", "networkx", "numpy", "oxrdflib", "pandas", "pyarrow", "pyshacl", "pyvis", "rdflib",
    "requests", "rich", "scipy",
}  # fmt: skip
"""Libraries that take longer to load than click; pyoxigraph does not, and knows the formats."""

AT_WORK = """
import sys
from relgraph.cli import main

sys.argv[0] = "relgraph"
try:
    main()
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(program: str, *arguments: str) -> set[str]:
    """Return the modules that a program says on standard error to be loaded at its end."""
    result = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    found = set(result.stderr.split())
    assert "relgraph" in found
    return found


def packages(modules: Iterable[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_the_package_loads_no_library_and_no_room() -> None:
    found = loaded("import sys, relgraph; print(*sys.modules, file=sys.stderr)")
    assert packages(found).isdisjoint(LIBRARIES | {"click", "pyoxigraph"})
    ours = {name for name in found if name.startswith("relgraph")}
    assert ours == {"relgraph", "relgraph.late_imports"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []], ids=" ".join)
def test_what_relgraph_says_of_itself_loads_click_alone(arguments: list[str]) -> None:
    found = loaded(AT_WORK, *arguments)
    assert "click" in found
    assert packages(found).isdisjoint(LIBRARIES | {"pyoxigraph"})
    assert found.isdisjoint({"difflib", "importlib.metadata", "json", "logging", "pathlib", "socket"})


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_no_library(name: str) -> None:
    found = loaded(AT_WORK, name, "--help")
    assert f"relgraph.cli.commands.{module_of(name)}" in found
    assert packages(found).isdisjoint(LIBRARIES)


def test_a_wrong_name_is_refused_before_a_library_is_loaded() -> None:
    for arguments in (["centralty"], ["centrality", "actorz"], ["export", "-f", "turtel"]):
        assert packages(loaded(AT_WORK, *arguments)).isdisjoint(LIBRARIES), arguments


def test_each_command_has_its_module_and_is_listed_by_its_own_help() -> None:
    modules = {module.name for module in pkgutil.iter_modules(relgraph.cli.commands.__path__)}
    assert modules == set(map(module_of, COMMANDS))
    assert {name: command_named(name).get_short_help_str(1000) for name in COMMANDS} == COMMANDS
    assert {name: command_named(name).name for name in COMMANDS} == {name: name for name in COMMANDS}


@pytest.mark.parametrize(
    ("offered", "there"),
    [
        (choices.PROJECTIONS, relgraph.PROJECTIONS),
        (choices.OVER, OVER),
        (choices.MEASURES, relgraph.MEASURES),
        (choices.DEFAULT_MEASURES, relgraph.DEFAULT_MEASURES),
        (choices.PROFILES, relgraph.validation.PROFILES),
        (choices.BACKBONES, relgraph.analysis.backbone_extraction.METHODS),
        (choices.RESAMPLE, relgraph.analysis.bootstrapping.RESAMPLE),
        (choices.PERIODS, relgraph.analysis.timelines.PERIODS),
        (choices.RDF_FORMATS, RDF_FORMATS),
        (choices.NETWORK_FORMATS, NETWORK_FORMATS),
        (choices.CHART_FORMATS, relgraph.analysis.chart.CHART_FORMATS),
        (choices.RESULT_TABLES, TABLE_FORMATS),
        (choices.RESULT_GRAPHS, GRAPH_FORMATS),
        (choices.PROTOCOLS, PROTOCOLS),
    ],
)
def test_options_offer_what_there_is_in_its_order(offered: tuple[str, ...], there: Iterable[str]) -> None:
    assert offered == tuple(there)


def test_options_have_the_defaults_of_the_package() -> None:
    assert choices.BLOC_SEED == relgraph.analysis.bloc_detection.SEED
    assert choices.BLOC_RUNS == relgraph.analysis.bloc_detection.RUNS
    assert choices.PUSH_TIMEOUT == TIMEOUT
