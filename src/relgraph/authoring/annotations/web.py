"""Web annotations: what the Web Annotation Data Model says in JSON, read by its terms, with nothing fetched."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from relgraph.authoring.annotations.counting import Counting, by_fragment, countings, likeliest
from relgraph.authoring.annotations.marks import COMMENT, IDENTIFIER, TAG, Found, Left, Mark, Span, trimmed
from relgraph.authoring.dossier import refuse
from relgraph.authoring.iris import is_iri
from relgraph.cleaning import clean
from relgraph.model.quotations import places_of
from relgraph.wording import counted

_CONTEXT = re.compile(r"https?://www\.w3\.org/ns/anno(\.jsonld)?")
_TAGGING = {"tagging", "classifying", "identifying", "linking", "categorizing"}
_FRAGMENT = re.compile(r"char=(\d{0,15}),(\d{1,15})(;.*)?", re.ASCII)
_TERMS = {
    "id": "@id", "type": "@type", "body": "hasBody", "bodyValue": "bodyValue", "target": "hasTarget",
    "items": "items", "selector": "hasSelector", "refinedBy": "refinedBy", "exact": "exact", "prefix": "prefix",
    "suffix": "suffix", "start": "start", "end": "end", "value": "value", "purpose": "hasPurpose",
    "motivation": "motivatedBy", "source": "hasSource",
}  # fmt: skip
"""The terms that are read, and the last part of what the context of the model makes of them."""
_OF_BODY = {
    *_TERMS, "@id", "@type", "@context", "format", "language", "processingLanguage", "textDirection", "creator",
    "created", "modified", "generator", "generated", "rights", "canonical", "via", "state", "scope", "role",
    "label", "accessibility", "styleClass", "system",
}  # fmt: skip
"""Keys of a body that say nothing of the words; others are features."""
_OF_MODEL = {
    "TextualBody", "SpecificResource", "Dataset", "Text", "Image", "Video", "Sound", "Choice", "Composite",
    "List", "Independents", "ExternalResource",
}  # fmt: skip
_SEVERAL = {"Composite", "List", "Independents"}
_HOLDING = ("first", "items", "rows", "annotations", "@graph")
"""Keys of what holds annotations: of pages and collections, of what Hypothesis gives, and of JSON-LD."""


class _Selector(NamedTuple):
    """What selects words: positions, the words themselves with those around them, or both."""

    position: Span | None
    quote: tuple[str, str, str] | None
    is_fragment: bool


class _Target(NamedTuple):
    """A target: its selectors from the outermost inwards; or why it marks no words that can be found."""

    source: str
    selectors: tuple[_Selector, ...]
    reason: str = ""


def read_web(name: str, data: object, text: str) -> Found:
    """Return what web annotations mark in a text.

    Args:
        name: The file, for messages.
        data: Its JSON: an annotation, a list, page or collection of them, or what Hypothesis gives.
        text: The text.

    Returns:
        A mark for each annotation of which a target is in the text; others are left out.

    Raises:
        DossierError: Something is no annotation, or one lacks a target or has positions that are none.

    Example:
        >>> selector = {"type": "TextQuoteSelector", "exact": "They", "prefix": "met. "}
        >>> data = {"type": "Annotation", "bodyValue": "who?", "target": {"selector": selector}}
        >>> read_web("a.json", data, "They met. They left.").marks[0].spans
        [(10, 14)]
    """
    found, faults = Found(), list[str]()
    annotations = list(_annotations(name, data, found, faults))
    read = [(where, one, list(_targets(where, one, faults))) for where, one in annotations]
    refuse(faults, "correct the file, or export it again")
    targets = [target for _, _, of_one in read for target in of_one]
    outermost = [target.selectors[0] for target in targets if target.selectors]
    ways = likeliest(
        text,
        [
            (*one.position, one.quote[0])
            for one in outermost
            if one.position and one.quote and not one.is_fragment
        ],
    )
    sources = {target.source for target in targets} - {""}
    unchecked = 0
    for where, one, of_one in read:
        mark = Mark(where)
        for target in of_one:
            place = _place(text, target, ways)
            if not isinstance(place, str) and not place[1] and len(sources) > 1:
                place = "has a position without words, in a file about several sources"
            if isinstance(place, str):
                found.left.append(Left(where, place))
            else:
                mark.spans.append(place[0])
                unchecked += not place[1]
        if mark.spans:
            _say(mark, one)
            found.marks.append(mark)
    if unchecked:
        found.remarks.append(
            f"{name}: {counted(unchecked, 'passage')} by position alone, counted in {ways[0].name}: there are "
            "no words to check"
        )
    return found


def _several(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _type(node: dict[str, Any]) -> set[str]:
    types = _several(node.get("type", node.get("@type")))
    return {re.split(r"[#/:]", one)[-1] for one in types if isinstance(one, str)}


def _annotations(
    name: str, data: object, found: Found, faults: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the annotations of a file, each with where it is."""
    number, remote = 0, dict[str, None]()
    todo = deque([data])
    while todo:
        one = todo.popleft()
        if isinstance(one, list):
            todo.extendleft(reversed(one))
            continue
        if isinstance(one, dict):
            remote |= dict.fromkeys(_remote_contexts(name, one.get("@context"), faults))
            held = [one[key] for key in _HOLDING if key in one]
            if held and "target" not in one:
                todo.extendleft(page for page in reversed(held) if not isinstance(page, str))
                pages = [page for page in (*held, one.get("next")) if isinstance(page, str)]
                found.remarks += [f"{name}: its page {clean(page)} is not fetched" for page in pages]
                continue
        number += 1
        where = f"{name}, annotation {number}"
        if not isinstance(one, dict):
            faults.append(f"{where}: is no object")
            continue
        id = one.get("id", one.get("@id"))
        where += f" ({clean(id, 60)})" if isinstance(id, str) and id else ""
        if "target" not in one:
            faults.append(f"{where}: has no target")
            continue
        yield where, one
    found.remarks += [f"{name}: its context {clean(context)} is not fetched" for context in remote]


def _remote_contexts(name: str, contexts: object, faults: list[str]) -> Iterator[str]:
    """Yield the contexts that would have to be fetched; one that changes a term that is read is a fault."""
    for context in _several(contexts):
        told = context if isinstance(context, dict) else {"@import": context}
        if isinstance(remote := told.get("@import"), str) and not _CONTEXT.fullmatch(remote):
            yield remote
        for term, meant in told.items():
            iri = meant.get("@id") if isinstance(meant, dict) else meant
            if term in _TERMS and re.split(r"[#/:]", str(iri))[-1] != _TERMS[term]:
                faults.append(f"{name}: its context gives {term} a meaning of its own")


def _targets(where: str, annotation: dict[str, Any], faults: list[str]) -> Iterator[_Target]:
    todo = deque(_several(annotation["target"]))
    if not todo:
        faults.append(f"{where}: has no target")
    while todo:
        one = todo.popleft()
        if isinstance(one, dict) and "Choice" in _type(one):
            yield _Target("", (), "has a choice of targets")
        elif isinstance(one, dict) and "items" in one and _type(one) <= _SEVERAL:
            todo.extendleft(reversed(_several(one["items"])))
        elif isinstance(one, str | dict):
            yield _target(where, {"id": one} if isinstance(one, str) else one, faults)
        else:
            faults.append(f"{where}: its target is no object and no IRI")


def _target(where: str, node: dict[str, Any], faults: list[str]) -> _Target:
    source = node.get("source", node.get("id", node.get("@id", "")))
    if isinstance(source, dict):
        source = source.get("id", source.get("@id", ""))
    iri, _, fragment = str(source).partition("#")
    selectors = _several(node.get("selector"))
    if not selectors and fragment:
        selectors = [{"type": "FragmentSelector", "value": fragment}]
    if not selectors:
        return _Target(iri, (), "marks no words, but all of its target")
    steps = []
    while selectors:
        read = [one for one in selectors if isinstance(one, dict)]
        step = _selector(where, read, faults)
        if step.position is None and not (step.quote and step.quote[0].strip()):
            told = ", ".join(sorted({kind for one in read for kind in _type(one)})) or "no selector but an IRI"
            return _Target(iri, (), f"has no selector of words that is read here: {clean(told, 80)}")
        steps.append(step)
        selectors = next((inner for one in read if (inner := _several(one.get("refinedBy")))), [])
    return _Target(iri, tuple(steps))


def _selector(where: str, selectors: list[dict[str, Any]], faults: list[str]) -> _Selector:
    """Return what several selectors of the same words say together."""
    position, quote, is_fragment = None, None, False
    for one in selectors:
        if "TextPositionSelector" in _type(one):
            position, is_fragment = _position(where, one.get("start"), one.get("end"), faults), False
        elif "FragmentSelector" in _type(one) and position is None:
            if value := _FRAGMENT.fullmatch(str(one.get("value"))):
                position = _position(where, int(value[1] or 0), int(value[2]), faults)
                is_fragment = True
        elif "TextQuoteSelector" in _type(one):
            exact, prefix, suffix = (one.get(key) or "" for key in ("exact", "prefix", "suffix"))
            if isinstance(exact, str) and isinstance(prefix, str) and isinstance(suffix, str):
                quote = (exact, prefix, suffix)
            else:
                faults.append(f"{where}: the words of its TextQuoteSelector are no texts")
    return _Selector(position, quote, is_fragment)


def _position(where: str, start: object, end: object, faults: list[str]) -> Span | None:
    given = (start, end)
    read = [one for one in given if isinstance(one, int) and not isinstance(one, bool) and one >= 0]
    if len(read) < len(given):
        said = clean(f"{start!r} and {end!r}", 60)
        faults.append(f"{where}: start and end are no whole numbers from 0 on, but {said}")
    elif read[0] > read[1]:
        faults.append(f"{where}: starts at {read[0]}, behind its end at {read[1]}")
    else:
        return read[0], read[1]
    return None


def _place(text: str, target: _Target, ways: Sequence[Counting]) -> tuple[Span, bool] | str:
    """Return the place of a target in the text and whether its words were checked; or why it has none."""
    if target.reason:
        return target.reason
    start, end, is_checked = 0, len(text), False
    for number, selector in enumerate(target.selectors):
        part = text[start:end]
        # A part is counted as the whole is.
        of_part = sorted(countings(part), key=lambda way: way.name != ways[0].name) if number else ways
        found = _selected(part, selector, by_fragment(part) if selector.is_fragment else of_part)
        if isinstance(found, str):
            return found
        (first, last), is_checked = found
        start, end = start + first, start + last
    place = trimmed(text, start, end)
    return (place, is_checked) if place else "marks no words"


def _selected(text: str, selector: _Selector, ways: Sequence[Counting]) -> tuple[Span, bool] | str:
    exact, prefix, suffix = selector.quote or ("", "", "")
    positions: list[Span | None] = []
    if selector.position:
        start, end = selector.position
        if not exact.strip():
            place = ways[0].place(start, end)
            return (place, False) if place else f"{start} to {end} is no place in the text"
        found = (way.find(start, end, exact) for way in ways)
        positions = [trimmed(text, *place) for place in found if place]
    # Where a page has other words around the text, those on one side tell.
    around = [(prefix, suffix), (prefix, ""), ("", suffix)] if prefix and suffix else [(prefix, suffix)]
    for before, after in around:
        places = places_of(text, exact, before, after)
        if place := next((one for one in positions if one in places), None):
            return place, True
        if len(places) == 1:
            return places[0], True
        if places:
            return f"its words stand at {len(places)} places: {clean(exact, 60)!r}"
    said = "is not in the text" if not places_of(text, exact) else "is in the text, but between other words"
    return f"{clean(exact, 60)!r} {said}"


def _say(mark: Mark, annotation: dict[str, Any]) -> None:
    motivations = {one for one in _several(annotation.get("motivation")) if isinstance(one, str)}
    mark.say(TAG if motivations & _TAGGING else COMMENT, annotation.get("bodyValue"))
    mark.say(COMMENT, annotation.get("text"))
    mark.say(TAG, annotation.get("tags"))
    todo = deque(_several(annotation.get("body")))
    while todo:
        body = todo.popleft()
        if isinstance(body, str):
            mark.say(TAG, body)
        elif isinstance(body, dict) and _type(body) & (_SEVERAL | {"Choice"}):
            todo.extendleft(reversed(_several(body.get("items"))))
        elif isinstance(body, dict):
            _say_body(mark, body, motivations)


def _say_body(mark: Mark, body: dict[str, Any], motivations: set[str]) -> None:
    purposes = {one for one in _several(body.get("purpose")) if isinstance(one, str)} or motivations
    mark.say(TAG, sorted(_type(body) - _OF_MODEL))
    source = body.get("source", body.get("id", body.get("@id")))
    if isinstance(source, dict):
        body = {"label": source.get("label"), **body}
        source = source.get("id", source.get("@id"))
    values = [*_several(body.get("value")), *_several(body.get("label"))]
    if "TextualBody" not in _type(body):
        values.append(source)
    for value in values:
        if "identifying" in purposes and isinstance(value, str) and is_iri(value):
            mark.say(IDENTIFIER, value)
        else:
            mark.say(TAG if purposes & _TAGGING else COMMENT, value)
    # What a body says beside what the model knows; CATMA has it one or two levels deep.
    todo = deque((key, value) for key, value in body.items() if key not in _OF_BODY)
    while todo:
        key, value = todo.popleft()
        if isinstance(value, dict):
            todo.extendleft([pair for pair in value.items() if pair[0] != "system"][::-1])
        else:
            mark.say(key, value)
