"""The one exception that relgraph raises, with a subclass for each kind of failure."""

from __future__ import annotations

from collections.abc import Iterable

from relgraph.cleaning import shortened


class RelgraphError(Exception):
    """Base class of everything that relgraph raises on purpose.

    ``str(error)`` is one line that names the file and line, or the term, at fault.
    ``error.advice`` is one line that says what to do, or ``""``.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        """Keep ``message`` and ``advice``, each folded to one line."""
        super().__init__(" ".join(message.split()))
        self.advice = " ".join(advice.split())


class InputError(RelgraphError):
    """A file, folder or stream that cannot be read as RDF."""


class OutputError(RelgraphError):
    """A result that cannot be written where it was asked for."""


class QueryError(RelgraphError):
    """A query that is not SPARQL 1.1, is refused, or went over its limits."""


class LimitError(QueryError):
    """A query that went over a limit.

    ``limit`` is ``"time"``, ``"memory"``, ``"rows"`` or ``"bytes"`` (of the answer); ``""`` where a query was
    stopped since nobody waits for its answer any more.
    """

    def __init__(self, message: str, advice: str = "", *, limit: str = "") -> None:
        """Keep which limit it was beside ``message`` and ``advice``."""
        super().__init__(message, advice)
        self.limit = limit


class NameNotFoundError(RelgraphError):
    """A name (query, projection, measure, parameter, format, entity) that means nothing or too much here."""


class ValidationError(RelgraphError):
    """Validation that could not run, as opposed to data that does not conform."""


class ProjectionError(RelgraphError):
    """A graph that the projection or measure asked for cannot be applied to."""


class TableError(RelgraphError):
    """A table that cannot be read, or a mapping that makes no acts of it."""


class SourceError(RelgraphError):
    """A source text whose bytes are not those that the evidence positions refer to."""


class DossierError(RelgraphError):
    """A dossier that cannot be read, or whose rows cannot become statements.

    ``faults`` has all that is wrong, each with file, row and column.
    """

    def __init__(self, message: str, advice: str = "", *, faults: Iterable[str] = ()) -> None:
        """Keep all faults beside ``message`` and ``advice``, which tell of the first."""
        super().__init__(message, advice)
        self.faults = tuple(faults) or (message,)


class ModelError(RelgraphError):
    """A language model that cannot be reached or asked, or whose answer has no acts that can be read."""


class StoreError(RelgraphError):
    """A triple store that refuses, cannot be reached, or did not keep what it was given."""


class DifferenceError(StoreError):
    """A triple store in which a pushed graph is not what was sent.

    ``missing`` has the triples that are not there as they were sent, as sorted N-Triples; ``unexpected`` is how
    many are there that were not sent. Both are empty where the graph was counted only.
    """

    def __init__(
        self, message: str, advice: str = "", *, missing: Iterable[str] = (), unexpected: int = 0
    ) -> None:
        """Keep what differs beside ``message`` and ``advice``."""
        super().__init__(message, advice)
        self.missing = tuple(missing)
        self.unexpected = unexpected


def unknown_name(what: str, name: str, known: Iterable[str]) -> NameNotFoundError:
    """Return the error for ``name``, with the nearest of ``known`` as advice.

    ``what`` is the kind of thing in a word or two, such as ``"projection"``.
    """
    import difflib  # noqa: PLC0415 - the command line loads this module for its help

    names = sorted(known)
    near = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    if near:
        advice = f"did you mean {near[0]}?"
    else:
        advice = f"known: {', '.join(names)}" if names else "there is none here"
    return NameNotFoundError(f"unknown {what} {shortened(name, 80)!r}", advice)
