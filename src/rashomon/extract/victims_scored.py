"""Victims that no rule reads but the evidence makes likely: "Nadia Guendouz, a student of pharmacy, twenty, had changed places".

The rules come first: whom they call harmed keeps their answer. Whoever is left is weighed by a trained table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.extract.choices import odds
from rashomon.extract.figures_view import View
from rashomon.extract.victims_evidence import Scene, evidence
from rashomon.extract.victims_harm import Found
from rashomon.extract.victims_people import Person
from rashomon.model.mentions import Grounding

#: Probability from which a person is a victim. 0.3-0.7 tried on dev by victim_f1.
LEAST = 0.4


def likely(
    view: View,
    people: Sequence[Person],
    groups: Mapping[str, Sequence[Found]],
    scene: Scene,
    grounding: Grounding,
) -> list[Found]:
    """One entry for each person whom no rule calls harmed and the evidence does.

    Args:
        people: all mentions of all persons.
        groups: those whom the rules call harmed, by key.
    """
    mentions: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda p: p.first):
        mentions.setdefault(person.key, []).append(person)
    out = []
    for key, own in mentions.items():
        if key in groups:
            continue
        harm, sure = odds("victims", evidence(view, own, people, scene, grounding))
        if sure >= LEAST:
            lead = own[0]
            out.append(Found(lead, harm, lead.head, view.sent[lead.first], "scored"))
    return out
