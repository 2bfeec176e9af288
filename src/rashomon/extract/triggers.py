"""Finds the words that tell of an event and gives them a type from triggers.yaml.

A trigger is a candidate; whether something happened, and to whom, is read in `events`.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from rashomon.extract.trigger_constructions import (
    find_attributions,
    find_constructions,
    find_weapon_uses,
    objects_of,
    raiders,
)
from rashomon.extract.trigger_devices import find_device_events, is_a_thing, is_no_violence
from rashomon.extract.trigger_kinds import Kind, Trigger, missile_forms
from rashomon.lexicon import load

_PARTICLES = frozenset(
    {
        "up",
        "out",
        "off",
        "down",
        "back",
        "dead",
        "on",
        "at",
        "into",
        "over",
        "alive",
        "ablaze",
        "alight",
        "fire",
        "away",
        "in",
        "hostage",
        "custody",
        "death",
    }
)
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "DATE"})
_TREATIES = frozenset({"agreement", "accord", "accords", "treaty", "pact"})
_CALLED_OFF = frozenset(
    {
        "suspend",
        "pause",
        "postpone",
        "cancel",
        "end",
        "halt",
        "break",
        "abandon",
        "scrap",
        "freeze",
        "violate",
        "collapse",
        "suspension",
        "postponement",
        "cancellation",
        "call",
    }
)
_PEACEFUL = frozenset(
    {
        "talk",
        "talks",
        "ceasefire",
        "truce",
        "negotiation",
        "agreement",
        "deal",
        "visit",
        "meeting",
        "round",
        "cooperation",
        "mission",
        "process",
        "summit",
        "dialogue",
        "accord",
    }
)
_LOOT = frozenset(
    {
        "rifle",
        "weapon",
        "gun",
        "pistol",
        "ammunition",
        "arm",
        "arms",
        "drug",
        "cash",
        "phone",
        "document",
        "explosive",
        "machine",
        "grenade",
        "launcher",
        "firearm",
        "vehicle",
        "motorcycle",
        "magazine",
        "round",
        "cartridge",
    }
)
_DWELLINGS = frozenset(
    {"house", "home", "hideout", "apartment", "flat", "office", "shop", "hotel", "compound", "residence", "safehouse"}
)
_SHIPS = frozenset({"ship", "tanker", "vessel", "carrier", "freighter", "boat", "crew", "trawler", "plane"})
_ABSTRACT = frozenset(
    {
        "mood",
        "attention",
        "imagination",
        "moment",
        "image",
        "scene",
        "footage",
        "video",
        "spirit",
        "market",
        "vote",
        "essence",
    }
)
_ESCAPED = frozenset({"fugitive", "inmate", "prisoner", "suspect", "escapee", "detainee", "convict"})


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
            for form in row["verbs"]:
                verb, _, rest = form.partition(" ")
                if rest and rest.split()[-1] not in _PARTICLES:
                    self.objects[verb, rest.split()[-1]] = kind
            self._add(self.nouns, row["nouns"], vocab)
            self._add(self.verbs, row["verbs"], vocab)
        self.object_verbs = frozenset(verb for verb, _ in self.objects)

    def _add(self, matcher: PhraseMatcher, forms: list[str], vocab: Vocab) -> None:
        words = [form.replace("-", " - ").split() for form in forms]
        if words:
            matcher.add(f"{len(self.kinds) - 1}", [Doc(vocab, words=w, lemmas=w) for w in words])

    def find(self, doc: Doc) -> list[Trigger]:
        """Triggers in text order, longest first where they overlap."""
        words = list(doc)
        tokens = [t for t in words if t.pos_ in {"VERB", "NOUN", "ADJ"}]
        constructed = find_constructions(tokens)
        found = self._listed(doc)
        found.extend(find_weapon_uses(tokens))
        found.extend(find_attributions(tokens))
        found.extend(find_device_events(tokens))
        found.extend(
            Trigger(t.i, t.i, t.i + 1, True, Kind("AGREE", "sign", "Agreement"))
            for t in words
            if t.lower_ in _TREATIES and t.pos_ == "PROPN" and _fits(t, True)
        )
        nouns = {t.token for t in found if t.noun}
        found.extend(t for t in self._with_objects(tokens) if not any(c.i in nouns for c in doc[t.token].children))
        found.sort(key=lambda t: (t.first - t.last, t.kind.weak, t.first))
        return sorted(_longest([*constructed, *found]), key=lambda t: t.token)

    def _listed(self, doc: Doc) -> list[Trigger]:
        found = []
        for matcher, noun in ((self.nouns, True), (self.verbs, False)):
            for key, first, last in matcher(doc):
                token = _noun_head(doc, first, last) if noun else doc[first]
                if _fits(token, noun) and not is_a_thing(token, first=first) and not is_no_violence(token):
                    kind = _in_context(token, self.kinds[int(doc.vocab.strings[key])])
                    if kind is not None:
                        found.append(Trigger(token.i, first, last, noun, kind))
        return found

    def _with_objects(self, tokens: Sequence[Token]) -> list[Trigger]:
        found = []
        for token in tokens:
            if token.pos_ != "VERB" or token.lemma_ not in self.object_verbs:
                continue
            for child in token.children:
                if (
                    child.dep_ in {"dobj", "nsubjpass"}
                    and (kind := self.objects.get((token.lemma_, child.lemma_.lower()))) is not None
                ):
                    found.append(Trigger(token.i, token.i, token.i + 1, False, kind))
        return found


def _noun_head(doc: Doc, first: int, last: int) -> Token:
    """ "state of emergency": the first noun; "air strike": the last."""
    words = doc[first:last]
    return words.root if any(t.lower_ in {"of", "-"} for t in words) else doc[last - 1]


def _longest(found: list[Trigger]) -> list[Trigger]:
    """The first of those that overlap."""
    taken: set[int] = set()
    kept = []
    for trigger in found:
        if taken.isdisjoint(range(trigger.first, trigger.last)):
            taken.update(range(trigger.first, trigger.last))
            kept.append(trigger)
    return kept


def _in_context(token: Token, kind: Kind) -> Kind | None:
    """A type that the object decides: breaking off talks rejects, halting attacks retreats; a raid on a house is a search."""
    lemma = token.lemma_.lower()
    if kind.plover == "RETREAT" and _peaceful(token):
        return Kind("REJECT", "suspend", None)
    if lemma == "fire" and kind.mode == "heavy-weapons" and not _heavy(token):
        return Kind("ASSAULT", "firearms", "Attack")
    if kind.mode == "seize":
        objects = objects_of(token)
        if objects & _SHIPS:
            return Kind("ASSAULT", "abduct", "Abduction/forced disappearance")
        if objects & _LOOT:
            return None  # arms found after a raid belong to the raid
    if lemma == "capture" and objects_of(token) & _ABSTRACT:
        return None
    if kind.mode == "regain" and objects_of(token) & _ESCAPED:
        return Kind("COERCE", "arrest", "Arrests")
    if lemma == "raid" and objects_of(token) & _DWELLINGS and not raiders(token):
        return Kind("COERCE", "arrest", "Arrests")
    return kind


def _heavy(verb: Token) -> bool:
    """Artillery, not small arms: a heavy weapon fires or is fired, or a place is fired at ("fired at southern Lebanon")."""
    forms = missile_forms()
    words = [w for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} for w in c.subtree]
    if any(forms.get(w.lemma_.lower()) == "Shelling/artillery/missile attack" for w in words):
        return True
    aims = [p for c in verb.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
    return any(p.ent_type_ in {"GPE", "LOC"} for p in aims)


def _peaceful(token: Token) -> bool:
    """Talks or a truce broken off: a rejection, where ending attacks is a retreat."""
    objects = {c.lemma_.lower() for c in token.children if c.dep_ in {"dobj", "nsubjpass", "nsubj"}}
    objects |= {p.lemma_.lower() for c in token.children if c.lower_ == "of" for p in c.children}
    lemma = token.lemma_.lower()
    return (
        lemma in _CALLED_OFF
        and bool(objects & _PEACEFUL)
        or lemma in _PEACEFUL
        and token.dep_ in {"dobj", "nsubjpass"}
        and token.head.lemma_ in _CALLED_OFF
    )


def _fits(token: Token, noun: bool) -> bool:
    if (
        noun
        and token.lower_ in _TREATIES
        and token.pos_ in {"NOUN", "PROPN"}
        and token.dep_ not in {"compound", "nmod"}
    ):
        return True
    if token.ent_type_ in _NAME_LABELS and token.text[0].isupper() and not token.is_sent_start:
        return False
    if noun:
        if token.pos_ not in {"NOUN", "PROPN"}:
            return False
        return not (
            token.dep_ in {"compound", "npadvmod"} and token.head.i > token.i and token.head.pos_ in {"NOUN", "PROPN"}
        )
    return token.pos_ in {"VERB", "AUX"} or token.pos_ == "NOUN" and token.tag_ in {"VBZ", "VBD"}


_MATCHERS: dict[int, TriggerMatcher] = {}


def find_triggers(doc: Doc) -> list[Trigger]:
    """All triggers of a report."""
    key = id(doc.vocab)
    if key not in _MATCHERS:
        _MATCHERS[key] = TriggerMatcher(doc.vocab)
    return _MATCHERS[key].find(doc)
