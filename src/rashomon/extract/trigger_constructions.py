"""Events that no single word tells: a verb with its object ("blocked roads"), or a weapon that is fired, found or lands.

Every construction is a rule of plain usage; which verbs and objects take part is in triggers.yaml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.extract.trigger_kinds import ATTRIBUTION, Kind, Trigger, missile_forms, mode_of
from rashomon.lexicon import load

_ACTED_ON = frozenset({"dobj", "nsubjpass"})
_ARMED_MEN = frozenset(
    "gunman militant rebel insurgent fighter attacker bandit jihadist guerrilla assailant raider militiaman".split()
)
_BY_THEMSELVES = frozenset({"burn", "burnt"})
_TOWNS = frozenset({"GPE", "LOC", "FAC"})
#: Verbs that are an attack when a weapon is their object: "fired more than 60 rockets", "the launch of missiles".
_LAUNCH = frozenset(
    {
        "fire",
        "launch",
        "lob",
        "drop",
        "unleash",
        "hurl",
        "throw",
        "plant",
        "detonate",
        "rain",
        "shower",
        "launching",
        "firing",
    }
)
_LESS_LETHAL = frozenset({"tear", "teargas", "rubber", "pepper", "stun", "warning", "blank", "blanks"})
#: Verbs that are an attack when a weapon is their subject: "shells landed on a camp".
_LAND = frozenset({"land", "fall", "crash", "slam", "rain", "plunge", "smash", "rip", "tear"})
_FIND = frozenset({"find", "discover", "defuse", "dismantle", "deactivate"})
_DEVICES = frozenset({"bomb", "ied", "device", "explosive", "landmine", "mine"})
_SENT = frozenset({"send", "rush", "dispatch", "deploy", "order", "move", "fly", "airlift", "station", "redeploy"})
_UNITS = frozenset(
    {
        "troop",
        "soldier",
        "personnel",
        "force",
        "reinforcement",
        "unit",
        "battalion",
        "police",
        "officer",
        "company",
        "peacekeeper",
        "tank",
        "brigade",
        "marine",
        "commando",
        "policeman",
        "guard",
        "paratrooper",
    }
)
_OWN_UP = {
    "claim": {"responsibility", "credit"},
    "take": {"responsibility", "credit"},
    "accept": {"responsibility"},
    "admit": {"responsibility", "involvement"},
    "deny": {"responsibility", "involvement", "role"},
    "disclaim": {"responsibility"},
}


@dataclass(frozen=True, slots=True)
class _Construction:
    kind: Kind
    objects: frozenset[str]
    beside: tuple[str, ...]
    places: bool


@functools.cache
def _constructions() -> dict[str, tuple[_Construction, ...]]:
    table: dict[str, list[_Construction]] = {}
    for row in load("triggers")["constructions"]:
        one = _Construction(
            Kind(row["plover"], row["mode"], row["acled"], bool(row.get("weak"))),
            frozenset(row["objects"]),
            tuple(row.get("beside") or ()),
            bool(row.get("places")),
        )
        for verb in row["verbs"]:
            table.setdefault(verb, []).append(one)
    return {verb: tuple(rows) for verb, rows in table.items()}


def find_constructions(tokens: Sequence[Token]) -> list[Trigger]:
    """Triggers of the constructions in triggers.yaml; they outrank plain triggers on the same words."""
    table = _constructions()
    found = []
    for token in tokens:
        if token.pos_ != "VERB":
            continue
        for row in table.get(token.lemma_.lower(), ()):
            if row.kind.mode == "arrest" and raiders(token):
                continue
            if _has_object(token, row) and _has_beside(token, row.beside):
                found.append(Trigger(token.i, token.i, token.i + 1, False, row.kind))
                break
    return found


def raiders(verb: Token) -> bool:
    """Whether armed men, not the law, do it: gunmen who raid a house search for nobody."""
    return any(c.dep_ == "nsubj" and c.lemma_.lower() in _ARMED_MEN for c in verb.children)


def _has_object(verb: Token, row: _Construction) -> bool:
    if not row.objects:
        return True
    for child in verb.children:
        if child.dep_ in _ACTED_ON and (
            child.lemma_.lower() in row.objects or row.places and child.ent_type_ in _TOWNS and child.pos_ == "PROPN"
        ):
            return True
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBN" and verb.head.lemma_.lower() in row.objects:
        return True
    if verb.lemma_ in _BY_THEMSELVES and not any(c.dep_ in _ACTED_ON for c in verb.children):
        if any(c.dep_ == "nsubj" and c.lemma_.lower() in row.objects for c in verb.children):
            return True  # "eleven houses have burned"
    return any(
        w.lemma_.lower() in row.objects
        for c in verb.children
        if c.dep_ in _ACTED_ON
        for w in c.children
        if w.dep_ in {"poss", "nummod"}
    )


def _has_beside(verb: Token, beside: tuple[str, ...]) -> bool:
    if not beside:
        return True
    words = " ".join(t.lower_ for c in verb.children for t in (c, *c.children) if c.i > verb.i) + " "
    near = " ".join(t.lower_ for t in verb.doc[verb.i + 1 : min(verb.i + 14, verb.sent.end)]) + " "
    return any(f"{b} " in (near if " " in b else words) for b in beside)


def find_weapon_uses(tokens: Sequence[Token]) -> list[Trigger]:
    """Weapons fired, dropped, found or coming down, and units sent."""
    found: list[Trigger] = []
    for token in tokens:
        kind = _weapon_use(token) if token.pos_ != "ADJ" else None
        if kind is not None:
            found.append(Trigger(token.i, token.i, token.i + 1, token.pos_ == "NOUN", kind))
    return found


def _weapon_use(token: Token) -> Kind | None:
    lemma, verb = token.lemma_.lower(), token.pos_ == "VERB"
    if lemma == "custody" and token.head.lower_ == "in" and token.head.head.lemma_ in {"be", "hold"}:
        return Kind("COERCE", "arrest", "Arrests")
    if verb and lemma in _FIND and any(c.dep_ in _ACTED_ON and c.lemma_.lower() in _DEVICES for c in token.children):
        return Kind("ASSAULT", "disrupted", "Disrupted weapons use")
    if verb and lemma in _SENT and objects_of(token) & _UNITS:
        return Kind("MOBILIZE", "troops", None)
    if verb and lemma in _LAND:
        forms = missile_forms()
        hit = next(
            (forms[c.lemma_.lower()] for c in token.children if c.dep_ == "nsubj" and c.lemma_.lower() in forms), None
        )
        if hit is not None:
            hit = _dropped(lemma, hit)
            return Kind("ASSAULT", mode_of(hit), hit)
    return _launch(token) if lemma in _LAUNCH else None


def _launch(token: Token) -> Kind | None:
    forms = missile_forms()
    objects = [c for c in token.children if c.dep_ in _ACTED_ON]
    objects += [p for c in token.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
    objects += [p for o in objects for c in o.children if c.lower_ == "of" for p in c.children]
    if any(w.lower_ in _LESS_LETHAL for o in objects for w in o.subtree):
        return Kind("COERCE", "crowd-control", "Protest with intervention")
    acled = next((forms[o.lemma_.lower()] for o in objects if o.lemma_.lower() in forms), None)
    acled = _dropped(token.lemma_.lower(), acled) if acled is not None else None
    return Kind("ASSAULT", mode_of(acled), acled) if acled is not None else None


def _dropped(verb: str, acled: str) -> str:
    """Bombs that fall or are dropped come from the air."""
    falls = verb in {"drop", "fall", "rain"} and acled == "Remote explosive/landmine/IED"
    return "Air/drone strike" if falls else acled


def find_attributions(tokens: Sequence[Token]) -> list[Trigger]:
    """Blame and responsibility as pointers to the event told before; `blame.attributed` finds the party."""
    kind = Kind("ASSAULT", ATTRIBUTION, None, weak=True)
    return [
        Trigger(t.i, t.i, t.i + 1, t.pos_ == "NOUN", kind)
        for t in tokens
        if t.pos_ == "VERB" and _attributes(t) or _handiwork(t) or _responsible(t)
    ]


def _attributes(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    direct = [c for c in verb.children if c.dep_ in _ACTED_ON]
    objects = {c.lemma_.lower() for c in direct}
    if lemma == "blame":
        return bool(objects)
    if lemma in {"attribute", "pin"}:
        return any(c.lower_ in {"to", "on"} and c.dep_ in {"prep", "dative"} for c in verb.children)
    if lemma in {"tag", "implicate"}:
        return bool(objects) and any(c.lower_ == "in" and c.dep_ == "prep" for c in verb.children)
    return bool(objects & _OWN_UP.get(lemma, set()))


def _responsible(word: Token) -> bool:
    """ "X was responsible", with nothing said of what for."""
    return (
        word.lower_ == "responsible"
        and word.dep_ == "acomp"
        and word.head.lemma_ == "be"
        and not any(
            c.dep_ in {"neg", "prep"} for c in (*word.children, *(c for c in word.head.children if c.dep_ == "neg"))
        )
    )


def _handiwork(noun: Token) -> bool:
    """ "This is the handiwork of X"."""
    if (
        noun.lower_ not in {"handiwork", "work"}
        or noun.dep_ != "attr"
        or not any(c.lower_ == "of" for c in noun.children)
    ):
        return False
    return any(
        c.dep_ == "nsubj" and c.lower_ in {"this", "it", "that", "attack", "bombing", "killing", "blast"}
        for c in noun.head.children
    )


def objects_of(token: Token) -> set[str]:
    """Lemmas of what a verb acts on, or a noun is directed on or at."""
    direct = {c.lemma_.lower() for c in token.children if c.dep_ in _ACTED_ON}
    return direct | set(_after_prepositions(token))


def _after_prepositions(token: Token) -> Iterator[str]:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"on", "of", "at"}:
            yield from (p.lemma_.lower() for p in child.children if p.dep_ == "pobj")
