"""Runs of capitalised words that can be one place name, shared by the sources of place names.

Particles inside a name ("Deir ez-Zor", "Rio de Janeiro") belong to it, feature words and demonyms do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from rashomon.extract.place_words import PlaceWords
from rashomon.model.place_mentions import Strength

#: What the recogniser calls places.
LABELS = frozenset({"GPE", "LOC", "FAC"})
#: Feature words that names begin with ("Port-au-Prince", "Camp Simba").
_NAME_HEADS = frozenset({"lake", "port", "camp", "mount", "fort", "barangay", "park"})
#: Words and marks that no name begins or ends with.
TRIM = frozenset({"the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”", "‘", ",", ".", "(", ")", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class NameRange:
    """Token range `[first, last)` of a bare name."""

    first: int
    last: int
    strength: Strength
    rule: str


def run(doc: Doc, first: int, taken: bytearray, words: PlaceWords) -> int:
    """End of the capitalised name that begins at `first`, particles inside it included."""
    n, end = len(doc), first
    while end < n and not taken[end] and not doc[end].is_space:
        token = doc[end]
        if (
            token.text[0].isupper()
            and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "INTJ", "NUM"}
            and token.text not in words.demonyms
        ):
            if end > first and (token.is_sent_start or token.ent_type_ in {"DATE", "TIME"}):
                break  # "in the quarter X Thursday"
            end += 1
        elif (
            end > first
            and end + 1 < n
            and not taken[end + 1]
            and (token.text in {"-", "'", "’"} or token.lower_ in words.particles)
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
    while end > first and (doc[end - 1].lower_ in TRIM or not doc[end - 1].text[0].isalnum()):
        end -= 1
    return end


def name_start(token: Token, words: PlaceWords) -> bool:
    """Whether a place name can begin with this token."""
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


def part_of_name(doc: Doc, i: int, words: PlaceWords) -> bool:
    """Whether this token can stand inside a name before a feature word."""
    token = doc[i]
    if token.text == "-" and i > 0 and doc[i - 1].text[0].isupper() and not token.whitespace_:
        return True
    named = token.pos_ == "PROPN" or token.pos_ in {"ADJ", "NOUN"} and bool(token.is_sent_start)
    return token.text[0].isupper() and named and token.text not in words.demonyms and not token.is_punct


def called_place(doc: Doc, i: int, words: PlaceWords) -> bool:
    """Whether an apposition calls the name a place: ", a town in", ", the northern city"."""
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
