"""Profiles: which shapes and checks data have to pass for a use, and which are no more than a warning then."""

from __future__ import annotations

from dataclasses import dataclass

from relgraph.errors import unknown_name


@dataclass(frozen=True)
class Profile:
    """A use of data, and what it asks of them.

    Attributes:
        name: What it is called.
        use: What it is for, in words.
        refuses: Shapes and checks whose findings are violations; ``None`` for all but those that are warned of.
        warns_of: Shapes and checks whose findings are warnings, where ``refuses`` is ``None``.
    """

    name: str
    use: str
    refuses: frozenset[str] | None = None
    warns_of: frozenset[str] = frozenset()

    def is_violation(self, shape: str) -> bool:
        """Tell whether what a shape or check finds is a violation.

        Example:
            >>> [profile.is_violation("Act-evidence") for profile in PROFILES.values()]
            [False, False, True]
        """
        return shape not in self.warns_of if self.refuses is None else shape in self.refuses


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "project",
            "enough to be projected: acts with relation, actors and object, numbers and dates that count",
            refuses=frozenset(
                (
                    "Act-relation", "Act-actor", "Act-object", "Act-recipient", "Act-polarity", "Act-weight",
                    "Act-intensity", "Act-date", "SaidOfAct", "SaidOfWeight", "Date-precision", "Period-from",
                    "Period-until", "Relation-direction", "Relation-sign", "Relation-weight",
                    "Relation-projection", "Relation-speech-act", "Relation-presiding",
                    "Relation-stated-directly", "act-within-itself", "collective-of-itself", "period-backwards",
                )
            ),
        ),
        Profile(
            "standard",
            "the normal case: all but evidence",
            warns_of=frozenset(("Act-evidence", "Person-source", "CollectiveActor", "Document-digest")),
        ),
        Profile("evidence", "the strict one: every act rests on a passage"),
    )
}  # fmt: skip
"""The profiles by name, the most lenient first."""


def profile_of(name: str) -> Profile:
    """Return a profile.

    Args:
        name: A key of :data:`PROFILES`.

    Returns:
        The profile.

    Raises:
        NameNotFoundError: There is none of that name.

    Example:
        >>> profile_of("standard").use
        'the normal case: all but evidence'
    """
    if name not in PROFILES:
        raise unknown_name("profile", name, PROFILES)
    return PROFILES[name]
