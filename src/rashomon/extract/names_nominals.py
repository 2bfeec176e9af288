"""Unnamed actors: common-noun phrases headed by a person noun, a group or an office.

"two militia officials", "residents", "the ministry": the words are the name. Whether a phrase
points back to a named actor is decided in `resolve.actors`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import kind_words, person_nouns
from rashomon.extract.names_base import is_capital, is_person_noun, make, word_set
from rashomon.extract.words import text_of, tokens_of
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention
from rashomon.model.spans import Span as TextSpan

#: Forces that act through what they field: "army drones", "a police raid".
_FORCES = frozenset({"army", "military", "police", "navy", "government", "coalition", "junta"})
_INNER = frozenset({"nsubj", "relcl", "acl", "prep", "conj", "appos", "advmod", "cc"})


@functools.cache
def _anaphors() -> frozenset[str]:
    return word_set("group_anaphors") | word_set("office_anaphors") | word_set("facilities")


def nominals(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """All phrases headed by a noun that can act, speak or suffer."""
    for token in tokens_of(doc):
        if token.lower_ == "office" and not taken[token.i] and (first := _owned_office(doc, token, taken)) is not None:
            yield make(doc, first, token.i + 1, "name", "state", "office")
    nouns = person_nouns()
    for token in tokens_of(doc):
        if taken[token.i] or token.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"} or token.text == "-":
            continue
        if (
            token.lower_ in _FORCES
            and token.dep_ == "compound"
            and token.head.i > token.i
            and not is_person_noun(token.head)
        ):
            yield make(
                doc, token.i, token.i + 1, "nominal", kind_words().get(token.lower_, "military"), f"noun.{token.lower_}"
            )
            continue
        if (
            token.dep_ in {"compound", "amod"}
            and token.i + 1 < len(doc)
            and token.head.i > token.i
            and token.head.pos_ in {"NOUN", "PROPN"}
        ):
            continue
        word = token.lower_ if token.lower_ in nouns else token.lemma_.lower()
        if word not in nouns and word not in _anaphors() and not _told_title(doc, token, found):
            continue
        if _introduces_name(doc, token, taken):
            continue
        first = _phrase_start(doc, token, taken)
        reading = nouns.get(word)
        kind: ActorKind = reading.kind if reading is not None else kind_words().get(word, "unknown")
        mention = make(
            doc,
            first,
            token.i + 1,
            "nominal",
            kind,
            f"noun.{word}",
            plural=token.tag_ in {"NNS", "NNPS"},
            female=reading.female if reading is not None else None,
        )
        yield replace(mention, span=_whole_phrase(doc, first, token, taken))


def _told_title(doc: Doc, token: Token, found: Sequence[Mention]) -> bool:
    """ "the brigadier" where the report names somebody with that title."""
    if token.i == 0 or doc[token.i - 1].lower_ != "the" or not token.is_alpha:
        return False
    return any(m.title is not None and m.title.text.lower().split()[-1:] == [token.lower_] for m in found)


def _owned_office(doc: Doc, token: Token, taken: bytearray) -> int | None:
    """Where "the Ombudsman's office", "the Prime Minister's Office" begins: an office named by its holder's title."""
    i = token.i
    if i < 2 or doc[i - 1].lower_ not in {"'s", "’s"}:
        return None
    first = i - 1
    while first > 0 and not taken[first - 1] and is_capital(doc[first - 1]) and doc[first - 1].pos_ == "PROPN":
        first -= 1
    return first if first < i - 1 else None


def _introduces_name(doc: Doc, token: Token, taken: bytearray) -> bool:
    """ "the influential militia NAME": the noun only says what the name is."""
    after = token.i + 1
    return (
        after < len(doc)
        and bool(taken[after])
        and is_capital(doc[after])
        and token.tag_ in {"NN", "NNP"}
        and doc[after].ent_type_ not in {"GPE", "NORP"}
    )


def _whole_phrase(doc: Doc, first: int, head: Token, taken: bytearray) -> TextSpan:
    """The phrase's words with the name that opens it ("Iran-backed militias"), though that stays a mention of its own."""
    if first > 1 and doc[first - 1].text == "-" and taken[first - 2]:
        first -= 2
        while first > 0 and taken[first - 1] and doc[first - 1].dep_ == "compound":
            first -= 1
    elif (
        first > 0
        and taken[first - 1]
        and doc[first - 1].dep_ in {"compound", "amod", "nmod"}
        and doc[first - 1].head.i == head.i
    ):
        first -= 1
        while first > 0 and taken[first - 1] and doc[first - 1].dep_ == "compound":
            first -= 1
    return TextSpan.of(text_of(doc), doc[first].idx, head.idx + len(head.text))


def _phrase_start(doc: Doc, head: Token, taken: bytearray) -> int:
    """Leftmost pre-modifier of `head` on its own, articles left out, not crossing another mention or a clause."""
    first = head.i
    while first > 0:
        left = doc[first - 1]
        if (
            taken[first - 1]
            or left.is_space
            or left.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "VERB", "ADV"}
        ):
            break
        if left.pos_ == "PUNCT" and left.text != "-":
            break
        top = left
        for _ in range(4):
            if top.head.i == head.i or top.i == head.i:
                break
            top = top.head
        if top.head.i != head.i or top.dep_ in _INNER:
            break
        first -= 1
    while first < head.i and doc[first].text in {"-"}:
        first += 1
    return first
