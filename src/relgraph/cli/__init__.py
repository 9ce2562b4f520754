"""The command line: the only place that knows every stop of the road.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the data violates the
shapes, lint found something, or a store did not keep what it was given, 2 could not run, 130 interrupted.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path

import click

import relgraph
from relgraph.cli import blocs, graphs, networks, questions, road, scores, stores
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
    graphs.validate,
    stores.lint,
    questions.queries,
    questions.query,
    questions.show,
    networks.projections,
    networks.project,
    scores.centrality,
    scores.timeline,
    scores.why,
    blocs.blocs,
    networks.render,
    graphs.export,
    graphs.derive,
    graphs.describe,
    stores.push,
    road.run,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and exit with its code."""
    # rdflib logs a traceback for each literal that it cannot turn into a Python value.
    logging.getLogger("rdflib.term").disabled = True
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until exit
        else:
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:  # noqa: PLR0911 - one return for each way to end
    try:
        code = cli.main(arguments, prog_name="relgraph", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except RelgraphError as error:
        complain(str(error), error.advice)
        return 2
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "relgraph"
        complain(" ".join(error.format_message().split()).rstrip("."), f"{command} --help shows how it is used")
        return 2
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted", "")
        return 130
    except (OSError, SystemExit) as error:
        # The reader of a pipe has had enough (click exits on that by itself), or the disk is full. What is left
        # in the buffer would make the interpreter complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError | SystemExit):
            return 128 + signal.SIGPIPE
        complain(f"standard output: {error.strerror or error}", "write to a file with -o")
        return 2
