"""One answer of one speaker in one report, as linking handles it before anybody counts it."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.linking.names import fold
from rashomon.model.actors import Who
from rashomon.model.claims import Claim
from rashomon.model.places import Place
from rashomon.model.record import Record
from rashomon.model.spans import Span
from rashomon.model.times import Time

#: Measures of people harmed, in the order of record.md; each is a counted question.
COUNTED = ("killed", "injured", "missing", "abducted", "detained", "casualties", "displaced")


@dataclass(frozen=True, slots=True)
class Raw:
    """One answer of one speaker in one report; `thing` is the place or time that it names, `local`: of one spot alone.

    Args:
        names: all names of a side or place; of a response, the kind of deed.
        apart: what it is a part of counts something else ("nine taken, two of them wounded").
        corrected: the outlet takes back in its own name what it had given.
    """

    report_id: str
    published_at: str | None
    question: str
    value: str
    speaker: Who | None
    relayed_by: Who | None
    claim_id: str | None
    span: Span
    names: tuple[str, ...] = ()
    thing: Place | Time | None = None
    low: int | None = None
    high: int | None = None
    qualifier: str | None = None
    population: str | None = None
    figure_id: str | None = None
    part_of: str | None = None
    as_of: str | None = None
    negated: bool = False
    hedged: bool = False
    taken_back: bool = False
    echo: bool = False
    local: bool = False
    apart: bool = False
    corrected: bool = False


def raw_of(record: Record, question: str, value: str, speaker: Who | None, claim: Claim | None, span: Span) -> Raw:
    """An answer with what its claim says of who relays it."""
    relayed = claim.relayed_by if claim is not None else None
    return Raw(
        record.document.id,
        record.document.published_at,
        question,
        value,
        speaker,
        relayed,
        claim.id if claim else None,
        span,
    )


def essence(raw: Raw) -> object:
    """What an answer says, whoever says it and in whatever words."""
    if raw.question in COUNTED:
        return raw.low, raw.high, raw.part_of is None
    return told(raw)


def told(raw: Raw) -> str:
    """The value folded; covered words say nothing alike, so they are told by where they stand."""
    return fold(raw.value) or f"({raw.report_id}:{raw.span.start})"
