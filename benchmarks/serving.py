"""The command ``python -m benchmarks.serving``: fifty clients ask ``relgraph serve`` for a minute.

Each client asks one query after the other, of several kinds, and holds every answer against what the graph says
when it is asked alone. Printed are requests per second, how long an answer takes, and memory, descriptors and
processes of the server after a third of the time and at the end. It fails where an answer is wrong or an error,
or where the server has grown.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

QUERIES = (
    ("who-supports", "text/csv"),
    ("acts-of", "application/sparql-results+json"),
    (
        "SELECT ?s ?label { ?s a rg:State ; rdfs:label ?label } ORDER BY ?label",
        "application/sparql-results+xml",
    ),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/tab-separated-values"),
    ("SELECT ?r { ?r a rg:Relation } ORDER BY ?r", "text/csv"),
    ("CONSTRUCT WHERE { ?act rg:actor ?actor }", "text/turtle"),
    ("ASK { ?s a rg:State }", "application/sparql-results+json"),
)
_GROWTH = 1.1
"""How much larger the memory may be at the end than after a third of the time."""


class Size(NamedTuple):
    """What the server has: MiB of memory, descriptors, and child processes."""

    memory: float
    descriptors: int
    children: int


def size_of(pid: int) -> Size:
    """Return the size of a process."""
    process = Path(f"/proc/{pid}")
    rollup = (process / "smaps_rollup").read_text("ascii")
    resident = sum(int(kib) for kib in re.findall(r"^Rss:\s+(\d+) kB", rollup, re.MULTILINE))
    children = sum(len((task / "children").read_text("ascii").split()) for task in tasks_of(process))
    return Size(resident / 1024, len(list((process / "fd").iterdir())), children)


def tasks_of(process: Path) -> list[Path]:
    """Return the threads of a process that are there still."""
    return [task for task in (process / "task").iterdir() if (task / "children").exists()]


def asked(address: str, query: str, accept: str) -> bytes:
    """Return what the server answers."""
    body = urlencode({"query": query}).encode()
    request = urllib.request.Request(f"{address}query", body, {"Accept": accept})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
        content: bytes = answer.read()
        return content


class Load:
    """Clients at work.

    Attributes:
        times: Seconds that each answer took.
        faults: What was wrong.
    """

    def __init__(self, address: str, right: Sequence[bytes], seconds: float) -> None:
        """Prepare; ``right`` has the answers to :data:`QUERIES`."""
        self._address, self._right, self._until = address, right, time.monotonic() + seconds
        self.times: list[float] = []
        self.faults: list[str] = []

    def client(self, number: int) -> None:
        """Ask until the time is over."""
        while time.monotonic() < self._until:
            number += 1
            at = number % len(QUERIES)
            began = time.monotonic()
            try:
                answer = asked(self._address, *QUERIES[at])
            except OSError as error:
                self.faults.append(f"{QUERIES[at][0]}: {error}")
                continue
            self.times.append(time.monotonic() - began)
            if answer != self._right[at]:
                self.faults.append(f"{QUERIES[at][0]}: another answer")


def run(data: Sequence[str], clients: int, seconds: float) -> list[str]:
    """Serve ``data``, load the server, print what it did, and return what was wrong."""
    program = "import sys; from relgraph.cli import main; sys.exit(main())"
    options = [option for name in data for option in ("-d", name)]
    server = subprocess.Popen(
        [sys.executable, "-c", program, "serve", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    try:
        assert server.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
        assert found is not None, "the server does not start"
        right = [asked(found[0], *query) for query in QUERIES]
        load = Load(found[0], right, seconds)
        threads = [threading.Thread(target=load.client, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        time.sleep(seconds / 3)
        early = size_of(server.pid)
        for thread in threads:
            thread.join()
        time.sleep(1)
        late = size_of(server.pid)
    finally:
        server.terminate()
        server.communicate()
    ordered = sorted(load.times)
    print(
        f"{clients} clients, {seconds:g} s: {len(ordered):,} answers, {len(ordered) / seconds:.0f} per second"
    )
    print(f"seconds of an answer: median {statistics.median(ordered):.2f}, slowest {ordered[-1]:.2f}")
    for when, size in (("after a third", early), ("at the end", late)):
        print(f"{when}: {size.memory:.0f} MiB, {size.descriptors} descriptors, {size.children} children")
    faults = load.faults
    if late.memory > early.memory * _GROWTH or late.children:
        faults.append(f"the server has grown: {early}, {late}")
    return faults


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("-d", "--data", action="append", default=[], help="what is served")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    faults = run(options.data, options.clients, options.seconds)
    for fault in faults[:20]:
        print(fault)
    print(f"wrong or refused answers: {len(faults)}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
