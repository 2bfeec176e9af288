"""Who did it, to whom and with what: the participants and instruments of one trigger.

Slots are typed before anything is clustered. Only what the syntax around the trigger states
counts; nothing is taken over from the sentence before.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from rashomon.extract.blame import attributed, blamed
from rashomon.extract.pronouns import read_pronouns
from rashomon.extract.trigger_kinds import ATTRIBUTION, Trigger, weapon_forms
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.events import Instrument, Participant, ParticipantRole
from rashomon.model.mentions import Grounding
from rashomon.model.spans import Span

_TARGET_PREPOSITIONS = frozenset({"on", "upon", "against", "at", "targeting", "into", "onto", "towards", "toward", "over"})
_HARM_MODES = frozenset({"kill", "die", "execute", "abduct", "sexual", "torture", "primitive", "firearms"})
_RESULTS = frozenset({"kill", "die"})
_OF_TARGET_MODES = frozenset({"kill", "execute", "abduct", "arrest", "heavy-weapons", "aerial", "aerial-verb", "explosives", "torture", "sexual", "release", "destroy", "seize", "restrict", "humanitarian", "primitive"})
_MUTUAL_MODES = frozenset({"clash", "meet", "sign"})
_POINTING_ACL = frozenset({"negotiate", "broker", "mediate", "impose", "organise", "organize", "declare", "launch", "fire", "carry", "conduct", "mount", "stage", "perpetrate", "commit", "blame", "claim", "drop", "attribute"})
_RELATIVE = frozenset({"that", "which", "who", "whom"})


@dataclass(slots=True)
class Slots:
    """What the words around one trigger fill."""

    participants: list[Participant] = field(default_factory=list)
    instruments: list[Instrument] = field(default_factory=list)
    carriers: list[int] = field(default_factory=list)
    light: Token | None = None
    subject: Token | None = None


@functools.cache
def _facilities() -> frozenset[str]:
    return frozenset(load("actor_words")["facilities"])


@functools.cache
def _light_verbs() -> frozenset[str]:
    return frozenset(load("triggers")["light_verbs"])


class SlotFiller:
    """Reads slots off one parsed report."""

    def __init__(self, doc: Doc, grounding: Grounding, triggers: dict[int, Trigger], cues: set[int]) -> None:
        self.cues = cues
        self.doc = doc
        self.grounding = grounding
        self.triggers = triggers
        self.pronouns = read_pronouns(doc, grounding)
        self.bodies = {a.id for a in grounding.actors if a.kind in {"state", "armed_group", "military", "police", "political"}}

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
        if not any(p.role == "actor" for p in slots.participants):
            for party in blamed(token):
                self._add(slots, "actor", party)
        self._instruments(token, trigger, slots)
        return slots

    def _attribution(self, verb: Token, slots: Slots) -> None:
        for party in attributed(verb):
            self._add(slots, "actor", party)
        for child in verb.subtree:
            if child.dep_ == "pobj" and child.head.lower_ in {"for", "in"} and child.i in self.triggers and self.triggers[child.i].noun:
                slots.carriers.append(child.i)
            elif child.dep_ == "dobj" and child.head.i == verb.i and child.i in self.triggers:
                slots.carriers.append(child.i)

    # ------------------------------------------------------------- verbs
    def _verb(self, verb: Token, trigger: Trigger, slots: Slots) -> None:
        mode = trigger.kind.mode
        harm: ParticipantRole = "victim" if mode in _HARM_MODES else "target"
        subject, passive = self._subject(verb)
        if subject is not None:
            slots.subject = subject
            if passive or trigger.kind.outcome or self._headline_passive(verb, mode):
                self._add(slots, harm, subject)
            else:
                self._agent(slots, subject)
        for child in verb.children:
            if child.dep_ in {"dobj", "iobj"}:
                self._add(slots, harm if mode not in {"explosives"} else "target", child)
            elif child.dep_ == "agent":
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        self._agent(slots, pobj)
            elif child.dep_ in {"prep", "prt"}:
                for pobj in child.children:
                    if pobj.dep_ != "pobj":
                        continue
                    if child.lower_ == "with" and mode in _MUTUAL_MODES:
                        self._add(slots, "actor" if mode != "clash" else "target", pobj)
                    elif child.lower_ == "between":
                        self._agent(slots, pobj)
                    elif child.lower_ in _TARGET_PREPOSITIONS:
                        self._add(slots, "target", pobj)
                    elif child.lower_ in {"in", "by", "during", "with", "from"} and pobj.i in self.triggers:
                        slots.carriers.append(pobj.i)
                    elif child.lower_ == "by":
                        self._agent(slots, pobj)
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and subject is None:
            self._add(slots, harm, verb.head)
        self._bind_subject(verb, slots)
        self._bind_clauses(verb, trigger, slots)
        if trigger.kind.plover in {"REJECT", "RETREAT", "CONSULT", "AGREE"}:
            self._parties_of_object(verb, slots)
        if mode == "clash" and not any(p.role == "target" for p in slots.participants):
            slots.participants.extend(Participant("target", p.actor_id, p.span) for p in list(slots.participants) if p.role == "actor")

    def _parties_of_object(self, verb: Token, slots: Slots) -> None:
        """"talks between X and Y were suspended", "suspended a truce with Y": the parties stand at the noun."""
        for child in verb.children:
            if child.dep_ not in {"dobj", "nsubjpass"}:
                continue
            for prep in child.children:
                if prep.dep_ == "prep" and prep.lower_ in {"between", "with"}:
                    for pobj in prep.children:
                        if pobj.dep_ == "pobj":
                            self._add(slots, "actor" if prep.lower_ == "between" or child.dep_ == "nsubjpass" else "target", pobj)

    def _bind_clauses(self, verb: Token, trigger: Trigger, slots: Slots) -> None:
        """"killed when a bomb exploded", "stormed a station, killing ten", "killed and injured": one happening."""
        if verb.dep_ == "relcl" and trigger.kind.plover == "ASSAULT":
            noun = verb.head
            above = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ in {"agent", "prep"} else noun.head
            if (noun.dep_ in {"nsubj", "nsubjpass"} or noun.dep_ == "pobj" and noun.head.lower_ == "by") and above.i in self.triggers:
                slots.carriers.append(above.i)  # "abducted by gunmen who stormed a mosque"
        if trigger.kind.mode not in _RESULTS:
            return
        for child in verb.children:
            marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod"}}
            if child.dep_ == "advcl" and child.i in self.triggers and marks & {"when", "after", "as"}:
                slots.carriers.append(child.i)
        if verb.head.i in self.triggers and verb.head.i != verb.i and not self.triggers[verb.head.i].noun:
            if verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VBG" and not any(c.dep_ == "mark" for c in verb.children):
                slots.carriers.append(verb.head.i)
            elif verb.dep_ == "conj" and not any(c.dep_ in {"nsubj", "npadvmod"} for c in verb.children):
                slots.carriers.append(verb.head.i)

    def _headline_passive(self, verb: Token, mode: str) -> bool:
        """"Officer shot dead outside gym": headlines drop the auxiliary, so a harm verb without object is passive."""
        if mode not in _HARM_MODES | {"arrest"} or verb.tag_ not in {"VBN", "VBD"} or any(c.dep_ in {"dobj", "aux", "auxpass"} for c in verb.children):
            return False
        return not any(c.lower_ in {"at", "on"} and c.dep_ == "prep" for c in verb.children) or "dead" in {c.lower_ for c in verb.children}

    def _bind_subject(self, verb: Token, slots: Slots) -> None:
        subject = slots.subject
        if subject is None:
            return
        if subject.i in self.triggers and self.triggers[subject.i].noun:
            slots.carriers.append(subject.i)
        elif subject.lower_ in {"that", "which"} and verb.dep_ == "relcl" and verb.head.i in self.triggers:
            slots.carriers.append(verb.head.i)

    def _agent(self, slots: Slots, token: Token) -> None:
        """A subject or by-phrase: a party acts; a weapon is what was used, and who fired it acts."""
        for item in _with_conjuncts(token):
            if item.lower_ in _RELATIVE and item.head.dep_ == "relcl":
                item = item.head.head
            if item.i in self.triggers and self.triggers[item.i].noun:
                slots.carriers.append(item.i)
                continue
            weapon = weapon_forms().get(item.lower_) or weapon_forms().get(item.lemma_.lower())
            if weapon is not None:
                slots.instruments.append(Instrument(weapon[0], self._span(item, item)))
                self._weapon_owner(slots, item)
            else:
                self._add_one(slots, "actor", item)

    def _weapon_owner(self, slots: Slots, weapon: Token) -> None:
        for child in weapon.children:
            if child.dep_ in {"amod", "compound", "poss", "nmod"} and self._actor(child) is not None:
                self._add_one(slots, "actor", child)
            elif child.dep_ == "acl" and child.lemma_ in _POINTING_ACL:
                self._by(slots, child)

    def _by(self, slots: Slots, node: Token) -> None:
        for child in node.children:
            if child.dep_ in {"agent", "prep"} and (child.lower_ == "by" or child.lower_ in {"on", "to"} and node.lemma_ in {"blame", "attribute"}):
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        self._add(slots, "actor", pobj)

    # ------------------------------------------------------------- nouns
    def _noun(self, noun: Token, trigger: Trigger, slots: Slots) -> None:
        mode = trigger.kind.mode
        harm: ParticipantRole = "victim" if mode in _HARM_MODES else "target"
        self._modifiers(noun, trigger, slots)
        for child in noun.children:
            if child.dep_ in {"prep", "agent"}:
                self._noun_preposition(child, mode, harm, slots)
            elif child.dep_ == "acl" and child.lemma_ in _POINTING_ACL:
                self._by(slots, child)
            elif child.dep_ == "acl" and child.lemma_ in {"target", "involve", "aim"}:
                for obj in child.children:
                    if obj.dep_ in {"dobj", "pobj"}:
                        self._add(slots, "target", obj)
            elif child.dep_ == "relcl" and child.lemma_ in {"target", "hit", "strike"} and child.i not in self.triggers:
                for obj in child.children:
                    if obj.dep_ == "dobj":
                        self._add(slots, "target", obj)
        self._carrier_verb(noun, mode, slots)
        self._same_noun(noun, slots)

    def _same_noun(self, noun: Token, slots: Slots) -> None:
        """Nouns that syntax makes one: "a strike, an attack that ...", "the raid was a massacre", "an assassination with a drone strike"."""
        head = noun.head
        if noun.dep_ == "appos" and head.i in self.triggers:
            slots.carriers.append(head.i)
        elif noun.dep_ in {"attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
            top = head
            while top.dep_ == "xcomp" and top.head.pos_ == "VERB":
                top = top.head
            slots.carriers.extend(c.i for c in top.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i in self.triggers)
        elif noun.dep_ == "pobj" and head.lower_ in {"with", "in", "via", "through", "by"}:
            above = head.head
            if above.i in self.triggers and not self.triggers[above.i].noun and head.lower_ != "by":
                slots.carriers.append(above.i)
            elif above.i in self.triggers and above.i < noun.i and head.lower_ in {"via", "with"}:
                slots.carriers.append(above.i)
            elif above.lemma_ in _light_verbs():
                slots.carriers.extend(c.i for c in above.children if c.dep_ == "dobj" and c.i in self.triggers)
            elif above.dep_ == "acl" and above.head.i in self.triggers and above.lemma_ in _POINTING_ACL:
                slots.carriers.append(above.head.i)

    def _noun_preposition(self, child: Token, mode: str, harm: ParticipantRole, slots: Slots) -> None:
        for pobj in child.children:
            if pobj.dep_ != "pobj":
                continue
            if child.lower_ == "by":
                self._agent(slots, pobj)
            elif child.lower_ == "on" and child.head.head.lemma_ == "blame":
                self._add(slots, "actor", pobj)
            elif child.lower_ == "between" or child.lower_ == "with" and mode in _MUTUAL_MODES:
                for item in _with_conjuncts(pobj):
                    self._add_one(slots, "actor" if mode != "clash" or child.lower_ == "between" else "target", item)
            elif child.lower_ in _TARGET_PREPOSITIONS:
                self._add(slots, "target", pobj)
            elif child.lower_ == "of" and mode in _OF_TARGET_MODES:
                self._add(slots, harm, pobj)
            elif child.lower_ == "from" and mode in {"clash", "heavy-weapons", "ceasefire"}:
                self._add(slots, "actor", pobj)

    def _modifiers(self, noun: Token, trigger: Trigger, slots: Slots) -> None:
        inside = range(trigger.first, trigger.last)
        for child in noun.children:
            if child.dep_ in {"amod", "compound", "poss", "nmod"} and child.i < noun.i:
                role: ParticipantRole = "actor"
                if trigger.kind.mode in {"kill", "die"} and child.dep_ in {"poss", "compound"}:
                    role = "victim"
                if child.i in inside and self._actor(child) is None:
                    for inner in child.children:
                        if self._actor(inner) is not None:
                            self._add_one(slots, role, inner)
                    continue
                if self._actor(child) is not None:
                    self._add_one(slots, role, child)
                else:
                    for inner in child.children:
                        if inner.dep_ in {"amod", "compound", "poss"} and self._actor(inner) is not None:
                            self._add_one(slots, role, inner)

    def _carrier_verb(self, noun: Token, mode: str, slots: Slots) -> None:
        """"X carried out the attack", "the attack was claimed by X", "X responded with an attack"."""
        node = noun
        while node.dep_ in {"conj", "appos"} or node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.pos_ == "NOUN" and node.head.head.lemma_ in QUANTITIES:
            node = node.head.head if node.dep_ == "pobj" else node.head
        head = node.head
        if node.dep_ == "dobj" and head.lemma_ in _light_verbs():
            slots.light = head
            subject, passive = self._subject(head)
            denied = any(c.dep_ == "neg" for c in head.children)
            suffers = head.lemma_ in {"face", "suffer", "see", "survive"}
            if subject is not None and not passive and not denied and not suffers and not any(p.role == "actor" for p in slots.participants):
                self._add(slots, "actor", subject)
            for child in head.children:
                if child.dep_ == "prep" and child.lower_ in _TARGET_PREPOSITIONS and child.lower_ not in {"over"}:
                    for pobj in child.children:
                        if pobj.dep_ == "pobj" and not any(p.role == "target" for p in slots.participants):
                            self._add(slots, "target", pobj)
        elif node.dep_ == "dobj" and head.lemma_ in _EQUATING:
            slots.carriers.extend(c.i for c in head.children if c.dep_ == "nsubj" and c.i in self.triggers)
            for child in head.children:
                if child.dep_ == "prep" and child.lower_ in {"against", "on"}:
                    for pobj in child.children:
                        self._add(slots, "target", pobj)
        elif node.dep_ == "nsubjpass" and head.lemma_ in _light_verbs() | _POINTING_ACL:
            slots.light = head
            self._by(slots, head)
        elif node.dep_ in {"nsubj", "nsubjpass"} and head.i not in self.triggers:
            slots.light = head if head.lemma_ in load("triggers")["happen_verbs"] or node.dep_ == "nsubjpass" else None
        elif node.dep_ == "pobj" and node.head.lower_ == "for" and mode == "meet":
            self._traveller(head.head, slots)
        elif node.dep_ == "pobj" and node.head.lower_ in {"with", "by"} and head.head.lemma_ in {"respond", "retaliate", "reply", "answer", "follow"}:
            slots.light = head.head
            subject, passive = self._subject(head.head)
            if subject is not None and not passive:
                self._add(slots, "actor", subject)

    def _traveller(self, above: Token, slots: Slots) -> None:
        """"The envoy had been due in X for talks": who comes takes part."""
        verb = above
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
        if above.lemma_ in {"due", "arrive", "travel", "expect", "fly", "come", "go", "meet", "be", "land"}:
            subject, _ = self._subject(verb)
            if subject is not None:
                self._add(slots, "actor", subject)

    # ------------------------------------------------------------- instruments
    def _instruments(self, token: Token, trigger: Trigger, slots: Slots) -> None:
        forms = weapon_forms()
        seen = {i.name for i in slots.instruments}
        for item in self._instrument_tokens(token, trigger):
            two = f"{self.doc[item.i - 1].lower_} {item.lower_}" if item.i else item.lower_
            weapon = forms.get(two) or forms.get(item.lower_) or forms.get(item.lemma_.lower())
            if weapon is not None and weapon[0] not in seen:
                seen.add(weapon[0])
                first = self.doc[item.i - 1] if item.i and two in forms else item
                slots.instruments.append(Instrument(weapon[0], self._span(first, item)))

    def _instrument_tokens(self, token: Token, trigger: Trigger) -> Iterator[Token]:
        yield from self.doc[trigger.first : trigger.last]
        for child in token.children:
            if child.dep_ in {"compound", "amod", "nmod"} and child.i < token.i:
                yield child
                yield from (c for c in child.children if c.dep_ in {"compound", "amod"})
            elif child.dep_ in {"prep", "agent"} and child.lower_ in {"with", "by", "from", "using", "of", "in"}:
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        yield from _with_conjuncts(pobj)
                        yield from (c for c in pobj.children if c.dep_ == "compound")
            elif child.dep_ in {"acl", "advcl", "xcomp"} and child.lemma_ in {"use", "fire", "launch", "arm", "involve", "drop", "employ"}:
                for obj in child.children:
                    if obj.dep_ == "dobj":
                        yield from _with_conjuncts(obj)
            elif child.dep_ == "dobj" and not trigger.noun and trigger.kind.mode in {"explosives", "heavy-weapons"}:
                yield child

    def _subject(self, verb: Token) -> tuple[Token | None, bool]:
        """The verb's subject, taken over from the verb it is coordinated with; and whether it is passive."""
        node = verb
        for _ in range(4):
            for child in node.children:
                if child.dep_ in {"nsubj", "nsubjpass", "csubj"}:
                    passive = child.dep_ == "nsubjpass" if node.i == verb.i else verb.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.children) and child.dep_ == "nsubjpass"
                    return child, passive
            if node.tag_ == "VBG" and node.i and node.dep_ in {"advcl", "pcomp"} and node.nbor(-1).dep_ == "pobj" and node.nbor(-1).pos_ == "PROPN":
                return node.nbor(-1), False  # "led to Iran retaliating": the parser makes the doer an object
            if node.dep_ in {"conj", "xcomp"} and node.head.pos_ in {"VERB", "AUX"} and (node.dep_ == "xcomp" or node.head.i not in self.cues):
                node = node.head
                continue
            if node.dep_ == "advcl" and node.tag_ == "VBG" and node.head.pos_ == "VERB" and not any(c.dep_ == "mark" for c in node.children):
                node = node.head
                continue
            if node.dep_ == "acl" and node.tag_ == "VBG":
                return node.head, False
            break
        return None, False

    # ------------------------------------------------------------- who
    def _add(self, slots: Slots, role: ParticipantRole, token: Token) -> None:
        if token.lower_ in _RELATIVE and token.head.dep_ == "relcl":
            token = token.head.head
        for item in _with_conjuncts(token):
            self._add_one(slots, role, item)

    def _add_one(self, slots: Slots, role: ParticipantRole, token: Token) -> None:
        if token.i in self.triggers and self.triggers[token.i].noun and self._actor(token) is None:
            return
        if token.lower_ == "it" and role != "actor":
            return  # what was hit is a thing told before, not the last party named
        found = self._party(token)
        if found is None:
            if token.pos_ in {"NOUN", "PROPN"} and role != "actor" and token.ent_type_ not in {"DATE", "TIME"} and not self._elsewhere(token):
                slots.participants.append(Participant(role, None, self._span(token, token)))
            return
        actor_id, span = found
        side = self._side(token, actor_id)
        if role == "actor" and side is not None and actor_id not in self.bodies:
            actor_id, span = side  # "the army's delegation", "Houthi commandos" act as whom they belong to
        elif role == "actor" and self._thing(token):
            return
        if not any(p.actor_id == actor_id and p.role == role for p in slots.participants):
            slots.participants.append(Participant(role, actor_id, span))
        if role != "actor" and side is not None:
            slots.participants.append(Participant("target", side[0], side[1]))

    def _thing(self, token: Token) -> bool:
        """Trucks and houses suffer; they do nothing."""
        index = self.grounding.mention_of[token.i]
        return index is not None and self.grounding.mentions[index].form == "nominal" and token.lemma_.lower() in _facilities()

    def _side(self, token: Token, actor_id: str) -> tuple[str, Span] | None:
        """Whose people an unnamed victim is: "two Hezbollah commanders", "one of its field commanders"."""
        if token.lower_ in {"one", "two", "some", "several", "many"} or token.pos_ == "NUM":
            token = next((p for c in token.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"), token)
        for child in token.children:
            if child.dep_ in {"poss", "compound", "amod", "nmod"} and child.i < token.i:
                other = self._actor(child)
                if other is not None and other != actor_id and other in self.bodies:
                    return other, self._words(child)
            if child.dep_ == "prep" and child.lower_ in {"from", "of"}:
                for pobj in child.children:
                    other = self._actor(pobj) if pobj.dep_ == "pobj" else None
                    if other is not None and other != actor_id and other in self.bodies:
                        return other, self._words(pobj)
        return None

    def _elsewhere(self, token: Token) -> bool:
        """Whether the token is a time or a place: no target then."""
        tables = (self.grounding.time_of, self.grounding.place_of)
        return any(table and table[token.i] is not None for table in tables)

    def _party(self, token: Token) -> tuple[str, Span] | None:
        """The actor that a phrase names: its head, else who owns or fields it ("its base", "US base")."""
        actor_id = self._actor(token)
        if actor_id is not None:
            return actor_id, self._words(token)
        for dep in ("poss", "compound", "amod", "nmod"):
            for child in token.children:
                if child.dep_ == dep and self._actor(child) is not None:
                    return self._actor(child) or "", self._words(child)
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_ in {"link", "belong", "associate", "use", "hold", "control", "affiliate", "run", "operate"}:
                for prep in child.children:
                    for pobj in prep.children if prep.dep_ in {"prep", "agent"} and prep.lower_ in {"to", "by", "with"} else ():
                        if pobj.dep_ == "pobj" and self._actor(pobj) is not None:
                            return self._actor(pobj) or "", self._words(pobj)
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "belonging"}:
                for pobj in child.children:
                    if pobj.dep_ == "pobj" and self._actor(pobj) is not None:
                        return self._actor(pobj) or "", self._words(pobj)
        return None

    def _actor(self, token: Token) -> str | None:
        if not self.grounding.actor_of:
            return None
        return self.grounding.actor_of[token.i] or self.pronouns.get(token.i)

    def _words(self, token: Token) -> Span:
        index = self.grounding.mention_of[token.i]
        return self.grounding.mentions[index].span if index is not None else self._span(token, token)

    def _span(self, first: Token, last: Token) -> Span:
        return Span.of(text_of(self.doc), first.idx, last.idx + len(last.text))


_EQUATING = frozenset({"constitute", "comprise", "represent", "mark", "involve", "include"})
QUANTITIES = frozenset({"wave", "series", "string", "spate", "barrage", "number", "round", "dozen", "score", "pair", "volley", "hundred", "thousand", "couple", "flurry"})


def _with_conjuncts(token: Token) -> Iterator[Token]:
    stack = [token]
    while stack:
        item = stack.pop()
        yield item
        for child in item.children:
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
                stack.append(child)
