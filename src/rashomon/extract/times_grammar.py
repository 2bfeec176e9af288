"""Time expressions as patterns: which words make one, and what calendar point they describe.

Reads words alone, one pattern a form, every pattern bounded. It does not know tense, the
publication date or the sentence; vague phrases ("in recent weeks", "days ago"), durations
("for three days") and rates ("twice a week") match nothing, on purpose.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rashomon.extract import times_clock, times_forms, times_spoken
from rashomon.extract import times_handlers as handlers
from rashomon.extract.times_clock import CLOCK, Reading
from rashomon.extract.times_join import joined
from rashomon.lexicon import load

Handler = Callable[[re.Match[str]], Reading | None]

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PARTS = r"(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk|lunchtime|overnight)"
_EARLY = (
    r"(?:(?:(?:very\s)?(?:late|early|later|earlier)(?:\sin\sthe\s(?:day|morning|evening|afternoon|night))?(?:\son)?"
    r"|(?:the\s)?(?:early|small)\shours\s(?:of|on)|(?:the\s)?(?:late\s|early\s)?" + _PARTS + r"\s(?:of|on)"
    r"|(?:(?:shortly|just|soon|right)\s)?(?:at|before|after|by|around|towards?)\s(?:dawn|dusk|sunset|sunrise|sundown|nightfall"
    r"|daybreak|first\slight|dark|light)(?:\sprayers)?(?:\son)?|in\sthe\s" + _PARTS + r"\s(?:of|on))\s)"
)


def readings(text: str) -> Iterator[Reading]:
    """Every time expression of a text, not overlapping, in order."""
    taken = bytearray(len(text))
    found: list[Reading] = []
    seen: dict[str, bool] = {}
    for gate, pattern, handler in _rules():
        if gate not in seen:
            seen[gate] = _gate(gate).search(text) is not None
        if not seen[gate]:
            continue
        for match in pattern.finditer(text):
            reading = handler(match)
            if reading is None or any(taken[reading.start : reading.end]):
                continue
            taken[reading.start : reading.end] = b"\x01" * (reading.end - reading.start)
            found.append(reading)
    yield from joined(text, sorted(found, key=lambda reading: reading.start))


@functools.cache
def _names() -> dict[str, str]:
    words = load("times")
    weekdays = "|".join(name.capitalize() for name in words["weekdays"])
    full = "|".join(name.capitalize() for name in words["months"])
    short = "|".join(name.capitalize() + r"\." for name in words["month_abbreviations"])
    bare = "|".join(name.capitalize() + r"(?=\s\d)" for name in words["month_abbreviations"])
    numbers = "|".join(words["numbers"])
    return {
        "W": rf"(?P<weekday>{weekdays}|{weekdays.upper()}|{weekdays.lower()})(?!s?\w)",
        "M": rf"(?:{full}|{full.upper()}|{short}|{bare})",
        "N": rf"(?:{numbers}|\d{{1,3}})",
    }


@functools.cache
def _gate(words: str) -> re.Pattern[str]:
    """A quick look whether a pattern can match at all: most paragraphs hold no month and no clock."""
    return re.compile(words)


_MONTH_GATE = r"\b(?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JU[NL]|AUG|SEP|OCT|NOV|DEC)"
_WEEKDAY_GATE = r"(?:[nsri]day|[NSRI]DAY)"
_DEICTIC_GATE = (
    r"(?i:yesterday|before last|today|tomorrow|tonight|last (?:night|evening)|this (?:morning|afternoon|evening|noon))"
)
_UNIT_GATE = r"(?i:\b(?:ago|later|earlier|before|after|afterwards|beforehand|previous|previously|prior|following|next|same|that|preceding)\b)"
_TURN_GATE = r"(?i:\b(?:last|next|this|weekend)\b)"
_YEAR_GATE = r"(?:1[89]|20)\d\d"
_CLOCK_GATE = r"\d\s?[ap]\.?\s?m|\d[:.]\d\d|\d{4}|(?i:noon|mid(?:day|night))"


@functools.cache
def _rules() -> list[tuple[str, re.Pattern[str], Handler]]:
    """All patterns with their gates, in order of precedence."""
    month, weekday = _names()["M"], _names()["W"]
    rows = [
        *times_forms.nights(month, weekday, _DAY, _YEAR),
        *_gated([*_ranges()]),
        *times_forms.forms(month, _YEAR),
        *times_spoken.ordinal_days(month, weekday, _YEAR),
        *_gated([*_dates(), *_named_days(), *_shifts()]),
        *times_spoken.spoken(_YEAR),
        *_gated(_single()),
    ]
    return [(gate, re.compile(pattern), handler) for gate, pattern, handler in rows]


def _gated(table: list[tuple[str, Handler]]) -> list[tuple[str, str, Handler]]:
    return [(_gate_of(handler, pattern), pattern, handler) for pattern, handler in table]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What may stand before and after a day: a clock time, "late on", "Monday,", "evening"."""

    head: str
    tail: str
    at_weekday: str
    turn: str


@functools.cache
def _pieces() -> _Pieces:
    weekday = _names()["W"]
    ahead = _anonymous(weekday)
    clock = f"(?i:{_anonymous(CLOCK)})"
    before = rf"(?:(?P<clock_before>{clock}),?\s(?:(?:on|of)\s)?)?"
    after = rf"(?:,?\s(?:at|around|about|at\saround|at\sabout|at\sapproximately)\s(?P<clock_after>{clock}))?"
    return _Pieces(
        head=rf"(?<![\w-]){before}(?:[Oo]n\s(?={ahead}))?(?:(?i:{_EARLY}))?",
        tail=rf"(?:(?:'s|’s)?\s(?P<part>{_PARTS}))?{after}",
        at_weekday=rf"(?:{weekday}(?:'s|’s)?,?\s)?",
        turn=r"(?:\s(?:(?:of\s)?(?P<turn>last|this|next)\s(?P<turn_unit>year|week|month)))?",
    )


def _ranges() -> list[tuple[str, Handler]]:
    month, weekday = _names()["M"], _names()["W"]
    return [
        (
            rf"(?<![\w-])(?:[Bb]etween|[Ff]rom)\s(?P<d1>{_DAY})(?:\s(?P<m1>{month}))?(?:,?\s(?P<y1>{_YEAR}))?\s(?:and|to|until|till|through)\s(?P<d2>{_DAY})\s(?P<m2>{month})(?:,?\s(?P<y2>{_YEAR}))?(?!\d)",
            handlers.read_day_range,
        ),
        (
            rf"(?<![\w-])(?:[Bb]etween|[Ff]rom)\s(?P<m1>{month})\s(?P<d1>{_DAY})(?:,?\s(?P<y1>{_YEAR}),?)?\s(?:and|to|until|till|through)\s(?:(?P<m2>{month})\s)?(?P<d2>{_DAY})(?:,?\s(?P<y2>{_YEAR}))?(?![\d:]|\s[a-z]+s\b)",
            handlers.read_day_range,
        ),
        (
            rf"(?<![\w-])(?P<m2>{month})\s(?P<d1>{_DAY})\s?[-–]\s?(?P<d2>{_DAY})(?:,\s(?P<y2>{_YEAR}))?(?![\d-])",
            handlers.read_day_range,
        ),
        (
            rf"(?<![\w-])(?P<d1>\d{{1,2}})\s?[-–]\s?(?P<d2>\d{{1,2}})\s(?P<m2>{month})(?:,?\s(?P<y2>{_YEAR}))?(?!\d)",
            handlers.read_day_range,
        ),
        (
            rf"(?<![\w-])(?P<d1>\d{{1,2}})\sto\s(?P<d2>\d{{1,2}})\s(?P<m2>{month})(?:,?\s(?P<y2>{_YEAR}))?(?!\d)",
            handlers.read_day_range,
        ),
        (
            rf"(?<![\w-])(?:[Bb]etween|[Ff]rom)\s(?P<m1>{month})(?:\s(?P<y1>{_YEAR}))?\s(?:and|to|until|till)\s(?P<m2>{month})(?!\s\d{{1,2}}\b)(?:\s(?:(?P<y2>{_YEAR})|(?:of\s)?(?P<turn>last|this|next)\syear))?",
            handlers.read_month_range,
        ),
        (
            rf"(?<![\w-])(?:[Bb]etween|[Ff]rom)\s{weekday}\s(?:and|to|until|till)\s{weekday.replace('weekday', 'weekday2')}",
            handlers.read_weekday_range,
        ),
        (
            rf"(?<![\w-])(?:[Bb]etween|[Ff]rom)\s(?P<y1>{_YEAR})\s(?:and|to|until)\s(?P<y2>{_YEAR})(?!\d)",
            handlers.read_year_range,
        ),
        (rf"(?<![\w-])(?P<y1>{_YEAR})\s?[-–]\s?(?P<y2>{_YEAR})(?![\d-])", handlers.read_year_range),
    ]


def _dates() -> list[tuple[str, Handler]]:
    month, pieces = _names()["M"], _pieces()
    return [
        (
            rf"{pieces.head}{pieces.at_weekday}(?P<day>{_DAY})\s(?:of\s)?(?P<month>{month}),?\s(?P<year>{_YEAR}){pieces.tail}(?!\d)",
            handlers.read_date,
        ),
        (
            rf"{pieces.head}{pieces.at_weekday}(?P<month>{month})\s(?P<day>{_DAY}),?\s(?P<year>{_YEAR}){pieces.tail}(?!\d)",
            handlers.read_date,
        ),
        (r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<monthnum>\d\d)-(?P<day>\d\d)(?![\w/-])", handlers.read_date),
        (r"(?<![\w/.-])(?P<day>\d{1,2})/(?P<monthnum>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\w/-])", handlers.read_date),
        (
            rf"{pieces.head}{pieces.at_weekday}(?P<day>{_DAY})\s(?:of\s)?(?P<month>{month}){pieces.turn}{pieces.tail}(?![\w-])",
            handlers.read_date,
        ),
        (
            rf"{pieces.head}{pieces.at_weekday}(?P<month>{month})\s(?P<day>{_DAY}){pieces.turn}{pieces.tail}(?![\w:-]|,\d{{3}}|\.\d)",
            handlers.read_date,
        ),
        (
            rf"(?<![\w-])(?:(?i:early|late|mid|later|earlier)[\s-](?:in\s)?)?(?P<month>{month}),?\s(?:of\s)?(?P<year>{_YEAR})(?![\d-])",
            handlers.read_month,
        ),
        (
            rf"(?<![\w-])(?P<month>{month})\s(?:of\s)?(?P<turn>last|this|next|the\sfollowing|the\sprevious)\syear",
            handlers.read_month,
        ),
        (
            rf"(?<![\w-])(?P<turn>last|next|this|(?:the\s)?following|(?:the\s)?previous)\s(?P<month>{month})(?!\s\d)(?![\w-])",
            handlers.read_month,
        ),
    ]


def _named_days() -> list[tuple[str, Handler]]:
    weekday, pieces = _names()["W"], _pieces()
    return [
        (
            rf"(?<![\w-])(?i:overnight|in\sthe\snight)\s(?:(?P<step>into|to|through)|on|from|between)\s{weekday}(?:\s(?:to|into|and|and\sinto)\s(?P<second>{weekday.replace('weekday', 'weekday2')}))?",
            handlers.read_overnight_weekday,
        ),
        (
            rf"{pieces.head}(?P<turn>last|next|this|this\scoming|this\spast|the\sfollowing|the\sprevious|the\snext)\s{weekday}{pieces.tail}(?![\w-])",
            handlers.read_weekday,
        ),
        (
            rf"{pieces.head}{weekday}{pieces.tail}(?:\s(?:of\s)?(?P<turn_unit>last\sweek|next\sweek|this\sweek))?(?![\w-])",
            handlers.read_weekday,
        ),
        (
            rf"{pieces.head}(?i:(?P<word>the\sday\sbefore\syesterday|the\snight\sbefore\slast|the\sday\safter\stomorrow|yesterday|today|tomorrow|tonight|last\s(?:night|evening)|this\s(?:morning|afternoon|evening|noon)|earlier\stoday|later\stoday)){pieces.tail}(?![\w-])",
            handlers.read_deictic_day,
        ),
        (r"(?<![\w-])(?i:overnight)(?!\w)", handlers.read_overnight),
    ]


def _shifts() -> list[tuple[str, Handler]]:
    number = _names()["N"]
    return [
        (
            rf"(?<![\w-])(?i:(?P<n>{number})\s(?P<unit>day|night|week|month|year|decade)s?\sago)(?!\w)",
            handlers.read_ago,
        ),
        (
            rf"(?<![\w-])(?i:(?P<n>{number})\s(?P<unit>minute|hour|day|night|week|month|year|decade)s?\s(?P<way>later|earlier|before|after|afterwards|beforehand|previously|prior))(?![\w-])",
            handlers.read_shift,
        ),
        (
            r"(?<![\w-])(?i:the\s(?P<unit>day|night|week|month|year|morning|evening)\s(?P<way>before|after))(?!\w)",
            handlers.read_shift,
        ),
        (
            r"(?<![\w-])(?i:(?P<way>the\sfollowing|the\snext|the\sprevious|the\sprior|the\spreceding|the\ssame|that\ssame|that\svery|that)\s(?P<unit>day|night|dawn|morning|afternoon|evening|week|month|year))(?!\w)",
            handlers.read_anaphor,
        ),
        (
            r"(?<![\w-])(?i:(?:earlier|later|early|late|so\sfar|in\sthe\scourse\sof)\s)?(?i:(?P<turn>last|next|this\spast|this)\s(?P<unit>week|month|year|decade|weekend))(?![\w-])",
            handlers.read_turn,
        ),
        (r"(?<![\w-])(?i:the\sweekend)(?![\w-])", handlers.read_weekend),
    ]


def _single() -> list[tuple[str, Handler]]:
    month, clock = _names()["M"], _anonymous(CLOCK)
    return [
        (
            rf"(?<![\w-])(?i:(?:[Bb]etween|[Ff]rom)\s(?P<clock1>{clock})\s(?:and|to|until|till)\s(?P<clock2>{clock}))(?!\w)",
            times_clock.read_clock_range,
        ),
        (rf"(?<![\w-])(?:(?i:early|late|mid)[\s-])?(?P<month>{month})(?![\w-]|\s\d)", handlers.read_month),
        (r"(?<![\w-])(?i:the\s)?(?i:(?:early|late|mid)[\s-])?(?P<decade>(?:19|20)\d0)s(?!\w)", handlers.read_decade),
        (
            rf"(?<![\w$£€#/.,:+-])(?:(?i:early|late|mid)[\s-](?:in\s)?)?(?P<year>{_YEAR})(?![\w/:%-]|[.,]\d|\s?(?:%|km|kg|hours|hrs|GMT|UTC))",
            handlers.read_year,
        ),
        (rf"(?<![\w$£€.:])(?i:{CLOCK})(?!\w)", times_clock.read_clock),
    ]


def _gate_of(handler: Handler, pattern: str) -> str:
    if handler in (handlers.read_day_range, handlers.read_month_range, handlers.read_month) or (
        handler is handlers.read_date and "monthnum" not in pattern
    ):
        return _MONTH_GATE
    if handler in (handlers.read_weekday, handlers.read_weekday_range, handlers.read_overnight_weekday):
        return _WEEKDAY_GATE
    if handler in (handlers.read_ago, handlers.read_shift, handlers.read_anaphor):
        return _UNIT_GATE
    if handler in (times_clock.read_clock, times_clock.read_clock_range):
        return _CLOCK_GATE
    if handler in (handlers.read_turn, handlers.read_weekend):
        return _TURN_GATE
    if handler is handlers.read_deictic_day:
        return _DEICTIC_GATE
    if handler is handlers.read_overnight:
        return "(?i:overnight)"
    return (
        _YEAR_GATE
        if handler in (handlers.read_year, handlers.read_year_range, handlers.read_decade, handlers.read_date)
        else r"\d"
    )


def _anonymous(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)
