"""Which other triggers tell the same happening as a trigger, as far as the syntax says so.

"killed when a bomb exploded", "a strike that killed two", "the raid was a massacre": one event each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from rashomon.extract.trigger_kinds import Trigger
from rashomon.lexicon import load

#: Modes that tell what came of a violent event.
RESULTS = frozenset({"kill", "die"})
#: Participles that tie a noun to who did it: "an attack carried out by X".
POINTING_ACL = frozenset(
    {
        "negotiate",
        "broker",
        "mediate",
        "impose",
        "organise",
        "organize",
        "declare",
        "launch",
        "fire",
        "carry",
        "conduct",
        "mount",
        "stage",
        "perpetrate",
        "commit",
        "blame",
        "claim",
        "drop",
        "attribute",
        "constitute",
        "sponsor",
    }
)
EQUATING = frozenset({"constitute", "comprise", "represent", "mark", "involve", "include"})


def verb_bindings(
    verb: Token, trigger: Trigger, subject: Token | None, triggers: Mapping[int, Trigger]
) -> Iterator[int]:
    """Triggers that are one happening with this verb."""
    yield from _subject(verb, subject, triggers)
    if verb.dep_ == "relcl" and trigger.kind.plover == "ASSAULT":
        noun = verb.head
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ in {"agent", "prep"} else noun.head
        if (
            noun.dep_ in {"nsubj", "nsubjpass"} or noun.dep_ == "pobj" and noun.head.lower_ == "by"
        ) and above.i in triggers:
            yield above.i  # "abducted by gunmen who stormed a mosque"
    if trigger.kind.mode in RESULTS or trigger.kind.mode == "destroy":
        yield from _result(verb, triggers)


def _subject(verb: Token, subject: Token | None, triggers: Mapping[int, Trigger]) -> Iterator[int]:
    if subject is None:
        return
    if subject.i in triggers and triggers[subject.i].noun:
        yield subject.i
    elif subject.lower_ in {"that", "which"} and verb.dep_ == "relcl" and verb.head.i in triggers:
        yield verb.head.i


def _result(verb: Token, triggers: Mapping[int, Trigger]) -> Iterator[int]:
    for child in verb.children:
        marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod"}}
        if child.dep_ == "advcl" and child.i in triggers and marks & {"when", "after", "as"}:
            yield child.i
    head, node = verb.head, verb
    while node.dep_ == "conj" and node.head.i not in triggers and node.head.tag_ == "VBG":
        node = node.head
    if (
        node.head.i not in triggers
        and node.dep_ == "advcl"
        and verb.tag_ == "VBG"
        and node.head.lemma_ in set(load("triggers")["light_verbs"])
    ):
        yield from (
            c.i for c in node.head.children if c.dep_ in {"dobj", "nsubjpass"} and c.i in triggers
        )  # "mounted a raid, killing ten"
    if head.i in triggers and head.i != verb.i and not triggers[head.i].noun:
        gerund = (
            verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VBG" and not any(c.dep_ == "mark" for c in verb.children)
        )
        second = verb.dep_ == "conj" and not any(c.dep_ in {"nsubj", "npadvmod"} for c in verb.children)
        if gerund or second:
            yield head.i
    relative = verb.dep_ == "relcl" and any(
        c.lower_ == "in" and any(p.lower_ == "which" for p in c.children) for c in verb.children
    )
    if relative and head.i in triggers and triggers[head.i].noun:
        yield head.i  # "a raid in which three were killed"


def noun_bindings(noun: Token, triggers: Mapping[int, Trigger]) -> Iterator[int]:
    """Nouns that syntax makes one: "a strike, an attack that ...", "the raid was a massacre", "an assassination with a drone strike"."""
    head = noun.head
    if noun.dep_ == "appos" and head.i in triggers:
        yield head.i
    elif noun.dep_ in {"attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        top = head
        while top.dep_ == "xcomp" and top.head.pos_ == "VERB":
            top = top.head
        yield from (c.i for c in top.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i in triggers)
    elif noun.dep_ == "pobj" and head.lower_ in {"with", "in", "via", "through", "by"}:
        yield from _through(noun, head, triggers)


def _through(noun: Token, preposition: Token, triggers: Mapping[int, Trigger]) -> Iterator[int]:
    above = preposition.head
    verb = above.i in triggers and not triggers[above.i].noun and preposition.lower_ != "by"
    if verb or above.i in triggers and above.i < noun.i and preposition.lower_ in {"via", "with"}:
        yield above.i
    elif (
        above.i in triggers
        and above.i < noun.i
        and preposition.lower_ == "in"
        and triggers[above.i].kind.mode in RESULTS
    ):
        yield above.i  # "the killing of X in an operation"
    elif above.lemma_ in set(load("triggers")["light_verbs"]):
        yield from (c.i for c in above.children if c.dep_ == "dobj" and c.i in triggers)
    elif above.dep_ == "acl" and above.head.i in triggers and above.lemma_ in POINTING_ACL:
        yield above.head.i
