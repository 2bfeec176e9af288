"""What a counted noun is: people, a thing that can be struck, or a weapon; and the answers of the measure rules."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import Weapon, casualty_words, population_nouns, singulars, weapon_nouns
from rashomon.model.figures import Measure


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure, the token that gives it, and how sure the rule is."""

    measure: Measure
    governor: int | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The words say that this is no figure ("eight of them escaped"); later rules must not claim it."""

    rule: str


def is_people(view: View, noun: int) -> bool:
    """Whether the noun at this token names people."""
    table = population_nouns()
    if view.ent[noun] == "NORP" and view.tag[noun] in ("NNS", "NNPS"):
        return True  # "36 Palestinians"
    return (
        view.lower[noun] in table
        or view.lemma[noun].lower() in table
        or (noun > 0 and f"{view.lower[noun - 1]} {view.lower[noun]}" in table)
    )


def is_thing(view: View, noun: int) -> bool:
    """Whether the noun at this token names something that can be struck."""
    targets = casualty_words().sets["targets"]
    return not is_people(view, noun) and (view.lower[noun] in targets or view.lemma[noun].lower() in targets)


def weapon_at(view: View, what: Counted) -> Weapon | None:
    """The weapon that the counted phrase names, longest name first."""
    if what.noun is None:
        return None
    table = weapon_nouns()
    for first in range(max(what.first, what.noun - 3), what.noun + 1):
        weapon = table.get(" ".join(view.lower[first : what.noun + 1]))
        if weapon is not None:
            return weapon
    return None


def singular(view: View, noun: int) -> str:
    """The population list's own form of the noun at this token, else its lemma."""
    table = singulars()
    if noun > 0:
        pair = f"{view.lower[noun - 1]} {view.lower[noun]}"
        if pair in table or pair in population_nouns():
            return table.get(pair, pair)
    return table.get(
        view.lower[noun], view.lower[noun] if view.lower[noun] in population_nouns() else view.lemma[noun].lower()
    )
