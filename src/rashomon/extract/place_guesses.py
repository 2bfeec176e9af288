"""Names of places that the recogniser missed or mislabelled, guessed from the words around them.

"neighbourhood of X", "X airport", "in X", "troops entered X", "X, a town in". A guess says how sure
its words are; the weak ones count only where the gazetteer knows the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import kind_words, person_nouns
from rashomon.extract.place_runs import NameRange, called_place, name_start, part_of_name, run
from rashomon.extract.place_words import PlaceWords
from rashomon.extract.words import tokens_of

_SETTLED = frozenset({"city", "neighbourhood"})
#: Small words between a preposition and a name.
_BEFORE_NAME = frozenset({"the", "neighbouring", "neighboring", "nearby"})
#: People who are named by where they live.
_DWELLERS = frozenset({"villagers", "residents", "inhabitants", "dwellers", "people", "elders", "farmers", "fishermen"})
#: Who are named by a place alone: "residents of X" is no family, whatever the recogniser takes X for.
_SETTLERS = _DWELLERS - {"people", "elders"}
_WORKS = frozenset({"work", "study", "teach"})


def named_by_kind(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """ "village X", "in the quarter X", "the village, X,": the kind stands right before the name; "villagers of X"."""
    for token in doc[:-2]:
        if words.features.get(token.lower_) in _SETTLED and token.text.islower():
            first = token.i + 2 if doc[token.i + 1].text == "," else token.i + 1
        elif token.lower_ == "of" and token.head.lower_ in _DWELLERS:
            first = token.i + 1
        else:
            continue
        if taken[first] or not name_start(doc[first], words) or doc[first].is_sent_start:
            continue
        end = run(doc, first, taken, words)
        apposed = first == token.i + 2
        if end > first and not (
            apposed and (end >= len(doc) or doc[end].text not in {",", "."} or doc[first].ent_type_ == "PERSON")
        ):
            yield NameRange(first, end, "likely" if _settled(token, doc[first]) else "weak", "kind")


def _settled(word: Token, name: Token) -> bool:
    if word.lower_ != "of":
        return True
    return word.head.lower_ in _SETTLERS and name.ent_type_ != "NORP" or name.ent_type_ in {"GPE", "LOC", "FAC"}


def featured(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """Names that a feature word governs: "neighbourhood of X" and "X airport", whatever the recogniser took X for."""
    for token in tokens_of(doc):
        if token.lower_ not in words.features or token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            continue
        i = token.i + 1
        if (
            i + 1 < len(doc)
            and (
                doc[i].lower_ in {"of", "called", "named"}
                or doc[i].lower_ == "to"
                and words.features[token.lower_] == "linear"
            )
            and name_start(doc[i + 1], words)
            and not taken[i + 1]
            and not _same_body(token, doc[i + 1])
        ):
            end = run(doc, i + 1, taken, words)
            if end > i + 1:
                yield NameRange(
                    i + 1, end, "sure" if words.features[token.lower_] in words.classes else "likely", "feature.of"
                )
        start = token.i
        while (
            start > 0
            and not taken[start - 1]
            and doc[start - 1].lower_ in words.features
            and not doc[start - 1].text[0].isupper()
        ):
            start -= 1
        first = start
        while first > 0 and not taken[first - 1] and part_of_name(doc, first - 1, words):
            first -= 1
        while first < start and not name_start(doc[first], words):
            first += 1
        if (
            first < start
            and doc[first].ent_type_ != "PERSON"
            or first < start
            and words.features[token.lower_] in words.classes | {"exact"}
        ):
            acronym = doc[first:start].text.isupper() and len(doc[first:start].text) <= 4
            body = doc[first].ent_type_ == "ORG" and token.text[0].isupper() and not _after_locative(doc, first, words)
            if not acronym and not body and not any(t.lower_ in words.institutions for t in doc[first:start]):
                yield NameRange(
                    first,
                    start,
                    "likely" if doc[first].pos_ == "PROPN" and doc[first].ent_type_ != "NORP" else "weak",
                    "feature",
                )


def _same_body(feature: Token, name: Token) -> bool:
    """Whether both words are of one organisation's name ("Department of Foreign Affairs")."""
    return feature.text[0].isupper() and feature.ent_type_ == name.ent_type_ == "ORG"


def _after_locative(doc: Doc, first: int, words: PlaceWords) -> bool:
    left = first - 1
    while left > 0 and doc[left].lower_ in {"the", "'s", "’s"} | words.parts.keys():
        left -= 1
    return left >= 0 and doc[left].lower_ in words.locative - {"by"} | {"of"}


def after_preposition(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """A name no list knows after "in", "near" ...: weak, the gazetteer must know it, unless nothing else fits."""
    for token in tokens_of(doc):
        struck = token.lower_ in {"on", "against"} and token.head.lemma_.lower() in words.strikes_on
        if (
            token.lower_ not in words.locative
            and not struck
            or token.dep_ not in {"prep", "agent"}
            and token.pos_ != "ADP"
            or token.i + 1 >= len(doc)
        ):
            continue
        first = token.i + 1
        while first < len(doc) - 1 and (doc[first].lower_ in words.parts or doc[first].lower_ in _BEFORE_NAME):
            first += 1
        while first < len(doc) and name_start(doc[first], words):
            if taken[first]:
                end = first
                while end < len(doc) and taken[end]:
                    end += 1
                if end + 1 < len(doc) and doc[end].lower_ in {"and", "or"}:
                    first = end + 1
                    continue
                break
            end = run(doc, first, taken, words)
            if end <= first:
                break
            named = doc[first].ent_type_
            taken_from = token.lower_ == "from" and token.head.lemma_.lower() in words.taken_from
            strong = (
                (token.lower_ in words.strong or taken_from)
                and not _busy(doc, end, words)
                and (
                    named in {"", "PERSON", "GPE", "LOC", "FAC", "PRODUCT"}
                    or named == "ORG"
                    and not (token.lower_ == "at" and _employs(token))
                    and not _organisation_like(doc, first, end, words)
                )
            )
            yield NameRange(first, end, "likely" if strong else "weak", "preposition")
            if end + 1 < len(doc) and doc[end].lower_ in {"and", ",", "or"}:
                first = end + 1
            else:
                break


def reached(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """Objects of verbs that take places ("troops entered X") and names that an apposition calls a town."""
    for token in tokens_of(doc):
        if taken[token.i] or token.pos_ != "PROPN" or token.dep_ not in {"dobj", "nsubjpass", "conj", "nsubj"}:
            continue
        first = token.i
        while (
            first > 0
            and not taken[first - 1]
            and doc[first - 1].dep_ == "compound"
            and doc[first - 1].head.i == token.i
            and doc[first - 1].text[0].isupper()
        ):
            first -= 1
        if not name_start(doc[first], words):
            continue
        if called_place(doc, token.i + 1, words):
            yield NameRange(first, token.i + 1, "sure", "apposition")
        elif token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_.lower() in words.reach:
            yield NameRange(first, token.i + 1, "weak", "object")


def _employs(preposition: Token) -> bool:
    """ "an analyst at X", "works at X": an employer; "villagers at X" are where they live."""
    head = preposition.head
    return head.lemma_.lower() in _WORKS or head.lower_ not in _DWELLERS and head.lower_ in person_nouns()


def _organisation_like(doc: Doc, first: int, end: int, words: PlaceWords) -> bool:
    """An acronym, or a name with an organisation's word in it; other "organisations" after "in" are villages."""
    heads = kind_words()
    return doc[first:end].text.isupper() or any(
        t.lower_ in heads or t.lower_ in words.institutions for t in doc[first:end]
    )


def _busy(doc: Doc, end: int, words: PlaceWords) -> bool:
    """The name modifies a following noun ("in Smith County Court papers") or owns one."""
    return end < len(doc) and (
        doc[end].pos_ in {"NOUN", "PROPN"}
        and doc[end].lower_ not in words.features
        and doc[end].ent_type_ not in {"DATE", "TIME"}  # "fought near X yesterday"
        or doc[end].lower_ in {"'s", "’s"}
        and doc[end - 1].ent_type_ not in {"", "GPE", "LOC"}
    )
