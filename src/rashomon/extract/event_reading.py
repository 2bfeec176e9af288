"""How a trigger's words are to be taken: as an event at all, of which type, as a pointer back, a verdict; and its evidence."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from rashomon.extract.event_parties import Parties
from rashomon.extract.event_roles import Slots
from rashomon.extract.trigger_kinds import Trigger, weapon_forms
from rashomon.extract.words import text_of
from rashomon.model.spans import Span

_ARMED = frozenset({"armed_group", "military", "police", "state"})
#: Verbs that are violent only with a weapon or an armed subject ("hit", "strike", "target").
_NEEDS_ARMS = frozenset(
    {
        "hit",
        "strike",
        "target",
        "storm",
        "raid",
        "sink",
        "overrun",
        "invade",
        "intercept",
        "crush",
        "ram",
        "pound",
        "snatch",
        "bundle",
        "slam",
        "battle",
        "neutralise",
        "neutralize",
        "eliminate",
        "beat",
        "hack",
        "stone",
        "cut",
        "fight",
        "hang",
        "pelt",
        "infiltrate",
        "sabotage",
    }
)
_FORCES = frozenset(
    {
        "assailant",
        "bomber",
        "extremist",
        "jihadist",
        "pirate",
        "gang",
        "mob",
        "crowd",
        "police",
        "officer",
        "soldier",
        "settler",
        "vigilante",
        "herder",
        "tribesman",
        "guerrilla",
        "terrorist",
        "warship",
        "helicopter",
        "plane",
        "guard",
        "commando",
        "raider",
        "force",
        "army",
        "military",
        "navy",
        "troop",
        "marine",
        "unit",
        "militia",
        "gunman",
        "aircraft",
        "jet",
        "warplane",
        "attacker",
        "militant",
        "rebel",
        "fighter",
        "bandit",
        "insurgent",
    }
)
_BY_HAND = frozenset(
    {
        "storm",
        "raid",
        "ram",
        "hack",
        "snatch",
        "overrun",
        "beat",
        "stone",
        "pelt",
        "bundle",
        "infiltrate",
        "invade",
        "sabotage",
    }
)
_STRIKES = frozenset({"hit", "strike"})
#: What strikes without anybody striking.
_DISASTERS = frozenset(
    "storm earthquake quake flood cyclone hurricane typhoon tornado wave disease virus crisis sanction price drought tsunami economy measure law ban policy report shortage outbreak pandemic inflation strike lightning heatwave landslide fire blackout".split()
)
_CLAUSES = frozenset({"advcl", "ccomp", "parataxis", "relcl", "conj", "csubj", "dep"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "latest"})
_TREATED = frozenset({"hospital", "clinic", "wound", "injury", "ward", "hospice"})


def counts(token: Token, trigger: Trigger, slots: Slots, who: Parties) -> bool:
    """Whether the trigger tells of an event at all here."""
    if trigger.kind.plover != "ASSAULT":
        return not (trigger.noun and token.dep_ == "compound")
    if not trigger.noun and token.lemma_.lower() in _NEEDS_ARMS and trigger.last - trigger.first == 1:
        if slots.instruments or slots.carriers:
            return True
        kinds = {who.kinds.get(p.actor_id or "", "") for p in slots.participants if p.role == "actor"}
        if slots.subject is not None and slots.subject.lemma_.lower() in _FORCES:
            return True
        if (
            token.lemma_.lower() in _STRIKES
            and slots.subject is not None
            and slots.subject.lemma_.lower() not in _DISASTERS
            and any(p.role != "actor" and p.actor_id is not None for p in slots.participants)
            and slots.subject.pos_ == "NOUN"
        ):
            return True
        if (
            token.lemma_.lower() in _BY_HAND
            and (slots.subject is None or kinds & {"population", "person"})
            and any(p.role != "actor" for p in slots.participants)
        ):
            return True
        return bool(kinds & _ARMED) or "unknown" in kinds and bool(slots.participants)
    return True


def acled_of(trigger: Trigger, slots: Slots) -> str | None:
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


def modifiers(token: Token, trigger: Trigger) -> list[str]:
    """Lower-case words before a noun that qualify it."""
    if not trigger.noun:
        return []
    return [c.lower_ for c in token.children if c.dep_ in {"amod", "det", "poss", "nummod"} and c.i < token.i]


def is_definite(token: Token, trigger: Trigger, mods: list[str]) -> bool:
    """ "the attack", "Tuesday's killings": points back rather than introduces."""
    dated = trigger.noun and any(c.dep_ == "poss" and c.ent_type_ == "DATE" for c in token.children)
    return dated or trigger.noun and bool(_DEFINITE & set(mods))


def is_verdict(token: Token, trigger: Trigger, slots: Slots) -> bool:
    """The noun judges what another word told: "the raid was a massacre", "described it as an act of war"."""
    if not trigger.noun:
        return False
    if any(c.tag_ == "JJS" or c.lower_ in {"worst", "most"} for c in token.children):
        return True
    if token.dep_ == "pobj" and token.head.lower_ == "as":
        return True
    if token.dep_ not in {"attr", "oprd"}:
        return False
    named = any(
        c.lower_ == "what" for c in token.head.children
    )  # "what it called X's attack on Y" is the attack itself
    return not (named and slots.has("target"))


def dies_later(token: Token) -> bool:
    """ "She died on Friday", "died overnight in a hospital in X": when and where one died is not when and where it happened."""
    if any(t.lemma_.lower() in _TREATED for t in token.subtree):
        return True
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None or any(
        c.lower_ in {"in", "when", "during"} and any(g.pos_ == "NOUN" and g.ent_type_ == "" for g in c.children)
        for c in token.children
    ):
        return False
    if subject.tag_ == "WP" and token.dep_ == "relcl":  # "a boy who died on Friday"
        subject = token.head
    return subject.tag_ in {"NN", "NNP", "PRP", "JJ"} and subject.lower_ != "they"  # "a seventh died yesterday"


def evidence_of(doc: Doc, trigger: Trigger) -> Span:
    """The trigger's own clause or phrase, without the clauses that hang on it."""
    token = doc[trigger.token]
    first, last = trigger.first, trigger.last - 1
    left, right = token.i, token.i
    stack = [token]
    while stack:
        item = stack.pop()
        for child in item.children:
            if _left_out(child, item, token, trigger):
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


def _left_out(child: Token, item: Token, token: Token, trigger: Trigger) -> bool:
    if child.is_space or child.dep_ == "punct":
        return True
    if item.i == token.i:
        return child.dep_ in _CLAUSES and not (child.dep_ == "relcl" and trigger.noun)
    return child.dep_ in {"relcl", "advcl", "parataxis"}
