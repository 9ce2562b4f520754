"""Dates as a text writes them, never more precise than it does."""

from __future__ import annotations

import re
from datetime import date, timedelta

from relgraph.authoring.drafting.sentences import english

_MONTHS = "|".join(month.capitalize() for month in english()["months"])
_DAY = re.compile(
    rf"\b(?:(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?(?: and | to | ?[-\u2013] ?))?"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTHS}),? (?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTHS}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}}))\b"
)
_MONTH = re.compile(rf"\b(?P<month>{_MONTHS}) (?P<year>\d{{4}})\b")
_MONTH_ALONE = re.compile(rf"\b(?:in|last|this) (?P<month>{_MONTHS})\b(?! \d)")
_YEAR = re.compile(r"\b(?:in|during|of) (?P<year>(?:19|20)\d{2})\b")
_BEFORE_DATE = re.compile(r"\s+(?:in|on|by|during|until|since)(?: (?:early|mid|late))?$")
_WEEKDAY = re.compile("(?i)\\b(?:on |last )?(?P<name>" + "|".join(english()["weekdays"]) + ")\\b")


def dateline(text: str) -> date | None:
    """Return the day that a text gives for itself: the first whole date in its first lines.

    Example:
        >>> dateline("Ministers meet\\n\\n4 May 2015\\n\\nThey met on Sunday.")
        datetime.date(2015, 5, 4)
    """
    for line in text.splitlines()[:6]:
        if (match := _DAY.search(line)) and len(line) < 120:
            return _date(match)
    return None


def has_several(sentence: str) -> bool:
    """Tell whether a sentence has more than one date: then it does not date all that it tells.

    Example:
        >>> has_several("They met in May 2014, as in 2012."), has_several("They met in May 2014.")
        (True, False)
    """
    found = [match.span() for dated in (_DAY, _MONTH, _YEAR) for match in dated.finditer(sentence)]
    return any(end < start or start > end for _, end in found for start, _ in found)


def dates_of(sentence: str, day: date | None) -> tuple[str, str]:
    """Return when what a sentence tells began and ended, as far as it says; ``""`` where it does not.

    Args:
        sentence: The sentence.
        day: The day that the text gives for itself, by which a weekday or a month has its year.

    Returns:
        The day, month or year, twice the same is never given: the end is ``""`` where only one is told.

    Example:
        >>> dates_of("They met on Sunday.", date(2015, 5, 4))
        ('2015-05-03', '')
        >>> dates_of("They met in May 2014.", None), dates_of("They met on 13 and 14 May 2014.", None)
        (('2014-05', ''), ('2014-05-13', '2014-05-14'))
    """
    days = [found.isoformat() for match in _DAY.finditer(sentence) if (found := _date(match))]
    if (match := _DAY.search(sentence)) and match["first"] and len(days) == 1:
        days.insert(0, f"{days[0][:8]}{int(match['first']):02}")  # on 13 and 14 March
        return days[0], days[1] if days[0] < days[1] else ""
    if days:
        return days[0], days[1] if len(days) > 1 and re.search(r"\b(?:to|until)\b|[-\u2013]", sentence) else ""
    if match := _MONTH.search(sentence):
        return f"{match['year']}-{_number(match['month']):02}", ""
    if day and (match := _WEEKDAY.search(sentence)):
        back = (day.weekday() - english()["weekdays"].index(match["name"].lower())) % 7
        return (day - timedelta(days=back)).isoformat(), ""
    if day and (match := _MONTH_ALONE.search(sentence)):
        number = _number(match["month"])
        return f"{day.year - (number > day.month)}-{number:02}", ""
    match = _YEAR.search(sentence)
    return match["year"] if match else "", ""


def without_date(words: str) -> str:
    """Return words without the date that they end with, and the preposition before it.

    Example:
        >>> without_date("Tokyo in June 2031"), without_date("the pact of 2031")
        ('Tokyo', 'the pact of 2031')
    """
    ends = [match.start() for dated in (_DAY, _MONTH, _YEAR) for match in dated.finditer(words)
            if match.end() == len(words)]  # fmt: skip
    if not ends:
        return words
    before = words[: min(ends)].rstrip()
    if words[min(ends) :].startswith(("in ", "during ")):
        return before
    return _BEFORE_DATE.sub("", before) if _BEFORE_DATE.search(before) else words


def _date(match: re.Match[str]) -> date | None:
    day, month, year = (match[name] or match[f"{name}2"] for name in ("day", "month", "year"))
    try:
        return date(int(year), _number(month), int(day))
    except ValueError:
        return None


def _number(month: str) -> int:
    return int(english()["months"].index(month.lower())) + 1
