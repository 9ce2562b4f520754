"""Turtle in two sections: what is written, and what the rules derive."""

from __future__ import annotations

from pathlib import Path

from conftest import turtle

import relgraph


def test_turtle_has_a_predicate_a_line_and_two_sections(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(
        turtle(
            "ex:b a rg:State . ex:a a rg:State . ex:x a rg:Support ; rg:actor ex:a ; rg:relation rg:supports ;"
            " rg:object ex:b ; rg:certainty rg:certain ; rg:modality rg:modalityAsserted ."
        ),
        "utf-8",
    )
    text = relgraph.export(relgraph.derive(relgraph.open(path)), "turtle").decode()
    written, derived = text.split("# Derived")
    assert "# Written" in written
    subjects = [line.split()[0] for line in written.splitlines() if line.startswith("ex:")]
    assert subjects == ["ex:a", "ex:b", "ex:x"]
    assert "rg:supports ex:b" in derived
    assert "rg:supports ex:b" not in written
    assert "    rg:certainty rg:certain ;\n" in written


def test_bare_relations_are_written_not_derived(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text(turtle("ex:a rg:supports ex:b ."), "utf-8")
    text = relgraph.export(relgraph.open(path), "turtle").decode()
    assert "rg:supports" in text
    assert "# Derived" not in text
