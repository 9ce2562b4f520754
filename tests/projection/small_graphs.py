"""Small graphs of states and acts, and the edges of their networks."""

from __future__ import annotations

from relgraph import Network

EX = "https://example.org/"


def act(name: str, rest: str, modality: str = "Asserted") -> str:
    return f"ex:{name} a rg:Act ; rg:modality rg:modality{modality} ; rg:certainty rg:certain ; {rest} .\n"


def edges(network: Network) -> list[tuple[str, str, str]]:
    return sorted(
        (source.removeprefix(EX), data["relation"], target.removeprefix(EX))
        for source, target, data in network.edges(data=True)
    )
