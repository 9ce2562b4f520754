"""What is measured, as data: the lines of the table, the ways compared in each, and the bars to meet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Data:
    """A file that the generator writes: so many triples, acts, votes, or nodes of a network.

    Attributes:
        unit: What is counted, as the option of the generator has it.
        size: How many there are at scale 1.
        broken: The share of acts that break a shape or a check.
    """

    unit: str
    size: int
    broken: float = 0.0

    def scaled(self, scale: float) -> int:
        """Return how many there are at a scale, at least as many as a meaningful file needs."""
        least = {"triples": 3000, "acts": 400, "votes": 500, "nodes": 60}[self.unit]
        return max(least, round(self.size * scale)) if scale < 1 else round(self.size * scale)


@dataclass(frozen=True)
class Way:
    """One way to an answer.

    Attributes:
        name: What it is called in the table.
        command: Words; the first is ``relgraph`` (the command), ``python`` or ``kglab`` (the Python of its
            environment), and data stand for the path of their file.
        needs: A module that it needs beside what relgraph does.
        once: Whether it runs once and not in each round, as it is slow.
        ends: The exit codes with which it has done its work.
    """

    name: str
    command: tuple[str | Data, ...]
    needs: str = ""
    once: bool = False
    ends: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Bar:
    """A limit that the first way of a line has to keep.

    Attributes:
        quantity: ``time``, ``cpu`` or ``memory``.
        rival: The name of the way that it is compared with; without one it is in seconds.
        at_most: Our figure may be at most this many times the rival's, or this many seconds.
        at_least: The rival's figure must be at least this many times ours.
    """

    quantity: str
    rival: str = ""
    at_most: float | None = None
    at_least: float | None = None


@dataclass(frozen=True)
class Case:
    """A line of the table.

    Attributes:
        name: What ``--only`` calls it.
        title: What is done.
        ways: Ways to do it; the first is ours.
        bars: What has to hold.
        data: What it is done with, for the title.
        times: How often each way runs in a round.
        long: Whether it is measured with ``--full`` only.
    """

    name: str
    title: str
    ways: tuple[Way, ...]
    bars: tuple[Bar, ...]
    data: Data | None = None
    times: int = 1
    long: bool = False


MILLION = Data("triples", 1_000_000)
HUNDRED_THOUSAND = Data("triples", 100_000)
TEN_MILLION = Data("triples", 10_000_000)
ACTS = Data("acts", 20_000)
VOTES = Data("votes", 13_087)
NETWORK = Data("nodes", 3000)
BROKEN = Data("triples", 100_000, broken=0.01)


def _scored(projection: str, data: Data, name: str = "relgraph") -> Way:
    return Way(name, ("relgraph", "centrality", projection, "-m", "pagerank", "-d", data))


def _by_hand(question: str, data: Data) -> Way:
    command = ("python", "-m", "benchmarks.rivals.by_hand", question, data)
    return Way("joined by hand", command, needs="nx_rustworkx")


def _beside_by_hand(projection: str) -> Case:
    return Case(
        projection,
        f"Turtle to PageRank on {projection}",
        (_scored(projection, MILLION), _by_hand(projection, MILLION)),
        (Bar("cpu", "joined by hand", at_most=0.65), Bar("memory", "joined by hand", at_most=0.6)),
        MILLION,
    )


def _beside_slow(name: str, rival: Way, data: Data, at_least: float) -> Case:
    bars = (Bar("time", rival.name, at_least=at_least),)
    return Case(name, "Turtle to PageRank on actors", (_scored("actors", data), rival), bars, data)


def _rdflib(data: Data) -> Way:
    command = ("python", "-m", "benchmarks.rivals.rdflib_alone", "actors", data)
    return Way("rdflib and NetworkX", command, once=True)


def _kglab(data: Data) -> Way:
    return Way("kglab", ("kglab", "-m", "benchmarks.rivals.with_kglab", "actors", data), once=True)


_LOAD = Way("pyoxigraph load", ("python", "-m", "benchmarks.rivals.load", MILLION))
_PASS = Way("python -c pass", ("python", "-c", "pass"))

CASES: tuple[Case, ...] = (
    *map(_beside_by_hand, ("actors", "topics", "signed", "co-participation")),
    _beside_slow("rdflib", _rdflib(MILLION), MILLION, 14),
    _beside_slow("kglab", _kglab(MILLION), MILLION, 50),
    _beside_slow("kglab-small", _kglab(HUNDRED_THOUSAND), HUNDRED_THOUSAND, 50),
    Case(
        "growth",
        "Turtle to PageRank on actors, ten times the triples",
        (_scored("actors", TEN_MILLION, "relgraph"), _scored("actors", MILLION, "a tenth")),
        (Bar("time", "a tenth", at_most=11),),
        TEN_MILLION,
        long=True,
    ),
    Case(
        "open",
        "Turtle into a store",
        (Way("relgraph", ("python", "-m", "benchmarks.ours.open_store", MILLION)), _LOAD),
        (Bar("time", "pyoxigraph load", at_most=1.3),),
        MILLION,
    ),
    Case(
        "select",
        "Turtle to 100,000 rows of CSV",
        (
            Way("relgraph", ("python", "-m", "benchmarks.ours.select", MILLION)),
            Way("pyoxigraph", ("python", "-m", "benchmarks.rivals.select", MILLION)),
        ),
        (Bar("time", "pyoxigraph", at_most=1.3),),
        MILLION,
    ),
    Case(
        "derive",
        "Turtle to Turtle with what follows",
        (Way("relgraph", ("relgraph", "derive", "-d", MILLION)), _LOAD),
        (Bar("time", "pyoxigraph load", at_most=3), Bar("memory", "pyoxigraph load", at_most=2.5)),
        MILLION,
    ),
    Case(
        "validate",
        "Turtle against shapes, ours with checks too",
        (
            Way("relgraph", ("relgraph", "validate", "-d", BROKEN), ends=(0, 1)),
            Way("pySHACL", ("python", "-m", "benchmarks.rivals.shacl", BROKEN), once=True, ends=(0, 1)),
        ),
        (Bar("time", "pySHACL", at_most=0.2),),
        BROKEN,
    ),
    Case(
        "votes",
        "Turtle to the network of co-participation",
        (
            Way("relgraph", ("python", "-m", "benchmarks.ours.votes", VOTES)),
            Way("relgraph to CSV", ("relgraph", "project", "co-participation", "-f", "csv", "-d", VOTES)),
        ),
        (Bar("time", at_most=3),),
        VOTES,
    ),
    Case(
        "paths",
        "weighted betweenness, closeness and harmonic",
        (
            Way("relgraph", ("python", "-m", "benchmarks.ours.paths", NETWORK)),
            Way("NetworkX", ("python", "-m", "benchmarks.rivals.networkx_paths", NETWORK), once=True),
        ),
        (Bar("time", "NetworkX", at_least=25),),
        NETWORK,
    ),
    Case(
        "bootstrap",
        "PageRank on actors with 1,000 resamples",
        (
            Way(
                "relgraph",
                ("relgraph", "centrality", "actors", "-m", "pagerank", "--bootstrap", "1000", "-d", ACTS),
                once=True,
            ),
        ),
        (Bar("time", at_most=60),),
        ACTS,
    ),
    *(
        Case(
            option.strip("-"),
            f"relgraph {option}",
            (Way("relgraph", ("relgraph", option)), _PASS),
            (Bar("cpu", "python -c pass", at_most=6),),
            times=5,
        )
        for option in ("--help", "--version")
    ),
)
"""The lines of the table, in order."""
