"""Finds the words that tell of an event and gives them a type from triggers.yaml.

A trigger is a candidate; whether something happened, and to whom, is read in `events`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from rashomon.lexicon import load
from rashomon.model.events import Plover


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the trigger list."""

    plover: Plover
    mode: str
    acled: str | None
    weak: bool
    outcome: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: token range and the token that carries it."""

    token: int
    first: int
    last: int
    noun: bool
    kind: Kind


class TriggerMatcher:
    """The trigger list as lemma matchers for one vocabulary; verbs and nouns apart."""

    def __init__(self, vocab: Vocab) -> None:
        self.kinds: list[Kind] = []
        self.objects: dict[tuple[str, str], Kind] = {}
        """Verb and object: "lodge complaint" also stands for "lodged a formal complaint"."""
        self.nouns = PhraseMatcher(vocab, attr="LEMMA")
        self.verbs = PhraseMatcher(vocab, attr="LEMMA")
        for row in load("triggers")["groups"]:
            kind = Kind(row["plover"], row["mode"], row["acled"], bool(row.get("weak")), bool(row.get("outcome")))
            self.kinds.append(kind)
            key = f"{len(self.kinds) - 1}"
            for form in row["verbs"]:
                verb, _, rest = form.partition(" ")
                if rest and rest.split()[-1] not in _PARTICLES:
                    self.objects[verb, rest.split()[-1]] = kind
            for matcher, forms in ((self.nouns, row["nouns"]), (self.verbs, row["verbs"])):
                docs = []
                for form in forms:
                    words = [w for part in form.replace("-", " - ").split() for w in (part,)]
                    docs.append(Doc(vocab, words=words, lemmas=words))
                if docs:
                    matcher.add(key, docs)

    def find(self, doc: Doc) -> list[Trigger]:
        """Triggers in text order, longest first where they overlap."""
        found: list[Trigger] = []
        for matcher, noun in ((self.nouns, True), (self.verbs, False)):
            for key, first, last in matcher(doc):
                token = doc[last - 1] if noun else doc[first]
                if _fits(token, noun):
                    kind = _in_context(token, self.kinds[int(doc.vocab.strings[key])])
                    if kind is not None:
                        found.append(Trigger(token.i, first, last, noun, kind))
        found.extend(_launches(doc))
        found.extend(_attributions(doc))
        nouns = {t.token for t in found if t.noun}
        found.extend(t for t in self._with_objects(doc) if not any(c.i in nouns for c in doc[t.token].children))
        found.sort(key=lambda t: (t.first - t.last, t.kind.weak, t.first))
        taken: set[int] = set()
        kept = []
        for trigger in found:
            if taken.isdisjoint(range(trigger.first, trigger.last)):
                taken.update(range(trigger.first, trigger.last))
                kept.append(trigger)
        return sorted(kept, key=lambda t: t.token)

    def _with_objects(self, doc: Doc) -> list[Trigger]:
        verbs = {verb for verb, _ in self.objects}
        found = []
        for token in doc:
            if token.pos_ != "VERB" or token.lemma_ not in verbs:
                continue
            for child in token.children:
                if child.dep_ in {"dobj", "nsubjpass"} and (kind := self.objects.get((token.lemma_, child.lemma_.lower()))) is not None:
                    found.append(Trigger(token.i, token.i, token.i + 1, False, kind))
        return found


_CALLED_OFF = frozenset({"suspend", "pause", "postpone", "cancel", "end", "halt", "break", "abandon", "scrap", "freeze", "violate", "collapse", "suspension", "postponement", "cancellation", "call"})
_PEACEFUL = frozenset({"talk", "talks", "ceasefire", "truce", "negotiation", "agreement", "deal", "visit", "meeting", "round", "cooperation", "mission", "process", "summit", "dialogue", "accord"})
_LOOT = frozenset({"rifle", "weapon", "gun", "pistol", "ammunition", "arm", "arms", "drug", "cash", "phone", "document", "explosive", "machine", "grenade", "launcher", "firearm", "vehicle", "motorcycle", "magazine", "round", "cartridge"})
_SENT = frozenset({"send", "rush", "dispatch", "deploy", "order", "move", "fly", "airlift", "station", "redeploy"})
_UNITS = frozenset({"troop", "soldier", "personnel", "force", "reinforcement", "unit", "battalion", "police", "officer", "company", "peacekeeper", "tank", "brigade", "marine", "commando", "policeman", "guard", "paratrooper"})
_DWELLINGS = frozenset({"house", "home", "hideout", "apartment", "flat", "office", "shop", "hotel", "compound", "residence", "safehouse"})


def _objects(token: Token) -> set[str]:
    """Lemmas of what a verb acts on, or a noun is directed on or at."""
    direct = {c.lemma_.lower() for c in token.children if c.dep_ in {"dobj", "nsubjpass"}}
    return direct | {p.lemma_.lower() for c in token.children if c.dep_ == "prep" and c.lower_ in {"on", "of", "at"} for p in c.children if p.dep_ == "pobj"}


def _in_context(token: Token, kind: Kind) -> Kind | None:
    """A type that the object decides: breaking off talks rejects, halting attacks retreats; a raid on a house is a search."""
    if kind.plover == "RETREAT":
        objects = {c.lemma_.lower() for c in token.children if c.dep_ in {"dobj", "nsubjpass", "nsubj"}}
        objects |= {p.lemma_.lower() for c in token.children if c.lower_ == "of" for p in c.children}
        if token.lemma_.lower() in _CALLED_OFF and objects & _PEACEFUL:
            return Kind("REJECT", "suspend", None, False, False)
        if token.lemma_.lower() in _PEACEFUL and token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_ in _CALLED_OFF:
            return Kind("REJECT", "suspend", None, False, False)
    if kind.mode == "seize" and _objects(token) & _LOOT:
        return None  # arms found after a raid belong to the raid
    if token.lemma_.lower() == "raid" and _objects(token) & _DWELLINGS:
        return Kind("COERCE", "arrest", "Arrests", False, False)
    return kind


#: Verbs that are an attack when a weapon is their object: "fired more than 60 rockets", "the launch of missiles".
_LAUNCH = frozenset({"fire", "launch", "lob", "drop", "unleash", "hurl", "throw", "plant", "detonate", "rain", "shower", "launching", "firing"})


_LESS_LETHAL = frozenset({"tear", "teargas", "rubber", "pepper", "stun", "warning", "blank", "blanks"})
_FIND = frozenset({"find", "discover", "defuse", "dismantle", "deactivate"})
_DEVICES = frozenset({"bomb", "ied", "device", "explosive", "landmine", "mine"})


def _launches(doc: Doc) -> list[Trigger]:
    forms = {f.lower(): e.get("acled") for e in load("weapons")["weapons"] for f in [e["name"], *(e.get("forms") or ())] if e.get("acled") and not e.get("platform")}
    found = []
    for token in doc:
        if token.lemma_.lower() in _FIND and token.pos_ == "VERB" and any(c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() in _DEVICES for c in token.children):
            found.append(Trigger(token.i, token.i, token.i + 1, False, Kind("ASSAULT", "disrupted", "Disrupted weapons use", False, False)))
        if token.lemma_.lower() in _SENT and token.pos_ == "VERB" and _objects(token) & _UNITS:
            found.append(Trigger(token.i, token.i, token.i + 1, False, Kind("MOBILIZE", "troops", None, False, False)))
        if token.lemma_.lower() in _LAND and token.pos_ == "VERB":
            hit = next((forms[c.lemma_.lower()] for c in token.children if c.dep_ == "nsubj" and c.lemma_.lower() in forms), None)
            if hit is not None:
                found.append(Trigger(token.i, token.i, token.i + 1, False, Kind("ASSAULT", _mode_of(hit), hit, False, False)))
        if token.lemma_.lower() not in _LAUNCH or token.pos_ not in {"VERB", "NOUN"}:
            continue
        objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        objects += [p for c in token.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
        objects += [p for o in objects for c in o.children if c.lower_ == "of" for p in c.children]
        if any(w.lower_ in _LESS_LETHAL for o in objects for w in o.subtree):
            found.append(Trigger(token.i, token.i, token.i + 1, token.pos_ == "NOUN", Kind("COERCE", "crowd-control", "Protest with intervention", False, False)))
            continue
        acled = next((forms[o.lemma_.lower()] for o in objects if o.lemma_.lower() in forms), None)
        if acled is not None:
            found.append(Trigger(token.i, token.i, token.i + 1, token.pos_ == "NOUN", Kind("ASSAULT", _mode_of(acled), acled, False, False)))
    return found


#: Words that name a doer of what was told before: "They blamed X.", "X claimed responsibility."
ATTRIBUTION = "attribution"
_OWN_UP = {"claim": {"responsibility", "credit"}, "take": {"responsibility", "credit"}, "accept": {"responsibility"}, "admit": {"responsibility", "involvement"},
           "deny": {"responsibility", "involvement", "role"}, "disclaim": {"responsibility"}}


def _attributions(doc: Doc) -> list[Trigger]:
    """Blame and responsibility as pointers to the event told before; `blame.blamed` finds the party."""
    kind = Kind("ASSAULT", ATTRIBUTION, None, True, False)
    found = []
    for token in doc:
        if token.pos_ != "VERB":
            continue
        lemma = token.lemma_.lower()
        objects = {c.lemma_.lower() for c in token.children if c.dep_ in {"dobj", "nsubjpass"}}
        if lemma == "blame" and objects or objects & _OWN_UP.get(lemma, set()):
            found.append(Trigger(token.i, token.i, token.i + 1, False, kind))
    return found


#: Verbs that are an attack when a weapon is their subject: "shells landed on a camp".
_LAND = frozenset({"land", "fall", "crash", "slam", "rain", "plunge", "smash", "rip", "tear"})


def _mode_of(acled: str) -> str:
    return {"Air/drone strike": "aerial", "Remote explosive/landmine/IED": "explosives", "Grenade": "grenade"}.get(acled, "heavy-weapons")


_PARTICLES = frozenset({"up", "out", "off", "down", "back", "dead", "on", "at", "into", "over", "alive", "ablaze", "alight", "fire", "away", "in", "hostage", "custody", "death"})

_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "DATE"})


def _fits(token: Token, noun: bool) -> bool:
    if token.ent_type_ in _NAME_LABELS and token.text[0].isupper() and not token.is_sent_start:
        return False
    if noun:
        if token.pos_ not in {"NOUN", "PROPN"}:
            return False
        return not (token.dep_ in {"compound", "npadvmod"} and token.head.i > token.i and token.head.pos_ in {"NOUN", "PROPN"})
    return token.pos_ == "VERB" or token.pos_ == "AUX" or token.pos_ == "NOUN" and token.tag_ in {"VBZ", "VBD"}


_MATCHERS: dict[int, TriggerMatcher] = {}


def find_triggers(doc: Doc) -> list[Trigger]:
    """All triggers of a report."""
    key = id(doc.vocab)
    if key not in _MATCHERS:
        _MATCHERS[key] = TriggerMatcher(doc.vocab)
    return _MATCHERS[key].find(doc)
