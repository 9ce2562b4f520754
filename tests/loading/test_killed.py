"""Loads that are killed at any moment: the store is the old one or the new one, whole, and nothing is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import relgraph
from relgraph.disk.manifests import read_manifest

KILLS = 50

# It is started once, so that what is killed is the load and not the start of Python: for each line of its input
# it forks a process that loads, tells the number of that, and says when it is done.
WARM = """
import os, sys
import relgraph
load = relgraph.load
relgraph.derive(relgraph.open("first.ttl")).acts  # all that a load reads; no database has threads yet
for line in sys.stdin:
    store, append, *files = line.split()
    child = os.fork()
    if child == 0:
        load(*files, store=store, append=append == "yes")
        os.write(1, b"done\\n")
        os._exit(0)
    os.write(1, b"%d\\n" % child)
    os.waitpid(child, 0)
    os.write(1, b"ended\\n")
"""


def acts(name: str) -> str:
    return f"""
@prefix rg: <https://w3id.org/relgraph/ontology#> .
@prefix ex: <https://example.org/> .
ex:{name} a rg:State ; <http://www.w3.org/2000/01/rdf-schema#label> "{name}"@en ; ex:in [ ex:named "{name}" ] .
ex:{name}-supports a rg:Support ; rg:actor ex:{name} ; rg:relation rg:supports ; rg:object ex:plan ;
    rg:modality rg:modalityAsserted ; rg:certainty rg:certain .
"""


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    (tmp_path / "first.ttl").write_text(acts("first"), "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", WARM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def contents(files: list[Path]) -> set[str]:
    """Return the lines of what follows from files, and of what was read of them."""
    graph = relgraph.derive(relgraph.open(*files))
    return set(relgraph.export(graph, "ntriples").decode().splitlines())


def test_killed_at_any_moment_a_store_is_whole_and_what_was_said_to_be_done_is_there(
    warm: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    assert warm.stdin is not None
    assert warm.stdout is not None
    store = tmp_path / "store"
    chance = random.Random(15)  # noqa: S311 - nothing is kept secret by it
    length = float("inf")
    now: list[Path] = []
    before: set[str] = set()
    done = killed = 0
    for number in range(2 * KILLS):
        file = tmp_path / f"f{number}.ttl"
        file.write_text(acts(f"s{number}"), "utf-8")
        append = bool(now) and number % 4 != 0
        new = [*now, file] if append else [file]
        start = time.monotonic()
        warm.stdin.write(f"{store} {'yes' if append else 'no'} {file}\n".encode())
        warm.stdin.flush()
        child = int(warm.stdout.readline())
        if number >= 3:  # the first ones tell how long a load takes
            time.sleep(chance.uniform(0, length))
            subprocess.run(["kill", f"-{signal.SIGKILL:d}", str(child)], check=False, capture_output=True)
        said = [warm.stdout.readline()]
        while said[-1] != b"ended\n":
            said.append(warm.stdout.readline())
        if number < 3:
            length = min(length, time.monotonic() - start)
        is_done = b"done\n" in said
        assert is_done or number >= 3
        graph = relgraph.open(store)
        found = set(relgraph.export(graph, "ntriples").decode().splitlines())
        assert len(graph) == len(found)
        if found == before:
            assert not is_done, f"load {number} was reported as done, and is not there"
        else:
            assert found == contents(new)
            now, before = new, found
        done += is_done
        killed += not is_done
        if killed == KILLS:
            break
    assert killed == KILLS
    assert done > 3
    del graph  # a generation that is read stays
    relgraph.load(tmp_path / "first.ttl", store=store)
    assert sorted(path.name for path in store.iterdir()) == [
        read_manifest(store).generation,
        "relgraph-store.json",
    ]
