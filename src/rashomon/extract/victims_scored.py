"""Victims that no rule reads but the evidence makes likely: "Nadia Guendouz, a student of pharmacy, twenty, had changed places".

The rules come first; their answer is the strongest piece of evidence. A trained table weighs it with the rest: whom they
leave out may have been harmed, and whom they call harmed may have been harmed otherwise, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rashomon.extract.choices import odds, shares, with_rule
from rashomon.extract.figures_view import View
from rashomon.extract.victims_evidence import Scene, evidence, lives_on
from rashomon.extract.victims_harm import Found
from rashomon.extract.victims_identity import names_suspect
from rashomon.extract.victims_people import Person
from rashomon.model.mentions import Grounding
from rashomon.model.victims import Harm

#: Probability from which an open person is a victim; how much likelier than the rules' another harm must be; probability of
#: none from which the rules' answer is dropped. Each set in folds of train and dev by incident (docs/adr/0010).
LEAST = 0.38
AHEAD = 0.1
NOTHING = 0.7


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
    out = []
    for key, own in mentions_of(people).items():
        if key in groups or any(lives_on(view, p) for p in own):
            continue
        harm, sure = odds("victims", with_rule(evidence(view, own, people, scene, grounding), None))
        if sure >= LEAST and not (harm == "killed" and names_suspect(view, own[0])):
            lead = own[0]
            out.append(Found(lead, harm, lead.head, view.sent[lead.first], "scored"))
    return out


def reconsidered(
    view: View,
    people: Sequence[Person],
    groups: Mapping[str, Sequence[Found]],
    scene: Scene,
    grounding: Grounding,
    ruled: Callable[[Sequence[Found]], Harm],
) -> dict[str, list[Found]]:
    """Those whom the rules call harmed: another harm where that is likelier, left out where none is likely.

    Args:
        scene: what is told of everybody; each person is judged by what is told of the others.
        ruled: the harm that the rules settle on.
    """
    mentions = mentions_of(people)
    out: dict[str, list[Found]] = {}
    for key, found in groups.items():
        harm = ruled(found)
        others = replace(scene, harmed={k: h for k, h in scene.harmed.items() if k != key})
        told = with_rule(
            evidence(view, mentions[key], people, others, grounding), harm, sorted({f.rule for f in found})
        )
        nothing, each = shares("victims", told)
        best = max(each, key=lambda h: (each[h], h))
        if nothing >= NOTHING:
            continue
        moved = best != harm and each[best] - each[harm] >= AHEAD
        out[key] = [replace(f, harm=best) for f in found] if moved else list(found)
    return out


def mentions_of(people: Sequence[Person]) -> dict[str, list[Person]]:
    """The mentions of each person, in text order."""
    mentions: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda p: p.first):
        mentions.setdefault(person.key, []).append(person)
    return mentions
