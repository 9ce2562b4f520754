"""What every command says of itself."""

from __future__ import annotations

import click
import pytest
from conftest import REPOSITORY, Run

from relgraph.cli.app import command_named
from relgraph.cli.commands import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert result.returncode == 0
    text = result.stdout.decode()
    assert f"relgraph {name}" in text.split("Example:")[1]
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    assert f"relgraph {name}" in readme


OF_DOSSIERS = {"build", "compare", "coverage", "draft", "import", "load", "relocate", "review", "tabulate"}
"""The commands that take folders of tables, one graph, or what is loaded."""


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - OF_DOSSIERS))
def test_data_means_the_same_everywhere(name: str) -> None:
    options = {option for param in command_named(name).params for option in param.opts}
    assert {"-d", "--data"} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    for param in command_named(name).params:
        if isinstance(param, click.Option):
            assert param.help, param.opts


def test_no_command_is_help(run: Run) -> None:
    assert b"Commands:" in run().stdout + run().stderr


def test_what_a_command_is_for_fits_into_the_list_of_commands(run: Run) -> None:
    listed = run("--help").stdout.decode().partition("Commands:")[2]
    assert "centrality" in listed
    assert "..." not in listed
