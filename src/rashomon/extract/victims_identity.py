"""Names that a report gives to a dead person told just before: "identified the second fatality as X".

A suspect is identified in the same words; nothing is read where the sentence speaks of one.
"""

from __future__ import annotations

from rashomon.extract.figures_view import View
from rashomon.extract.victims_people import Person
from rashomon.model.victims import Harm

_NAMING = frozenset({"identify", "name", "recognise", "recognize"})
_DEAD = frozenset({"fatality", "victim", "dead", "deceased", "body", "slain", "martyr", "corpse", "casualty"})
_HIM = frozenset({"him", "her", "them", "man", "woman", "he", "she", "they"})
_DEATH = frozenset(
    {"death", "deaths", "dead", "killed", "died", "fatality", "fatalities", "deceased", "body", "bodies", "slain"}
)
_SUSPECT = frozenset(
    {
        "suspect",
        "suspects",
        "attacker",
        "attackers",
        "bomber",
        "gunman",
        "gunmen",
        "assailant",
        "arrested",
        "detained",
        "perpetrator",
        "killer",
    }
)


def named_dead(view: View, person: Person, heads: list[int]) -> tuple[Harm, int] | None:
    """The verb that gives a dead person this name, with the harm; None where no words do."""
    for token in heads:
        up = view.head[token]
        verb = view.head[up]
        if view.lemma[verb].lower() in _DEAD and view.dep[verb] in ("dobj", "nsubjpass"):
            verb = view.head[verb]  # parsers hang "as X" on the noun as often as on the verb
        if view.dep[token] != "pobj" or view.lower[up] != "as" or view.lemma[verb] not in _NAMING:
            continue
        around = set(view.lower[view.first(person.first) : person.first])
        if around & _SUSPECT:
            continue
        told = [c for c in view.children[verb] if view.dep[c] in ("dobj", "nsubjpass")]
        if any(view.lemma[c].lower() in _DEAD for c in told):
            return "killed", verb
        if any(view.lower[c] in _HIM for c in told) and around & _DEATH:
            return "killed", verb
    return None


def names_suspect(view: View, person: Person) -> bool:
    """As in "identified the gunman as X": the words before the name speak of who did it."""
    return bool(set(view.lower[view.first(person.first) : person.first]) & _SUSPECT)
