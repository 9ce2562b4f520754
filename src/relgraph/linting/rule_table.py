"""The rules: what lint looks for, which store does what with it, and what to do; read from ``rules.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from relgraph.bundle import bundled

CHANGED = "changed"
REFUSED = "refused"
EITHER = "changed or refused"

_TEXTS = ("finds", "why", "advice")
_EFFECTS = (CHANGED, REFUSED, EITHER)


@dataclass(frozen=True)
class Rule:
    """A spelling or value that does not survive every store.

    Attributes:
        name: The name of the rule, such as ``integer-form``.
        finds: What a file has where the rule applies.
        stores: Each store or parser that does not take it as it is, paired with what happens: :data:`CHANGED`,
            :data:`REFUSED`, or :data:`EITHER`, depending on the value. Empty where all that the tests run take
            it, and ``why`` is a reason to avoid it all the same.
        why: What goes wrong.
        advice: What to do about it.
    """

    name: str
    finds: str
    stores: tuple[tuple[str, str], ...]
    why: str
    advice: str


def read_rules(text: str) -> dict[str, Rule]:
    """Read a table of rules in the format of ``rules.toml``.

    Args:
        text: TOML with one table per rule, named by the rule.

    Returns:
        The rules by name, in the order of ``text``.

    Raises:
        ValueError: ``text`` is not TOML, names a rule twice, or has a rule with other keys than ``finds``,
            ``why``, ``advice`` and ``stores``, with an empty text, or with an effect on a store that is none of
            :data:`CHANGED`, :data:`REFUSED` and :data:`EITHER`.

    Example:
        >>> rules = read_rules('''
        ... [duration]
        ... finds = "a duration"
        ... why = "it comes back as a count of seconds"
        ... advice = "state the beginning and the end"
        ... stores = { Virtuoso = "changed" }
        ... ''')
        >>> rules["duration"].stores
        (('Virtuoso', 'changed'),)
    """
    return {name: _rule(name, entry) for name, entry in tomllib.loads(text).items()}


def _rule(name: str, entry: object) -> Rule:
    if not isinstance(entry, dict) or entry.keys() != {*_TEXTS, "stores"}:
        raise ValueError(f"rule {name}: must have the keys {', '.join(_TEXTS)} and stores, and no others")
    texts = {key: entry[key] for key in _TEXTS}
    for key, text in texts.items():
        if not isinstance(text, str) or not text:
            raise ValueError(f"rule {name}: {key} must be a text that is not empty")
    stores = entry["stores"]
    if not isinstance(stores, dict) or not all(effect in _EFFECTS for effect in stores.values()):
        raise ValueError(f"rule {name}: stores must map each store to one of {', '.join(_EFFECTS)}")
    return Rule(name, stores=tuple(stores.items()), **texts)


RULES: dict[str, Rule] = read_rules(bundled("linting", "rules.toml").read_text("utf-8"))
"""Every rule of :func:`~relgraph.linting.lint` by its name, in the order of ``rules.toml``."""


def affected(stores: tuple[tuple[str, str], ...]) -> str:
    """Return who changes and who refuses, in words.

    Args:
        stores: As :attr:`Rule.stores` has them.

    Returns:
        The stores by what they do.

    Example:
        >>> affected((("Oxigraph", "changed"), ("RDF4J", "refused"), ("Virtuoso", "changed")))
        'Oxigraph, Virtuoso: changed; RDF4J: refused'
    """
    effects: dict[str, list[str]] = {}
    for store, effect in stores:
        effects.setdefault(effect, []).append(store)
    return (
        "; ".join(f"{', '.join(names)}: {effect}" for effect, names in effects.items()) or "none of those tried"
    )
