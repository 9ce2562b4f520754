"""The command line as a whole: its commands, and what each way to end gives as exit code.

It is the only place that knows every stop of the road.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path

import click

import relgraph
from relgraph.cli.commands.blocs import blocs
from relgraph.cli.commands.centrality import centrality
from relgraph.cli.commands.derive import derive
from relgraph.cli.commands.describe import describe
from relgraph.cli.commands.export import export
from relgraph.cli.commands.lint import lint
from relgraph.cli.commands.project import project
from relgraph.cli.commands.projections import projections
from relgraph.cli.commands.push import push
from relgraph.cli.commands.queries import queries
from relgraph.cli.commands.query import query
from relgraph.cli.commands.render import render
from relgraph.cli.commands.run import run
from relgraph.cli.commands.show import show
from relgraph.cli.commands.timeline import timeline
from relgraph.cli.commands.validate import validate
from relgraph.cli.commands.why import why
from relgraph.cli.exit_codes import DONE, FAILED, INTERRUPTED
from relgraph.cli.options import example
from relgraph.cli.terminal import complain
from relgraph.errors import RelgraphError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("relgraph run -o out", "relgraph show 'Sergey Lavrov'"),
)
@click.version_option(relgraph.__version__, prog_name="relgraph")
def cli() -> None:
    """Ask a knowledge graph of diplomatic relations who did what, in whose words, on which evidence.

    Without -d/--data a command works on the bundled graph: the ASEAN-Russia Special Foreign Ministers' Meeting
    of 6 July 2021, as one news report tells it.
    """


for _command in (
    validate, lint, queries, query, show, projections, project, centrality, timeline, why, blocs, render,
    export, derive, describe, push, run,
):  # fmt: skip
    cli.add_command(_command)


def start(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    # rdflib logs a traceback for each literal that it cannot turn into a Python value.
    logging.getLogger("rdflib.term").disabled = True
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until exit
        else:
            stream.reconfigure(errors="backslashreplace")
    return _run(arguments)


def _invoke(arguments: list[str]) -> object:
    """Do what ``cli.main`` does, which prints an empty line where it is interrupted."""
    if "_RELGRAPH_COMPLETE" in os.environ:  # a shell asks for completions
        return cli.main(arguments, prog_name="relgraph", standalone_mode=False)
    try:
        with cli.make_context("relgraph", arguments) as context:
            return cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code


def _run(arguments: list[str]) -> int:  # noqa: PLR0911 - one return for each way to end
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = _invoke(arguments)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except RelgraphError as error:
        complain(str(error), error.advice)
        return FAILED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return FAILED
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "relgraph"
        complain(" ".join(error.format_message().split()).rstrip("."), f"{command} --help shows how it is used")
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted", "")
        return INTERRUPTED
    except (OSError, SystemExit) as error:
        # The reader of a pipe has had enough (click exits on that by itself), or the disk is full. What is left
        # in the buffer would make the interpreter complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError | SystemExit):
            return 128 + signal.SIGPIPE
        complain(f"standard output: {error.strerror or error}", "write to a file with -o")
        return FAILED
