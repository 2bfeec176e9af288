"""Finds the people harmed whom a report names or describes: one entry a person, with whose word it is.

A name is a victim only where words say so of that person: a verb ("was killed", "arrested X"), a noun
("the killing of X", "the body of X"), a list ("among the dead were X and Y"), or a pronoun right after.
Status stays `unknown` until the words tell; being killed makes nobody a militant, nor a civilian.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from rashomon.extract.figures import in_note
from rashomon.extract.figures_nouns import is_people
from rashomon.extract.figures_population import noun_population
from rashomon.extract.figures_speakers import Coverage, whose_word
from rashomon.extract.figures_view import View, view_of
from rashomon.extract.victims_described import described_people
from rashomon.extract.victims_details import age_of, role_of, sex_of, status_of
from rashomon.extract.victims_enumerated import enumerated
from rashomon.extract.victims_evidence import Scene, harm_words
from rashomon.extract.victims_harm import Found, governed, name_heads
from rashomon.extract.victims_lists import by_pronoun, in_vehicle, listed, of_figures, speaks, together
from rashomon.extract.victims_people import Person, people_of
from rashomon.extract.victims_scored import likely, reconsidered
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.figures import Population
from rashomon.model.mentions import FigureMention, Grounding, VictimMention
from rashomon.model.spans import Span
from rashomon.model.victims import Harm, Victim

#: The harm that an entry keeps where words say two of one person ("was abducted and later killed").
_GRAVITY: tuple[Harm, ...] = ("killed", "abducted", "missing", "injured", "detained")


def find_victims(
    doc: Doc, grounding: Grounding, claims: Sequence[Claim], figures: Sequence[FigureMention], *, document: Document
) -> tuple[VictimMention, ...]:
    """The victims of `doc` in order of first mention, ids v1, v2, ...

    Args:
        grounding: names and actors; where it is empty, the recogniser's persons stand in.
        claims: give each victim whose word it is.
        figures: tie named victims to the figures that count them.
        document: the report; names in its notes are nobody's.
    """
    view = view_of(doc)
    people, ruled = by_rules(doc, view, grounding, figures, document)

    scene = scene_of(view, ruled, claims, figures)
    groups = reconsidered(view, people, ruled, scene, grounding, gravest)
    for item in likely(view, people, ruled, scene, grounding):
        groups[item.person.key] = [item]
    covers = Coverage(claims)
    drafts = []
    for key, found in groups.items():
        harm = gravest(found)
        drafts.append(([f for f in found if f.harm == harm], [p for p in people if p.key == key]))
    drafts.sort(key=lambda entry: entry[1][0].first)
    return tuple(
        _mention(view, found, mentions, grounding, covers, figures, f"v{n + 1}")
        for n, (found, mentions) in enumerate(drafts)
    )


def by_rules(
    doc: Doc, view: View, grounding: Grounding, figures: Sequence[FigureMention], document: Document
) -> tuple[list[Person], dict[str, list[Found]]]:
    """All persons, named and described, and those that a rule calls harmed, by key."""
    people = [p for p in people_of(doc, view, grounding) if not in_note(document, view.start[p.first])]
    nameless = described_people(view, people)
    groups: dict[str, list[Found]] = {}
    for item in _harmed(view, people, nameless, figures):
        groups.setdefault(item.person.key, []).append(item)
    return people + nameless, groups


def gravest(found: Sequence[Found]) -> Harm:
    """The harm that an entry keeps where words say several of one person."""
    return next(h for h in _GRAVITY if any(f.harm == h for f in found))


def scene_of(
    view: View, groups: Mapping[str, Sequence[Found]], claims: Sequence[Claim], figures: Sequence[FigureMention]
) -> Scene:
    """What the rules tell of everybody, for whoever is left."""
    speakers = frozenset(c.speaker.actor_id for c in claims if c.speaker is not None and c.speaker.actor_id is not None)
    return Scene(speakers, figures, {key: gravest(found) for key, found in groups.items()}, harm_words(view))


def _mention(
    view: View,
    found: Sequence[Found],
    mentions: Sequence[Person],
    grounding: Grounding,
    covers: Coverage,
    figures: Sequence[FigureMention],
    identity: str,
) -> VictimMention:
    lead = found[0]
    # The mention that the harm is said of comes first: its role and age are the ones beside the harm.
    order = [lead.person, *[p for p in mentions if p is not lead.person]]
    age = next((a for p in order if (a := age_of(view, p)) is not None), None)
    role = role_of(view, order)
    counted = [f for f in figures if f.figure.id in {item.figure for item in found}]
    status = status_of(view, order, role, age, grounding, _group(view, lead, counted, grounding))
    speaker, claim_id = whose_word(view, lead.person.first, lead.governor, covers, grounding)
    victim = Victim(
        identity,
        () if lead.person.key.startswith("described:") else _names(view, mentions),
        age,
        sex_of(view, order),
        status,
        Span.of(view.text, view.start[role[0]], view.end[role[1] - 1]) if role is not None else None,
        lead.harm,
        None,
        tuple(dict.fromkeys(f.figure.id for f in counted)),
        speaker,
        claim_id,
        tuple(dict.fromkeys(_span(view, f.person) for f in found)),
    )
    return VictimMention(victim, lead.person.first, lead.person.last, lead.governor, lead.sentence)


def _group(view: View, lead: Found, counted: Sequence[FigureMention], grounding: Grounding) -> Population | None:
    """Whom the person is named among: the figure's people, "the dead officers", "two tanker drivers, X and Y"."""
    if counted and counted[0].figure.population != "any":
        return counted[0].figure.population
    chain = [t for t in name_heads(view, lead.person) if not lead.person.first <= t < lead.person.last]
    beside = (lead.governor + 1, lead.governor - 1) if lead.rule == "listed" else ()
    for token in (*chain, *beside):
        if 0 <= token < len(view) and view.pos[token] == "NOUN" and is_people(view, token):
            return noun_population(view, token, max(view.first(token), token - 2), grounding)
    return None


def _span(view: View, person: Person) -> Span:
    return Span.of(view.text, view.start[person.first], view.end[person.last - 1])


def _names(view: View, mentions: Sequence[Person]) -> tuple[Span, ...]:
    """Each name used for the person, where it first stands."""
    seen: dict[str, Span] = {}
    for person in mentions:
        span = _span(view, person)
        seen.setdefault(span.text, span)
    return tuple(seen.values())


def _harmed(
    view: View, people: Sequence[Person], nameless: Sequence[Person], figures: Sequence[FigureMention]
) -> list[Found]:
    """Every statement of harm to a person, in text order."""
    found: list[Found] = []
    for person in [*people, *nameless]:
        item = governed(view, person)
        # "..., wounding eight, X said": who speaks right there is no object of the harm.
        if item is not None and (
            item.rule in ("by_subject", "by_relative", "by_noun", "by_identity") or not speaks(view, person)
        ):
            found.append(item)
    done = {(f.person.first, f.harm) for f in found}
    for item in [
        *listed(view, people),
        *enumerated(view, people, figures),
        *of_figures(view, people, figures),
        *by_pronoun(view, people),
        *in_vehicle(view, people, figures),
        *together(view, people, found),
    ]:
        if (item.person.first, item.harm) not in done:
            done.add((item.person.first, item.harm))
            found.append(item)
    return sorted(found, key=lambda f: f.person.first)
