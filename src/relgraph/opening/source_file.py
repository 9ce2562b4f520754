"""Source files: one file of RDF, from its bytes to a store or into columns."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from relgraph.columns import ColumnGraph, UnsuitableError
from relgraph.errors import InputError
from relgraph.files import content_of, is_told_by_name
from relgraph.formats import RDF_SUFFIXES, is_packed, suffix_of
from relgraph.hostile import refuse_hostile
from relgraph.rdf_syntax import prefixes_in, sniffed, syntax_error, too_long
from relgraph.reading import Terms, is_typed_plainly, is_unusual, may_be_ill_typed, read_terms, what_is_wrong

# Signs of RDF 1.2, or what looks like it. What the first three stand for are statements with rdf:reifies.
_REIFIED_TEXT = (b"<<", b"{|", b"~")
_RDF_12_TEXT = (b"<<(", b"--ltr", b"--rtl")
_BLANK_TEXT = (b"_:", b"[", b"(")  # of blank nodes, likewise
_BATCH = 10_000


class SourceFile:
    """One file that is read.

    Attributes:
        name: Its name for messages.
        path: Where it is; ``None`` for standard input.
        format: Its RDF format.
    """

    def __init__(self, name: str, content: bytes, path: Path | None) -> None:
        """Find out the format of ``content``.

        Args:
            name: Its name for messages.
            content: What is in it.
            path: Where it is; ``None`` for standard input.

        Raises:
            InputError: It is UTF-16, of no known format, or hostile.
        """
        self.name, self.path = name, path
        for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            if content.startswith(mark):
                raise InputError(f"{name}: is UTF-16 text", "save the file as UTF-8")
        self._kept: bytes | None = content.removeprefix(codecs.BOM_UTF8)
        if path is None or not is_told_by_name(path):
            self.format = sniffed(self.content)  # standard input, or a pipe
        else:
            try:
                self.format = RDF_SUFFIXES[suffix_of(path)]
            except KeyError:
                raise InputError(
                    f"{name}: cannot tell the format from the suffix {suffix_of(path) or '(none)'}",
                    f"rename it to end in one of {', '.join(sorted(RDF_SUFFIXES))}",
                ) from None
        refuse_hostile(name, self.content, self.format)

    @property
    def content(self) -> bytes:
        """What is in it, read again where it was let go."""
        return content_of(self.path)[1].removeprefix(codecs.BOM_UTF8) if self._kept is None else self._kept

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares."""
        return prefixes_in(self.content, self.format)

    @property
    def may_declare(self) -> bool:
        """Whether the file may declare relations, or properties for labels."""
        content = self.content
        return b"subPropertyOf" in content or b"Relation" in content

    @property
    def may_have_attributes(self) -> bool:
        """Whether the file may declare attributes."""
        return b"Attribute" in self.content

    def load(self, store: ox.Store, base: str | None, terms: Terms, *, lenient: bool) -> bool:
        """Read the file into ``store``, and return whether there may be blank nodes or RDF 1.2 in it."""
        self._kept = self.content
        looked_at = self._is_to_be_looked_at(lenient=lenient)
        with self.reporting():
            if lenient or self._may_name_graphs:
                if looked_at:
                    quads = self.quads(base, terms, lenient=lenient)
                else:
                    quads = ox.parse(self.content, self.format, base_iri=base, rename_blank_nodes=True)
                merged = (ox.Quad(*quad.triple) for quad in quads)
                while batch := list(islice(merged, _BATCH)):  # the store holds what it adds at once twice
                    store.extend(batch)
            else:
                store.load(self.content, self.format, base_iri=base)
                if looked_at:
                    for _ in self.quads(base, terms):
                        pass
        if self.format == ox.RdfFormat.JSON_LD:
            self._refuse_what_was_dropped(base, lenient=lenient)
        may_be_uncommon = self._may_be_uncommon
        self.let_go()
        return may_be_uncommon

    def stream(self, base: str | None, terms: Terms, *, lenient: bool) -> Iterator[ox.Quad]:
        """Yield what the file states, each statement in its graph, with the checks of :meth:`load`."""
        self._kept = self.content
        with self.reporting():
            if self._is_to_be_looked_at(lenient=lenient):
                yield from self.quads(base, terms, lenient=lenient)
            else:
                yield from ox.parse(self.content, self.format, base_iri=base, rename_blank_nodes=True)
        if self.format == ox.RdfFormat.JSON_LD:
            self._refuse_what_was_dropped(base, lenient=lenient)
        self.let_go()

    def read_into(self, graph: ColumnGraph, base: str | None, terms: Terms, *, lenient: bool) -> bool:
        """Read the file into the columns of ``graph``, and return whether it states anything.

        Raises:
            UnsuitableError: It needs a store.
        """
        content = self.content
        if not self._is_like_turtle or any(text in content for text in _RDF_12_TEXT):
            raise UnsuitableError
        with self.reporting():
            if lenient or may_be_ill_typed(content):
                looked = Terms(terms.ill_typed, terms.mended)
                quads = self.quads(base, looked, lenient=lenient)
            elif self._kept is None and self._is_on_disk(content):
                del content
                quads = iter(ox.parse(path=self.path, format=self.format, base_iri=base))
            else:
                quads = iter(ox.parse(content, self.format, base_iri=base))
            first = next(quads, None)
            if first is not None:
                graph.take(chain((first,), quads), terms.stored)
        return first is not None

    def let_go(self) -> None:
        """Keep what the file declares and no longer what is in it, where that can be read again."""
        self.prefixes  # noqa: B018 - read now
        if self.path is not None and self.path.is_file():
            self._kept = None

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Say where and why where the parser refuses the file."""
        try:
            yield
        except MemoryError:
            raise InputError(*too_long(self.name)) from None
        except (SyntaxError, ValueError, OSError) as error:
            raise syntax_error(self.name, self.content, self.format, str(error)) from None

    @property
    def _may_be_uncommon(self) -> bool:
        """Whether there may be blank nodes in the file, or terms of RDF 1.2."""
        return not self._is_like_turtle or any(
            text in self.content for text in (*_BLANK_TEXT, *_REIFIED_TEXT, *_RDF_12_TEXT)
        )

    def _is_to_be_looked_at(self, *, lenient: bool) -> bool:
        """Whether terms of the file may be wrong, or such as the store keeps in another form."""
        if lenient:
            return True
        plainly = is_typed_plainly(self.content)
        return is_unusual(self.content, self.format, typed_plainly=plainly) or (
            not plainly and may_be_ill_typed(self.content)
        )

    def _is_on_disk(self, content: bytes) -> bool:
        """Tell whether the parser can read the file itself: it is not packed and has no byte-order mark."""
        path = self.path
        return path is not None and not is_packed(path) and len(content) == path.stat().st_size

    @property
    def _is_like_turtle(self) -> bool:
        return self.format not in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)

    @property
    def _may_name_graphs(self) -> bool:
        """Whether there may be named graphs in the file, which are read term by term into the one graph."""
        in_braces = self.format in (ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD) and b"{" in self.content
        return in_braces or self.format == ox.RdfFormat.N_QUADS

    def quads(self, base: str | None, terms: Terms, *, lenient: bool = False) -> Iterator[ox.Quad]:
        """Yield what the file states; see :func:`~relgraph.reading.read_terms`."""
        return read_terms(self.name, self.content, self.format, base, terms, lenient=lenient)

    def _refuse_what_was_dropped(self, base: str | None, *, lenient: bool) -> None:
        """Refuse JSON-LD with what the parser drops in silence: statements of which a term is none."""
        somewhere = "http://relgraph.invalid/a/b/"
        for quad in ox.parse(self.content, ox.RdfFormat.JSON_LD, base_iri=base or somewhere, lenient=True):
            if ":" not in quad.predicate.value:
                continue  # a key that the context has no IRI for says nothing
            for term in quad:
                if isinstance(term, ox.NamedNode) and term.value.startswith("http://relgraph.invalid/"):
                    raise InputError(
                        f"{self.name}: {term.value.removeprefix(somewhere)!r} is a relative IRI without a base",
                        "write @base into its context, or give --base IRI (base=)",
                    )
                if not lenient and (wrong := what_is_wrong(term)):
                    raise InputError(f"{self.name}: {wrong}", "correct it, or read it with --lenient")
