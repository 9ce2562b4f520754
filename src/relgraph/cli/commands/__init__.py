"""The commands, one module each, and the list of them, for which none is loaded."""

COMMANDS = {
    "blocs": "Find the blocs of a projection and how firm they are.",
    "build": "Make a graph of dossiers.",
    "centrality": "Score the nodes of a projection.",
    "compare": "Tell how far two dossiers of one text agree.",
    "derive": "Add what follows from the acts by the rules.",
    "describe": "Count what the graph holds, as a VoID description.",
    "duplicates": "List actors that may be one and the same, and why.",
    "export": "Write the graph, or a part of it, as RDF.",
    "lint": "Find what a triple store changes or refuses in Turtle.",
    "merge": "Write several actors as one.",
    "project": "Write a projection of the graph as a network.",
    "projections": "List the projections.",
    "push": "Send the graph to a triple store, and check that it is there.",
    "queries": "List the named queries with their questions and parameters.",
    "query": "Run a named query, or SPARQL.",
    "relations": "List the relations, or those that a word may mean.",
    "relocate": "Find the passages of a dossier in a text that was changed.",
    "render": "Draw a projection as one HTML page.",
    "run": "Validate, answer, score and draw into one folder.",
    "show": "Show what a thing is, and the acts that name it, by date.",
    "tabulate": "Make the dossier of a source of a graph.",
    "timeline": "Rank the nodes of a projection period by period.",
    "validate": "Check data against shapes, and evidence against its sources.",
    "why": "List the acts, ties and events that a score rests on.",
}
"""The command in each module, by the name of both, and the first sentence of its help."""
