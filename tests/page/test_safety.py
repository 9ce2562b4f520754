"""No script runs but the page's own, and hostile text stays text."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

import relgraph

from .lake_council import act, graph_of
from .page_reading import Reader, at, until


def test_lets_no_script_run_but_its_own(reader: Reader, lake_page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', lake_page)
    assert policy is not None
    assert html.unescape(policy[1]).startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    page = reader.open(lake_page.replace("</body>", "<script>window.ran = true</script></body>"))
    assert page.evaluate("window.ran") is None
    until(page, lambda: reader.complaints)
    assert "Content Security Policy" in reader.complaints.pop()


def test_says_so_where_scripts_are_off(reader: Reader, lake_page: str) -> None:
    page = reader.open(lake_page, java_script_enabled=False)
    assert "scripts are switched off here" in page.inner_text("body")


HOSTILE = {
    "script": "</script ><script >window.ran = 1</script ><img src=x onerror='window.ran = 2'>",
    "template": "{{ 7 * 7 }} {% include 'x' %} ${7*7}",
    "quotes": "\"'`&lt;&amp;]]><!--",
    "direction": "safe \u202egnp.exe \u2066 end\u2028next",
    "control": "a\u0001b\u001bc\u0085d",
    "long": "w" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_labels_stay_text(name: str, reader: Reader, tmp_path: Path) -> None:
    label = HOSTILE[name]
    literal = json.dumps(label)  # a JSON string is a Turtle string
    body = (
        f"ex:h a rg:State ; rdfs:label {literal} ; skos:altLabel {literal} ; rg:editorialNote {literal} .\n"
        f'ex:a a rg:State ; rdfs:label "A" . ex:doc a rg:Report ; rdfs:label {literal} .\n'
        "ex:e a oa:SpecificResource ; oa:hasSource ex:doc ; oa:hasSelector ex:s .\n"
        "ex:s a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 .\n"
        f"ex:x a rg:Act ; rdfs:label {literal} ; rg:actor ex:h ; rg:relation rg:supports ; rg:object ex:a ; "
        f"rg:editorialNote {literal} ; rg:evidence ex:e ; ex:column {literal} .\n"
        f"ex:column a rg:Attribute ; rdfs:label {literal} .\n"
    )
    graph = graph_of(tmp_path, body)
    text = relgraph.render(graph, relgraph.project(graph, "full"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e\u2066]", data_free(text))
    page = reader.open(text, at("h"), viewport={"width": 390, "height": 844})
    page.wait_for_selector("#details h2")
    assert page.evaluate("document.querySelector('#details h2').textContent") == label
    terms = "[...document.querySelectorAll('#details dt')]"
    told = page.evaluate(f"{terms}.map((term) => [term.textContent, term.nextSibling.textContent])")
    assert [label, label] in told
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, script:not([type])').length") == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('#details h2').offsetHeight") < 200


def data_free(text: str) -> str:
    """Return the page without vis-network, whose code is not ours to judge."""
    return re.sub(r"<script>/\*\*.*?</script>", "", text, count=1, flags=re.DOTALL)


def test_a_hostile_iri_stays_an_address(reader: Reader, tmp_path: Path) -> None:
    iri = "<https://example.org/a'%22&b#x?y=1>"
    body = f'{iri} a rg:State ; rdfs:label "A" . ex:b a rg:State ; rdfs:label "B" .\n'
    body += act("x", "x", f"rg:actor {iri} ; rg:relation rg:supports ; rg:object ex:b")
    graph = graph_of(tmp_path, body)
    page = reader.open(relgraph.render(graph, relgraph.project(graph, "full")), at("b"))
    page.click("#details a >> text=A >> nth=0")
    page.wait_for_selector("#details h2:has-text('A')")
    assert page.inner_text("#details h2") == "A"
