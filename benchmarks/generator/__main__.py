"""The command ``python -m benchmarks.generator``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

import benchmarks.generator
from benchmarks.generator import write_blocs, write_graph, write_network, write_votes


def main() -> None:
    """Write a graph as the command line asks."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generator",
        description=benchmarks.generator.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--triples", type=int, help="how many triples, within a percent")
    size.add_argument("--acts", type=int, help="how many acts")
    size.add_argument("--votes", type=int, help="a table of roll calls with this many votes")
    size.add_argument("--nodes", type=int, help="no graph but a weighted network, as a list of edges")
    size.add_argument("--blocs", type=int, metavar="NODES", help="actors in eight blocs, most acts within one")
    parser.add_argument("--edges", type=int, default=0, help="how many edges the network or `actors` has")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--broken", type=float, default=0.0, metavar="SHARE", help="share of acts that are wrong"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    options = parser.parse_args()
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # head ends it in silence
    file = (
        os.fdopen(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n", closefd=False)
        if options.output is None
        else options.output.open("w", encoding="utf-8", newline="\n")
    )
    with file:
        if options.nodes is not None:
            write_network(file, options.nodes, options.edges, seed=options.seed)
            return
        if options.votes is not None:
            out = write_votes(file, options.votes, seed=options.seed)
        elif options.blocs is not None:
            out = write_blocs(file, options.blocs, options.edges, seed=options.seed)
        else:
            out = write_graph(
                file, triples=options.triples, acts=options.acts, seed=options.seed, broken=options.broken
            )
    print(f"{options.output or '-'}: {out.triples:,} triples, {out.acts:,} acts", file=sys.stderr)


if __name__ == "__main__":
    main()
