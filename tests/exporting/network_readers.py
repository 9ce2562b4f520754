"""Networks read back from files: GEXF checked against its schema, Parquet, CSV."""

from __future__ import annotations

import csv
import datetime
import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
# The attribute types of the GEXF 1.3 schema that are written here, with what each may hold.
GEXF_VALUES = {
    "string": r"(?s).*",
    "liststring": r'(?s)\[(("(\\.|[^"\\])*")(, "(\\.|[^"\\])*")*)?\]',
    "boolean": r"true|false",
    "long": r"-?\d+",
    "double": r"-?\d+(\.\d+)?(e[+-]\d+)?",
}


def gexf_lists(text: str) -> list[str]:
    """Read a list as Gephi does: between quotes, a backslash takes the next character as it is."""
    return [re.sub(r"(?s)\\(.)", r"\1", item) for item in re.findall(r'(?s)"((?:\\.|[^"\\])*)"', text)]


def read_gexf(content: bytes) -> tuple[ET.Element, dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Check ``content`` against the rules of the GEXF 1.3 schema; return graph, nodes and edges."""
    root = ET.fromstring(content)
    assert root.tag == GEXF + "gexf"
    assert root.get("version") == "1.3"
    assert root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "").split()[0] == GEXF[1:-1]
    assert [child.tag for child in root] == [GEXF + "meta", GEXF + "graph"]
    assert root[0].attrib == {}  # no lastmodifieddate
    assert {child.tag for child in root[0]} <= {GEXF + name for name in ("creator", "keywords", "description")}
    graph = root[1]
    assert set(graph.attrib) <= {"defaultedgetype", "mode", "timeformat", "timerepresentation"}
    tags = [child.tag.removeprefix(GEXF) for child in graph]
    assert tags[-2:] == ["nodes", "edges"]
    assert set(tags[:-2]) <= {"attributes"}
    declared: dict[str, dict[str, tuple[str, str]]] = {"node": {}, "edge": {}}
    for attributes in graph.findall(GEXF + "attributes"):
        assert attributes.get("mode") == "static"
        for attribute in attributes:
            assert attribute.attrib["type"] in GEXF_VALUES
            of_class = declared[attributes.attrib["class"]]
            assert attribute.attrib["id"] not in of_class
            of_class[attribute.attrib["id"]] = (attribute.attrib["title"], attribute.attrib["type"])

    def values(what: str, element: ET.Element) -> dict[str, Any]:
        found: dict[str, Any] = dict(element.attrib)
        for value in element.iterfind(f"{GEXF}attvalues/{GEXF}attvalue"):
            title, kind = declared[what][value.attrib["for"]]
            text = value.attrib["value"]
            assert re.fullmatch(GEXF_VALUES[kind], text), (title, kind, text)
            cast: Any = {"boolean": "true".__eq__, "long": int, "double": float, "liststring": gexf_lists}
            found[title] = cast.get(kind, str)(text)
        return found

    nodes = {}
    for element in graph.iterfind(f"{GEXF}nodes/{GEXF}node"):
        assert set(element.attrib) == {"id", "label"}
        nodes[element.attrib["id"]] = values("node", element)
    edges = []
    for element in graph.iterfind(f"{GEXF}edges/{GEXF}edge"):
        assert {"source", "target", "id", "type"} <= set(element.attrib)
        assert element.attrib["source"] in nodes
        assert element.attrib["target"] in nodes
        assert element.attrib["type"] in ("directed", "undirected")
        for end in ("start", "end"):
            if end in element.attrib:
                datetime.date.fromisoformat(element.attrib[end])
        edges.append(values("edge", element))
    assert len({edge["id"] for edge in edges}) == len(edges)
    dated = any("start" in edge or "end" in edge for edge in edges)
    assert graph.get("mode") == ("dynamic" if dated else "static")
    assert (graph.get("timeformat") == "date") == dated
    return graph, nodes, edges


def read_graphml(content: bytes) -> tuple[ET.Element, dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Check ``content`` against the rules of GraphML; return graph, nodes and edges, typed as the keys say."""
    root = ET.fromstring(content)
    assert root.tag == GRAPHML + "graphml"
    assert {child.tag for child in root[:-1]} <= {GRAPHML + "key"}
    keys = {key.attrib["id"]: key.attrib for key in root[:-1]}
    assert len(keys) == len(root) - 1
    assert len({(key["for"], key["attr.name"]) for key in keys.values()}) == len(keys)
    graph = root[-1]
    assert graph.get("edgedefault") in ("directed", "undirected")
    cast: Any = {"boolean": "true".__eq__, "long": int, "double": float, "string": str}

    def values(what: str, element: ET.Element) -> dict[str, Any]:
        found = {}
        for data in element.findall(GRAPHML + "data"):
            key = keys[data.attrib["key"]]
            assert key["for"] == what
            found[key["attr.name"]] = cast[key["attr.type"]](data.text or "")
        return found

    nodes = {node.attrib["id"]: values("node", node) for node in graph.findall(GRAPHML + "node")}
    edges = []
    for element in graph.findall(GRAPHML + "edge"):
        assert set(element.attrib) <= {"id", "source", "target", "directed"}
        assert {element.attrib["source"], element.attrib["target"]} <= set(nodes)
        edges.append({**values("edge", element), "xml": dict(element.attrib)})
    return graph, nodes, edges


def parquet(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
