"""Patterns: the links of a projection as graph patterns of SPARQL, written from its entry of the catalogue.

They are flat: no path of any length, no MINUS and no nested difference, which some engines answer wrongly
without an error. What takes any number of steps is read from the closures, see :mod:`relgraph.closures`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from relgraph.model.namespaces import PREFIXES
from relgraph.model.ontology import Ontology, Relation
from relgraph.model.terms import among
from relgraph.projection.catalogue import Link, Path, Projection, Step, entering, iri_of

PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("oa", "rdf", "rg", "skos"))


@dataclass(frozen=True)
class Pattern:
    """Alternatives by which an act links a source to a target, the first of which counts for a pair.

    Attributes:
        text: A graph pattern of the act, ``?source`` and ``?target``.
        link: The link of the catalogue that it is of.
        directed: Whether the ties of acts of a directed relation point one way.
    """

    text: str
    link: Link
    directed: bool


@dataclass(frozen=True)
class Patterns:
    """The patterns of one projection of one graph.

    Attributes:
        projection: The entry of the catalogue.
        ontology: The ontology of the graph.
        resolve: Whether those for whom a collective stands take its place.
        actor_classes: IRIs of classes of other vocabularies whose members are actors.
    """

    projection: Projection
    ontology: Ontology
    resolve: bool
    actor_classes: tuple[str, ...] = ()

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """The relations that enter the projection."""
        return entering(self.ontology, self.projection.name)

    @cached_property
    def alternatives(self) -> list[Pattern]:
        """The patterns by which ``?act`` links pairs, those that go before others first."""
        return self._links("?act", "source", "target")

    def pairs(
        self,
        act: str,
        variables: str,
        *,
        where: str,
        in_each: bool = False,
        turned: bool = False,
        both_ways: bool = False,
    ) -> str:
        """Return a SELECT of the pairs that acts link; ``?number`` is the alternative that links them.

        Args:
            act: The variable of the act.
            variables: What is selected, each solution once.
            where: Which acts those are.
            in_each: Whether that is written into each alternative, which some engines answer faster.
            turned: Whether sources and targets change places.
            both_ways: Only pairs whose tie has no direction.

        Returns:
            The text; ``""`` where there are no such pairs.
        """
        ends = ("target", "source") if turned else ("source", "target")
        parts = []
        for number, pattern in enumerate(self._links(act, *ends)):
            text = f"{where if in_each else ''}{pattern.text} BIND({number} AS ?number)"
            if both_ways and pattern.directed:
                if not self.undirected:
                    continue
                text += f" {act} rg:relation {act}_way . FILTER({among(f'{act}_way', self.undirected)})"
            parts.append(text)
        if not parts:
            return ""
        return f"SELECT DISTINCT {variables} WHERE {{{'' if in_each else where} {{{_union(parts)} }} }}"

    def _links(self, act: str, source: str, target: str) -> list[Pattern]:
        found: list[Pattern] = []
        for link in self.projection.links:
            if link.targets == (link.source,):
                actors = self.path(act, link.source, source) + self.path(act, link.source, target)
                found.append(Pattern(f"{actors} FILTER(STR(?{source}) < STR(?{target}))", link, directed=False))
                continue
            targets = _union([self.path(act, path, target) for path in link.targets])
            pattern = self.path(act, link.source, source) + targets + self._apart(act, target)
            if link.undirected:
                pattern += f" {act} rg:relation ?undirected . FILTER({among('?undirected', self.undirected)})"
            if link.relation == "rg:concerns":
                pattern += (
                    f" FILTER NOT EXISTS {{ {act} rg:object ?concerned . ?concerned rg:concerns ?target }}"
                )
            two_ways = self.projection.modes == 2
            if link.neutral and not two_ways:
                found.append(Pattern(pattern + self._together(act, target), link, directed=False))
            found.append(Pattern(pattern, link, directed=not two_ways))
        return found

    @property
    def undirected(self) -> list[str]:
        """The relations without direction."""
        return [iri for iri, relation in self.ontology.relations.items() if relation.undirected]

    def path(self, act: str, path: Path, end: str) -> str:
        """Return the pattern of a path from an act.

        Args:
            act: The variable of the act.
            path: The path, as the catalogue has it.
            end: The name of the variable that it leads to.
        """
        text, node = "", act
        for number, step in enumerate(path):
            last = number == len(path) - 1
            reached = f"?{end}" if last else f"?{end}_{number}"
            # An act stands for nobody, and has no closure of its own.
            direct = (
                not self.resolve or step.kinds == ("rg:Act",) or step.property in ("rg:about", "rg:concerns")
            )
            named = f"?{end}_{number}_named"
            through = "" if direct else f"{named} . {named} rg:standsFor "
            text += f" {node} {step.property} {through}{reached} ."
            text += self._of_kind(reached, step)
            if last and not step.kinds:
                text += f" FILTER(!ISLITERAL({reached}))"
            node = reached
        return text

    def _apart(self, act: str, target: str) -> str:
        """Return the filter that keeps sources from being targets, in a network of one mode."""
        if self.projection.modes == 2:
            return ""
        through = "?itself . ?itself rg:standsFor " if self.resolve else ""
        return f" FILTER NOT EXISTS {{ {act} rg:actor {through}?{target} }}"

    def _together(self, act: str, target: str) -> str:
        """Return the pattern of a target that does the same to the same things, in an act of its own."""
        through = "?doer . ?doer rg:standsFor " if self.resolve else ""
        return (
            f" {act} rg:relation ?doing ; rg:object ?done . ?other rg:object ?done ; rg:relation ?doing ; "
            f"rg:actor {through}?{target} . ?done_too rg:involves ?anybody . {act} rg:object ?done_too ."
            " FILTER NOT EXISTS { ?other rg:polarity rg:negative }"
            f" FILTER NOT EXISTS {{ {act} rg:object ?one . FILTER NOT EXISTS {{ ?other rg:object ?one }} }}"
            f" FILTER NOT EXISTS {{ ?other rg:object ?two . FILTER NOT EXISTS {{ {act} rg:object ?two }} }}"
        )

    def _of_kind(self, node: str, step: Step) -> str:
        """Return the pattern of what a step asks of the classes of a node."""
        text = ""
        if step.kinds == ("rg:Act",):
            text += f" {node} rg:relation {node}_relation ."
        elif step.kinds:
            text += self._member(node, step.kinds)
        if "rg:Act" in step.unless:
            text += f" FILTER NOT EXISTS {{ {node} rg:relation {node}_relation }}"
        for kind in step.unless:
            if kind != "rg:Act":
                text += "".join(f" FILTER NOT EXISTS {{ {node} a <{iri}> }}" for iri in self._classes((kind,)))
        return text

    def _member(self, node: str, kinds: Collection[str]) -> str:
        """Return the pattern of a member of one of some classes, given as prefixed names.

        What is of a class is stated to be of those above it too, where closures are.
        """
        classes = self._classes(kinds)
        if self.resolve:
            # Virtuoso passes over EXISTS behind rg:standsFor.
            return f" {node} a {node}_class . FILTER({among(f'{node}_class', classes)})"
        # Oxigraph takes a join from its wrong end.
        return f" FILTER({' || '.join(f'EXISTS {{ {node} a <{iri}> }}' for iri in classes)})"

    def _classes(self, kinds: Collection[str]) -> list[str]:
        others = self.actor_classes if "rg:Actor" in kinds else ()
        return [*map(iri_of, kinds), *others]

    def is_entering(self, relation: str) -> str:
        """Return the condition that the variable ``relation`` is a relation that enters the projection."""
        return among(relation, self.relations)

    def entering(self, act: str, relations: Iterable[str] | None = None) -> str:
        """Return the pattern of an act that enters the projection; its relation is ``ACT_relation``.

        Args:
            act: The variable of the act.
            relations: Only acts of these relations.
        """
        entry = self.projection
        relation = f"{act}_relation"
        entering = self.is_entering(relation) if relations is None else among(relation, relations)
        text = f"{act} rg:relation {relation} . FILTER({entering})"
        if entry.modalities:
            told = [iri_of(name) for name in sorted(entry.modalities) if name]
            allowed = [among(f"{act}_told", told)]
            if "" in entry.modalities:
                allowed.append(f"!BOUND({act}_told)")
            if entry.speech_acts:
                of_all = self.ontology.relations
                speech = [i for i in relations or self.relations if of_all[i].speech_act]
                allowed.append(among(relation, speech))
            text += f" OPTIONAL {{ {act} rg:modality {act}_told }} FILTER({' || '.join(allowed)})"
        if not entry.negative:
            text += f" FILTER NOT EXISTS {{ {act} rg:polarity rg:negative }}"
        return text

    def agreeing(self, said: str, content: str) -> str:
        """Return the filter that keeps a speech act and its content apart where their signs are opposed.

        Args:
            said: The variable of the speech act.
            content: The variable of its content.
        """
        if not self.projection.signs:
            return ""
        signs = {
            sign: [iri for iri, relation in self.ontology.relations.items() if relation.sign == sign]
            for sign in ("cooperative", "adverse")
        }
        opposed = (
            f"({among(f'{one}_relation', signs['cooperative'])} && "
            f"{among(f'{other}_relation', signs['adverse'])})"
            for one, other in ((said, content), (content, said))
        )
        return f" FILTER(!({' || '.join(opposed)}))"


def _union(patterns: Sequence[str]) -> str:
    return patterns[0] if len(patterns) == 1 else " " + " UNION ".join(f"{{{each} }}" for each in patterns)
