"""The command relgraph blocs."""

from __future__ import annotations

from pathlib import Path

from conftest import Run, turtle

import relgraph
from relgraph import KnowledgeGraph


def test_the_command_gives_the_same_bytes_and_centrality_reads_them(
    run: Run, meeting: KnowledgeGraph, tmp_path: Path
) -> None:
    first = run("blocs", "full", "--runs", "10", "--seed", "4", "-f", "json")
    again = run("blocs", "full", "--runs", "10", "--seed", "4", "-f", "json")
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout  # each process has hash seeds of its own
    assert run("blocs", "actors", "-f", "csv", "-o", "blocs.csv").returncode == 0
    from_file = run("centrality", "actors", "-m", "brokerage", "--blocs", "blocs.csv", "-f", "csv")
    by_louvain = relgraph.centrality(relgraph.project(meeting, "actors"), ["brokerage"]).to_csv().encode()
    assert from_file.returncode == 0, from_file.stderr
    assert from_file.stdout == by_louvain
    labels = (tmp_path / "blocs.csv").read_text("utf-8").replace("iri", "other")
    (tmp_path / "labels.csv").write_text(labels, encoding="utf-8")
    by_label = run("centrality", "actors", "-m", "brokerage", "--blocs", "labels.csv", "-f", "csv")
    assert by_label.stdout == by_louvain


def test_the_table_shows_unbalanced_triads_with_hostile_labels_cleaned(run: Run, tmp_path: Path) -> None:
    acts = "".join(
        f"ex:{a} a rg:State ; rdfs:label {label} . ex:{a} rg:{relation} ex:{b} .\n"
        for a, relation, b, label in (
            ("a", "supports", "b", '"A\\u001b[31m"'),
            ("b", "supports", "c", '"B"'),
            ("c", "opposes", "a", '"[bold]C"'),
        )
    )
    (tmp_path / "acts.ttl").write_text(turtle(acts), encoding="utf-8")
    result = run("blocs", "actors", "-d", "acts.ttl")
    text = result.stdout.decode()
    assert result.returncode == 0, result.stderr
    assert "unbalanced triad" in text
    assert "[bold]C" in text
    assert "\x1b" not in text
    assert b"0 of 1 triads are balanced" in result.stderr
