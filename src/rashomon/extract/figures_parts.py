"""Parts of a whole: "three of them children", "including two women", "six of the dead are drivers".

A part keeps the measure of its whole unless its own words give another; it is never added to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft, size
from rashomon.extract.figures_nouns import is_people
from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_nouns
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

_INCLUDING = frozenset("including include includes included notably counting".split())


@dataclass(frozen=True, slots=True)
class Leaning:
    """A measure borrowed from elsewhere: a toll noun, or another figure (`like`), whose part it may be."""

    measure: Measure
    governor: int | None
    rule: str
    confidence: float
    like: int | None = None
    part: bool = False


def _antecedent(
    drafts: Sequence[Draft], sentence: int, number: NumberPhrase, *, back: int, measure: Measure | None = None
) -> int | None:
    """The latest figure that can hold `number` as its part, at most `back` sentences before."""
    least = number.low if number.low is not None else number.high or 0
    for index in range(len(drafts) - 1, -1, -1):
        draft = drafts[index]
        if sentence - draft.sentence > back:
            return None
        if draft.measure in ("weapons", "personnel", "targets_struck") or draft.qualifier in (
            "reported_none",
            "unspecified",
        ):
            continue
        if measure is not None and draft.measure != measure:
            continue
        if (
            (size(draft) > least or draft.high is None and size(draft) >= least)
            and draft.part_of is None
            or draft.low is None
            and draft.high is None
        ):
            return index
    return None


def part_of_figure(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """As in "three of them children", "including two women", "among them two girls", "the other two"."""
    sentence, end = view.sent[number.core], view.last(number.core)
    if what.whole == "pronoun" and drafts and drafts[-1].measure == "weapons" and drafts[-1].sentence == sentence:
        return Leaning("weapons", None, "part.weapons", 0.7, len(drafts) - 1, True)
    if what.whole == "pronoun" or (what.whole == "casualty" and what.adjective is not None):
        return _of_whole(view, number, what, drafts, sentence, end)
    left = [view.lower[k] for k in range(max(view.first(number.core), number.first - 4), number.first)]
    included = (
        bool(set(left[-3:]) & _INCLUDING)
        or left[-2:] in (["among", "them"], ["among", "whom"])
        or left[-2:] in (["of", "whom"], ["of", "which"], ["of", "them"])
        or "them" in left[-2:]
        and "among" in left
    )
    if included and (what.noun is None or is_people(view, what.noun) or what.adjective is not None):
        listed = _subject_list(view, number)
        if listed is not None:
            index = _antecedent(drafts, sentence, number, back=14, measure=listed[0])
            return Leaning(listed[0], listed[1], "part.listed", 0.85, index, index is not None)
        index = _antecedent(drafts, sentence, number, back=0)
        if index is None:
            index = _antecedent(drafts, sentence, number, back=1)
        if index is not None:
            return Leaning(drafts[index].measure, None, "part.including", 0.85, index, True)
    if left[-1:] == ["other"] and left[-2:-1] in (["the"], ["two"]) and what.noun is None:
        after = right_predicate(view, what.last, end)
        index = _antecedent(drafts, sentence, number, back=2)
        if index is not None and (after is None or after.kind != "freed"):
            measure = after.measure if after is not None and after.measure is not None else drafts[index].measure
            return Leaning(measure, None, "part.other", 0.75, index, True)
    return None


def _subject_list(view: View, number: NumberPhrase) -> tuple[Measure, int] | None:
    """As in "the dead included six drivers": the list is of those whom its subject names."""
    floor = view.first(number.core)
    for k in range(number.first - 1, max(floor, number.first - 5), -1):
        if view.lower[k] in ("included", "includes", "include", "were", "are", "comprise", "comprised"):
            subject = k - 1
            while subject > floor and view.pos[subject] == "ADV":
                subject -= 1
            measure = casualty_words().adjectives.get(view.lower[subject]) or casualty_words().counted.get(
                view.lower[subject]
            )
            nominal = subject > floor and view.lower[subject - 1] in ("the", "those", "its")
            return (measure, subject) if measure is not None and nominal else None
    return None


def _of_whole(
    view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft], sentence: int, end: int
) -> Leaning | None:
    after = right_predicate(view, what.last, end)
    if after is not None and after.kind == "freed":
        return None
    own = (
        after.measure
        if after is not None and after.kind == "measure" and not after.negated and after.measure != "casualties"
        else None
    )
    if after is not None and after.kind == "be" and _tells_age(view, after.token, end):
        return None
    index = _antecedent(drafts, sentence, number, back=1 if what.whole == "pronoun" else 14, measure=what.adjective)
    if what.whole == "casualty" and what.adjective is not None:
        before = view.lower[max(0, number.first - 2) : number.first]
        if before in (["bodies", "of"], ["remains", "of"], ["deaths", "of"], ["death", "of"], ["killing", "of"]):
            own = "killed"
        return Leaning(
            own or what.adjective, after.token if own and after else what.last - 1, "part.casualty", 0.85, index, True
        )
    if index is None:
        return None
    beside = drafts[index].sentence == sentence and view.lower[what.last - 1] in ("whom", "them")
    if after is not None and after.kind == "other" and not beside and not _still_harm(view, after.token, end):
        return None
    return Leaning(
        own or drafts[index].measure, after.token if own and after else None, "part.pronoun", 0.8, index, True
    )


def _tells_age(view: View, token: int, end: int) -> bool:
    """As in "One of them was seven years old": about a person, but no count."""
    return any(view.lower[k] in ("years", "year", "aged") for k in range(token, min(end, token + 5)))


def _still_harm(view: View, token: int, end: int) -> bool:
    """As in "three of them had gunshot wounds", "may not live": words that stay with the harm."""
    words = {
        "wounds",
        "injuries",
        "wound",
        "burns",
        "critical",
        "critically",
        "live",
        "condition",
        "shrapnel",
        "surgery",
        "fighting",
    }
    return any(view.lower[k] in words for k in range(token, min(end, token + 8)))


def part_of_being(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """As in "two are mechanics and one is a schoolgirl": a bare subject of being, after the whole."""
    if what.noun is not None or not drafts:
        return None
    after = right_predicate(view, number.last, view.last(number.core))
    if after is None or after.kind != "be":
        return None
    back = 0 if not number.one else 1
    index = _antecedent(drafts, view.sent[number.core], number, back=back)
    if index is None and drafts[-1].part_of is not None and drafts[-1].sentence == view.sent[number.core]:
        index = drafts[-1].part_of
    if index is None or not described(view, after.token, view.last(number.core)):
        return None
    return Leaning(drafts[index].measure, None, "part.be", 0.7, index, True)


def described(view: View, token: int, end: int) -> int | None:
    """The person noun that a predicate names ("... is a schoolgirl of 14"), within six words."""
    for k in range(token, min(end, token + 7)):
        if view.lower[k] in (",", ";", "and", "but"):
            return None
        if view.lower[k] in population_nouns() and view.pos[k] in ("NOUN", "PROPN"):
            return k
    return None
