"""Puts parties into the roles of one trigger: doers, weapons and their owners, those harmed.

It says who takes part by the words given to it; which words those are is read in `event_slots`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from rashomon.extract.event_bindings import POINTING_ACL
from rashomon.extract.event_instruments import is_weapon
from rashomon.extract.event_parties import Parties, with_conjuncts
from rashomon.extract.event_subjects import subject_of
from rashomon.extract.trigger_kinds import Trigger, weapon_forms
from rashomon.lexicon import load
from rashomon.model.events import Instrument, Participant, ParticipantRole
from rashomon.model.mentions import Grounding

#: After these words stands what a violent act is aimed at.
TARGET_PREPOSITIONS = frozenset(
    {"on", "upon", "against", "at", "targeting", "into", "onto", "towards", "toward", "over"}
)
_RELATIVE = frozenset({"that", "which", "who", "whom"})
#: Parts of fixed phrases that are no target: "opened fire", "set fire", "on the way".
_NO_TARGET = frozenset(
    {
        "fire",
        "way",
        "scene",
        "death",
        "control",
        "responsibility",
        "time",
        "custody",
        "hostage",
        "captive",
        "lack",
        "wound",
        "injury",
    }
)
_SUFFERS = frozenset({"face", "suffer", "see", "survive", "endure"})
_TRAVELS = frozenset({"due", "arrive", "travel", "expect", "fly", "come", "go", "meet", "be", "land"})


@dataclass(slots=True)
class Slots:
    """What the words around one trigger fill."""

    participants: list[Participant] = field(default_factory=list)
    instruments: list[Instrument] = field(default_factory=list)
    carriers: list[int] = field(default_factory=list)
    light: Token | None = None
    subject: Token | None = None

    def has(self, role: ParticipantRole) -> bool:
        """Whether somebody has this role."""
        return any(p.role == role for p in self.participants)


@functools.cache
def light_verbs() -> frozenset[str]:
    """Verbs that carry an event noun as their object."""
    return frozenset(load("triggers")["light_verbs"])


class Roles:
    """Fills the roles of one report's triggers."""

    def __init__(self, doc: Doc, grounding: Grounding, triggers: dict[int, Trigger], cues: set[int]) -> None:
        self.cues = cues
        self.triggers = triggers
        self.who = Parties(doc, grounding)

    def agent(self, slots: Slots, token: Token) -> None:
        """A subject or by-phrase: a party acts; a weapon is what was used, and who fired it acts."""
        for item in with_conjuncts(token):
            if item.lower_ in _RELATIVE and item.head.dep_ == "relcl":
                item = item.head.head
            if item.i in self.triggers and self.triggers[item.i].noun:
                slots.carriers.append(item.i)
                continue
            weapon = weapon_forms().get(item.lower_) or weapon_forms().get(item.lemma_.lower())
            if weapon is not None:
                slots.instruments.append(Instrument(weapon[0], self.who.span(item, item)))
                self._weapon_owner(slots, item)
            else:
                self.add_one(slots, "actor", item)

    def _weapon_owner(self, slots: Slots, weapon: Token) -> None:
        for child in weapon.children:
            if child.dep_ in {"amod", "compound", "poss", "nmod"} and self.who.actor(child) in self.who.bodies:
                self.add_one(slots, "actor", child)
            elif child.dep_ == "acl" and child.lemma_ in POINTING_ACL:
                self.by(slots, child)
            elif child.dep_ == "prep" and child.lower_ in {"of", "from"}:
                for pobj in child.children:
                    if self.who.actor(pobj) in self.who.bodies:
                        self.add_one(slots, "actor", pobj)

    def by(self, slots: Slots, node: Token) -> None:
        """Whoever stands behind "by" did it; behind "on" or "to" where the verb is one of blame."""
        for child in node.children:
            if child.dep_ in {"agent", "prep"} and (
                child.lower_ == "by" or child.lower_ in {"on", "to"} and node.lemma_ in {"blame", "attribute"}
            ):
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        self.add(slots, "actor", pobj)

    def light_object(self, head: Token, slots: Slots) -> None:
        """The verb that carries the event noun as its object: its subject acts, or withstands."""
        slots.light = head
        denied = any(c.dep_ == "neg" for c in head.children)
        if head.lemma_ in load("triggers")["repelling_verbs"]:
            subject, passive = subject_of(head, self.cues)
            if subject is not None and not passive and not slots.has("target"):
                self.add(slots, "target", subject)
        elif not denied and head.lemma_ not in _SUFFERS and not slots.has("actor"):
            self.subject_acts(head, slots)
        for child in head.children:
            if (
                child.dep_ == "prep"
                and child.lower_ in TARGET_PREPOSITIONS
                and child.lower_ != "over"
                and not slots.has("target")
            ):
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        self.add(slots, "target", pobj)

    def subject_acts(self, verb: Token, slots: Slots) -> None:
        """The verb's subject did it, unless the verb is passive."""
        subject, passive = subject_of(verb, self.cues)
        if subject is not None and not passive:
            self.add(slots, "actor", subject)

    def traveller(self, above: Token, slots: Slots) -> None:
        """ "The envoy had been due in X for talks": who comes takes part."""
        verb = above
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
        if above.lemma_ in _TRAVELS:
            subject, _ = subject_of(verb, self.cues)
            if subject is not None:
                self.add(slots, "actor", subject)

    def add(self, slots: Slots, role: ParticipantRole, token: Token) -> None:
        """Gives a phrase, and what is coordinated with it, a role."""
        if token.lower_ in _RELATIVE and token.head.dep_ == "relcl":
            token = token.head.head
        for item in with_conjuncts(token):
            self.add_one(slots, role, item)

    def add_one(self, slots: Slots, role: ParticipantRole, token: Token) -> None:
        """Gives one head a role; who is not an actor is kept by words alone where harmed."""
        if token.i in self.triggers and self.triggers[token.i].noun and self.who.actor(token) is None:
            return
        if role != "actor" and (token.lower_ == "it" or token.lemma_.lower() in _NO_TARGET or is_weapon(token)):
            return  # what was hit is a thing told before, not the last party named, nor what it was hit with
        found = self.who.party(token)
        if found is None:
            if (
                token.pos_ in {"NOUN", "PROPN"}
                and role != "actor"
                and token.ent_type_ not in {"DATE", "TIME"}
                and not self.who.elsewhere(token)
            ):
                slots.participants.append(Participant(role, None, self.who.span(token, token)))
            return
        actor_id, span = found
        side = self.who.side(token, actor_id, owners=role != "actor")
        if role == "actor" and side is not None and actor_id not in self.who.bodies:
            actor_id, span = side  # "the army's delegation", "Houthi commandos" act as whom they belong to
        elif role == "actor" and self.who.is_thing(token):
            return
        if not any(p.actor_id == actor_id and p.role == role for p in slots.participants):
            slots.participants.append(Participant(role, actor_id, span))
        if role != "actor" and side is not None:
            slots.participants.append(Participant("target", side[0], side[1]))
