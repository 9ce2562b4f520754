"""Shapes and colours can be told apart, and the legend names what is drawn."""

from __future__ import annotations

import re

import relgraph
from relgraph import KnowledgeGraph

from .page_reading import Reader, data_of


def test_colour_and_shape_tell_every_kind_apart(meeting: KnowledgeGraph) -> None:
    kinds = data_of(relgraph.render(meeting, relgraph.project(meeting, "full")))["kinds"]
    pairs = [(kind["shape"], kind["hue"]) for kind in kinds]
    assert len(set(pairs)) == len(pairs)


def test_text_has_enough_contrast_in_both_schemes(lake: KnowledgeGraph) -> None:
    """WCAG 2.2: text 4.5 to 1 (1.4.3), what is drawn 3 to 1 (1.4.11)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        dark, light = sorted((luminance(one), luminance(other)))
        return (light + 0.05) / (dark + 0.05)

    page = relgraph.render(lake, relgraph.project(lake, "full"))
    schemes = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root(?::not\(\.printing\))? \{(.*?)\}", page, re.DOTALL)
    ]
    assert len(schemes) == 2
    hues = {entry["hue"] for part in ("kinds", "families") for entry in data_of(page)[part]}
    for colours in schemes:
        for text in ("ink", "quiet", "accent", "warn"):
            assert contrast(colours[text], colours["sheet"]) >= 4.5, text
            assert contrast(colours[text], colours["ground"]) >= 4.5, text
        assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
        for hue in hues:
            assert contrast(colours[hue], colours["ground"]) >= 3, hue
            assert contrast(colours[hue], colours["sheet"]) >= 3, hue
        assert contrast(colours["edge"], colours["sheet"]) >= 3


def test_legend_names_every_relation_and_status_drawn(
    reader: Reader, lake: KnowledgeGraph, lake_page: str
) -> None:
    page = reader.open(lake_page)
    edges = [data for *_, data in relgraph.project(lake, "full").edges(data=True)]
    families = page.inner_text("#families")
    for relation in {data["label"] for data in edges}:
        assert relation in families
    status = [text.split("\n")[0] for text in page.locator("#statuses .said").all_inner_texts()]
    assert status == ["asserted", "planned", "proposed", "needed", "less than certain"]
    dashes = page.locator("#statuses li path:first-child").evaluate_all(
        "all => all.map(p => p.getAttribute('stroke-dasharray'))"
    )
    assert dashes[0] is dashes[4] is None
    assert len(set(dashes)) == 4
