"""Judgements: what a person decided, why, and what stood there before. Appended, never changed.

A judgement is no fact about the world: it binds what is derived from the records (incidents, ranges,
grades) and says who bound it. Taking one back is a judgement too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Whether two events are one happening; `now` of a judgement of this kind.
PAIR = "pair"
#: Kinds that only note: a legal hold on a report (`now` is its ground, null lifts it), and an export that was made.
HOLD, EXPORT = "hold", "export"
#: That a report is the translation of another (`now` is its id).
TRANSLATION = "translation"
SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
PAIR_VALUES = (SAME, DIFFERENT, UNSURE)


class JudgementRefused(ValueError):
    """A judgement that says nothing, or something that its kind can't say."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision of one person.

    Args:
        id: given by the store; empty until then.
        at: ISO 8601, UTC.
        who: the person, by the name under which the store knows them.
        kind: an open word: "pair" (two events, or two victims, are one), and what review and other rooms add.
        subject: what it is about: "report id", "report id:event id", "report id:figure id", an incident's id.
        was: the value that stood there, null if there was none; structured values as JSON text.
        now: the value that stands from here on, null if there is none.
        why: the reason, in the person's words.
        undoes: id of the judgement that this one takes back, null if it takes back none.
        codebook: version and digest of the codebook that was in force, null where none was known.
    """

    id: str
    at: str
    who: str
    kind: str
    subject: tuple[str, ...]
    was: str | None
    now: str | None
    why: str
    undoes: str | None = None
    codebook: str | None = None


def check(judgement: Judgement) -> None:
    """Holds a judgement against its kind.

    Raises:
        JudgementRefused: nobody said it, it is about nothing, or its value is none of its kind.
    """
    if not judgement.who.strip() or not judgement.kind.strip() or not judgement.subject or "" in judgement.subject:
        raise JudgementRefused("a judgement needs a person, a kind and a subject")
    if judgement.kind == PAIR and judgement.undoes is None:
        if len(set(judgement.subject)) != 2:
            raise JudgementRefused("a judgement on a pair is about two things")
        if judgement.now not in PAIR_VALUES:
            raise JudgementRefused(f"{judgement.now!r} is none of {', '.join(PAIR_VALUES)}")


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those that nobody took back, oldest first; one that only takes back is left out, one that was taken back twice is in.

    Args:
        judgements: all of them, oldest first.
    """
    every = list(judgements)
    undone: set[str] = set()
    for judgement in reversed(every):
        if judgement.undoes is not None and judgement.id not in undone:
            undone.add(judgement.undoes)
    return tuple(j for j in every if j.id not in undone and (j.undoes is None or j.now is not None))


def pairs(judgements: Iterable[Judgement]) -> dict[frozenset[str], Judgement]:
    """The newest standing judgement on each pair, the oldest of them first.

    Args:
        judgements: all of them, oldest first.
    """
    found: dict[frozenset[str], Judgement] = {}
    for judgement in standing(judgements):
        if judgement.kind == PAIR and len(judgement.subject) == 2:
            found.pop(frozenset(judgement.subject), None)
            found[frozenset(judgement.subject)] = judgement
    return found
