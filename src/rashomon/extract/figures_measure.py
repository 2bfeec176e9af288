"""Gives a number its measure from the words that govern it: beside it first, then by the parse.

The answer is a `Reading` with the token that decided. What depends on other figures (tolls, parts,
"other agencies reported three") is left to `figures_tolls`.
"""

from __future__ import annotations

from rashomon.extract.figures_arms import weapon_reading
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_governed import measured, object_of
from rashomon.extract.figures_nouns import Reading, Refusal, is_people, is_thing, singular, weapon_at
from rashomon.extract.figures_parsed import measure_by_parse
from rashomon.extract.figures_predicates import (
    Predicate,
    after_object,
    left_verb,
    past_aside,
    right_predicate,
)
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

#: Fewer may go anywhere; set by reading corpus/golden and the train part.
_MANY = 100
_MOVERS = frozenset("people persons residents villagers civilians inhabitants families townspeople refugees".split())
_DEMANDS = frozenset("demand unless until urge call want seek ask".split())


def read_measure(view: View, number: NumberPhrase, what: Counted) -> Reading | Refusal | None:
    """The measure of `number` from its own words; null if they don't tell."""
    end = view.last(number.core)
    weapon = weapon_at(view, what)
    if weapon is not None and not weapon.person and what.whole is not None and number.one:
        return Refusal("one of its weapons")
    if weapon is not None and not weapon.person:
        return weapon_reading(view, number, what, weapon)
    by_verb = _from_left(view, number, what, end)
    if by_verb is not None:
        return by_verb
    at = max(number.last, what.last)
    after = right_predicate(view, at, end)
    if after is None and what.noun is not None and (aside := past_aside(view, at, end)) is not None:
        after = right_predicate(view, aside, end)
    if what.whole is None and what.adjective is not None and what.noun is None:
        return Reading(what.adjective, what.last - 1, "adjective", 0.9)
    relative = _relative(view, number, what, end)
    main = measure_by_parse(view, number, what)
    if after is not None and after.kind == "measure" and not after.negated and after.measure is not None:
        return measured(view, what, after.measure, after.token, "predicate")
    if main is not None:
        return main
    if relative is not None:
        return relative
    if (
        what.adjective is not None
        and (what.whole is None or after is None or after.kind == "be")
        and not (what.noun is not None and is_thing(view, what.noun))
    ):
        return Reading(what.adjective, what.last - 1, "adjective", 0.8)
    if after is not None and after.kind == "freed" and what.whole is not None:
        return Refusal("freed")
    moved = _moved(view, number, what, at, end)
    if moved is not None:
        return moved
    return _from_noun(view, what, after)


def _moved(view: View, number: NumberPhrase, what: Counted, at: int, end: int) -> Reading | None:
    """As in "7,000 people have left", "at least 4,300 people had reached the town": so many move for one reason only."""
    if (number.low or number.high or 0) < _MANY or what.noun is None or view.lower[what.noun] not in _MOVERS:
        return None
    for k in range(at, min(end, at + 4)):
        if view.lemma[k] in ("leave", "reach", "arrive", "move", "abandon") and view.tag[k] == "VBN":
            return Reading("displaced", k, "moved", 0.6)
        if view.pos[k] not in ("AUX", "ADV", "VERB"):
            return None
    return None


def _from_left(view: View, number: NumberPhrase, what: Counted, end: int) -> Reading | Refusal | None:
    found = left_verb(view, number)
    beside = view.lower[number.first - 1] if number.first > view.first(number.core) else ""
    lives = what.noun is not None and view.lower[what.noun] == "lives"
    if lives and beside in ("cost", "costs", "claimed", "claims", "took"):
        return Reading("killed", number.first - 1, "lives", 0.9)
    if found is None:
        before = number.first - 1
        if (
            before >= view.first(number.core)
            and view.lemma[before] in casualty_words().sets["freed"]
            and view.pos[before] == "VERB"
        ):
            return _demanded(view, number, what) or Refusal("freed")
        return _of_noun(view, number) or _against(view, number, what) or _release(view, number, what)
    verb, token, measure = found
    after = after_object(view, verb, what.last, end) if measure is None else None
    if after is not None:
        return Reading(after.measure, token, "verb+", 0.95)
    if measure is None and what.adjective is not None and verb.people != "killed" and what.whole is None:
        return Reading(what.adjective, what.last - 1, "adjective", 0.9)
    if measure is None:
        return object_of(view, what, verb, token, "verb")
    return measured(view, what, measure, token, "verb+", 0.95)


def _demanded(view: View, number: NumberPhrase, what: Counted) -> Reading | None:
    """As in "unless the government frees 40 detained students": they are still held."""
    held: Measure | None = what.adjective if what.adjective in ("detained", "abducted") else None
    if held is None and what.noun is not None:
        held = (
            "detained"
            if singular(view, what.noun) in ("prisoner", "inmate", "detainee")
            else casualty_words().counted.get(view.lower[what.noun])
        )
    asked = any(view.lemma[k] in _DEMANDS for k in range(view.first(number.core), number.first))
    return Reading(held, what.last - 1, "demanded", 0.65) if asked and held in ("detained", "abducted") else None


def _release(view: View, number: NumberPhrase, what: Counted) -> Reading | None:
    """As in "demands the release of 11 prisoners"."""
    before = view.lower[max(view.first(number.core), number.first - 2) : number.first]
    return (
        _demanded(view, number, what)
        if before[-1:] == ["of"] and before[:1] in (["release"], ["freedom"], ["return"])
        else None
    )


def _against(view: View, number: NumberPhrase, what: Counted) -> Reading | None:
    """As in "a series of raids on some 40 targets"."""
    k, floor = number.first - 1, view.first(number.core)
    if (
        k - 1 < floor
        or view.lower[k] not in ("against", "on", "at")
        or what.noun is None
        or is_people(view, what.noun)
        or not is_thing(view, what.noun)
    ):
        return None
    struck = (
        "strike",
        "strikes",
        "attack",
        "attacks",
        "raid",
        "raids",
        "bombing",
        "airstrike",
        "airstrikes",
        "sortie",
        "sorties",
        "fire",
        "salvo",
        "bombardment",
    )
    return Reading("targets_struck", k - 1, "against", 0.7) if view.lower[k - 1] in struck else None


def _of_noun(view: View, number: NumberPhrase) -> Reading | None:
    """As in "the killing of three", "the lives of 12"."""
    k, floor = number.first - 1, view.first(number.core)
    while k > floor and view.lower[k] in ("the", "another", "all", "his", "her", "their", "its", "other", "some"):
        k -= 1
    if k <= floor or view.lower[k] != "of":
        return None
    before = view.lower[k - 1]
    measure = casualty_words().of_nouns.get(before)
    if measure is not None and view.pos[k - 1] in ("NOUN", "PROPN", "VERB"):
        return Reading(measure, k - 1, "of", 0.9)
    if before == "lives" and any(view.lemma[j] in ("claim", "take", "cost") for j in range(max(floor, k - 4), k)):
        return Reading("killed", k - 1, "of", 0.9)
    return None


def _relative(view: View, number: NumberPhrase, what: Counted, end: int) -> Reading | Refusal | None:
    """As in "three men who were killed"."""
    at = max(what.last, number.last)
    if view.lower[at : at + 1] == [","] and what.noun is not None:
        # "87 people, 39 of them children, who were killed at ..."
        comma = next((k for k in range(at + 1, min(end, at + 12)) if view.lower[k : k + 2] == [",", "who"]), None)
        at = comma + 1 if comma is not None and "them" in view.lower[at:comma] else at
    bare = what.noun is None and view.lower[number.first - 1 : number.first] in (["the"], ["those"], ["all"])
    if at < end and view.lower[at] in ("who", "that", "whom") and (what.noun is not None or bare):
        after = right_predicate(view, at + 1, end, reduced=False)
        if after is not None and after.kind == "measure" and after.measure is not None and not after.negated:
            return measured(view, what, after.measure, after.token, "relative", 0.8)
    return None


def _from_noun(view: View, what: Counted, after: Predicate | None) -> Reading | Refusal | None:
    """As in "12 deaths", "four bodies", "130 hostages": the noun itself tells."""
    if what.noun is None:
        return None
    words = casualty_words()
    noun = view.lower[what.noun]
    measure = words.counted.get(noun)
    if measure is None or what.whole is not None and noun not in ("hostages", "captives"):
        return None
    if after is not None and after.kind == "freed":
        return Refusal("freed")
    return Reading(measure, what.noun, "noun", 0.85)
