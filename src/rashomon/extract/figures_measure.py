"""Gives a number its measure from the words that govern it: beside it first, then by the parse.

The answer is a `Reading` with the token that decided. What depends on other figures (tolls, parts,
"other agencies reported three") is left to `figures_tolls`.
"""

from __future__ import annotations

from rashomon.extract.figures_arms import weapon_reading
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_nouns import Reading, Refusal, is_people, is_thing, singular, weapon_at
from rashomon.extract.figures_predicates import (
    Predicate,
    after_object,
    left_verb,
    means_else,
    past_aside,
    right_predicate,
)
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import Verb, casualty_words, population_nouns
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

_FORCES = frozenset("police troops soldiers army forces gendarmes commandos policemen".split())
_CAPTORS = frozenset(
    "gunmen rebels pirates militants fighters bandits kidnappers guerrillas jihadists attackers".split()
)
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
    main = _from_parse(view, number, what)
    if after is not None and after.kind == "measure" and not after.negated and after.measure is not None:
        return _measured(view, what, after.measure, after.token, "predicate")
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


def _measured(
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
        return _object_of(view, what, verb, token, "verb")
    return _measured(view, what, measure, token, "verb+", 0.95)


def _object_of(view: View, what: Counted, verb: Verb, token: int, rule: str) -> Reading | Refusal | None:
    if means_else(view, verb, max(token, what.last - 1), view.last(token)):
        return None
    if what.noun is None:
        usable = verb.people is not None and (verb.elliptic or what.whole is not None)
        return Reading(verb.people, token, rule, 0.85) if usable and verb.people is not None else None
    people = is_people(view, what.noun)
    if verb.people is not None and (people or not verb.people_only and not verb.things):
        return _measured(view, what, verb.people, token, rule)
    if verb.things and not people:
        return _measured(view, what, "targets_struck", token, rule, 0.7)
    return None


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
            return _measured(view, what, after.measure, after.token, "relative", 0.8)
    return None


def _from_parse(view: View, number: NumberPhrase, what: Counted) -> Reading | Refusal | None:
    """Climbs from the counted noun over lists to the verb or noun that governs it."""
    token = what.noun if what.noun is not None else number.core
    if (
        what.noun is None
        and what.whole is None
        and view.dep[token] in ("nummod", "quantmod", "compound", "npadvmod", "amod")
    ):
        return None
    if what.whole is not None:
        token = number.core
    for _ in range(4):
        dep, up = view.dep[token], view.head[token]
        if (
            dep in ("conj", "appos")
            and up != token
            and view.pos[up] in ("NOUN", "PROPN", "NUM", "PRON")
            or dep == "nummod"
            and what.noun is None
            and up != token
        ):
            token = up
        else:
            break
    dep, up = view.dep[token], view.head[token]
    words = casualty_words()
    if up == token:
        return None
    if dep == "dobj" and view.pos[up] == "VERB":
        verb = words.verbs.get(view.lower[up])
        if verb is None:
            return None
        for compound in verb.compounds:
            if compound.words and not compound.subject and _near(view, up, compound.words, view.last(up)):
                return _measured(view, what, compound.measure, up, "parse.object+", 0.8)
        return _object_of(view, what, verb, up, "parse.object")
    if dep in ("nsubjpass", "nsubj"):
        return _subject_of(view, what, up, passive=dep == "nsubjpass", depth=0)
    if (
        dep == "pobj"
        and view.lower[up] == "of"
        and view.lower[view.head[up]] in words.of_nouns
        and what.noun is not None
    ):
        return _measured(view, what, words.of_nouns[view.lower[view.head[up]]], view.head[up], "parse.of", 0.8)
    return None


def _subject_of(view: View, what: Counted, verb: int, *, passive: bool, depth: int) -> Reading | Refusal | None:
    """What the verb, or the verbs joined to it or under it, say of their subject."""
    words = casualty_words()
    entry = words.verbs.get(view.lower[verb])
    kids = view.children[verb]
    if any(view.dep[k] == "neg" for k in kids) and not (entry is not None and any(c.negated for c in entry.compounds)):
        return None
    passive = passive or any(view.dep[k] == "auxpass" for k in kids)
    if entry is not None:
        for compound in entry.compounds:
            fits = compound.subject or passive
            if compound.words and fits and _near(view, verb, compound.words, view.last(verb)):
                return _measured(view, what, compound.measure, verb, "parse.subject+", 0.8)
        if (
            passive
            and entry.people is not None
            and not (entry.people_only and what.noun is not None and not is_people(view, what.noun))
        ):
            return _measured(view, what, entry.people, verb, "parse.passive", 0.85)
        if passive and entry.things:
            return _measured(view, what, "targets_struck", verb, "parse.passive", 0.7)
        if not passive and entry.subject is not None and entry.lemma not in ("burn", "fall"):
            return _measured(view, what, entry.subject, verb, "parse.subject", 0.85)
    if view.lemma[verb] == "be" or view.lemma[verb] in ("remain", "lie", "go"):
        after = right_predicate(view, verb, view.last(verb))
        if after is not None and after.kind == "measure" and after.measure is not None and not after.negated:
            return _measured(view, what, after.measure, after.token, "parse.be", 0.8)
    if depth < 2:
        for kid in kids:
            if view.dep[kid] == "prep" and view.lower[kid] in ("before", "after"):
                for under in view.children[kid]:
                    if view.dep[under] == "pcomp" and any(view.dep[g] == "auxpass" for g in view.children[under]):
                        found = _subject_of(view, what, under, passive=True, depth=2)
                        if found is not None:
                            return found
            if view.dep[kid] in ("conj", "xcomp", "ccomp", "oprd", "acomp") and not any(
                view.dep[g] in ("nsubj", "nsubjpass") for g in view.children[kid]
            ):
                found = _subject_of(view, what, kid, passive=view.tag[kid] == "VBN" and passive, depth=depth + 1)
                if found is None and view.lower[kid] in words.adjectives and view.dep[kid] in ("oprd", "acomp"):
                    found = _measured(view, what, words.adjectives[view.lower[kid]], kid, "parse.be", 0.8)
                if found is not None:
                    return found
    return None


def _near(view: View, verb: int, form: tuple[str, ...], end: int) -> bool:
    """Whether the compound's words stand within a dozen words after the verb."""
    for at in range(verb + 1, min(end, verb + 13)):
        if tuple(view.lower[at : at + len(form)]) == form:
            return True
        if view.lower[at] in (",", ";", "but", "while") or view.pos[at] in ("VERB", "AUX") and at > verb + 1:
            return False
    return False


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
