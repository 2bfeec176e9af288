"""Finds the words that can be the name of a place: token ranges with how sure the words are.

Sources, in order: names of the word lists, the recogniser's places, names that a feature word
governs ("neighbourhood of X", "X airport"), and capitalised names after a locative preposition.
It does not decide which place a name means, nor whether a country is meant as an actor.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from rashomon.extract.place_guesses import after_preposition, featured, named_by_kind, reached
from rashomon.extract.place_runs import LABELS, TRIM, NameRange, called_place
from rashomon.extract.place_words import PlaceWords

_KINDS = frozenset({"village", "town", "city", "quarter", "hamlet", "neighbourhood", "neighborhood", "suburb"})


def find_ranges(doc: Doc, words: PlaceWords) -> list[NameRange]:
    """Names of places in text order, none overlapping another."""
    taken = bytearray(len(doc))
    for ent in doc.ents:
        if ent.kb_id_ and ent.kb_id_.partition(":")[0] != "countries":
            taken[ent.start : ent.end] = b"\x01" * len(ent)
    found: list[NameRange] = []
    for source in (_listed, _recognised, featured, named_by_kind, after_preposition, reached):
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
    label = doc[first].ent_type_ or doc[last - 1].ent_type_
    if label not in {"PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC"}:
        return True
    if label == "FAC":
        return True
    begin, end = first, last
    while begin > 0 and doc[begin].ent_iob_ == "I":
        begin -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    inner = [i for i in range(begin, end) if doc[i].lower_ not in TRIM and not first <= i < last]
    return (
        not any(doc[i].text[0].isupper() and doc[i].pos_ == "PROPN" for i in inner)
        or doc[last - 1].i + 1 < len(doc)
        and doc[last].lower_ in {"'s", "’s"}
    )


def _place_like(doc: Doc, first: int, last: int) -> bool:
    return any(t.ent_type_ in LABELS for t in doc[first:last]) or all(t.ent_type_ == "" for t in doc[first:last])


def _recognised(doc: Doc, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    for ent in doc.ents:
        if ent.label_ in LABELS and not ent.kb_id_:
            cut = next((t.i for t in ent if t.lower_ in {"'s", "’s"} and ent.start < t.i < ent.end - 1), None)
            for first, last in [(ent.start, ent.end)] if cut is None else [(ent.start, cut), (cut + 1, ent.end)]:
                yield from _trimmed(doc, first, last, ent.label_, words, taken)


def _trimmed(doc: Doc, first: int, last: int, label: str, words: PlaceWords, taken: bytearray) -> Iterator[NameRange]:
    """The bare name in a recognised range: articles, parts, feature words and what is taken left out."""
    while first < last and (
        taken[first]
        or doc[first].lower_ in TRIM
        or doc[first].lower_ in words.parts
        or doc[first].is_space
        or not doc[first].text[0].isalnum()
    ):
        first += 1
    for i in range(first, last):
        if doc[i].is_space or taken[i]:
            last = i
            break
    while last > first and (doc[last - 1].lower_ in TRIM or doc[last - 1].is_punct):
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
        if _located(doc, first, last, words):
            yield NameRange(first, last, "sure", f"ent.{label}")
        else:
            yield NameRange(
                first, last, "likely" if label == "GPE" and _at_hand(doc, first) else "weak", f"ent.{label}"
            )


def _at_hand(doc: Doc, first: int) -> bool:
    """A town by the recogniser after "of", "to", "from" or its kind ("came to X", "the people of X", "village X")."""
    left = doc[first - 1] if first > 0 else None
    return left is not None and (left.lower_ in {"of", "to", "from"} and left.dep_ == "prep" or left.lower_ in _KINDS)


def _of_a_person(doc: Doc, last: int, words: PlaceWords) -> bool:
    """The range is the first part of a longer name ("Israel Ramirez")."""
    token, head = doc[last - 1], doc[last - 1].head
    return (
        token.dep_ == "compound"
        and head.i == last
        and head.pos_ == "PROPN"
        and head.ent_type_ not in LABELS
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
        called_place(doc, last, words)
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
