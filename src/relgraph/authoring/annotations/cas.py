"""UIMA CAS: what INCEpTION, WebAnno and other tools that build on UIMA export, as JSON or as XMI."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from relgraph.authoring.annotations.marks import LAYER, NAMES, Found, Left, Mark, Span, column_of, trimmed
from relgraph.authoring.dossier import refuse
from relgraph.authoring.quoting import place_of, quotation_of
from relgraph.cleaning import clean
from relgraph.errors import InputError

TYPES = "TypeSystem.xml"
"""The file with the types, which has to lie beside an XMI file."""
_DEEPEST = 100
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_TYPE = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*(\[\])?", re.ASCII)
# What tools add to every word and sentence, and what they keep about a document.
_ANALYSIS = (
    "uima.tcas.DocumentAnnotation",
    "de.tudarmstadt.ukp.dkpro.core.api.",
    "de.tudarmstadt.ukp.clarin.webanno.",
    "de.tudarmstadt.ukp.inception.",
)
_ENTITIES = ".ner.type."
_ENDS = ("governor", "dependent")
_RENAMED = {"self_": "self", "type_": "type"}
"""Features that the library calls otherwise."""
_ADVICE = "export it again, as UIMA CAS JSON 0.4.0 where there is a choice"


class _Given(NamedTuple):
    """An annotation as its file has it, with offsets that nobody has looked at."""

    id: str
    type: str
    sofa: str
    begin: object
    end: object


def read_cas_json(name: str, data: dict[str, Any], text: str) -> Found:
    """Return what a CAS in JSON (version 0.4.0) marks in a text.

    Args:
        name: The file, for messages.
        data: Its JSON.
        text: The text.

    Returns:
        A mark for each annotation of a layer that is no linguistic analysis.

    Raises:
        DossierError: Annotations have offsets that their own text has not.
        InputError: It is no such CAS, or has no type system; or dkpro-cassis is not installed.

    Example:
        >>> read_cas_json("a.json", {"%TYPES": {}}, "")
        Traceback (most recent call last):
        relgraph.errors.InputError: a.json: has no %FEATURE_STRUCTURES, which a CAS in JSON has
    """
    for key in ("%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"):
        if not isinstance(data.get(key), dict | list):
            what = "type system (%TYPES)" if key == "%TYPES" else key
            raise InputError(f"{name}: has no {what}, which a CAS in JSON has", _ADVICE)
    types = data["%TYPES"]
    if not isinstance(types, dict) or not all(isinstance(one, dict) for one in types.values()):
        raise InputError(f"{name}: its type system is no object of types", _ADVICE)
    _check_names(name, types, (key for one in types.values() for key in one if not key.startswith("%")))
    structures = data["%FEATURE_STRUCTURES"]
    pairs = structures.items() if isinstance(structures, dict) else (("", one) for one in structures)
    texts: dict[str, str] = {}
    given = []
    for key, one in pairs:
        if not isinstance(one, dict):
            raise InputError(f"{name}: a feature structure is no object", _ADVICE)
        id = str(one.get("%ID", key))
        if isinstance(own := one.get("sofaString"), str):
            texts[id] = own
        if "@sofa" in one and ("begin" in one or "end" in one):
            given.append(_Given(id, str(one.get("%TYPE")), str(one["@sofa"]), one.get("begin"), one.get("end")))
    _check_offsets(name, texts, given)
    return _marks(name, _loaded(name, "load_cas_from_json", json.dumps(data)), text)


def read_cas_xmi(name: str, content: bytes, text: str) -> Found:
    """Return what a CAS in XMI marks in a text; its types are in ``TypeSystem.xml`` beside it.

    Args:
        name: The file.
        content: What is in it.
        text: The text.

    Returns:
        A mark for each annotation of a layer that is no linguistic analysis.

    Raises:
        DossierError: Annotations have offsets that their own text has not.
        InputError: A file is no XML, declares a document type, or is no such CAS; there is no type system; or
            dkpro-cassis is not installed.

    Example:
        >>> read_cas_xmi("nowhere.xmi", b"<xmi:XMI", "")
        Traceback (most recent call last):
        relgraph.errors.InputError: nowhere.xmi, line 1, column 1: unclosed token
    """
    texts: dict[str, str] = {}
    given: list[_Given] = []

    def read(tag: str, cells: dict[str, str]) -> None:
        id = cells.get("http://www.omg.org/XMI id", "")
        if tag.endswith(" Sofa") and "sofaString" in cells:
            texts[id] = cells["sofaString"]
        elif "sofa" in cells and ("begin" in cells or "end" in cells):
            offsets = [
                int(value) if re.fullmatch(r"-?\d{1,15}", value, re.ASCII) else value
                for value in (cells.get("begin", ""), cells.get("end", ""))
            ]
            given.append(_Given(id, tag.rpartition("/")[2].partition(".")[0], cells["sofa"], *offsets))

    _parse_safely(name, content, read)
    beside = Path(name).with_name(TYPES)
    try:
        types = beside.read_bytes()
    except OSError as error:
        raise InputError(
            f"{beside}: {error.strerror or error}", f"{name} needs the type system that was exported with it"
        ) from None
    _parse_safely(str(beside), types, lambda _tag, _cells: None)
    system = _loaded(str(beside), "load_typesystem", io.BytesIO(types))
    declared = list(system.get_types())
    _check_names(
        str(beside), (one.name for one in declared), (each.name for one in declared for each in one.features)
    )
    _check_offsets(name, texts, given)
    return _marks(name, _loaded(name, "load_cas_from_xmi", io.BytesIO(content), typesystem=system), text)


def _loaded(name: str, function: str, source: object, **options: object) -> Any:
    try:
        import cassis  # noqa: PLC0415 - an extra
    except ImportError:
        raise InputError(
            f"{name}: reading a UIMA CAS needs dkpro-cassis, which is not installed",
            "pip install 'relgraph[annotations]'",
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return getattr(cassis, function)(source, **options)
    except Exception as error:  # the library raises whatever comes of what it does not expect
        said = clean(f"{type(error).__name__}: {error}", 200)
        raise InputError(f"{name}: cannot be read as UIMA CAS: {said}", _ADVICE) from None


def _check_names(name: str, types: Iterable[str | None], features: Iterable[str | None]) -> None:
    """Refuse names that UIMA does not allow: the library makes classes by them, as source code of Python."""
    for pattern, names in ((_TYPE, types), (_NAME, features)):
        for one in names:
            if not pattern.fullmatch(one or ""):
                raise InputError(f"{name}: {clean(one or '', 60)!r} is no name of a type or feature", _ADVICE)


def _parse_safely(name: str, content: bytes, read: Any) -> None:
    """Parse XML without a document type, and so without entities; ``read`` is given each element."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(tag: str, cells: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise InputError(f"{name}: is nested more than {_DEEPEST} deep", _ADVICE)
        read(tag, cells)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_told: object) -> None:
        raise InputError(f"{name}: declares a document type, which no CAS needs", "take the DOCTYPE out of it")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        where, said = "", str(error)
        if isinstance(error, expat.ExpatError):
            where = f", line {error.lineno}, column {error.offset + 1}"
            said = expat.ErrorString(error.code) or said
        raise InputError(f"{name}{where}: {said}", "it has to be XML; export it again") from None


def _check_offsets(name: str, texts: dict[str, str], given: Iterable[_Given]) -> None:
    """Refuse offsets that are none: the library would take them for code points of the text."""
    faults = []
    units = {id: _units(own) for id, own in texts.items()}
    for one in given:
        where = f"{name}, annotation {clean(one.id, 40)} ({clean(_short(one.type), 60)})"
        begin, end = one.begin, one.end
        if type(begin) is not int or type(end) is not int:
            faults.append(f"{where}: begin and end are no numbers, but {clean(f'{begin!r} and {end!r}', 60)}")
        elif one.sofa not in units:
            faults.append(f"{where}: is of a text that is not in the file")
        elif begin > end:
            faults.append(f"{where}: begins at {begin}, behind its end at {end}")
        elif not {begin, end} <= units[one.sofa]:
            said = clean(f"{begin} to {end}", 60)
            faults.append(f"{where}: {said} is no place in its text (in UTF-16 units)")
    refuse(faults, _ADVICE)


def _units(text: str) -> set[int]:
    """Return the offsets in UTF-16 code units at which characters begin, and the end of a text."""
    at, found = 0, {0}
    for character in text:
        at += 2 if character > "\uffff" else 1
        found.add(at)
    return found


def _short(type_name: str) -> str:
    return type_name.rpartition(".")[2]


def _marks(name: str, cas: Any, text: str) -> Found:
    found = Found()
    for view in cas.views:
        own = view.sofa.sofaString
        annotations = [one for one in view.get_all_fs() if hasattr(one, "begin") and hasattr(one, "end")]
        if not isinstance(own, str):
            if annotations:
                found.left.append(
                    Left(f"{name}, view {clean(view.sofa.sofaID)}", "has no text", len(annotations))
                )
            continue
        _View(name, own, text, found).read(annotations)
        if own != text:
            found.remarks.append(f"{name}: has another text: its passages were looked for by their words")
    return found


class _View:
    """A text of a CAS with its annotations."""

    def __init__(self, name: str, own: str, text: str, found: Found) -> None:
        self._name, self._own, self._text, self._found = name, own, text, found
        self._marks: dict[int, Mark] = {}
        self._ids: set[int] = set()

    def read(self, annotations: list[Any]) -> None:
        annotations.sort(key=lambda one: (one.begin, -one.end, one.xmiID))
        self._ids = {one.xmiID for one in annotations}
        layers: dict[str, int] = {}
        relations = []
        for one in annotations:
            kind = one.type.name
            if kind.startswith(_ANALYSIS) and _ENTITIES not in kind:
                layers[_short(kind)] = layers.get(_short(kind), 0) + 1
            elif ends := _ends(one):
                relations.append((one, *ends))
            else:
                self._read(one)
        for relation in relations:
            self._read_relation(*relation)
        self._found.marks += self._marks.values()
        for layer, number in sorted(layers.items()):
            self._found.left.append(Left(f"{self._name}, layer {layer}", "is linguistic analysis", number))

    def _mark(self, one: Any, *, names: bool = False) -> Mark:
        return Mark(f"{self._name}, annotation {one.xmiID} ({_short(one.type.name)})", names=names)

    def _read(self, one: Any) -> None:
        mark = self._mark(one, names=_ENTITIES in one.type.name)
        if self._place(mark, one) is None:
            return
        self._marks[one.xmiID] = mark
        if not mark.names and not one.type.name.startswith("uima."):
            mark.say(LAYER, _short(one.type.name))
        for feature, value in _features(one):
            target, role = getattr(value, "target", None), str(getattr(value, "role", None) or feature)
            target = value if hasattr(value, "begin") else target
            if isinstance(value, str | int | float):
                mark.say(feature, value)
            elif value is not None and not hasattr(target, "begin"):
                self._found.remarks.append(f"{mark.where}: {feature} leads to no place, and is not read")
            elif value is not None and (place := self._place(mark, target)):
                column = next((found for name in (role, feature) if (found := column_of(name)) in NAMES), "")
                if column:
                    mark.fillers.append((column, place))
                elif role != feature:
                    mark.say(feature, role)

    def _read_relation(self, one: Any, governor: Any, dependent: Any) -> None:
        said = [(name, value) for name, value in _features(one) if isinstance(value, str | int | float)]
        role = next((found for _, value in said if (found := column_of(str(value))) in NAMES), "")
        event = self._marks.get(governor.xmiID)
        if role and event and not event.names:
            if place := self._place(event, dependent):
                event.fillers.append((role, place))
            return
        mark = self._mark(one)
        first, last = self._place(mark, governor), self._place(mark, dependent)
        if first and last:
            mark.spans = sorted(set(mark.spans))
            mark.fillers = [("actor", first), ("object", last)]
            mark.say(LAYER, _short(one.type.name))
            for name, value in said:
                mark.say(name, value)
            self._marks[one.xmiID] = mark

    def _place(self, mark: Mark, one: Any) -> Span | None:
        """Add the place of an annotation in the text to a mark, and return it; or say why it has none."""
        place: Span | str | None = "leads to a place that is not of this text"
        if one.xmiID in self._ids:
            place = own = trimmed(self._own, one.begin, one.end)
            if own and self._own != self._text:
                place = place_of(self._text, *quotation_of(self._own, *own))
        if place is None or isinstance(place, str):
            self._found.left.append(Left(mark.where, place or "marks no words"))
            return None
        mark.spans.append(place)
        return place


def _features(one: Any) -> Iterator[tuple[str, Any]]:
    """Yield the features of an annotation with their values, one by one where they are an array."""
    for feature in one.type.all_features:
        if feature.name not in ("sofa", "begin", "end") and feature.name.casefold() not in _ENDS:
            value = getattr(one, feature.name, None)
            value = getattr(value, "elements", value)
            for each in value if isinstance(value, list | tuple) else [value]:
                yield _RENAMED.get(feature.name, feature.name), each


def _ends(one: Any) -> tuple[Any, Any] | tuple[()]:
    """Return the annotations that a relation leads from and to; none where it is no relation."""
    ends = {feature.name.casefold(): getattr(one, feature.name, None) for feature in one.type.all_features}
    found = [ends.get(name) for name in _ENDS]
    return (found[0], found[1]) if all(hasattr(end, "begin") for end in found) else ()
