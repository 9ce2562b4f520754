"""The words of generated graphs: invented names in several scripts, verbs, topics, dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Latin and Cyrillic, so that labels are not all ASCII.
_SYLLABLES = tuple(
    pair.split("/")
    for pair in (
        "ba/ба be/бе bo/бо da/да do/до ga/га ka/ка ki/ки la/ла le/ле li/ли ma/ма "
        "mi/ми na/на no/но ra/ра ri/ри sa/са so/со ta/та ti/ти va/ва ve/ве zo/зо"
    ).split()
)
_BASE = len(_SYLLABLES)
NAMES = _BASE**3


@dataclass(frozen=True)
class Relation:
    """A relation as acts have it.

    Attributes:
        name: The relation in ``rg:``.
        kind: The class of act that qualifies it.
        verb: How a label tells it.
    """

    name: str
    kind: str
    verb: str


RELATIONS = {
    name: Relation(name, kind, verb)
    for name, kind, verb in (
        ("participatesIn", "Participation", "takes part in"),
        ("attends", "Attendance", "attends"),
        ("chairs", "Chairing", "chairs"),
        ("coChairs", "CoChairing", "co-chairs"),
        ("organizes", "Organizing", "organizes"),
        ("supports", "Support", "supports"),
        ("opposes", "Opposition", "opposes"),
        ("rejects", "Rejection", "rejects"),
        ("proposes", "Proposal", "proposes"),
        ("agreesTo", "Agreement", "agrees to"),
        ("affirms", "Affirmation", "affirms"),
        ("emphasizes", "Emphasis", "emphasizes"),
        ("suggests", "Suggestion", "suggests"),
        ("pledges", "Pledge", "pledges"),
        ("wishes", "Wish", "wishes for"),
        ("welcomes", "Welcome", "welcomes"),
        ("appreciates", "Appreciation", "appreciates"),
        ("assesses", "Assessment", "judges"),
        ("discusses", "Discussion", "discusses"),
        ("provides", "Provision", "provides"),
        ("issues", "Issuance", "issues"),
        ("represents", "Representation", "represents"),
        ("holdsOffice", "OfficeHolding", "holds the office of"),
        ("memberOf", "Membership", "is a member of"),
        ("strategicPartnerOf", "StrategicPartnership", "is a strategic partner of"),
        ("cooperatesWith", "Cooperation", "works with"),
        ("hasCode", "Identification", "has the code"),
    )
}

SUBJECTS = tuple(
    "trade investment tourism fisheries ferries vaccines energy water rail ports grain migration customs "
    "satellites cables forests floods training research culture sport borders mines piracy debt climate".split()
)
ASPECTS = tuple(
    "cooperation security standards access transport finance prevention exchange monitoring relief".split()
)
OFFICES = ("Foreign Minister", "Envoy", "Ambassador", "Prime Minister", "Trade Commissioner")
NOTES = (
    "The subject is the speaker of the paragraph.",
    'The word \\"its\\" allows two readings; the nearer one is taken.',
    "Joined again to the verb of the sentence before, from which it was cut off.",
    "The list names it twice, once under its older name – one thing.",
    "Inferred; no verb says it.",
)


def name(number: int) -> tuple[str, str]:
    """Return the invented name of a number below :data:`NAMES` in Latin and in Cyrillic letters."""
    # A multiplier without a common divisor with NAMES scatters neighbours and gives each name once.
    rest = number * 7919 + 31
    chosen = [_SYLLABLES[rest // _BASE**place % _BASE] for place in range(3)]
    latin, cyrillic = ("".join(part).capitalize() for part in zip(*chosen, strict=True))
    return latin, cyrillic


def person(number: int) -> tuple[str, str]:
    """Return the name of a person: a family name, and a given name that tells those apart who share it."""
    given, family = name(5000 + number // NAMES * 97 + number % 97), name(number % NAMES)
    return f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"


def topic(number: int) -> str:
    """Return what a topic is called, with a number where the words run out."""
    aspect, subject = divmod(number, len(SUBJECTS))
    round_, aspect = divmod(aspect, len(ASPECTS))
    return f"{SUBJECTS[subject]} {ASPECTS[aspect]}" + (f" {round_ + 1}" if round_ else "")


def text(words: str, language: str = "en") -> str:
    """Return a literal with a language."""
    return f'"{words}"@{language}'


def day(parts: Sequence[int]) -> str:
    """Return year, month and day, or the first of these, as a literal of that precision."""
    datatype = ("gYear", "gYearMonth", "date")[len(parts) - 1]
    return f'"{"-".join(f"{part:02}" for part in parts)}"^^xsd:{datatype}'
