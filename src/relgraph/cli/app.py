"""The command line as a whole: its commands, and what each way to end gives as exit code.

It is the only place that knows every stop of the road.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

import relgraph
from relgraph.cli.commands import COMMANDS
from relgraph.cli.exit_codes import CUT_OFF, DONE, FAILED
from relgraph.cli.interrupts import Interrupted, Interrupts
from relgraph.cli.streams import complain, drain, prepare_streams, silence
from relgraph.errors import RelgraphError
from relgraph.unfinished import discard_unfinished


class _Commands(click.Group):
    """Commands that are loaded when they are asked for; in the list, the table of them stands for each."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        return name, command_named(name) if name else None, rest


@click.group(
    cls=_Commands,
    commands=[click.Command(name, help=summary) for name, summary in COMMANDS.items()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  relgraph run -o out\n  relgraph show 'Sergey Lavrov'",
)
@click.version_option(relgraph.__version__, prog_name="relgraph")
def cli() -> None:
    """Ask a knowledge graph of diplomatic relations who did what, in whose words, on which evidence.

    Without -d/--data a command works on the bundled graph: the ASEAN-Russia Special Foreign Ministers' Meeting
    of 6 July 2021, as one news report tells it.
    """
    import logging

    # rdflib logs a traceback for each literal that it cannot turn into a Python value.
    logging.getLogger("rdflib.term").disabled = True
    # matplotlib logs where it keeps its cache when it has no home.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def command_named(name: str) -> click.Command:
    """Load a command."""
    module = module_of(name)
    command: click.Command = getattr(import_module(f"relgraph.cli.commands.{module}"), module)
    return command


def module_of(name: str) -> str:
    """Return the name of the module of a command, and of the command in it."""
    return f"{name}_" if iskeyword(name) else name


def run(arguments: list[str]) -> int:
    """Run the command line, heedful of signals, and return its exit code."""
    interrupts = Interrupts(discard_unfinished)
    try:
        interrupts.listen()
        return start(arguments)
    except KeyboardInterrupt as error:
        os._exit(interrupts.tell(error))  # now: to give back the memory of a large graph takes seconds
    except RuntimeError:
        if interrupts.heard is None:
            raise
        os._exit(interrupts.tell(Interrupted(interrupts.heard)))  # DuckDB raises this in place of a signal
    finally:
        interrupts.ignore()


def start(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    prepare_streams()
    try:
        code = _code_of(arguments)
        sys.stdout.flush()
    except RelgraphError:  # of standard error: there is nowhere to say it
        silence(sys.stderr)
        return FAILED
    except (OSError, SystemExit) as error:
        return _stopped(error)
    return code


def _code_of(arguments: list[str]) -> int:
    try:
        code = _invoke(arguments)
    except RelgraphError as error:
        complain(str(error), error.advice)
        drain(sys.stdout)
        return FAILED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return FAILED
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "relgraph"
        complain(" ".join(error.format_message().split()).rstrip("."), f"{command} --help shows how it is used")
        return FAILED
    except click.Abort:
        raise KeyboardInterrupt from None
    except (OSError, RuntimeError) as error:
        from relgraph.disk.stored import damage_of

        damage = damage_of(error, "the store")
        if damage is None:
            raise
        complain(str(damage), damage.advice)
        return FAILED
    return code if isinstance(code, int) else DONE


def _invoke(arguments: list[str]) -> object:
    """Do what ``cli.main`` does, which prints an empty line where it is interrupted."""
    if "_RELGRAPH_COMPLETE" in os.environ:  # a shell asks for completions
        return cli.main(arguments, prog_name="relgraph", standalone_mode=False)
    try:
        with cli.make_context("relgraph", arguments) as context:
            return cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code


def _stopped(error: OSError | SystemExit) -> int:
    """Say what could not be written to, and return the exit code."""
    silence(sys.stdout)
    # Rich exits by itself where the reader of a pipe has had enough.
    if isinstance(error, BrokenPipeError | SystemExit):
        silence(sys.stderr)
        return CUT_OFF
    complain(f"{error.filename or 'standard output'}: {error.strerror or error}", "write to a file with -o")
    return FAILED
