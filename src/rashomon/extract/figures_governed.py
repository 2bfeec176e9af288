"""Checks a counted noun against the verb that governs it: people for casualties, things for what was struck."""

from __future__ import annotations

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_nouns import Reading, Refusal, is_people, is_thing, singular
from rashomon.extract.figures_predicates import means_else
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import Verb, casualty_words, population_nouns
from rashomon.model.figures import Measure

_FORCES = frozenset("police troops soldiers army forces gendarmes commandos policemen".split())
_CAPTORS = frozenset(
    "gunmen rebels pirates militants fighters bandits kidnappers guerrillas jihadists attackers".split()
)


def measured(
    view: View, what: Counted, measure: Measure, token: int, rule: str, confidence: float = 0.9
) -> Reading | Refusal | None:
    """Checks the counted noun against the verb: people for casualties, things for targets."""
    if what.noun is None:
        return None if measure == "targets_struck" and what.whole is None else Reading(measure, token, rule, confidence)
    noun = view.lower[what.noun]
    people = is_people(view, what.noun)
    words = casualty_words()
    if words.counted.get(noun) == "killed" and singular(view, what.noun) in ("body", "corpse"):
        measure = "killed"  # whatever was done with them
    if measure == "targets_struck":
        if people and view.lower[token] == "hit" and view.pos[token] == "VERB":
            return Reading("injured", token, rule, 0.6)
        if people:
            return None
        thing = view.lemma[what.noun].lower()
        return (
            Reading(measure, token, rule, confidence)
            if thing in words.sets["targets"] or noun in words.sets["targets"]
            else None
        )
    if view.lemma[what.noun] in words.sets["animals"]:
        return Refusal("animals")
    if is_thing(view, what.noun):
        verb = words.verbs.get(view.lower[token])
        return Reading("targets_struck", token, rule, 0.7) if verb is not None and verb.things else None
    if (
        measure == "abducted"
        and view.lemma[token] in ("take", "drive", "lead", "march")
        and population_nouns().get(singular(view, what.noun)) == "militant"
    ):
        return Reading("personnel", token, rule, 0.6) if view.lemma[token] == "take" else Refusal("got away")
    if noun == "lives" and measure == "abducted":
        return Reading("killed", token, rule, confidence)
    if measure == "abducted" and view.lemma[token] == "take" and held_by_forces(view, token):
        measure = "detained"
    if measure == "abducted" and singular(view, what.noun) in ("prisoner", "inmate", "detainee", "suspect"):
        measure = "detained"
    return Reading(measure, token, rule, confidence if people else 0.6)


def held_by_forces(view: View, verb: int) -> bool:
    """As in "troops took away 21 men": whoever takes people in the state's name detains them."""
    for k in range(verb - 1, max(view.first(verb), verb - 14) - 1, -1):
        if view.dep[k] in ("nsubj", "nsubjpass") or view.lower[k] in _FORCES | _CAPTORS:
            return view.lower[k] in _FORCES
    return False


def object_of(view: View, what: Counted, verb: Verb, token: int, rule: str) -> Reading | Refusal | None:
    """What a verb says of the number that it takes as its object."""
    if means_else(view, verb, max(token, what.last - 1), view.last(token)):
        return None
    if what.noun is None:
        usable = verb.people is not None and (verb.elliptic or what.whole is not None)
        return Reading(verb.people, token, rule, 0.85) if usable and verb.people is not None else None
    people = is_people(view, what.noun)
    if verb.people is not None and (people or not verb.people_only and not verb.things):
        return measured(view, what, verb.people, token, rule)
    if verb.things and not people:
        return measured(view, what, "targets_struck", token, rule, 0.7)
    return None
