"""Who did it and to whom: the participants of one trigger, with the verbs and triggers that carry them.

Slots are typed before anything is clustered. Only what the syntax around the trigger states
counts; nothing is taken over from the sentence before.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from rashomon.extract.blame import attributed, blamed
from rashomon.extract.event_bindings import EQUATING, POINTING_ACL, noun_bindings, verb_bindings
from rashomon.extract.event_constructions import (
    HARM_MODES,
    above_coordination,
    hands_behind,
    headline_passive,
    just_happens,
)
from rashomon.extract.event_instruments import instruments_of, is_weapon
from rashomon.extract.event_parties import with_conjuncts
from rashomon.extract.event_roles import TARGET_PREPOSITIONS, Roles, Slots, light_verbs
from rashomon.extract.event_subjects import active_participle, subject_of
from rashomon.extract.trigger_kinds import ATTRIBUTION, Trigger
from rashomon.lexicon import load
from rashomon.model.events import Participant, ParticipantRole
from rashomon.model.mentions import Grounding

_BESIDE = frozenset({"near", "outside", "beside", "inside", "under", "beneath", "alongside"})
_OF_TARGET_MODES = frozenset(
    {
        "kill",
        "execute",
        "abduct",
        "arrest",
        "heavy-weapons",
        "aerial",
        "aerial-verb",
        "explosives",
        "torture",
        "sexual",
        "release",
        "destroy",
        "seize",
        "regain",
        "restrict",
        "humanitarian",
        "primitive",
    }
)
#: "the court ordered his release", "her arrest": the owner is whom it was done to.
_OWNER_SUFFERS = frozenset({"kill", "die", "execute", "abduct", "arrest", "release", "investigate", "humanitarian"})
_MUTUAL_MODES = frozenset({"clash", "meet", "sign"})
#: Nouns of doing without an object: what follows "of" did it ("the withdrawal of troops", "a meeting of ministers").
_OF_ACTOR_MODES = frozenset({"meet", "walk-out", "ceasefire", "demonstrate", "riot"})
_ANSWERING = frozenset({"respond", "retaliate", "reply", "answer", "follow"})
_HITS = frozenset(
    {
        "target",
        "hit",
        "strike",
        "damage",
        "destroy",
        "wreck",
        "rock",
        "shake",
        "rip",
        "tear",
        "leave",
        "engulf",
        "gut",
        "demolish",
    }
)


class SlotFiller:
    """Reads slots off one parsed report."""

    def __init__(self, doc: Doc, grounding: Grounding, triggers: dict[int, Trigger], cues: set[int]) -> None:
        self.cues = cues
        self.doc = doc
        self.triggers = triggers
        self.roles = Roles(doc, grounding, triggers, cues)
        self.who = self.roles.who

    def fill(self, trigger: Trigger) -> Slots:
        """All slots of a trigger."""
        slots = Slots()
        token = self.doc[trigger.token]
        if trigger.kind.mode == ATTRIBUTION:
            self._attribution(token, slots)
            return slots
        if trigger.noun:
            self._noun(token, trigger, slots)
        else:
            self._verb(token, trigger, slots)
        if not slots.has("actor"):
            for party in blamed(token):
                self.roles.add(slots, "actor", party)
        slots.instruments.extend(instruments_of(self.doc, token, trigger, {i.name for i in slots.instruments}))
        return slots

    def _attribution(self, verb: Token, slots: Slots) -> None:
        for party in attributed(verb):
            self.roles.add(slots, "actor", party)
        for child in verb.subtree:
            if (
                child.dep_ == "pobj"
                and child.head.lower_ in {"for", "in"}
                and child.i in self.triggers
                and self.triggers[child.i].noun
            ):
                slots.carriers.append(child.i)
            elif child.dep_ in {"dobj", "nsubjpass"} and child.head.i == verb.i and child.i in self.triggers:
                slots.carriers.append(child.i)
        if verb.dep_ == "relcl" and verb.head.i in self.triggers:
            slots.carriers.append(verb.head.i)

    # ------------------------------------------------------------- verbs
    def _verb(self, verb: Token, trigger: Trigger, slots: Slots) -> None:
        mode = trigger.kind.mode
        harm: ParticipantRole = "victim" if mode in HARM_MODES else "target"
        subject, passive = subject_of(verb, self.cues)
        slots.subject = subject
        if subject is not None:
            if passive or trigger.kind.outcome or verb.lemma_ == "come" or headline_passive(verb, mode):
                self.roles.add(slots, harm, subject)
            elif not just_happens(verb) or subject.i in self.triggers or is_weapon(subject):
                self.roles.agent(slots, subject)
        for child in verb.children:
            if child.dep_ in {"dobj", "iobj"}:
                self.roles.add(slots, harm if mode != "explosives" else "target", child)
            elif child.dep_ in {"agent", "prep", "prt"}:
                self._verb_preposition(child, trigger, slots)
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and subject is None:
            doer = active_participle(verb, trigger)
            if doer is not None:
                slots.subject = doer
                self.roles.agent(slots, doer)
            else:
                self.roles.add(slots, harm, verb.head)
        slots.carriers.extend(verb_bindings(verb, trigger, subject, self.triggers))
        if trigger.kind.plover in {"REJECT", "RETREAT", "CONSULT", "AGREE"}:
            self._parties_of_object(verb, slots)
        if mode == "crowd-control":
            self._dispersed(verb, slots)
        if mode == "clash" and not slots.has("target"):
            slots.participants.extend(
                Participant("target", p.actor_id, p.span) for p in list(slots.participants) if p.role == "actor"
            )

    def _verb_preposition(self, child: Token, trigger: Trigger, slots: Slots) -> None:
        mode, word = trigger.kind.mode, child.lower_
        for pobj in child.children:
            if pobj.dep_ != "pobj":
                continue
            if word == "by":
                if pobj.i in self.triggers:
                    slots.carriers.append(pobj.i)
                else:
                    self.roles.agent(slots, pobj)
            elif word == "with" and (hands := list(hands_behind(pobj))):
                for hand in hands:  # "attacked with stones by a crowd": the parse hangs the crowd on the stones
                    self.roles.agent(slots, hand)
            elif word == "with" and mode in _MUTUAL_MODES:
                self.roles.add(slots, "actor" if mode != "clash" else "target", pobj)
            elif word == "between":
                self.roles.agent(slots, pobj)
            elif (
                word in TARGET_PREPOSITIONS
                or word == "to"
                and mode == "destroy"
                or word in _BESIDE
                and mode == "explosives"
                and self.who.actor(pobj)
            ):
                self.roles.add(slots, "target", pobj)
            elif word == "from" and mode == "walk-out":
                self.roles.add(slots, "target", pobj)
            elif word in {"in", "during", "with", "from"} and pobj.i in self.triggers:
                slots.carriers.append(pobj.i)

    def _parties_of_object(self, verb: Token, slots: Slots) -> None:
        """ "talks between X and Y were suspended", "suspended a truce with Y": the parties stand at the noun."""
        for child in verb.children:
            if (
                child.dep_ not in {"dobj", "nsubjpass", "nsubj"}
                or child.dep_ == "nsubj"
                and child.i not in self.triggers
            ):
                continue
            for prep in child.children:
                if prep.dep_ == "prep" and prep.lower_ in {"between", "with"}:
                    for pobj in prep.children:
                        if pobj.dep_ == "pobj":
                            self.roles.add(
                                slots, "actor" if prep.lower_ == "between" or child.dep_ != "dobj" else "target", pobj
                            )
                elif prep.dep_ == "acl" and prep.lemma_ in POINTING_ACL and not slots.has("actor"):
                    self.roles.by(slots, prep)

    def _dispersed(self, verb: Token, slots: Slots) -> None:
        """ "fired tear gas to disperse them"."""
        for child in verb.children:
            if child.dep_ in {"xcomp", "advcl"} and child.lemma_ in {
                "disperse",
                "scatter",
                "break",
                "clear",
                "stop",
                "push",
            }:
                for obj in child.children:
                    if obj.dep_ == "dobj":
                        self.roles.add(slots, "target", obj)

    # ------------------------------------------------------------- nouns
    def _noun(self, noun: Token, trigger: Trigger, slots: Slots) -> None:
        mode = trigger.kind.mode
        harm: ParticipantRole = "victim" if mode in HARM_MODES else "target"
        self._modifiers(noun, trigger, slots)
        for child in noun.children:
            if child.dep_ in {"prep", "agent"}:
                self._noun_preposition(child, mode, harm, slots)
            elif child.dep_ == "acl" and child.lemma_ in POINTING_ACL:
                self.roles.by(slots, child)
            elif (
                child.dep_ in {"acl", "relcl"}
                and child.i not in self.triggers
                and child.lemma_ in _HITS | {"involve", "aim"}
            ):
                for obj in child.children:
                    if obj.dep_ == "dobj" or obj.dep_ == "pobj" and child.dep_ == "acl":
                        self.roles.add(slots, "target", obj)
        self._carrier_verb(noun, mode, slots)
        if noun.lemma_ == "custody" and noun.dep_ == "pobj":  # "40 suspects were in custody"
            held, _ = subject_of(noun.head.head, self.roles.cues)
            if held is not None:
                self.roles.add(slots, "target", held)
        slots.carriers.extend(noun_bindings(noun, self.triggers))

    def _noun_preposition(self, child: Token, mode: str, harm: ParticipantRole, slots: Slots) -> None:
        word = child.lower_
        for pobj in child.children:
            if pobj.dep_ != "pobj":
                continue
            if word == "by":
                self.roles.agent(slots, pobj)
            elif word == "on" and child.head.head.lemma_ == "blame":
                self.roles.add(slots, "actor", pobj)
            elif word == "between" or word == "with" and mode in _MUTUAL_MODES:
                for item in with_conjuncts(pobj):
                    self.roles.add_one(slots, "actor" if mode != "clash" or word == "between" else "target", item)
            elif word in TARGET_PREPOSITIONS:
                self.roles.add(slots, "target", pobj)
            elif word == "of" and mode in _OF_TARGET_MODES:
                self.roles.add(slots, harm, pobj)
            elif word == "of" and mode in _OF_ACTOR_MODES and not slots.has("actor"):
                self.roles.add(slots, "actor", pobj)
            elif word == "from" and mode in {"clash", "heavy-weapons"}:
                self.roles.add(slots, "actor", pobj)

    def _modifiers(self, noun: Token, trigger: Trigger, slots: Slots) -> None:
        """ "the army's raid", "RSF shelling", "his arrest"."""
        suffers = (
            trigger.kind.mode in _OWNER_SUFFERS
            and noun.lemma_.lower() != "resignation"
            and not any(c.lower_ == "of" for c in noun.children)
        )
        inside = range(trigger.first, trigger.last)
        for child in noun.children:
            if child.dep_ not in {"amod", "compound", "poss", "nmod"} or child.i >= noun.i:
                continue
            role: ParticipantRole = "victim" if suffers and child.dep_ in {"poss", "compound"} else "actor"
            if self.who.actor(child) is not None and child.i not in inside:
                self.roles.add_one(slots, role, child)
            else:
                for inner in child.children:
                    if inner.dep_ in {"amod", "compound", "poss"} and self.who.actor(inner) is not None:
                        self.roles.add_one(slots, role, inner)

    def _carrier_verb(self, noun: Token, mode: str, slots: Slots) -> None:
        """ "X carried out the attack", "the attack was claimed by X", "X responded with an attack"."""
        node = above_coordination(noun)
        head = node.head
        if node.dep_ == "dobj" and head.lemma_ in light_verbs():
            self.roles.light_object(head, slots)
        elif node.dep_ == "dobj" and head.lemma_ in EQUATING:
            slots.carriers.extend(c.i for c in head.children if c.dep_ == "nsubj" and c.i in self.triggers)
            for child in head.children:
                if child.dep_ == "prep" and child.lower_ in {"against", "on"}:
                    for pobj in child.children:
                        self.roles.add(slots, "target", pobj)
        elif node.dep_ == "nsubjpass" and head.lemma_ in light_verbs() | POINTING_ACL:
            slots.light = head
            self.roles.by(slots, head)
        elif node.dep_ in {"nsubj", "nsubjpass"} and head.i not in self.triggers:
            slots.light = head if head.lemma_ in load("triggers")["happen_verbs"] or node.dep_ == "nsubjpass" else None
            if head.lemma_ in _HITS:
                for obj in head.children:
                    if obj.dep_ == "dobj":
                        self.roles.add(slots, "target", obj)
        elif node.dep_ == "pobj" and node.head.lower_ in {"for", "to"} and mode == "meet":
            self.roles.traveller(head.head, slots)
        elif (
            node.dep_ == "pobj"
            and node.head.lower_ in {"with", "by"}
            and head.head.lemma_ in _ANSWERING
            or node.dep_ == "pobj"
            and node.head.lower_ == "in"
            and mode == "demonstrate"
            and head.head.pos_ == "VERB"
        ):
            slots.light = head.head
            self.roles.subject_acts(head.head, slots)
