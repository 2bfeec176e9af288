"""Weapons used, seized or sent, and armed strength: the measures that count no harm.

A carrier (a tank, a warship) that is hit is a target; one that is sent is a weapon.
"""

from __future__ import annotations

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_nouns import Reading, Refusal, singular
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import Weapon, casualty_words, population_words
from rashomon.extract.numbers import NumberPhrase

#: Carriers that are not armed by name: they count only with a verb of use, seizure or sending.
_CIVIL = frozenset({"aircraft", "helicopter", "jet", "speedboat", "military plane", "bulldozer"})


#: People whom a report counts only as armed strength where it tells no harm to them.
_ARMED = frozenset(
    "gunman attacker assailant raider fighter militant rebel insurgent bandit pirate jihadist guerrilla terrorist soldier troop".split()
)


#: A pair that came and went is told of as people, a band as strength (tests/extract/test_figures.py, corpus/open train).
_BAND = 4


def _flees(view: View, verb: int) -> bool:
    return view.lemma[verb] in ("flee", "escape", "run", "vanish")


def weapon_reading(view: View, number: NumberPhrase, what: Counted, weapon: Weapon) -> Reading | Refusal | None:
    """What was used, seized or sent is weapons; a platform that is hit is a target."""
    words = casualty_words()
    user = _governing_verb(view, number, what)
    lemma = view.lemma[user] if user is not None else ""
    verb = words.verbs.get(view.lower[user]) if user is not None else None
    if weapon.platform and verb is not None and verb.things and _is_object(view, number, what, user):
        return Reading("targets_struck", user, "target", 0.8)
    if weapon.kind in ("air", "explosive", "naval") and not weapon.platform:
        return Reading("weapons", user, "weapon", 0.8)
    if weapon.platform and weapon.name not in _CIVIL and user is not None:
        return Reading("weapons", user, "weapon", 0.65)
    if lemma in words.sets["arms_verbs"] or lemma in words.sets["strength_verbs"] or (verb is not None and verb.things):
        return Reading("weapons", user, "weapon", 0.7)
    return Refusal("weapon unused")


def _governing_verb(view: View, number: NumberPhrase, what: Counted) -> int | None:
    """The nearest verb above the counted noun in the parse."""
    token = what.noun if what.noun is not None else number.core
    for _ in range(6):
        up = view.head[token]
        if up == token:
            return None
        token = up
        if view.pos[token] == "VERB":
            return token
    return None


def _is_object(view: View, number: NumberPhrase, what: Counted, verb: int | None) -> bool:
    token = what.noun if what.noun is not None else number.core
    for _ in range(4):
        if view.dep[token] in ("dobj", "nsubjpass"):
            return view.head[token] == verb
        if view.dep[token] not in ("conj", "appos", "pobj", "prep"):
            return False
        token = view.head[token]
    return False


def personnel_reading(view: View, number: NumberPhrase, what: Counted) -> Reading | None:
    """Armed strength: "2,500 troops are stationed", "around 6,000 members", "a 60-strong force"."""
    if what.noun is None:
        k = number.first - 1
        stated = (
            k >= view.first(number.core)
            and view.lower[k] == "number"
            and view.pos[k] == "VERB"
            and strength_noun(view, k) is not None
        )
        return Reading("personnel", k, "strength", 0.7) if stated else None
    sets, words = population_words(), casualty_words()
    noun = singular(view, what.noun)
    verb = _governing_verb(view, number, what)
    if verb is None or what.whole is not None or not _is_argument(view, number, what, verb):
        return None
    lemma, large = view.lemma[verb], (number.low or number.high or 0) >= 10
    if (
        noun in ("member", "man", "people")
        and lemma in ("have", "number", "boast", "command", "field", "muster")
        and large
    ):
        return Reading("personnel", verb, "strength", 0.6)
    took_part = (
        lemma == "take"
        and view.lower[verb + 1 : verb + 3] == ["part", "in"]
        and any(w in ("ambush", "attack", "raid", "assault") for w in view.lower[verb + 3 : verb + 7])
    )
    if (
        noun in ("man", "attacker")
        and large
        and (took_part or lemma in ("attack", "storm", "raid", "ambush", "assault"))
    ):
        return Reading("personnel", verb, "strength", 0.6)
    if noun not in sets.strength:
        return None
    if noun in _ARMED and (number.low or number.high or 0) >= _BAND and not _flees(view, verb):
        return Reading("personnel", verb, "attackers", 0.55)
    if lemma == "be" and large and any(view.dep[k] == "expl" for k in view.children[verb]):
        return Reading("personnel", verb, "strength", 0.6)
    if (
        lemma in words.sets["strength_verbs"]
        or (lemma in words.sets["assault_verbs"] or view.lower[verb] in words.verbs)
        and large
    ):
        return Reading("personnel", verb, "strength", 0.65)
    return None


def strength_noun(view: View, token: int) -> int | None:
    """The nearest noun of armed people before `token` in its sentence."""
    strength = population_words().strength
    return next(
        (
            k
            for k in range(token - 1, view.first(token) - 1, -1)
            if view.pos[k] == "NOUN" and singular(view, k) in strength
        ),
        None,
    )


def _is_argument(view: View, number: NumberPhrase, what: Counted, verb: int) -> bool:
    """Whether the counted are the verb's subject or object, not something further down."""
    token = what.noun if what.noun is not None else number.core
    for _ in range(4):
        if view.dep[token] in ("dobj", "nsubjpass", "nsubj", "attr", "ROOT"):
            return view.head[token] == verb
        if view.dep[token] == "pobj" and view.lower[view.head[token]] not in ("of", "about"):
            return False
        token = view.head[token]
    return False
