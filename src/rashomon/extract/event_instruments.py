"""With what it was done: the weapons in and around one trigger."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from rashomon.extract.event_parties import with_conjuncts
from rashomon.extract.trigger_kinds import Trigger, weapon_forms
from rashomon.extract.words import text_of
from rashomon.model.events import Instrument
from rashomon.model.spans import Span

_WITH = frozenset({"with", "by", "from", "using", "of", "in"})
_USING = frozenset({"use", "fire", "launch", "arm", "involve", "drop", "employ"})


def instruments_of(doc: Doc, token: Token, trigger: Trigger, seen: set[str]) -> Iterator[Instrument]:
    """Weapons that the trigger's own words name, each once; `seen` names are left out."""
    forms = weapon_forms()
    for item in _tokens(doc, token, trigger):
        two = f"{doc[item.i - 1].lower_} {item.lower_}" if item.i else item.lower_
        weapon = forms.get(two) or forms.get(item.lower_) or forms.get(item.lemma_.lower())
        if weapon is not None and weapon[0] not in seen:
            seen.add(weapon[0])
            first = doc[item.i - 1] if item.i and two in forms else item
            yield Instrument(weapon[0], Span.of(text_of(doc), first.idx, item.idx + len(item.text)))


def is_weapon(token: Token) -> bool:
    """Whether a word names a weapon."""
    return token.lower_ in weapon_forms() or token.lemma_.lower() in weapon_forms()


def _tokens(doc: Doc, token: Token, trigger: Trigger) -> Iterator[Token]:
    yield from doc[trigger.first : trigger.last]
    for child in token.children:
        if child.dep_ in {"compound", "amod", "nmod"} and child.i < token.i:
            yield child
            yield from (c for c in child.children if c.dep_ in {"compound", "amod"})
        elif child.dep_ in {"prep", "agent"} and child.lower_ in _WITH:
            for pobj in child.children:
                if pobj.dep_ == "pobj":
                    yield from with_conjuncts(pobj)
                    yield from (c for c in pobj.children if c.dep_ == "compound")
        elif child.dep_ in {"acl", "advcl", "xcomp"} and child.lemma_ in _USING:
            for obj in child.children:
                if obj.dep_ == "dobj":
                    yield from with_conjuncts(obj)
        elif (
            child.dep_ in {"dobj", "nsubjpass"}
            and not trigger.noun
            and trigger.kind.mode in {"explosives", "heavy-weapons", "aerial", "grenade"}
        ):
            yield from with_conjuncts(child)
