"""Folding: the acts of a graph into the edges of one projection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized

from relgraph.columns import collector_paused
from relgraph.errors import ProjectionError, unknown_name
from relgraph.model.acts import Act
from relgraph.model.namespaces import short
from relgraph.model.read_graph import ReadGraph, refuse_plain
from relgraph.projection.asking import predicates_asked
from relgraph.projection.catalogue import PROJECTIONS, projection_named
from relgraph.projection.counted import Counted, why_not_counted
from relgraph.projection.counting import Counting
from relgraph.projection.filters import Day, Filter, act_filters, actor_kinds, link_filters
from relgraph.projection.folds import Detail, Fold
from relgraph.projection.foreign_relations import notes_on, with_foreign
from relgraph.projection.linked import Linked
from relgraph.projection.links import Edge
from relgraph.projection.network import Network
from relgraph.projection.patterns import Patterns
from relgraph.wording import counted, listed


def project(
    graph: ReadGraph,
    name: str,
    *,
    since: Day | None = None,
    as_of: Day | None = None,
    relations: Iterable[str] = (),
    kinds: Iterable[str] = (),
    modalities: Iterable[str] = (),
    certainties: Iterable[str] = (),
    source_documents: Iterable[str] = (),
    background: bool = True,
    actor_classes: Iterable[str] = (),
    collectives: str = "keep",
    collapsed: bool = False,
    chair_weight: float = 1.0,
    over: str = "shared",
    min_shared: int = 1,
    detail: Detail | None = None,
) -> Network:
    """Return a projection of a graph as a frozen NetworkX network.

    ``actors``, ``signed`` and ``full`` are a MultiDiGraph; ``participation``, ``membership``, ``topics`` and
    ``stances`` a MultiGraph with the node attribute ``bipartite`` (0 actor, 1 event, organization, topic or
    thing); ``co-participation``, ``co-membership`` and ``agreement`` a Graph. See
    :data:`~relgraph.projection.PROJECTIONS`. A topic is a ``skos:Concept`` that the data state. In ``signed`` a
    weight is positive whatever the ``sign``: measures of strength add up what is cooperative and what is
    adverse, and structural balance reads the sign.

    A sign goes to whom an act is directed at: its recipients, its object where that is an actor, and the actors
    of its object where that is an act. Whom the object only involves, and who acts together, have a neutral tie
    in ``actors`` and none in ``signed``. What did not happen (``rg:polarity``) is an edge of ``full`` alone.

    Filters are all to be passed. A direct relation that no act stands behind has no modality, certainty or
    source, and no date but that of the event where it says who takes part; it is left out where one of these is
    asked for and not known; where background is left out, it is kept.

    Args:
        graph: The graph.
        name: The projection.
        since: The first day of a window (a date, or ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``). A month or a year,
            given here or as the date of an act, counts as its whole span, and an act is kept where its span
            meets the window. Acts without a date are left out then; for the date of an act see
            :class:`~relgraph.model.acts.Act`.
        as_of: The last day of the window, written alike. What has an end of its own (``rg:until``) before it is
            over, and left out.
        relations: Keep these relations (local names or IRIs) and what falls under them. A property of another
            vocabulary (an IRI, or a prefixed name that the graph knows) that links nodes of the graph counts as
            a neutral directed relation of weight 1, which the notes say.
        kinds: Keep links all of whose actors are of one of these kinds (local names or IRIs of classes under
            ``rg:Actor``) or of a kind under it; events, organizations, topics and things of the other mode are
            kept with them, and not ranked.
        modalities: Keep acts that are one of ``asserted``, ``planned``, ``proposed``, ``wished``, ``needed``.
        certainties: Keep acts that are one of ``certain``, ``likely``, ``doubtful``.
        source_documents: Keep acts with a passage of evidence in one of these (IRIs, ``document/x`` or labels).
        background: Whether acts that rest on background sources alone are kept.
        actor_classes: Classes of other vocabularies whose members are actors here (IRIs, or prefixed names that
            the graph knows), such as ``foaf:Person``; the same as stating that they are under ``rg:Actor``.
        collectives: ``"keep"`` leaves a collective such as "the two sides" as a node, ``"resolve"`` puts the
            actors for whom it stands in its place, where the text fixes them.
        collapsed: Whether all edges of a pair in one direction become one (an undirected one stays apart from
            those that point): ``weight`` is their sum, ``cooperative`` and ``adverse`` the parts of it that
            have that sign, ``sign`` that of the larger part or ``neutral``, ``intensity`` the sum of those
            told; ``relations``, ``modalities``, ``polarities``, ``certainties``, ``places``, ``codes``,
            ``dated_by``, ``acts``, ``evidence`` and attributes are all there are, ``first_date`` and
            ``last_date`` as the source gives them, ``""`` where that end is open. The projections of one mode
            have one edge per pair in any case.
        chair_weight: What presiding (``rg:presiding``) counts in ``participation`` and ``co-participation``,
            where any other part counts 1; a pair that took part in an event counts the product of its two.
        over: What ``score`` is taken over in ``agreement``: ``"shared"``, the things on which both have a
            stance, or ``"all"`` on which anybody has.
        min_shared: On how many things a pair has to have stances to be tied in ``agreement``.
        detail: Of a graph with closures (a store on disk, an endpoint), see :func:`fold`.

    Returns:
        Nodes are IRIs with ``label``, ``kind`` and ``aliases``. Edges have ``relation`` (local name),
        ``label`` (``not: attends`` where it did not take place), ``directed``, ``sign``, ``weight``, ``date``
        and ``dated_by`` (what that is the date of),
        ``from`` and ``until`` of what lasts, ``modality``, ``polarity``, ``certainty``, ``said_by``,
        ``intensity`` (``None`` where it is not told), ``place`` (an IRI), ``codes`` (IRIs),
        ``speech`` (the relation of the speech act around it), ``acts`` and ``evidence`` (IRIs) and
        ``background``, and the attributes of its acts (``rg:Attribute``) that are told, each under its label as
        a tuple of all values; see :func:`~relgraph.model.attributes.edge_names` where edges have that name. An
        edge of ``co-participation`` has ``relation``, ``label``, ``directed``, ``sign``, ``weight``,
        ``newman``, ``events``, ``acts``, ``evidence`` and attributes: a tie over several events has no one date
        or modality; one of ``co-membership`` has ``organizations`` instead of ``events``. One of ``agreement``
        has ``relation``, ``label``, ``directed``, ``sign``, ``weight``, ``agreed``, ``disagreed``, ``shared``
        and ``score``; the acts behind it are those of ``stances``. Attributes of the network: ``name``,
        ``weight_unit``, ``direction``, ``collectives``, ``kinds`` and ``notes``, which state every filter and
        what it left out. NetworkX's own writers, its measures for simple graphs and pyvis take what
        :func:`relgraph.simple` makes of it.

    Raises:
        NameNotFoundError: An unknown projection, relation, kind, document or other option.
        ProjectionError: There is nothing to project, a window ends before it begins, or a chair weight is no
            strength or has nothing to weigh, or ``over`` or ``min_shared`` nothing to compare.

    Example:
        >>> import relgraph
        >>> network = relgraph.project(relgraph.open(), "participation", kinds=["State"])
        >>> type(network).__name__, network.graph["notes"][0][-41:]
        ('MultiGraph', 'links with an actor not known to be State')
    """
    network = fold(
        graph,
        name,
        since=since,
        as_of=as_of,
        relations=relations,
        kinds=kinds,
        modalities=modalities,
        certainties=certainties,
        source_documents=source_documents,
        background=background,
        actor_classes=actor_classes,
        collectives=collectives,
        collapsed=collapsed,
        chair_weight=chair_weight,
        over=over,
        min_shared=min_shared,
        detail=detail,
    ).network()
    refuse_empty(name, network, network.graph["notes"])
    return network


def refuse_empty(name: str, nodes: Sized, notes: Iterable[str]) -> None:
    """Refuse a projection without nodes, and say what it takes and what was left out.

    Args:
        name: The name of the projection.
        nodes: Its nodes.
        notes: What was left out, in sentences.

    Raises:
        ProjectionError: There is no node.

    Example:
        >>> refuse_empty("actors", ["urn:a"], [])
    """
    if not len(nodes):
        raise ProjectionError(
            f"nothing to project: no act or direct relation in this graph enters {name!r} with these options",
            "; ".join((*notes, f"the edges of {name} are {PROJECTIONS[name].edges}")),
        )


@collector_paused()
def fold(
    graph: ReadGraph,
    name: str,
    *,
    since: Day | None = None,
    as_of: Day | None = None,
    relations: Iterable[str] = (),
    kinds: Iterable[str] = (),
    modalities: Iterable[str] = (),
    certainties: Iterable[str] = (),
    source_documents: Iterable[str] = (),
    background: bool = True,
    actor_classes: Iterable[str] = (),
    collectives: str = "keep",
    collapsed: bool = False,
    chair_weight: float = 1.0,
    over: str = "shared",
    min_shared: int = 1,
    detail: Detail | None = None,
) -> Fold:
    """Fold the acts of a graph into the edges of a projection.

    Takes and raises what :func:`project` does, which is this and :meth:`Fold.network`, save that a fold with
    nothing in it is no error.

    Where projections are counted (an endpoint with closures, or on demand a store on disk), what comes here are
    edges: acts of one pair, relation, status and date are one edge with their number as ``count``, and which
    they are, where they stand and what codes and attributes they have is not fetched.

    Args:
        graph: The graph.
        name: The projection.
        since: As in :func:`project`, as are the options below.
        as_of: Likewise.
        relations: Likewise.
        kinds: Likewise.
        modalities: Likewise.
        certainties: Likewise.
        source_documents: Likewise.
        background: Likewise.
        actor_classes: Likewise.
        collectives: Likewise.
        collapsed: Likewise.
        chair_weight: Likewise.
        over: Likewise.
        min_shared: Likewise.
        detail: How much of acts is fetched of a graph with closures: ``counts``, ``keys`` (an edge for each act
            and pair, as a bootstrap takes them), ``parts`` (with their actors and objects, as
            :func:`~relgraph.analysis.why` takes them) or ``acts`` (all that any graph tells, read act by act).
            Default: ``counts`` of an endpoint, and ``acts`` of a store on disk, which is faster there.

    Returns:
        The fold, which belongs to the graph as it is now.

    Example:
        >>> import relgraph
        >>> folded = relgraph.fold(relgraph.open(), "actors", collectives="resolve")
        >>> folded.name, folded.collectives
        ('actors', 'resolved')
    """
    refuse_plain(graph, needs_store=False)
    revision = graph.revision  # before anything is read: what another thread changes meanwhile is seen
    projection = projection_named(name)
    if collectives not in ("keep", "resolve"):
        raise unknown_name("treatment of collectives", collectives, ("keep", "resolve"))
    counting = Counting(chair_weight, over, min_shared)
    counting.check(projection)
    ontology, relations, foreign = with_foreign(graph, relations, projection.enters)
    asked = predicates_asked(
        name,
        attributes=False,
        since=since,
        as_of=as_of,
        modalities=modalities,
        certainties=certainties,
        source_documents=source_documents,
        background=background,
        relations=foreign,
        collectives=collectives,
    )
    if passed_over := [short(predicate) for predicate in sorted(asked) if not graph.holds(predicate)]:
        raise ProjectionError(
            f"the statements of {listed(passed_over)} were not read, which {name!r} asks for",
            "read the files again for this projection: relgraph.fold_files(files, name=...)",
        )
    classes = actor_kinds(graph, actor_classes)
    kinds, resolve = tuple(kinds), collectives == "resolve"
    notes = [*notes_on(graph, foreign)]
    detail = detail or ("counts" if graph.counts else "acts")
    patterns = None
    if detail != "acts" and graph.has_closures:
        patterns = Patterns(projection, ontology, resolve, classes)
        if reason := why_not_counted(graph, patterns, relations):
            patterns = None
            notes.append(f"acts were read one by one, and not counted where they are, since {reason}")
    of_acts = list(
        act_filters(
            graph,
            since=since,
            as_of=as_of,
            modalities=modalities,
            certainties=certainties,
            source_documents=source_documents,
            background=background,
            counted=patterns is not None,
        )
    )
    reading: Linked | Counted
    if patterns is None:
        reading = Linked(graph, projection, of_acts, ontology, classes, resolve=resolve)
    else:
        reading = Counted(graph, patterns, of_acts, detail)
    of_links = list(
        link_filters(ontology, projection, reading.kinds, relations=relations, kinds=kinds, classes=classes)
    )
    notes += reading.left_out()
    edges, spoken_for = reading.edges()
    edges += _bare_kept(list(reading.bare_edges()), of_acts, background, notes)
    if projection.stances:
        # What nothing is known of but that it acts is an actor, and no thing.
        acting = {edge.source for edge in edges}
        edges = [edge for edge in edges if edge.target not in acting or reading.kinds.of(edge.target)]
    for requirement in of_links:
        before = _links(edges)
        edges = [edge for edge in edges if requirement.keeps(edge)]
        spoken_for = [edge for edge in spoken_for if requirement.keeps(edge)]
        notes.append(f"left out {counted(before - _links(edges), 'link')} {requirement.why}")
    notes += reading.unread()
    if chair_weight != 1:
        notes.append(f"counted presiding {chair_weight:g} times, any other part once")
    if collapsed:
        notes.append("merged parallel edges per pair and direction, weights summed")

    return Fold(
        projection=projection,
        collectives="resolved" if collectives == "resolve" else "kept",
        collapsed=collapsed,
        notes=tuple(notes),
        has_attributes=all(map(graph.holds, predicates_asked(name))),
        detail="acts" if isinstance(reading, Linked) else detail,
        _graph=graph,
        _revision=revision,
        _edges=tuple(edges),
        _spoken_for=tuple(spoken_for),
        _counting=counting,
        _kinds=kinds,
    )


def _links(edges: Iterable[Edge]) -> int:
    return sum(edge.counted or 1 for edge in edges)


def _bare_kept(
    bare: list[Edge], conditions: Sequence[Filter[Act]], background: bool, notes: list[str]
) -> list[Edge]:
    """Return the bare direct relations that the filters of acts let through, and note what became of them."""
    asked = [condition for condition in conditions if condition.unknown]
    kept = [
        edge for edge in bare if all(condition.keeps_bare and condition.keeps_bare(edge) for condition in asked)
    ]
    left_out = {edge.unit for edge in bare} - {edge.unit for edge in kept}
    if left_out:
        unknown = listed([condition.unknown for condition in asked], "or")
        asks_when = any(condition.keeps_bare for condition in asked)
        dated = asks_when and any(edge.date for edge in bare if edge.unit in left_out)
        notes.append(
            f"left out {_said_of_bare(len(left_out))}, of which no {unknown} is known"
            + " that meets this" * dated
        )
    if kept and not background:
        notes.append(f"kept {_said_of_bare(len({edge.unit for edge in kept}))}, whether background or not")
    return kept


def _said_of_bare(number: int) -> str:
    return f"{counted(number, 'direct relation')} that no act stands behind"
