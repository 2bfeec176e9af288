"""Victims in a bare list: "Seven people are missing:" and below it a name with an age on each line.

An item that tells anything (a finite verb) is no item; without a figure of people harmed just before, nobody is a victim.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.victims_harm import HARMS, Found
from rashomon.extract.victims_people import Person
from rashomon.model.mentions import FigureMention
from rashomon.model.victims import Harm

#: Sentences, list items counted, that may stand between the figure and an item.
_BACK = 16
_ABOUT = frozenset({"about", "aged", "around", "age", "of"})


def enumerated(view: View, people: Sequence[Person], figures: Sequence[FigureMention]) -> list[Found]:
    """Every item of a list of the harmed, under the latest figure before the list."""
    found: list[Found] = []
    items = {view.sent[p.first] for p in people if _is_item(view, p)}
    for person in people:
        sentence = view.sent[person.first]
        if sentence not in items or not _aged(view, person):
            continue
        told = _opening(view, sentence, figures, items)
        if isinstance(told, FigureMention) and (harm := HARMS.get(told.figure.measure)) is not None:
            found.append(Found(person, harm, person.head, sentence, "enumerated", told.figure.id))
        elif isinstance(told, str):
            found.append(Found(person, told, person.head, sentence, "enumerated"))
    return found


def _opening(
    view: View, sentence: int, figures: Sequence[FigureMention], items: set[int]
) -> FigureMention | Harm | None:
    """The figure of people harmed in the last telling sentence before the list, or the one before that; or "The dead are:"."""
    k, told = sentence - 1, 0
    while k >= 0 and sentence - k <= _BACK and told < 2:
        here = [f for f in figures if f.sentence == k and _counts_people(f)]
        if here:
            return here[0]
        if k not in items and (harm := _headed(view, k)) is not None:
            return harm
        told += k not in items and view.bounds[k][1] - view.bounds[k][0] > 3
        k -= 1
    return None


def _headed(view: View, sentence: int) -> Harm | None:
    """As in "The dead include:", "Among the missing are:"."""
    first, end = view.bounds[sentence]
    words = [view.lower[k] for k in range(first, end) if view.lower[k].strip(" \n-–•")]
    if not words or words[-1] != ":":
        return None
    measure = next((m for w in words if (m := casualty_words().adjectives.get(w)) is not None), None)
    return HARMS.get(measure) if measure is not None else None


def _counts_people(mention: FigureMention) -> bool:
    figure = mention.figure
    return figure.measure in HARMS and figure.scope != "period_total" and bool(figure.low)


def _is_item(view: View, person: Person) -> bool:
    """Opens its line, bears an age, and its sentence has no finite verb outside a relative clause."""
    first, end = view.bounds[view.sent[person.first]]
    lead = [view.lower[k] for k in range(first, min(person.first, person.intro))]
    if any(word.strip(" \n-–—•*") and not word.strip(".)").isdigit() for word in lead) or not _aged(view, person):
        return False
    return not any(
        view.tag[k] in ("VBD", "VBZ", "VBP", "MD") and view.dep[k] not in ("relcl", "aux", "auxpass")
        for k in range(person.last, end)
    )


def _aged(view: View, person: Person) -> bool:
    """As in "X, 34," and "X, about 35, labourer"."""
    k = person.last
    if view.lower[k : k + 1] != [","]:
        return False
    k += 2 if k + 1 < len(view) and view.lower[k + 1] in _ABOUT else 1
    return k < len(view) and view.lower[k].isdigit() and int(view.lower[k]) <= 110
