"""The command ``python -m benchmarks.importing``: a table of events becomes acts, and dyads by year.

The table has the columns of ICEWS, 20,000 persons of 190 states and as many rows as are asked for, the same
each time. Acts are compared with morph-kgc on a mapping to the same triples, which is installed into an
environment of its own in ``build/benchmarks``; dyads by year with DuckDB's own ``GROUP BY`` over the same file.
Each runs in a process of its own, one after the other, ``--repeat`` times; the least counts. Printed are
seconds, CPU seconds and memory of each, and the ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.environment import EnvironmentMissingError, python_of

ROWS = """COPY (SELECT
    30000000 + i AS "Event ID",
    strftime(date '2000-01-01' + CAST(i % 7000 AS INT), '%Y-%m-%d') AS "Event Date",
    'Person ' || (i * 7919 % 20000) || ' (Country ' || (i * 7919 % 20000 % 190) || ')' AS "Source Name",
    'Government,Executive' AS "Source Sectors", 'Country ' || (i * 7919 % 20000 % 190) AS "Source Country",
    'Consult' AS "Event Text", (['040', '042', '111', '0211', '190', '051', '1123'])[1 + i % 7] AS "CAMEO Code",
    ((i % 20) - 10) / 2.0 AS "Intensity", 'Country ' || (i * 104729 % 190) AS "Target Name",
    'NA' AS "Target Sectors", 'Country ' || (i * 104729 % 190) AS "Target Country", i AS "Story ID",
    1 AS "Sentence Number", 'News ' || (i % 300) AS "Publisher", 'City' AS "City", 'NA' AS "District",
    'NA' AS "Province", 'Country ' || (i % 190) AS "Country", 1.5 AS "Latitude", 2.5 AS "Longitude"
FROM range({rows}) AS t(i)) TO '{path}' (HEADER true, DELIMITER '{delimiter}')"""

GROUPED = """import duckdb
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
rows = connection.execute('''
    SELECT "Source Country", "Target Country", "CAMEO Code", left("Event Date", 4), count(*),
        sum(CAST("Intensity" AS DOUBLE))
    FROM read_csv('{path}', delim='\\t', quote='', header=true, all_varchar=true) GROUP BY ALL''').fetchall()
print(len(rows))"""

RML = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix rg: <https://w3id.org/relgraph/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<#acts> rml:logicalSource [ rml:source "{path}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/act/{{Event ID}}" ; rr:class rg:Act ] ;
  rr:predicateObjectMap [ rr:predicate rg:actor ; rr:objectMap [ rr:template "https://example.org/actor/{{Source Name}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate rg:object ; rr:objectMap [ rr:template "https://example.org/state/{{Target Name}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate rg:relation ; rr:objectMap [ rr:template "https://example.org/relation/{{CAMEO Code}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate rg:date ; rr:objectMap [ rml:reference "Event Date" ; rr:datatype xsd:date ] ] ;
  rr:predicateObjectMap [ rr:predicate rg:modality ; rr:object rg:modalityAsserted ] ;
  rr:predicateObjectMap [ rr:predicate rg:certainty ; rr:object rg:certain ] ;
  rr:predicateObjectMap [ rr:predicate rg:intensity ; rr:objectMap [ rml:reference "Intensity" ; rr:datatype xsd:decimal ] ] ;
  rr:predicateObjectMap [ rr:predicate rg:code ; rr:objectMap [ rr:template "https://example.org/code/{{CAMEO Code}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate dcterms:source ; rr:objectMap [ rml:reference "Publisher" ] ] ;
  rr:predicateObjectMap [ rr:predicate rg:evidence ; rr:objectMap [ rr:template "https://example.org/table#row={{Event ID}}" ] ] .
"""  # noqa: E501 - a triple a line

TRIPLES_PER_ACT = 11


class Run(NamedTuple):
    """What one process took."""

    seconds: float
    cpu: float
    megabytes: float


def measured(command: list[str], folder: Path) -> Run:
    """Run a command to its end, and return what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:4]} ended with {process.returncode}")
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def least(command: list[str], folder: Path, repeat: int, name: str) -> Run:
    """Return the run that took the least time of several, and print it."""
    run = min(measured(command, folder) for _ in range(repeat))
    print(f"{name:42} {run.seconds:8.1f} s {run.cpu:8.1f} s of CPU {run.megabytes:8.0f} MB", flush=True)
    return run


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.importing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="of which acts are made (default: 1,000,000)"
    )
    parser.add_argument(
        "--by-year", type=int, default=10_000_000, help="that are added up (default: 10,000,000)"
    )
    parser.add_argument("--repeat", type=int, default=1, help="how often each is run (default: 1)")
    options = parser.parse_args()
    relgraph = [sys.executable, "-c", "from relgraph.cli import main; main()", "import", "icews"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tab, comma, many = folder / "events.tab", folder / "events.csv", folder / "many.tab"
        with duckdb.connect() as connection:
            for path, rows, delimiter in (
                (tab, options.rows, "\t"),
                (comma, options.rows, ","),
                (many, options.by_year, "\t"),
            ):
                connection.execute(ROWS.format(rows=rows, path=path, delimiter=delimiter))
        print(f"{options.rows:,} rows to acts")
        acts = least([*relgraph, str(tab), "-o", "acts.ttl"], folder, options.repeat, "relgraph import icews")
        rate = TRIPLES_PER_ACT * options.rows / acts.seconds
        print(f"{rate:,.0f} triples a second")
        (folder / "map.ttl").write_text(RML.format(path=comma), "utf-8")
        (folder / "morph.ini").write_text(
            "[CONFIGURATION]\noutput_file=morph.nt\n[DATA]\nmappings=map.ttl\n", "utf-8"
        )
        try:
            python = python_of("morph-kgc", print)
        except EnvironmentMissingError as error:
            print(f"morph-kgc: skipped: {error}")
        else:
            other = least([str(python), "-m", "morph_kgc", "morph.ini"], folder, options.repeat, "morph-kgc")
            ratio = other.seconds / acts.seconds
            print(f"ratio of triples a second, relgraph to morph-kgc: {ratio:.2f} (bar: 1 or more)")
        print(f"{options.by_year:,} rows to dyads by year")
        by_year = [*relgraph, str(many), "--by", "dyad-year", "--states-only", "-o", "years.ttl"]
        ours = least(by_year, folder, options.repeat, "relgraph import icews --by dyad-year")
        own = least(
            [sys.executable, "-c", GROUPED.format(path=many)], folder, options.repeat, "DuckDB GROUP BY"
        )
        print(f"ratio of times, relgraph to DuckDB: {ours.seconds / own.seconds:.2f} (bar: 3 or less)")


if __name__ == "__main__":
    main()
