"""The catalogue of projections: each one an entry of data.

An entry says in words what its nodes, edges and weights are, and in patterns which nodes an act links. A
pattern is a path of properties with conditions on what it reaches, so that one entry can be walked here act by
act (:mod:`~relgraph.projection.links`) and be written as a query for a store elsewhere. In words:

* An act links its actors to the actors that it is directed at: its recipients, its object where that is an
  actor or, where its object is another act, the actors of that act. The sign of its relation goes to them.
* It links them to the actors whom its object only involves too, and these ties are neutral.
* Several actors of one act are linked to each other by one undirected neutral edge per pair.
* A negative act says what did not happen, and links nothing unless the entry says that it does.
* Of the acts by which an actor stands to one thing, the latest counts, see :mod:`~relgraph.projection.stances`.
* Among topics, an act links its actors to the topics that it, its object or what it says is about.

What a relation means (direction, sign, weight, projections) is asked of the ontology, never stated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from relgraph.errors import unknown_name
from relgraph.model.namespaces import PREFIXES
from relgraph.model.ontology import Ontology, Relation


@dataclass(frozen=True)
class Step:
    """A step of a path: along a property, to nodes of some kinds.

    Attributes:
        property: ``rg:actor``, ``rg:object`` or ``rg:recipient`` of an act, ``rg:involves`` of a thing, or
            ``rg:about``: from an act or a thing to the topics that it, its object or what it says concerns.
        kinds: Classes of which a node has to be one; any node where there are none. ``rg:Act`` is what has a
            relation and so was read as an act.
        unless: Classes of which a node must be none.
    """

    property: str
    kinds: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


Path: TypeAlias = tuple[Step, ...]
"""Steps from an act to one end of its links."""


@dataclass(frozen=True)
class Link:
    """A pattern of links: an act links each of its sources to each of its targets.

    Among nodes of one mode, a target that is a source too is left out. Where sources and targets are reached
    along the same path, each pair of them is linked once, without direction.

    Attributes:
        source: The path to the sources.
        targets: Paths to the targets; a target that several reach counts once.
        undirected: Whether only acts of an undirected relation have such links.
        neutral: Whether such links are neutral whatever the sign of the relation, since the act is not directed
            at their targets.
        relation: The relation that such links stand for, such as ``rg:concerns``; ``""`` for that of the act.
    """

    source: Path
    targets: tuple[Path, ...]
    undirected: bool = False
    neutral: bool = False
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class OneMode:
    """How a network of two modes is projected onto its sources: what ties two of them.

    Attributes:
        relation: The name of such a tie, as of a relation.
        label: The same in words.
        targets: The attribute of a tie that lists the targets that the two share; ``""`` where it has none.
        while_both_last: Whether they share a target only where their links to it overlap in time.
        compared: Whether the signs of their links to the targets are compared.
    """

    relation: str
    label: str
    targets: str = ""
    while_both_last: bool = False
    compared: bool = False


@dataclass(frozen=True, kw_only=True)
class Projection:
    """An entry of the catalogue.

    Attributes:
        name: What it is called.
        nodes: In words, what its nodes are.
        edges: In words, what one edge is.
        weight: In words, what the weight of an edge is.
        direction: In words, which edges have a direction.
        drops: In words, what it leaves out.
        enters: The projection that ``rg:entersProjection`` of a relation names.
        links: What an act links.
        modes: 1, or 2 where sources and targets are apart (a bipartite network, without directions).
        one_mode: How a network of two modes is projected onto its sources, if it is.
        signs: Signs of the relations that enter; any where there are none.
        modalities: Modalities of the acts that enter, ``""`` for none stated; any where there are none.
        speech_acts: Whether acts of saying enter whatever their modality, which is that of what they say.
        weighs_presiding: Whether presiding may count more than any other part.
        negative: Whether acts that did not take place have links too.
        stances: Whether a link is a stance: a negative act has the opposite sign, and of all links of a pair
            those of the latest stance count.
    """

    name: str
    nodes: str
    edges: str
    weight: str = "acts, each with its weight and that of its relation"
    direction: str
    drops: str
    enters: str
    links: tuple[Link, ...]
    modes: Literal[1, 2] = 1
    one_mode: OneMode | None = None
    signs: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    speech_acts: bool = False
    weighs_presiding: bool = False
    negative: bool = False
    stances: bool = False

    @property
    def is_of_pairs(self) -> bool:
        """Whether an edge is of a pair, by whatever acts, and not of an act."""
        return self.stances or self.one_mode is not None


_ACTORS: Path = (Step("rg:actor"),)
_RECIPIENTS: Path = (Step("rg:recipient"),)
_ACTORS_OF_CONTENT: Path = (Step("rg:object", kinds=("rg:Act",)), Step("rg:actor"))
_TOPICS: Path = (Step("rg:about"),)

_INVOLVED: Path = (Step("rg:object", unless=("rg:Act", "rg:Actor")), Step("rg:involves"))

_JOINT = Link(_ACTORS, (_ACTORS,), neutral=True)
_DIRECTED_AT = Link(
    _ACTORS, (_ACTORS_OF_CONTENT, (Step("rg:object", kinds=("rg:Actor",), unless=("rg:Act",)),), _RECIPIENTS)
)
# Data may say of an organization or a group that one takes part in it.
_TAKEN_PART_IN = ("rg:Event", "rg:Mechanism", "rg:Organization", "rg:StateGroup", "rg:CollectiveActor")
_TAKING_PART = (
    Link(
        _ACTORS,
        ((Step("rg:object", kinds=_TAKEN_PART_IN),),),
    ),
)
_BELONGING = (
    Link(
        _ACTORS,
        ((Step("rg:object", kinds=("rg:Actor", "rg:Mechanism"), unless=("rg:State", "rg:Person")),),),
    ),
)
_STANCES = (Link(_ACTORS, ((Step("rg:object", unless=("rg:Actor",)),),)),)
_ANY_SIGN = frozenset(("cooperative", "neutral", "adverse"))
_TOLD_AS_FACT = frozenset(("rg:modalityAsserted", ""))

PROJECTIONS: dict[str, Projection] = {
    entry.name: entry
    for entry in (
        Projection(
            name="actors",
            nodes="actors",
            edges=(
                "one per act and pair of actors: from who acts to whom it is directed at or whom its object "
                "involves (neutral then), or between joint actors (neutral too)"
            ),
            direction="directed, save joint acts and undirected relations",
            drops=(
                "things, topics, events, offices, what did not happen, "
                "and what an actor does to itself or to no second actor"
            ),
            enters="actors",
            links=(_JOINT, _DIRECTED_AT, Link(_ACTORS, (_INVOLVED,), neutral=True)),
        ),
        Projection(
            name="participation",
            nodes="actors and events, mechanisms or what else the data let them take part in (two modes)",
            edges="one per act of taking part that is asserted; its certainty stays on the edge",
            direction="undirected",
            drops="participation that is not asserted: planned, proposed, wished, needed or predicted",
            enters="participation",
            links=_TAKING_PART,
            modes=2,
            modalities=_TOLD_AS_FACT,
            weighs_presiding=True,
        ),
        Projection(
            name="co-participation",
            nodes="actors",
            edges="one per pair of actors that took part in the same event or mechanism",
            weight="shared events or mechanisms",
            direction="undirected",
            drops="actors that took part alone; what they did there",
            enters="participation",
            links=_TAKING_PART,
            modes=2,
            one_mode=OneMode(relation="coParticipation", label="took part together with", targets="events"),
            modalities=_TOLD_AS_FACT,
            weighs_presiding=True,
        ),
        Projection(
            name="membership",
            nodes="actors and the organizations, groups or mechanisms that they belong to (two modes)",
            edges="one per act of belonging that is asserted; its period and certainty stay on the edge",
            direction="undirected",
            drops="what is not asserted; belonging to a state or a person",
            enters="membership",
            links=_BELONGING,
            modes=2,
            modalities=_TOLD_AS_FACT,
        ),
        Projection(
            name="co-membership",
            nodes="actors",
            edges=(
                "one per pair of actors that belong to the same organization, group or mechanism at the same "
                "time; a beginning or an end that is not told sets no limit"
            ),
            weight="shared organizations, groups and mechanisms",
            direction="undirected",
            drops="actors that share none, and pairs of which one had left before the other came",
            enters="membership",
            links=_BELONGING,
            modes=2,
            one_mode=OneMode(
                relation="coMembership",
                label="member together with",
                targets="organizations",
                while_both_last=True,
            ),
            modalities=_TOLD_AS_FACT,
        ),
        Projection(
            name="stances",
            nodes="actors and the things that they back, reject or abstain on (two modes)",
            edges=(
                "one per actor and thing, by sign: cooperative backs it, adverse rejects it, neutral abstains; "
                "not to do so is the opposite. It is the latest stance that is dated, with all acts of it"
            ),
            weight="acts of that stance, each with its weight and that of its relation, always positive",
            direction="undirected",
            drops=(
                "stances towards actors, earlier stances, and pairs whose acts contradict each other where no "
                "date decides; what is planned, proposed, wished, needed or predicted, save what is said"
            ),
            enters="stances",
            links=_STANCES,
            modes=2,
            signs=_ANY_SIGN,
            modalities=_TOLD_AS_FACT,
            speech_acts=True,
            negative=True,
            stances=True,
        ),
        Projection(
            name="agreement",
            nodes="actors",
            edges=(
                "one per pair of actors with stances on the same thing: agreed counts the things that both "
                "back or both reject, disagreed those that one backs and the other rejects, shared all on "
                "which both have a stance, and score is (agreed - disagreed) / shared"
            ),
            weight=(
                "the difference between agreed and disagreed, always positive; the sign is that of the score, "
                "and a pair with a score of 0 is neutral with the least weight there is, 0.000001"
            ),
            direction="undirected",
            drops="which things; actors that share no thing with another, and all that stances leaves out",
            enters="stances",
            links=_STANCES,
            modes=2,
            one_mode=OneMode(relation="agreement", label="agrees with", compared=True),
            signs=_ANY_SIGN,
            modalities=_TOLD_AS_FACT,
            speech_acts=True,
            negative=True,
            stances=True,
        ),
        Projection(
            name="topics",
            nodes="actors and topics (two modes)",
            edges="one per act, actor and topic that the act, its object or what it says is about",
            direction="undirected",
            drops=(
                "other actors and things that acts are about; "
                "who took part in an event on a topic and did no more"
            ),
            enters="topics",
            links=(
                Link(_ACTORS, (_TOPICS,)),
                Link((Step("rg:object", kinds=("rg:Actor",)),), (_TOPICS,), undirected=True),
            ),
            modes=2,
        ),
        Projection(
            name="signed",
            nodes="actors",
            edges=(
                "one per act of a cooperative or adverse relation and pair of actors, from who acts to whom it "
                "is directed at; the sign stays on the edge"
            ),
            weight="acts, each with its weight and that of its relation, positive whatever the sign",
            direction="directed, save undirected relations",
            drops="neutral ties, such as those of joint actors, and all that actors leaves out",
            enters="actors",
            links=(_DIRECTED_AT,),
            signs=frozenset(("cooperative", "adverse")),
        ),
        Projection(
            name="full",
            nodes="actors and all that acts are about",
            edges=(
                "one per act, from who acts to the object, to each recipient and to what the act concerns; "
                "and what a thing concerns and whom it involves"
            ),
            direction="directed, save joint acts and undirected relations",
            drops="classes, literals, evidence, dates",
            enters="full",
            links=(
                _JOINT,
                Link(_ACTORS, (_ACTORS_OF_CONTENT, (Step("rg:object", unless=("rg:Act",)),), _RECIPIENTS)),
                Link(_ACTORS, ((Step("rg:concerns"),),), neutral=True, relation="rg:concerns"),
            ),
            negative=True,
        ),
    )
}
"""The catalogue of projections, by name."""


def iri_of(name: str) -> str:
    """Return the IRI of a prefixed name of the catalogue; ``""`` stays.

    Example:
        >>> iri_of("skos:Concept")
        'http://www.w3.org/2004/02/skos/core#Concept'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix else ""


def projection_named(name: str) -> Projection:
    """Return the entry of the catalogue.

    Raises:
        NameNotFoundError: There is none of that name; the nearest is named.

    Example:
        >>> projection_named("signed").enters
        'actors'
    """
    if name not in PROJECTIONS:
        raise unknown_name("projection", name, PROJECTIONS)
    return PROJECTIONS[name]


def one_mode_of(name: str) -> str:
    """Return the projection that has the actors of a network of two modes alone; ``actors`` where none does.

    Args:
        name: The name of a projection, of two modes or of one.

    Returns:
        The name of the projection of actors.

    Example:
        >>> one_mode_of("membership"), one_mode_of("topics")
        ('co-membership', 'actors')
    """
    enters = PROJECTIONS[name].enters if name in PROJECTIONS else ""
    found = (entry.name for entry in PROJECTIONS.values() if entry.one_mode and entry.enters == enters)
    return next(found, "actors")


def entering(ontology: Ontology, name: str) -> dict[str, Relation]:
    """Return the relations that make edges of a projection.

    Args:
        ontology: The ontology of a graph, such as ``graph.ontology``.
        name: The name of the projection.

    Returns:
        The relations by IRI.

    Raises:
        NameNotFoundError: There is no projection of that name.

    Example:
        >>> import relgraph
        >>> sorted(found.name for found in entering(relgraph.open().ontology, "participation").values())[:3]
        ['abstainsOn', 'attends', 'chairs']
    """
    projection = projection_named(name)
    return {
        iri: relation
        for iri, relation in ontology.relations.items()
        if projection.enters in relation.projections
        and (not projection.signs or relation.sign in projection.signs)
    }


def implying(ontology: Ontology, name: str) -> tuple[str, ...]:
    """Return the relations of which one that makes edges of a projection follows, those that make edges too.

    Args:
        ontology: The ontology of a graph.
        name: The name of the projection.

    Returns:
        Their IRIs: a neutral relation makes no edge of ``signed``, but a wider one with a sign follows from it.

    Example:
        >>> import relgraph
        >>> ontology, discusses = relgraph.open().ontology, iri_of("rg:discusses")
        >>> discusses in implying(ontology, "signed"), discusses in entering(ontology, "signed")
        (True, False)
    """
    found = entering(ontology, name)
    return tuple(iri for iri in ontology.relations if not found.keys().isdisjoint(ontology.ancestors(iri)))
