"""Event mentions with typed slots: trigger, type, modality, participants, instruments, place, time.

Slots first; clustering is for `resolve.events`. Generic talk ("attacks on troops will go on")
is marked as such, so that it never founds an event of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from rashomon.extract.event_modality import modality_of
from rashomon.extract.name_kinds import person_nouns
from rashomon.extract.event_slots import QUANTITIES, SlotFiller, Slots
from rashomon.extract.trigger_kinds import ATTRIBUTION, Trigger, weapon_forms
from rashomon.extract.triggers import find_triggers
from rashomon.extract.words import text_of
from rashomon.lexicon import load
from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.spans import Span

COMPONENT = "rules.events/1"
_ARMED = frozenset({"armed_group", "military", "police", "state"})
#: Verbs that are violent only with a weapon or an armed subject ("hit", "strike", "target").
_NEEDS_ARMS = frozenset({"hit", "strike", "target", "storm", "raid", "sink", "overrun", "invade", "intercept", "crush", "ram", "pound", "snatch", "bundle", "explode", "slam", "battle", "neutralise", "neutralize", "eliminate", "beat", "hack", "stone"})
_ANAPHOR_ONLY = frozenset({"incident", "operation", "violence", "carnage", "atrocity", "bloodshed", "fatality", "death", "confrontation", "martyrdom", "offensive"})
_PERFORMING = frozenset({"announce", "declare", "order", "decide", "proclaim", "impose"})
#: Nouns that are an attack only where somebody begins or carries it out.
_ANSWERS = frozenset({"response", "retaliation", "reprisal"})
_BEGUN = frozenset({"begin", "start", "launch", "carry", "mount", "conduct", "unleash", "undertake"})
_CLAUSES = frozenset({"advcl", "ccomp", "parataxis", "relcl", "conj", "csubj", "dep"})


def find_events(doc: Doc, grounding: Grounding, claims: Sequence[Claim], *, document: Document) -> tuple[EventMention, ...]:
    """All event mentions in text order."""
    triggers = {t.token: t for t in find_triggers(doc)}
    cues = _cue_tokens(doc, claims)
    filler = SlotFiller(doc, grounding, triggers, cues)
    sentences = [s.start for s in doc.sents]
    filled = {i: filler.fill(t) for i, t in triggers.items()}
    owners = _Owners(doc, triggers, filled, cues)
    places, times = owners.assign(grounding.place_of), owners.assign(grounding.time_of)
    claim_at = _claims_by_offset(claims)
    claim_of_cue = _claims_by_cue(doc, claims)
    found = []
    for i, trigger in triggers.items():
        token, slots = doc[i], filled[i]
        points_back = not _counts(token, trigger, slots, grounding)
        if points_back and not any(c.dep_ == "nsubjpass" for c in token.children):
            continue
        mention = _mention(doc, trigger, slots, document)
        if mention.part == "note":
            continue
        if trigger.kind.mode == ATTRIBUTION:
            if not any(p.role == "actor" and p.actor_id is not None for p in slots.participants):
                continue
            found.append(replace(mention, definite=True, modality="happened", sentence=bisect_right(sentences, i) - 1, claim_id=claim_of_cue.get(i)))
            continue
        if points_back:  # "he was hit several times": tells of what was told, founds nothing
            mention = replace(mention, definite=True)
        elsewhere = mention.verdict or trigger.kind.outcome and _in_hospital(token)
        found.append(
            replace(
                mention,
                sentence=bisect_right(sentences, i) - 1,
                place_id=None if elsewhere else _most_exact(places.get(i, []), grounding),
                time_id=None if elsewhere else times.get(i, [None])[0],
                claim_id=claim_at(mention.trigger.start),
            )
        )
    return tuple(found)


def _mention(doc: Doc, trigger: Trigger, slots: Slots, document: Document) -> EventMention:
    token = doc[trigger.token]
    part = document.part_at(token.idx)
    words = load("triggers")
    mods = [c.lower_ for c in token.children if c.dep_ in {"amod", "det", "poss", "nummod"} and c.i < token.i] if trigger.noun else []
    first, last = doc[trigger.first], doc[trigger.last - 1]
    plural = trigger.noun and token.tag_ in {"NNS", "NNPS"}
    superlative = trigger.noun and any(c.tag_ == "JJS" or c.lower_ in {"worst", "most"} for c in token.children)
    dated = trigger.noun and any(c.dep_ == "poss" and c.ent_type_ == "DATE" for c in token.children)
    return EventMention(
        token=token.i,
        trigger=Span.of(text_of(doc), first.idx, last.idx + len(last.text)),
        evidence=_evidence(doc, trigger),
        sentence=0,
        part=part.kind if part is not None else "body",
        plover=trigger.kind.plover,
        mode=trigger.kind.mode,
        acled=_acled(trigger, slots),
        modality=modality_of(token, trigger.noun, light=slots.light),
        participants=tuple(slots.participants),
        instruments=tuple(slots.instruments),
        noun=trigger.noun,
        definite=dated or trigger.noun and bool({"the", "this", "that", "these", "those", "latest"} & set(mods)),
        plural=plural,
        generic=_generic(token, trigger, slots, mods),
        weak=trigger.kind.weak,
        verdict=superlative or trigger.noun and token.dep_ in {"attr", "oprd"} or trigger.noun and token.dep_ == "pobj" and token.head.lower_ == "as",
        bound=tuple(dict.fromkeys(slots.carriers)),
        cues=tuple(m for m in mods if m in words["apart"] or m in words["same"]),
        rule=f"{trigger.kind.plover}.{trigger.kind.mode}",
    )


def _in_hospital(token: Token) -> bool:
    """"died overnight in a hospital in X": when and where they died is not when and where it happened."""
    return any(t.lemma_.lower() in {"hospital", "clinic", "wound", "injury", "ward", "hospice"} for t in token.subtree)


def _counts(token: Token, trigger: Trigger, slots: Slots, grounding: Grounding) -> bool:
    """Whether the trigger tells of an event at all here."""
    lemma = token.lemma_.lower()
    if trigger.kind.plover != "ASSAULT":
        return not (trigger.noun and token.dep_ == "compound")
    if not trigger.noun and lemma in _NEEDS_ARMS and trigger.last - trigger.first == 1:
        if slots.instruments or slots.carriers:
            return True
        kinds = {_kind(p.actor_id, grounding) for p in slots.participants if p.role == "actor"}
        return bool(kinds & _ARMED) or "unknown" in kinds and bool(slots.participants)
    return True


def _kind(actor_id: str | None, grounding: Grounding) -> str:
    return grounding.actor(actor_id).kind if actor_id is not None else ""


def _acled(trigger: Trigger, slots: Slots) -> str | None:
    """The sub-event type; a general word takes that of its weapon."""
    if trigger.kind.plover != "ASSAULT" or not trigger.kind.weak:
        return trigger.kind.acled
    if any(p.role == "actor" and "suicide" in p.span.text.lower() for p in slots.participants):
        return "Suicide bomb"
    forms = weapon_forms()
    for instrument in slots.instruments:
        weapon = forms.get(instrument.name.lower())
        if weapon is not None and weapon[1] is not None:
            return weapon[1]
    return trigger.kind.acled


def _generic(token: Token, trigger: Trigger, slots: Slots, mods: list[str]) -> bool:
    if _of_a_period(token):
        return True
    if not trigger.noun:
        return token.tag_ == "VBG" and token.dep_ == "pcomp" and not slots.carriers and trigger.kind.plover == "ASSAULT"
    lemma = token.lemma_.lower()
    if lemma in _ANSWERS:
        return slots.light is None or slots.light.lemma_ not in _BEGUN
    if lemma in _ANAPHOR_ONLY and trigger.last - trigger.first == 1:
        return not (lemma in {"operation", "offensive"} and slots.light is not None and slots.light.lemma_ in _BEGUN)
    if {"any", "such", "no", "further", "retaliatory", "future", "more", "all", "every", "most"} & set(mods):
        return True
    if token.tag_ in {"NNS", "NNPS"}:
        return not ({"the", "these", "those"} & set(mods)) and slots.light is None and not _quantified(token) and not any(c.dep_ == "nummod" for c in token.children) and not _is_subject_of_event(token)
    bare = not mods and not any(c.dep_ in {"nummod", "poss"} for c in token.children)
    return bare and token.dep_ in {"pobj", "compound", "conj"} and not slots.participants and trigger.kind.weak


def _of_a_period(token: Token) -> bool:
    """"have traded fire since October": a state of things, not one happening."""
    since = any(t.lower_ == "since" and t.dep_ in {"prep", "mark", "advmod"} for t in token.subtree)
    if token.pos_ == "NOUN":
        return since and token.tag_ == "NNS"
    perfect = any(c.lower_ in {"has", "have", "'ve"} and c.dep_ == "aux" for c in token.children)
    return since and (perfect or token.dep_ == "acl")


def _quantified(token: Token) -> bool:
    """"a wave of air strikes" is one happening."""
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_ in QUANTITIES


def _is_subject_of_event(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass"} and token.head.tag_ in {"VBD", "VBN", "VBZ", "VBP"} and token.head.lemma_ in {"kill", "hit", "strike", "target", "injure", "wound", "destroy", "leave", "damage"}


def _evidence(doc: Doc, trigger: Trigger) -> Span:
    """The trigger's own clause or phrase, without the clauses that hang on it."""
    token = doc[trigger.token]
    first, last = trigger.first, trigger.last - 1
    left, right = token.i, token.i
    stack = [token]
    while stack:
        item = stack.pop()
        for child in item.children:
            if child.is_space or child.dep_ == "punct" or item.i == token.i and child.dep_ in _CLAUSES and not (child.dep_ == "relcl" and trigger.noun):
                continue
            if child.dep_ in {"relcl", "advcl", "parataxis"} and item.i != token.i:
                continue
            if child.dep_ == "conj" and item.i == token.i:
                continue
            left, right = min(left, child.i), max(right, child.i)
            stack.append(child)
    sent = token.sent
    left, right = max(min(left, first), sent.start), min(max(right, last), sent.end - 1)
    while doc[right].is_space and right > last:
        right -= 1
    while doc[left].is_space and left < first:
        left += 1
    return Span.of(text_of(doc), doc[left].idx, doc[right].idx + len(doc[right].text))


def _most_exact(ids: list[str], grounding: Grounding) -> str | None:
    order = ("exact", "neighbourhood", "city", "near", "linear", "admin2", "admin1", "region", "country")
    ranks = {p.id: order.index(p.precision) for p in grounding.places}
    return min(ids, key=lambda i: ranks.get(i, 9), default=None)


def _cue_tokens(doc: Doc, claims: Sequence[Claim]) -> set[int]:
    found = set()
    for claim in claims:
        if claim.cue is not None:
            span = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand")
            if span is not None:
                found.update(t.i for t in span)
    return found


def _claims_by_cue(doc: Doc, claims: Sequence[Claim]) -> dict[int, str]:
    found: dict[int, str] = {}
    for claim in claims:
        span = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand") if claim.cue is not None else None
        for token in span or ():
            found.setdefault(token.i, claim.id)
    return found


def _claims_by_offset(claims: Sequence[Claim]):  # type: ignore[no-untyped-def]
    spans = sorted((len(s), s.start, s.end, c.id) for c in claims for s in c.content)

    def at(offset: int) -> str | None:
        for _, start, end, claim_id in spans:
            if start <= offset < end:
                return claim_id
        return None

    return at


def _afterwards(node: Token) -> bool:
    """A clause with "after": what stands above it came later, and so did its time."""
    return node.dep_ == "advcl" and any(c.lower_ in {"after", "since", "before", "until"} for c in node.children if c.dep_ in {"mark", "advmod", "prep"})


class _Owners:
    """Which trigger a time or place belongs to: the first trigger above it; a speech cue stops the climb."""

    def __init__(self, doc: Doc, triggers: dict[int, Trigger], slots: dict[int, Slots], cues: set[int]) -> None:
        self.doc = doc
        self.triggers = triggers
        self.cues = cues
        self.alias: dict[int, int] = {}
        for i, filled in slots.items():
            if filled.light is not None and filled.light.i not in triggers:
                self.alias.setdefault(filled.light.i, i)

    def assign(self, table: Sequence[str | None]) -> dict[int, list[str]]:
        """Trigger token to the ids it owns, nearest first."""
        owned: dict[int, list[str]] = {}
        free: list[tuple[Token, str]] = []
        previous: str | None = None
        for i, identity in enumerate(table):
            if identity is not None and identity != previous and not self._opens_period(i):
                head = self._head(i, table)
                owner = self._climb(head)
                if owner is None:
                    owner = self._fronted(head)
                if owner is not None:
                    owned.setdefault(owner, []).append(identity)
                elif owner is None and not self._stopped(head):
                    free.append((head, identity))
            previous = identity
        for i in self.triggers:
            token = self.doc[i]
            if token.dep_ == "relcl" and (dated := table[token.head.i]) is not None:
                owned.setdefault(i, []).insert(0, dated)  # "since January 9, when a destroyer sank ..."
        for head, identity in free:
            self._inherit(head, identity, owned)
        return owned

    def _opens_period(self, i: int) -> bool:
        """"since January": where a period begins is no date of an event."""
        return any(self.doc[j].lower_ in {"since", "until"} for j in range(max(0, i - 2), i + 1) if not self.doc[j].is_punct)

    def _head(self, i: int, table: Sequence[str | None]) -> Token:
        token = self.doc[i]
        while token.head.i != token.i and table[token.head.i] == table[i]:
            token = token.head
        return token

    def _climb(self, token: Token) -> int | None:
        for _ in range(12):
            if token.i in self.triggers and not self._is_origin(token):
                return token.i
            if token.i in self.alias:
                return self.alias[token.i]
            if token.i in self.cues or token.head.i == token.i:
                return None
            if token.dep_ == "prep" and token.lower_ in {"from", "of"} and token.head.pos_ in {"NOUN", "PROPN"} and token.head.i not in self.triggers and token.head.ent_type_ == "":
                if token.head.lower_ in person_nouns() or token.head.lemma_.lower() in person_nouns() or token.head.lower_ in {"government", "coalition", "army", "native"}:
                    return None
            token = token.head
        return None

    def _fronted(self, head: Token) -> int | None:
        """"Early on Wednesday the group said it had fired ...": a time in front of the speaker dates what is told."""
        cue = head
        for _ in range(4):
            if cue.i in self.cues or cue.head.i == cue.i:
                break
            cue = cue.head
        subject = next((c for c in cue.children if c.dep_ == "nsubj"), None)
        if cue.i not in self.cues or subject is None:
            return None
        if cue.lemma_ in _PERFORMING:  # to announce a halt is to halt: one date
            return next((c.i for c in cue.children if c.dep_ in {"ccomp", "xcomp", "dobj"} and c.i in self.triggers), None)
        if head.i > subject.i:
            return None
        for child in cue.children:
            if child.dep_ == "ccomp" and child.i in self.triggers and any(c.lower_ == "had" for c in child.children):
                return child.i
        return None

    def _is_origin(self, token: Token) -> bool:
        return False

    def _stopped(self, token: Token) -> bool:
        for _ in range(12):
            if token.i in self.cues:
                return True
            if token.head.i == token.i:
                return False
            token = token.head
        return True

    def _inherit(self, head: Token, identity: str, owned: dict[int, list[str]]) -> None:
        """A time or place of a clause without a trigger holds for the triggers that hang on that clause."""
        root = head
        while root.head.i != root.i and root.pos_ not in {"VERB", "AUX"}:
            root = root.head
        for i in self.triggers:
            token = self.doc[i]
            if token.sent.start != head.sent.start or owned.get(i):
                continue
            node, steps = token, 0
            while node.head.i != node.i and steps < 6 and node.i not in self.cues and not _afterwards(node):
                node, steps = node.head, steps + 1
                if node.i == root.i:
                    owned.setdefault(i, []).append(identity)
                    break
