"""Victims that no rule reads but the evidence makes likely: "Nadia Guendouz, a student of pharmacy, twenty, had changed places".

The rules come first: whom they call harmed keeps their answer. Whoever is left is weighed by a trained table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rashomon.extract.choices import odds
from rashomon.extract.figures_view import View
from rashomon.extract.victims_evidence import Scene, evidence
from rashomon.extract.victims_harm import Found
from rashomon.extract.victims_identity import names_suspect
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
        if key in groups or any(_lives_on(view, p) for p in own):
            continue
        harm, sure = odds("victims", evidence(view, own, people, scene, grounding))
        if sure >= LEAST and not (harm == "killed" and names_suspect(view, own[0])):
            lead = own[0]
            out.append(Found(lead, harm, lead.head, view.sent[lead.first], "scored"))
    return out


def _lives_on(view: View, person: Person) -> bool:
    """As in "X, 41, sells rope beside the church": who does something in the present was not harmed beyond it."""
    verb = view.head[person.head]
    return (
        view.dep[person.head] == "nsubj"
        and view.pos[verb] == "VERB"
        and view.tag[verb] in ("VBZ", "VBP")
        and not any(view.dep[k] in ("neg", "auxpass") for k in view.children[verb])
    )
