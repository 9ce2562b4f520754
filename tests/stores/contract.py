"""The contract that every store and parser here keeps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import ClassVar, Self, TypeAlias

import pyoxigraph as ox

Row: TypeAlias = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal]
"""A solution: the variables that are bound, each with its term."""


class Reader(ABC):
    """A program that parses RDF and says what it read."""

    name: ClassVar[str]
    formats: ClassVar[tuple[str, ...]]
    """Formats of ``relgraph export`` that it reads."""

    @classmethod
    @abstractmethod
    def missing(cls) -> str:
        """Return why it cannot run here, with what to install, or ``""``."""

    @abstractmethod
    def parse(self, content: bytes, format: str) -> ox.Dataset:
        """Return what it read in ``content``; raise :class:`Refused` where it refuses it."""


class Store(ABC):
    """A triple store, started empty on entering and stopped, whatever happens, on leaving.

    A server listens on a free port of the loopback interface.
    """

    name: ClassVar[str]
    formats: ClassVar[tuple[str, ...]]
    """Formats of ``relgraph export`` that it loads."""

    @classmethod
    @abstractmethod
    def missing(cls) -> str:
        """Return why it cannot run here, with what to install, or ``""``."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Start it, empty."""

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""

    @abstractmethod
    def load(self, content: bytes, format: str, graph: str | None = None) -> None:
        """Replace ``graph`` (the default graph without one) by ``content``, by the store's own loader.

        A format with graphs of its own (``trig``, ``nquads``) replaces all that is in the store. Raises
        :class:`Refused` where the store refuses it.
        """

    @abstractmethod
    def read(self, graph: str | None = None) -> ox.Dataset:
        """Return the triples of ``graph`` (the default graph without one), in the default graph."""

    @abstractmethod
    def read_all(self) -> ox.Dataset:
        """Return everything that was loaded, each quad in its graph."""

    @abstractmethod
    def select(self, query: str) -> list[Row]:
        """Return the rows of a SELECT over the default graph, unbound variables left out of a row."""


class Refused(Exception):  # noqa: N818 - an answer, which tests expect
    """A store or parser says no; the message is its own."""
