"""Finds the words that can be the name of a place: token ranges with how sure the words are.

Sources, in order: names of the word lists, the recogniser's places, names that a feature word
governs ("neighbourhood of X", "X airport"), and capitalised names after a locative preposition.
It does not decide which place a name means, nor whether a country is meant as an actor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import kind_words
from rashomon.extract.place_words import PlaceWords
from rashomon.model.place_mentions import Strength

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_JOINERS = frozenset(
    {
        "al",
        "el",
        "ez",
        "ad",
        "as",
        "ash",
        "ar",
        "at",
        "an",
        "az",
        "de",
        "del",
        "la",
        "le",
        "les",
        "los",
        "las",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "di",
        "e",
        "y",
        "en",
        "sur",
        "upon",
        "on",
        "of",
        "the",
        "ibn",
        "abu",
        "um",
        "umm",
        "ul",
        "i",
        "and",
    }
)
#: Feature words that names begin with ("Port-au-Prince", "Camp Simba").
_NAME_HEADS = frozenset({"lake", "port", "camp", "mount", "fort", "barangay", "park"})
_TRIM = frozenset({"the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”", "‘", ",", ".", "(", ")", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class NameRange:
    """Token range `[first, last)` of a bare name."""

    first: int
    last: int
    strength: Strength
    rule: str


def find_ranges(doc: Doc, words: PlaceWords) -> list[NameRange]:
    """Names of places in text order, none overlapping another."""
    taken = bytearray(len(doc))
    for ent in doc.ents:
        if ent.kb_id_ and ent.kb_id_.partition(":")[0] != "countries":
            taken[ent.start : ent.end] = b"\x01" * len(ent)
    found: list[NameRange] = []
    for source in (_listed, _recognised, _featured, _after_preposition, _reached):
        for item in source(doc, words, taken):
            if not any(taken[item.first : item.last]):
                taken[item.first : item.last] = b"\x01" * (item.last - item.first)
                found.append(item)
    return sorted(found, key=lambda item: item.first)


def _listed(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    i, n = 0, len(doc)
    while i < n:
        end = 0
        if not taken[i] and (doc[i].text[0].isupper() or doc[i].lower_ in {"al", "el"}):
            node, j = words.names, i
            while j < n and (step := node.next.get(doc[j].lower_)) is not None:
                node, j = step, j + 1
                if node.known is not None and not any(taken[i:j]):
                    end = j
        if end and any(t.text[0].isupper() for t in doc[i:end]) and _stands_alone(doc, i, end):
            yield NameRange(i, end, "sure" if _place_like(doc, i, end) else "likely", "list")
            i = end
        else:
            i += 1


def _stands_alone(doc: Doc, first: int, last: int) -> bool:
    """A country's name inside a longer name ("Jordan Smith", "Niger Delta") is not that country."""
    if (
        last - first == 1
        and doc[first].is_upper
        and len(doc[first]) <= 2
        and doc[first].ent_type_ not in {"GPE", "ORG", ""}
    ):
        return False
    head = doc[last - 1].head
    if (
        head.i >= last
        and doc[last - 1].dep_ == "compound"
        and head.ent_type_ == "PERSON"
        and all(t.pos_ == "PROPN" for t in doc[last : head.i])
    ):
        return False
    ent = next((e for e in doc.ents if e.start < last and first < e.end), None)
    if ent is None or ent.label_ not in {"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC"}:
        return True
    inner = [i for i in range(ent.start, ent.end) if doc[i].lower_ not in _TRIM and not first <= i < last]
    if ent.label_ == "FAC":
        return True
    return (
        not any(doc[i].text[0].isupper() and doc[i].pos_ == "PROPN" for i in inner)
        or doc[last - 1].i + 1 < len(doc)
        and doc[last].lower_ in {"'s", "’s"}
    )


def _place_like(doc: Doc, first: int, last: int) -> bool:
    return any(t.ent_type_ in _LABELS for t in doc[first:last]) or all(t.ent_type_ == "" for t in doc[first:last])


def _recognised(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    for ent in doc.ents:
        if ent.label_ in _LABELS and not ent.kb_id_:
            cut = next((t.i for t in ent if t.lower_ in {"'s", "’s"} and ent.start < t.i < ent.end - 1), None)
            for first, last in [(ent.start, ent.end)] if cut is None else [(ent.start, cut), (cut + 1, ent.end)]:
                yield from _trimmed(doc, first, last, ent.label_, words, taken)


def _trimmed(doc: Doc, first: int, last: int, label: str, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """The bare name in a recognised range: articles, parts, feature words and what is taken left out."""
    while first < last and (
        taken[first]
        or doc[first].lower_ in _TRIM
        or doc[first].lower_ in words.parts
        or doc[first].is_space
        or not doc[first].text[0].isalnum()
    ):
        first += 1
    for i in range(first, last):
        if doc[i].is_space or taken[i]:
            last = i
            break
    while last > first and (doc[last - 1].lower_ in _TRIM or doc[last - 1].is_punct):
        last -= 1
    last = _without_feature(doc, words, first, last)
    if last > first and _of_a_person(doc, last, words):
        return
    if (
        last > first
        and any(t.text[0].isupper() for t in doc[first:last])
        and doc[first].text not in words.demonyms
        and doc[first:last].text.lower() not in words.features
    ):
        first = _widen_left(doc, first, taken)
        yield NameRange(first, last, "sure" if _located(doc, first, last, words) else "weak", f"ent.{label}")


def _of_a_person(doc: Doc, last: int, words: PlaceWords) -> bool:
    """The range is the first part of a longer name ("Israel Ramirez")."""
    token, head = doc[last - 1], doc[last - 1].head
    return (
        token.dep_ == "compound"
        and head.i == last
        and head.pos_ == "PROPN"
        and head.ent_type_ not in _LABELS
        and head.lower_ not in words.features
    )


def _located(doc: Doc, first: int, last: int, words: PlaceWords) -> bool:
    """Whether a preposition, a feature word or a comma before a listed place says that it is a place."""
    left = first
    while left > 0 and (
        doc[left - 1].lower_ in words.parts
        or doc[left - 1].lower_ in {"the", "-"}
        or doc[left - 1].text in words.demonyms
    ):
        left -= 1
    if left > 0 and (
        doc[left - 1].lower_ in words.locative - {"to", "by", "from"}
        or doc[left - 1].lower_ == "of"
        and left > 1
        and doc[left - 2].lower_ in words.features.keys() | words.parts.keys()
    ):
        return True
    if left > 1 and doc[left - 1].lower_ == "from" and doc[left - 1].head.lemma_.lower() in words.taken_from:
        return True
    if (
        _called_place(doc, last, words)
        or doc[last - 1].dep_ == "dobj"
        and doc[last - 1].head.lemma_.lower() in words.reach
    ):
        return True
    if (
        last < len(doc)
        and doc[last].lower_ in words.features
        or last - first > 1
        and doc[first].lower_ in words.features
    ):
        return True
    return (
        last + 1 < len(doc)
        and doc[last].text == ","
        and doc[last + 1].lower_ in words.names.next
        and doc[last + 1].text[0].isupper()
    )


def _without_feature(doc: Doc, words: PlaceWords, first: int, last: int) -> int:
    """Leaves the feature word to the context ("Baghdad | airport"), unless nothing or only a list name's rest would stay."""
    for size in (3, 2, 1):
        cut = last - size
        if cut > first and doc[cut:last].text.lower() in words.features:
            return cut
    return last


def _widen_left(doc: Doc, first: int, taken: bytearray) -> int:
    while first > 0 and not taken[first - 1] and not doc[first].is_sent_start:
        left = doc[first - 1]
        hyphen = (
            left.text == "-"
            and first > 1
            and not left.whitespace_
            and not taken[first - 2]
            and doc[first - 2].text[0].isupper()
        )
        if hyphen and doc[first - 2].pos_ == "PROPN":
            first -= 2
        elif (
            left.lower_
            in {
                "al",
                "el",
                "abu",
                "deir",
                "khan",
                "beit",
                "umm",
                "tel",
                "ras",
                "wadi",
                "bab",
                "ain",
                "ayn",
                "tal",
                "tall",
                "san",
                "santa",
            }
            and left.text[0].isupper()
        ):
            first -= 1
        else:
            break
    return first


def _run(doc: Doc, first: int, taken: bytearray, words: PlaceWords) -> int:
    """End of the capitalised name that begins at `first`, particles inside it included."""
    n, end = len(doc), first
    while end < n and not taken[end] and not doc[end].is_space:
        token = doc[end]
        if (
            token.text[0].isupper()
            and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "INTJ", "NUM"}
            and token.text not in words.demonyms
        ):
            if end > first and token.is_sent_start:
                break
            end += 1
        elif (
            end > first
            and end + 1 < n
            and not taken[end + 1]
            and (token.text in {"-", "'", "’"} or token.lower_ in _JOINERS - {"and", "the", "on", "of", "e", "y"})
            and (
                doc[end + 1].text[0].isupper()
                or token.text == "-"
                and not token.whitespace_
                and not doc[end - 1].whitespace_
                and doc[end + 1].is_alpha
            )
        ):
            end += 2
        else:
            break
    end = min(end, n)
    while end > first and (doc[end - 1].lower_ in _TRIM or not doc[end - 1].text[0].isalnum()):
        end -= 1
    return end


def _name_start(token: Token, words: PlaceWords) -> bool:
    if (
        not token.text[0].isupper()
        or token.text in words.demonyms
        or token.lower_ in words.parts
        or token.lower_ in words.features
        and token.lower_ not in _NAME_HEADS
    ):
        return False
    return token.pos_ in {"PROPN", "X", "NOUN", "ADJ"} and token.ent_type_ not in {
        "DATE",
        "TIME",
        "CARDINAL",
        "MONEY",
        "LANGUAGE",
        "PERCENT",
        "QUANTITY",
    }


def _featured(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """ "neighbourhood of X" and "X airport", whatever the recogniser took X for."""
    for token in doc:
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
            and _name_start(doc[i + 1], words)
            and not taken[i + 1]
            and not _same_body(token, doc[i + 1])
        ):
            end = _run(doc, i + 1, taken, words)
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
        while first > 0 and not taken[first - 1] and _part_of_name(doc, first - 1, words):
            first -= 1
        while first < start and not _name_start(doc[first], words):
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
    """ "Department of Foreign Affairs": one organisation's name."""
    return feature.text[0].isupper() and feature.ent_type_ == name.ent_type_ == "ORG"


def _after_locative(doc: Doc, first: int, words: PlaceWords) -> bool:
    left = first - 1
    while left > 0 and doc[left].lower_ in {"the", "'s", "’s"} | words.parts.keys():
        left -= 1
    return left >= 0 and doc[left].lower_ in words.locative - {"by"} | {"of"}


def _part_of_name(doc: Doc, i: int, words: PlaceWords) -> bool:
    token = doc[i]
    if token.text == "-" and i > 0 and doc[i - 1].text[0].isupper() and not token.whitespace_:
        return True
    named = token.pos_ == "PROPN" or token.pos_ in {"ADJ", "NOUN"} and bool(token.is_sent_start)
    return token.text[0].isupper() and named and token.text not in words.demonyms and not token.is_punct


def _after_preposition(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """A name no list knows after "in", "near" ...: weak, the gazetteer must know it, unless nothing else fits."""
    for token in doc:
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
        while first < len(doc) - 1 and (doc[first].lower_ in words.parts or doc[first].lower_ == "the"):
            first += 1
        while first < len(doc) and _name_start(doc[first], words):
            if taken[first]:
                end = first
                while end < len(doc) and taken[end]:
                    end += 1
                if end + 1 < len(doc) and doc[end].lower_ in {"and", "or"}:
                    first = end + 1
                    continue
                break
            end = _run(doc, first, taken, words)
            if end <= first:
                break
            named = doc[first].ent_type_
            taken_from = token.lower_ == "from" and token.head.lemma_.lower() in words.taken_from
            strong = (
                (token.lower_ in words.strong or taken_from)
                and not _busy(doc, end, words)
                and (
                    named in {"", "PERSON", "GPE", "LOC", "FAC"}
                    or named == "ORG"
                    and token.lower_ != "at"
                    and not _organisation_like(doc, first, end, words)
                )
            )
            yield NameRange(first, end, "likely" if strong else "weak", "preposition")
            if end + 1 < len(doc) and doc[end].lower_ in {"and", ",", "or"}:
                first = end + 1
            else:
                break


def _reached(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """Objects of verbs that take places ("troops entered X") and names that an apposition calls a town."""
    for token in doc:
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
        if not _name_start(doc[first], words):
            continue
        if _called_place(doc, token.i + 1, words):
            yield NameRange(first, token.i + 1, "sure", "apposition")
        elif token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_.lower() in words.reach:
            yield NameRange(first, token.i + 1, "weak", "object")


def _called_place(doc: Doc, i: int, words: PlaceWords) -> bool:
    """ ", a town in", ", the northern city"."""
    if i + 2 >= len(doc) or doc[i].text != "," or doc[i + 1].lower_ not in {"a", "an", "the"}:
        return False
    i += 2
    while (
        i < len(doc) - 1
        and (doc[i].pos_ in {"ADJ", "ADV", "PUNCT"} or doc[i].lower_ in words.parts)
        and doc[i].text != ","
    ):
        i += 1
    return words.features.get(doc[i].lower_) in {"city", "neighbourhood", "admin1", "admin2"}


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
        or doc[end].lower_ in {"'s", "’s"}
        and doc[end - 1].ent_type_ not in {"", "GPE", "LOC"}
    )
