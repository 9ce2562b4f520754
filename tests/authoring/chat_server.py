"""A server that answers as a language model, for a text that is invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from remote.stub_store import Answer, Start

import relgraph
from relgraph.authoring.dossier import Dossier

KEY = "no-such-key-4711"
TEXT = (
    "Arda and Bree met at Port Cole on 4 May 2031. Norway condemned the blockade. Bree did not sign the Grain "
    "Pact.\n\n\u201cWe will send grain,\u201d said Ann\u00a0Oke, who leads Arda. Bree must pay, she "
    "said. Bree must pay, too.\n"
)
MET: dict[str, Any] = {
    "actor": "Arda; Bree",
    "relation": "meets",
    "object": "",
    "event": "meeting at Port Cole",
    "from": "2031-05-04",
    "modality": "asserted",
    "quote": "Arda and Bree met at Port Cole",
}
CONDEMNED = {
    "actor": "Norway",
    "relation": "condemns",
    "object": "the blockade",
    "quote": "condemned the blockade",
}
UNSIGNED = {
    "actor": "Bree",
    "relation": "rg:signs",
    "object": "Grain Pact",
    "polarity": "negative",
    "quote": "Bree did not sign the Grain Pact",
}
GRAIN = {
    "actor": "Arda",
    "relation": "provides",
    "object": "grain",
    "recipient": None,
    "said_by": "Ann Oke",
    "modality": "planned",
    "quote": '"We will send  grain,"',
}
ROWS: list[dict[str, Any]] = [MET, CONDEMNED, UNSIGNED, GRAIN]


def said(content: str | None, **more: Any) -> Answer:
    """Answer as a chat endpoint does."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    told = {"object": "chat.completion", "choices": [choice | more.pop("choice", {})], **more}
    return Answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})


def acts(*rows: Mapping[str, Any]) -> Answer:
    return said(json.dumps({"acts": rows}))


def draft(url: str, text: str = TEXT, **options: Any) -> Dossier:
    model = relgraph.LanguageModel(url, "small", **options)
    return relgraph.draft(text, "", title="Report", base="https://example.org/", proposer=model)


def proposed(start: Start, *rows: Mapping[str, Any], text: str = TEXT, **options: Any) -> Dossier:
    return draft(start(lambda asked: acts(*rows)).url, text, **options)
