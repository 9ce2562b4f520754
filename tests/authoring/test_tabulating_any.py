"""Whatever a graph says is in its dossier, or what is not is told: property-based, on small invented graphs."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, XSD

import relgraph
from relgraph.derivation import complete
from relgraph.errors import DossierError
from relgraph.model.namespaces import OA, RG

from .test_tabulating import triples

TEXT = "Arda and Bree met. Arda will send grain; Bree must pay. Arda and Bree met."
BASE = "https://example.org/x/"
IRIS = (  # as they may stand for something else in a cell
    f"{BASE}state/arda", f"{BASE}a;b", f"{BASE}act:x", f"{BASE}rg:x", f"{BASE}a:b", f"{BASE}act/grain",
    "urn:x:a;b",
    "mailto:ann@example.org", "tag:example.org,2031:x", "urn:x:act:y", "rg:strange", "act:strange", "data:,x;y",
    "https://example.net/a#b", f"{BASE}x", BASE, f"{BASE}Arda", f"{BASE}a\u00a0b",
)  # fmt: skip
ACTS = (
    f"{BASE}act/meeting", f"{BASE}act/grain;2", f"{BASE}act/state/arda", "urn:x:act:y2",
    "tag:example.org,2031:act",
    f"{BASE}act/act:z", f"{BASE}meeting",
)  # fmt: skip
TEXTS = (
    "Arda", "arda", "A;b", " Arda", "Arda ", "", " ", "\u00a0", '"Arda"', '"', '""', "=1+1", "'2031-05",
    "2031-05",
    "<urn:x:a;b>", "act:x", "x", "state/arda", "a\r\nb", "a\rb", "a\nb", "\ufeffArda", "\u202eadrA",
    "Co\u0302te", "urn:x:a", "a\tb", "^x", "\x00", "a\x00b", '\\"', "mailto:ann@example.org",
    "A\u0301", "true", ";",
)  # fmt: skip
literals = st.builds(
    lambda text, language: ox.Literal(text, language=language or None),
    st.sampled_from(TEXTS) | st.text(max_size=4),
    st.sampled_from(("en", "en", "de", "")),
) | st.sampled_from(
    [
        ox.Literal("2.50", datatype=ox.NamedNode(str(XSD.decimal))),
        ox.Literal("x;", datatype=ox.NamedNode("mailto:ann@example.org")),
        ox.Literal("2031-02-30", datatype=ox.NamedNode(str(XSD.date))),
        ox.Literal("2031-05", datatype=ox.NamedNode(str(XSD.gYearMonth))),
    ]
)
nodes = st.sampled_from((*IRIS, *ACTS)).map(ox.NamedNode)
predicates = st.sampled_from(
    [
        str(one)
        for one in (
            RDFS.label, SKOS.altLabel, RDFS.label, SKOS.altLabel, RG.concerns, RG.involves, RG.editorialNote,
            RG.status, RG.heldOn, RG.date, RG["from"], RG.until, RG.modality, RG.certainty, RG.object,
            RG.recipient,
            RG.saidBy, RG.evidence, RG.publishedOn, RDF.type, "mailto:p@example.org", "urn:x:p;q", "rg:odd",
        )
    ]
).map(ox.NamedNode)  # fmt: skip
statements = st.builds(ox.Triple, nodes, predicates, nodes | literals)


def said_of_act(iri: str, number: int, label: ox.Literal, thing: str) -> list[ox.Triple]:
    """Return an act with a passage, by a thing."""
    act, passage, place = ox.NamedNode(iri), ox.NamedNode(f"{BASE}p{number}"), ox.NamedNode(f"{BASE}s{number}")
    whole = ox.NamedNode(str(XSD.integer))
    return [
        ox.Triple(ox.NamedNode(subject), ox.NamedNode(str(predicate)), value)
        for subject, predicate, value in (
            (act.value, RDF.type, ox.NamedNode(str(RG.Support))),
            (act.value, RG.relation, ox.NamedNode(str(RG.supports))),
            (act.value, RG.actor, ox.NamedNode(thing)),
            (act.value, RDFS.label, label),
            (act.value, RG.evidence, passage), (passage.value, RDF.type, ox.NamedNode(f"{OA}SpecificResource")),
            (passage.value, OA.hasSource, ox.NamedNode(f"{BASE}report")),
            (passage.value, OA.hasSelector, place),
            (place.value, RDF.type, ox.NamedNode(str(OA.TextPositionSelector))),
            (place.value, OA.start, ox.Literal(str(number), datatype=whole)),
            (place.value, OA.end, ox.Literal(str(number + 5), datatype=whole)),
        )
    ]  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> relgraph.KnowledgeGraph:
    """Return a graph with all that follows from it: a document, things, acts, and whatever else."""
    report = ox.NamedNode(f"{BASE}report")
    title = draw(literals.filter(lambda one: one.value != ""))
    found = [
        ox.Triple(report, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RG.Report))),
        ox.Triple(report, ox.NamedNode(str(RDFS.label)), title),
        ox.Triple(report, ox.NamedNode(str(RG.sha256)), ox.Literal(hashlib.sha256(TEXT.encode()).hexdigest())),
    ]
    things = draw(st.lists(st.sampled_from(IRIS), min_size=1, max_size=3, unique=True))
    for thing in things:
        kind = draw(st.sampled_from([str(RG.State), "urn:x:Kind;s", "mailto:k@example.org", str(RG.State)]))
        found.append(ox.Triple(ox.NamedNode(thing), ox.NamedNode(str(RDF.type)), ox.NamedNode(kind)))
        found.append(ox.Triple(ox.NamedNode(thing), ox.NamedNode(str(RDFS.label)), draw(literals)))
        found.append(ox.Triple(ox.NamedNode(thing), ox.NamedNode(str(SKOS.altLabel)), draw(literals)))
    for act in draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=2, unique=True)):
        number = draw(st.sampled_from([0, 5, 10, 19]))
        found += said_of_act(act, number, draw(literals), draw(st.sampled_from(things)))
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in (*found, *draw(st.lists(statements, max_size=4))))
    graph = relgraph.KnowledgeGraph(store)
    complete(graph)
    return graph


def there_and_back(graph: relgraph.KnowledgeGraph) -> relgraph.KnowledgeGraph:
    with tempfile.TemporaryDirectory() as name:  # a fixture is shared by all examples
        source = Path(name, "text.txt")
        source.write_bytes(TEXT.encode())
        relgraph.write_dossier(relgraph.tabulate(graph, source), TEXT.encode(), Path(name, "dossier"))
        return relgraph.build([relgraph.read_dossier(Path(name, "dossier"))])


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_a_graph_is_made_again_or_what_is_lost_is_told(graph: relgraph.KnowledgeGraph) -> None:
    try:
        again = there_and_back(graph)
    except DossierError as error:
        assert error.advice
        assert "<" in str(error) or "has no relation" in str(error), str(error)
    else:
        assert triples(again) == triples(graph)
