"""States, their names, demonyms, seats and forces, where they act, suffer or field a force.

Where a state's name is only a place ("in Britain"), the mention has no tokens: it lends its
form to the state if the report has it as an actor elsewhere.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import Country, country_forms, kind_words
from rashomon.extract.names_base import PLACE_FORM, is_person_noun, make, speech_verbs, word_set
from rashomon.model.mentions import Mention

#: Of the force nouns, those that are people or bodies; a "strike" or a "base" is not the state itself.
_PEOPLE_OF_A_STATE = frozenset(
    {
        "force",
        "forces",
        "troop",
        "troops",
        "soldier",
        "soldiers",
        "serviceman",
        "servicemen",
        "commando",
        "commandos",
        "personnel",
        "warplanes",
        "jets",
        "aircraft",
    }
)
#: Plural fighters are of a land, not of its state.
_NO_ORGAN = frozenset(
    {
        "militias",
        "militia",
        "rebels",
        "insurgents",
        "militants",
        "fighters",
        "guerrillas",
        "group",
        "groups",
        "gang",
        "gangs",
        "cartel",
        "faction",
        "factions",
        "company",
        "movement",
        "resistance",
        "dissidents",
    }
)
_MODIFIES = frozenset({"amod", "compound", "nmod"})
#: Verbs of which a capital is the scene, not the doer.
_SCENE_VERBS = frozenset(
    {
        "be",
        "lie",
        "see",
        "witness",
        "remain",
        "wake",
        "fall",
        "become",
        "stand",
        "sit",
        "burn",
        "suffer",
        "experience",
        "host",
        "include",
    }
)
_STATE_ACTS = frozenset(
    {
        "hold",
        "blame",
        "expect",
        "strike",
        "launch",
        "send",
        "sign",
        "agree",
        "retaliate",
        "back",
        "support",
        "impose",
        "suspend",
    }
)
_GEOGRAPHIC = frozenset(
    {
        "north",
        "south",
        "east",
        "west",
        "part",
        "parts",
        "border",
        "capital",
        "city",
        "town",
        "village",
        "region",
        "province",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "outskirts",
        "coast",
        "centre",
        "center",
        "km",
        "kilometres",
        "miles",
    }
)


def states(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of states and of organs named by their state ("the Sudanese army")."""
    forms = country_forms()
    for first, last in _country_spans(doc, taken):
        country, role = forms[doc[first:last].text]
        if role == "people":
            yield make(doc, first, last, "nominal", "population", "people")
            continue
        head = doc[first:last].root
        owned = _organ_or_force(doc, first, last, head, country, taken)
        if owned is not None:
            yield owned
            yield replace(
                make(
                    doc,
                    first,
                    last,
                    "demonym" if role == "demonym" else "name",
                    country.kind,
                    PLACE_FORM,
                    entry=f"countries:{country.iso2}",
                ),
                last=first,
            )
            continue
        yield from _bare(doc, first, last, head, country, role)


def _organ_or_force(doc: Doc, first: int, last: int, head: Token, country: Country, taken: bytearray) -> Mention | None:
    """ "Iraqi government", "Colombian army", "US troops"."""
    owner, key = head.head, f"countries:{country.iso2}"
    if head.dep_ not in _MODIFIES | {"poss"} or owner.i < last or any(taken[first : owner.i + 1]):
        return None
    end = owner.i + 1
    if owner.lower_ in word_set("government_nouns"):
        return make(doc, first, end, "name", country.kind, "government", entry=key)
    forces = word_set("state_force_nouns")
    if (
        owner.i <= last + 3
        and owner.pos_ in {"NOUN", "PROPN"}
        and owner.lower_ in kind_words()
        and owner.lower_ not in forces
        and owner.lower_ not in _NO_ORGAN
    ):
        kind = kind_words()[owner.lower_]
        return make(doc, first, end, "name", country.kind if kind == "state" else kind, "organ")
    between = doc[last : owner.i]
    if (
        head.dep_ in _MODIFIES
        and owner.i <= last + 1
        and owner.lower_ in forces
        and owner.pos_ == "NOUN"
        and owner.lower_ in _PEOPLE_OF_A_STATE
        and not any(t.is_punct for t in between)
    ):
        return make(doc, first, end, "demonym", country.kind, "force", entry=key)
    return None


def _bare(doc: Doc, first: int, last: int, head: Token, country: Country, role: str) -> Iterator[Mention]:
    """A state's name, demonym or seat without a noun that it owns."""
    key = f"countries:{country.iso2}"
    of_people = (
        country.kind == "state" and is_person_noun(head.head) and head.head.lower_ not in word_set("state_force_nouns")
    )
    locative = word_set("locative_prepositions")
    if role == "demonym":
        mention = make(doc, first, last, "demonym", country.kind, "demonym", entry=key)
        # "Iraqi officials" are unnamed people, left to the nominals; the form is the state's all the same
        yield replace(mention, rule=PLACE_FORM, last=first) if head.dep_ in _MODIFIES and of_people else mention
    elif role == "metonym":
        if _acts(head) and not _governed_by(head, locative):
            yield make(doc, first, last, "name", country.kind, "metonym", entry=key)
    else:
        place = _is_place(head, locative) or head.dep_ in {"compound", "nmod"} and of_people
        mention = make(doc, first, last, "name", country.kind, PLACE_FORM if place else "country", entry=key)
        yield replace(mention, last=first) if place else mention


def _country_spans(doc: Doc, taken: bytearray) -> Iterator[tuple[int, int]]:
    forms, starts = country_forms(), _first_words()
    i, n = 0, len(doc)
    while i < n:
        if not taken[i] and doc[i].text in starts:
            for end in range(min(n, i + 5), i, -1):
                if doc[i:end].text in forms and not any(taken[i:end]):
                    yield i, end
                    i = end - 1
                    break
        i += 1


@functools.cache
def _first_words() -> frozenset[str]:
    """What a state's form can begin with, as the tokeniser has it."""
    return frozenset(
        part
        for form in country_forms()
        for part in (form, form.split()[0], form.split("-")[0], form.split("'")[0], form.split("’")[0])
    )


def _acts(head: Token) -> bool:
    top = head
    while top.dep_ == "conj" and top.head.pos_ in {"PROPN", "NOUN"}:
        top = top.head
    if top.dep_ == "nsubj" and top.head.pos_ in {"VERB", "AUX"} and top.head.lemma_ not in _SCENE_VERBS:
        return True
    if top.dep_ == "nsubjpass" and (top.head.lemma_ in speech_verbs() or top.head.lemma_ in _STATE_ACTS):
        return True
    return top.dep_ == "pobj" and top.head.lower_ in {"between", "by", "against", "with"}


def _governed_by(head: Token, prepositions: frozenset[str]) -> bool:
    top = head
    while top.dep_ in {"conj", "compound", "appos"} and top.head.i != top.i and top.head.pos_ in {"PROPN", "NOUN"}:
        top = top.head
    return top.dep_ == "pobj" and top.head.lower_ in prepositions


def _is_place(head: Token, locative: frozenset[str]) -> bool:
    if head.dep_ in {"appos", "npadvmod"} and not (head.i + 1 < len(head.doc) and head.nbor().text == "-"):
        return True
    if _governed_by(head, locative):
        return True
    top = head
    while top.dep_ == "conj" and top.head.pos_ in {"PROPN", "NOUN"}:
        top = top.head
    if top.dep_ == "pobj" and top.head.lower_ in {"of", "from", "to"}:
        return top.head.head.lower_ in _GEOGRAPHIC
    return False
