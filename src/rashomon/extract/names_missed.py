"""Names that the recogniser missed, told by what stands around them.

Names next to a noun that says what they are ("the Baz gang", "broadcaster ERT", "a driver, Mykola, 51"), around a nickname, and
names met before. A capital alone makes no name here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from rashomon.extract.name_kinds import country_forms, kind_of_name, kind_words
from rashomon.extract.names_base import (
    is_capital,
    is_person_noun,
    kind_of_noun,
    make,
    speech_verbs,
    text_span,
    word_set,
)
from rashomon.extract.names_described import aged
from rashomon.extract.names_long import SKIP_LABELS, is_land
from rashomon.extract.titles import is_title_word, title_before
from rashomon.extract.words import tokens_of
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention


def nicknamed(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """ "Hugo 'El Zurdo' Salas": one name around a nickname in quote marks."""
    for token in tokens_of(doc):
        if token.text not in _OPEN or token.i == 0 or not _in_person(doc[token.i - 1]):
            continue
        end = token.i + 1
        while end < len(doc) and end - token.i < 5 and is_capital(doc[end]):
            end += 1
        if not (token.i + 1 < end < len(doc) - 1 and doc[end].text in _CLOSE and _in_person(doc[end + 1])):
            continue
        first, last = token.i - 1, end + 2
        if first > 0 and _in_person(doc[first - 1]) and not is_title_word(doc[first - 1].text):
            first -= 1
        while last < len(doc) and _in_person(doc[last]) and doc[last - 1].dep_ == "compound":
            last += 1
        yield make(doc, first, last, "name", "person", "nickname")


_OPEN, _CLOSE = frozenset("\"'“‘"), frozenset("\"'”’")


def _in_person(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text.istitle() and token.lower_ not in kind_words()


def capital_runs(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """Runs of proper nouns that no entity covers, where their own or their neighbours' words say what they name."""
    i, n = 0, len(doc)
    while i < n:
        if (
            taken[i]
            or not is_capital(doc[i])
            or doc[i].pos_ not in {"PROPN", "NOUN", "ADJ"}
            or doc[i].ent_type_ in SKIP_LABELS
            or doc[i].lower_ in {"the", "a", "an"}
        ):
            i += 1
            continue
        end = i + 1
        while end < n and not taken[end] and not doc[end].is_space and _continues(doc, end):
            end += 1
        while end > i + 1 and not is_capital(doc[end - 1]):
            end -= 1
        if (
            doc[end - 1].pos_ == "PROPN"
            or doc[end - 1].is_upper
            and len(doc[end - 1]) > 2
            or doc[i].pos_ == "PROPN"
            or doc[i].dep_ in {"compound", "amod"}
        ):
            yield from _named(doc, i, end, taken)
        i = end


def _named(doc: Doc, first: int, end: int, taken: bytearray) -> Iterator[Mention]:
    words = [t.lower_ for t in doc[first:end]]
    if doc[first:end].text in country_forms():
        return
    if is_land(doc, first, end):
        return
    if end - first > 1 and any(w in kind_words() for w in words[-1:] + words[:1]) and not is_title_word(words[0]):
        yield make(doc, first, end, "name", kind_of_name([t.text for t in doc[first:end]], "ORG"), "capitals")
        return
    if (
        end < len(doc)
        and doc[end].lower_ in word_set("clan_nouns")
        and doc[end - 1].dep_ in {"compound", "amod", "nmod"}
        and not taken[end]
        and not (doc[first].ent_type_ == "NORP" and doc[end].lower_ not in {"tribe", "clan", "sect"})
    ):
        start = first + (doc[first].ent_type_ == "NORP" and end - first > 1)
        mention = make(
            doc, start, end, "name", kind_of_noun(doc[end]) or "unknown", "clan", wide=text_span(doc, start, end + 1)
        )
        yield replace(mention, last=end + 1, head=end)
        return
    noun = _group_noun_after(doc, first, end, taken)
    if noun is not None:
        mention = make(
            doc,
            first,
            end,
            "name",
            kind_words().get(doc[noun].lower_, "organisation"),
            "group noun",
            wide=text_span(doc, first, noun + 1),
        )
        yield replace(mention, last=noun + 1, head=noun)
        return
    kind = _kind_by_neighbour(doc, first, end)
    if kind is not None:
        yield make(doc, first, end, "name", kind, "neighbour")
        return
    if end - first > 1 and " ".join(words) in kind_words():
        yield make(doc, first, end, "name", kind_words()[" ".join(words)], "capitals")
        return
    title, start = title_before(doc, first, end, inside=True)
    if (
        start < end
        and not all(is_title_word(w) for w in words)
        and _is_person(doc, start, end, titled=title is not None)
    ):
        yield make(doc, start, end, "name", "person", "person", title=title)


#: Nouns that end a name with describing words between: "the Sloboda operational group", "the Azov assault brigade".
_FORMATIONS = frozenset(
    ("group brigade battalion regiment division corps movement party militia command bloc alliance union").split()
)


def _group_noun_after(doc: Doc, first: int, end: int, taken: bytearray) -> int | None:
    if (
        doc[first:end].root.ent_type_ in {"GPE", "NORP", "LOC"}
        or first == 0
        or doc[first - 1].lower_ not in {"the", "'s", "’s"}
    ):
        return None
    i = end
    while (
        i < len(doc)
        and i - end < 2
        and not taken[i]
        and doc[i].is_lower
        and doc[i].pos_ in {"ADJ", "NOUN"}
        and doc[i].lower_ not in _FORMATIONS
    ):
        i += 1
    if (
        i < len(doc)
        and doc[i].lower_ in _FORMATIONS
        and doc[i].tag_ == "NN"
        and not taken[i]
        and doc[end - 1].head.i in range(first, i + 1)
    ):
        return i
    return None


def _kind_by_neighbour(doc: Doc, first: int, end: int) -> ActorKind | None:
    """ "broadcaster ERT", "rights group X", "X, a rights group,": the noun beside a name says what it is."""
    root = doc[first:end].root
    if (
        first > 0
        and doc[first - 1].pos_ == "NOUN"
        and root.dep_
        in {"appos", "dobj", "nsubj", "pobj", "nsubjpass"} | ({"compound"} if root.head.i == first - 1 else set())
    ):
        kind = kind_of_noun(doc[first - 1])
        if (
            kind is not None
            and doc[first - 1].tag_ == "NN"
            and root.ent_type_ not in {"GPE"} | ({"PERSON"} if kind in {"state", "police", "military"} else set())
        ):
            return kind
        if (
            kind is not None
            and doc[first - 1].tag_ == "NN"
            and kind in {"media", "organisation"}
            and doc[first - 1].lower_ not in {"hospital", "village", "university", "court"}
        ):
            return kind
    if (
        root.dep_ == "appos"
        and first > 0
        and doc[first - 1].text == ","
        and root.head.pos_ == "NOUN"
        and not is_person_noun(root.head)
        or root.dep_ == "appos"
        and root.head.lower_ in word_set("office_anaphors")
    ):
        kind = kind_of_noun(root.head)
        if kind is not None and end < len(doc) and doc[end].text in {",", ".", "("}:
            return kind
    for child in root.children:
        if child.dep_ == "appos" and child.i > end and doc[end].text == "," and child.tag_ == "NN":
            kind = kind_of_noun(child)
            if kind is not None and child.lower_ not in {"force", "hospital", "command"}:
                return kind
    return None


def _is_person(doc: Doc, first: int, end: int, *, titled: bool) -> bool:
    """A title before, an age after, a person noun in apposition, or a verb of speech makes a run a person's name."""
    words = [t.text for t in doc[first:end]]
    if (
        end - first > 5
        or any(w.lower() in kind_words() or w.isupper() and len(w) > 1 for w in words)
        or doc[first].is_lower
    ):
        return False
    root = doc[first:end].root
    if aged(doc, end):
        return True
    described = root.dep_ == "appos" and root.head.i < first and is_person_noun(root.head) and root.head.tag_ == "NN"
    if (
        described
        and end < len(doc)
        and (doc[end].text in {",", ".", ";"} or first > 0 and doc[first - 1].i == root.head.i)
    ):
        return root.ent_type_ not in {"GPE", "LOC"} or first > 0 and doc[first - 1].text == ","
    if titled and (root.ent_type_ not in {"GPE", "LOC"} or end - first > 1):
        return root.dep_ not in {"amod"}
    speaks = (
        root.dep_ == "nsubj"
        and root.head.lemma_ in speech_verbs()
        and root.ent_type_ not in {"GPE", "LOC", "ORG", "NORP"}
    )
    return (
        speaks
        and (first == 0 or doc[first - 1].lower_ not in {"the", "a", "an"})
        and root.tag_ == "NNP"
        and not is_person_noun(root)
    )


def _continues(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.ent_type_ in SKIP_LABELS:
        return False
    if (
        token.text == "-"
        and not token.whitespace_
        and not doc[i - 1].whitespace_
        or is_capital(token)
        and token.pos_ in {"PROPN", "NOUN", "ADJ"}
    ):
        return True
    follows = i + 1 < len(doc) and is_capital(doc[i + 1]) and doc[i + 1].pos_ == "PROPN"
    return token.text == "of" and follows or doc[i - 1].text == "-"
