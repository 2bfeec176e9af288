"""Names that the word lists or the recogniser found, with their bounds and kinds put right.

The recogniser labels transliterated groups as persons, takes ranks into names and cuts names
short; the words in and around a name decide before its label does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from rashomon.extract.name_kinds import country_forms, kind_of_name, kind_words
from rashomon.extract.names_base import (
    APOSTROPHES,
    FIELDED,
    is_capital,
    is_person_noun,
    kind_of_noun,
    make,
    text_span,
    word_set,
)
from rashomon.extract.titles import is_title_word, title_before, title_words
from rashomon.lexicon import load
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Mention
from rashomon.model.spans import Span as TextSpan

_PARTICLES = frozenset(
    {"al", "el", "ul", "abu", "abou", "umm", "bin", "ibn", "ben", "de", "da", "dos", "van", "von", "der"}
)
_NAME_LABELS = frozenset({"PERSON", "ORG"})
_MAYBE_LABELS = frozenset({"FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "LOC", "GPE", "NORP"})
#: "a rebel group", "an armed movement".
_ARMED = frozenset(
    {
        "rebel",
        "armed",
        "militant",
        "jihadist",
        "insurgent",
        "extremist",
        "islamist",
        "separatist",
        "guerrilla",
        "paramilitary",
        "terrorist",
    }
)
#: Common nouns after the name of a place.
_SITES = frozenset(
    {
        "village",
        "town",
        "district",
        "area",
        "province",
        "neighbourhood",
        "neighborhood",
        "suburb",
        "region",
        "road",
        "river",
        "valley",
        "checkpoint",
        "crossing",
        "street",
        "highway",
        "refugee",
        "camp",
        "market",
        "municipality",
        "department",
        "governorate",
        "township",
        "hamlet",
        "settlement",
    }
)
#: "shot at NAME" aims at a person.
_AIMED = frozenset(
    {
        "look",
        "fire",
        "shoot",
        "shout",
        "aim",
        "throw",
        "point",
        "hurl",
        "laugh",
        "smile",
        "anger",
        "scream",
        "yell",
        "direct",
        "level",
        "attempt",
    }
)
#: Before what the recogniser calls a person, these say that it is a place.
_WHERE = frozenset({"in", "at", "near", "around", "outside", "across", "towards", "toward", "throughout", "inside"})
_EDGE = frozenset("\"'“”‘’«»()[],.;:—–-…")


def entities(doc: Doc, taken: bytearray, found: Sequence[Mention]) -> Iterator[Mention]:
    """One mention for each entity that can act, speak or suffer under its name."""
    for ent in doc.ents:
        if any(taken[ent.start : ent.end]):
            continue
        if ent.kb_id_:
            yield _listed(doc, ent)
        elif ent.label_ in _NAME_LABELS or (ent.label_ in _MAYBE_LABELS and _organisation_like(ent)):
            mention = _recognised(doc, ent)
            if mention is not None:
                yield mention


def _recognised(doc: Doc, ent: Span) -> Mention | None:
    bounds = _trim(doc, ent)
    if (
        bounds is None
        or doc[bounds[0] : bounds[1]].text in country_forms()
        or _is_office(doc, *bounds)
        or _is_place(doc, *bounds)
    ):
        return None
    begin, last = bounds
    owned = _after_owner(doc, begin, last)
    titled = ent.label_ == "PERSON" or _ranked_person(doc, owned, last)
    title, first = title_before(doc, owned, last, inside=titled)
    if title is None:
        first = _with_first_name(doc, _with_particles(doc, first)) if owned == begin else owned
        if first < owned:
            title, first = title_before(doc, first, last, inside=titled)
    last = _with_surname(doc, last) if titled else last
    words = [t.text for t in doc[first:last]]
    kind = kind_of_name(words, "PERSON" if titled else ent.label_)
    reach = reach_of(doc, last)
    if reach > last and doc[last].lower_ not in FIELDED and (told := kind_of_noun(doc[last])) is not None:
        kind = told
    elif (
        ent.label_ == "ORG" and kind == "organisation" and _person_after_all(doc, first, last, titled=title is not None)
    ):
        kind = "person"
    elif (
        ent.label_ == "ORG"
        and kind == "organisation"
        and 1 < len(words) < 5
        and all(w.istitle() for w in words)
        and _described_as_person(doc, first, last)
    ):
        kind = "person"
    if len(words) == 1 and doc[first].pos_ == "ADJ" and doc[first].dep_ == "amod" and ent.label_ != "PERSON":
        return None
    if kind == "unknown" or (len(words) == 1 and words[0].lower() in kind_words() and kind != "person"):
        if not _speaks_alone(doc[first]):
            return None
    if (told := _described_as_body(doc, first, last, kind)) is not None:
        kind = told
    mention = make(doc, first, last, "name", kind, f"ent.{ent.label_}", title=title)
    return replace(mention, last=reach, head=doc[first:reach].root.i, wide=wide_of(doc, first, last, reach))


def _ranked_person(doc: Doc, first: int, last: int) -> bool:
    """ "Bishop Placide X" labelled as a body: a title, then a name of two words or one of a person who acts."""
    words = [t.text for t in doc[first:last]]
    if (
        len(words) < 2
        or not is_title_word(words[0])
        or " ".join(words).lower() in kind_words()
        or any(w.lower() in kind_words() for w in words)
    ):
        return False
    return all(w[0].isupper() for w in words) and not any(w.isupper() and len(w) > 1 for w in words)


def _is_office(doc: Doc, first: int, last: int) -> bool:
    """ "Parliament Speaker", "Federal Information" before "Minister": a title's words, not a name."""
    words = [t.lower_ for t in doc[first:last]]
    if words == ["state"] and first > 1 and doc[first - 1].lower_ == "of" and doc[first - 2].lower_ == "secretary":
        return True
    if last >= len(doc) or not is_capital(doc[last]):
        return False
    if (
        words[-1] in title_words()
        and doc[last].pos_ == "PROPN"
        and all(is_title_word(w) or w in kind_words() for w in words)
    ):
        return True
    return f"{words[-1]} {doc[last].lower_}" in title_words() and doc[last].lower_ in title_words()


def _is_place(doc: Doc, first: int, last: int) -> bool:
    """ "in Kora", "Gidan X village", "the Bannu bombing": what the recogniser took for a person is a place.

    A surname before a common noun goes too; it is found again where its bearer is named in full.
    """
    root, head = doc[first:last].root, doc[first:last].root.head
    if root.ent_type_ != "PERSON":
        return False
    if last < len(doc) and doc[last].lower_ in _SITES and doc[last].pos_ == "NOUN":
        return True
    if root.dep_ == "pobj" and head.lower_ in _WHERE:
        return head.lower_ != "at" or head.head.lemma_ not in _AIMED
    if last - first > 1 or root.dep_ != "compound" or head.i != last or head.pos_ != "NOUN":
        return False
    return (
        kind_of_noun(head) is None
        and not is_person_noun(head)
        and head.lower_ not in FIELDED
        and head.lower_ not in word_set("government_nouns")
    )


def _after_owner(doc: Doc, first: int, last: int) -> int:
    """ "Balboa's San Roque Hospital": the name begins after its owner where it ends in a body's word."""
    for i in range(first + 1, last - 1):
        if (
            doc[i].lower_ in APOSTROPHES
            and doc[last - 1].lower_ in kind_words()
            and last - i > 2
            and doc[i].tag_ == "POS"
        ):
            return i + 1
    return first


def _person_after_all(doc: Doc, first: int, last: int, *, titled: bool) -> bool:
    """A body by its label that bears a title or an age is a person."""
    words = [t.text for t in doc[first:last]]
    if not (1 if titled or aged(doc, last) else 2) <= len(words) <= 4 or any(
        w.isupper() or w.lower() in kind_words() for w in words
    ):
        return False
    return titled or aged(doc, last)


def aged(doc: Doc, last: int) -> bool:
    """An age stands after a name: "NAME, 34, ..."."""
    return (
        last + 2 < len(doc)
        and doc[last].text == ","
        and doc[last + 1].like_num
        and doc[last + 1].text.isdigit()
        and len(doc[last + 1].text) < 3
        and doc[last + 2].text in {",", ".", ";", "and", "—", "–"}
    )


def _described_as_person(doc: Doc, first: int, last: int) -> bool:
    """ "NAME, a researcher at X, ...": a person noun in apposition after the name."""
    root = doc[first:last].root
    return (
        last < len(doc)
        and doc[last].text == ","
        and any(
            c.dep_ == "appos" and c.i > last and c.tag_ == "NN" and (is_person_noun(c) or c.lower_ in title_words())
            for c in root.children
        )
    )


def _described_as_body(doc: Doc, first: int, last: int, kind: ActorKind) -> ActorKind | None:
    """ "NAME, a rebel group backed by ...", "the militia NAME": a noun beside the name says what body it is."""
    if kind not in {"person", "organisation", "political", "unknown", "military"}:
        return None
    root = doc[first:last].root
    nouns = [
        c for c in root.children if c.dep_ == "appos" and c.i > last and c.tag_ == "NN" and doc[last].text in {",", "("}
    ]
    if root.dep_ == "appos" and root.head.i == first - 1:
        nouns.append(root.head)
    for noun in nouns:
        told = kind_of_noun(noun)
        if told in {"organisation", "political"} and any(c.lower_ in _ARMED for c in noun.children):
            return "armed_group"
        if (
            told in {"armed_group", "media"}
            or told == "organisation"
            and kind == "military"
            and noun.lower_ in {"charity", "ngo", "watchdog"}
        ):
            return told
        if told is not None and kind == "person" and not is_person_noun(noun):
            return told
    return None


def wide_of(doc: Doc, first: int, last: int, reach: int) -> TextSpan | None:
    """The name with the noun it modifies, or with the state that owns it."""
    start = first
    if first > 1 and doc[first - 1].lower_ in {"'s", "’s"} and doc[first - 2].text in country_forms():
        start = first - 2
    end = reach if reach > last and doc[last].lower_ not in FIELDED else last
    if (start, end) == (first, last):
        return None
    return text_span(doc, start, end)


def reach_of(doc: Doc, last: int) -> int:
    """Takes in the common noun that a name modifies: "the Amal movement", "Houthi fighters"."""
    if (
        last < len(doc)
        and doc[last].pos_ == "NOUN"
        and doc[last - 1].head.i == doc[last].i
        and doc[last - 1].dep_ in {"compound", "amod", "nmod"}
    ):
        word = doc[last].lower_
        if (
            word in FIELDED
            or word in word_set("group_anaphors")
            or word in word_set("clan_nouns")
            or word in {"bloc", "coalition", "alliance"}
        ):
            return last + 1
    return last


def _listed(doc: Doc, ent: Span) -> Mention:
    group = ent.kb_id_.partition(":")[0]
    longer = _longer_body(doc, ent.end)
    if longer > ent.end and group != "organs" or longer > ent.end and ent.text.isupper():
        words = [t.text for t in doc[ent.start : longer]]
        return make(doc, ent.start, longer, "name", kind_of_name(words, "ORG"), "capitals")
    kind = listed_kinds()[ent.kb_id_]
    mention = make(doc, ent.start, ent.end, "name", kind, f"lexicon.{group}", entry=ent.kb_id_)
    reach = reach_of(doc, ent.end)
    return replace(
        mention, last=reach, head=doc[ent.start : reach].root.i, wide=wide_of(doc, ent.start, ent.end, reach)
    )


def _longer_body(doc: Doc, end: int) -> int:
    """Where a listed name is the first word of another body's ("BBC Radio Ulster", "Fatah Alliance")."""
    last = end
    while (
        last < len(doc)
        and last - end < 3
        and is_capital(doc[last])
        and doc[last].pos_ == "PROPN"
        and doc[last - 1].whitespace_
        and not doc[last].ent_kb_id_
        and not is_title_word(doc[last].text)
    ):
        last += 1
    words = [t.lower_ for t in doc[end:last]]
    return last if words and (words[-1] in kind_words() or words[0] in {"radio", "television", "tv", "news"}) else end


@functools.cache
def listed_kinds() -> dict[str, ActorKind]:
    """Entry key to kind, for the three lists of names."""
    kinds: dict[str, ActorKind] = {}
    for entry in load("armed_groups")["groups"]:
        kinds[f"armed_groups:{entry['id']}"] = entry.get("kind", "armed_group")
    for entry in load("organs")["named"]:
        kinds[f"organs:{entry['id']}"] = entry.get("kind", "organisation")
    for entry in load("media")["outlets"]:
        kinds[f"media:{entry['id']}"] = "media"
    return kinds


def _organisation_like(ent: Span) -> bool:
    return len(ent) > 1 and any(t.text.lower() in kind_words() for t in ent if is_capital(t))


def _speaks_alone(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.dep_ in {"nsubj", "nsubjpass", "pobj", "poss", "dobj"} and not token.is_lower


def _trim(doc: Doc, ent: Span) -> tuple[int, int] | None:
    """Takes articles, quote marks, possessives and line breaks off; None if no name is left."""
    first, last = ent.start, ent.end
    for i in range(first, last):
        if doc[i].is_space:
            last = i
            break
    while first < last and (
        doc[first].text in _EDGE or doc[first].lower_ in {"the", "a", "an", "both"} or doc[first].is_digit
    ):
        first += 1
    while last > first and (
        doc[last - 1].text in _EDGE
        or doc[last - 1].lower_ in APOSTROPHES
        or last - first > 1
        and (
            doc[last - 1].text in kind_words()
            or doc[last - 1].pos_ in {"ADP", "CCONJ", "DET"}
            and doc[last - 1].is_lower
        )
    ):
        last -= 1
    if last < len(doc) and doc[last].lower_ in title_words() and doc[last].is_lower:
        while last > first + 1 and doc[last - 1].is_lower:
            last -= 1  # "UN human rights" before "chief"
    if first == last or not any(is_capital(t) for t in doc[first:last]):
        return None
    return first, last


def _with_particles(doc: Doc, first: int) -> int:
    while (
        first > 0
        and doc[first - 1].lower_ in _PARTICLES
        and is_capital(doc[first - 1])
        and not doc[first - 1].is_sent_start
    ):
        first -= 1
    return first


def _with_first_name(doc: Doc, first: int) -> int:
    """The first names that the recogniser left out ("Mirlande" of "Mirlande Estimé", "Israel" of "Israel Ramírez")."""
    while first > 0 and _is_first_name(doc, first):
        first -= 1
    return first


def _is_first_name(doc: Doc, first: int) -> bool:
    left, name = doc[first - 1], doc[first]
    if (
        left.pos_ != "PROPN"
        or left.dep_ != "compound"
        or left.head.i < first
        or not left.text.istitle()
        or left.ent_type_ not in {"", "GPE"}
        or is_title_word(left.text)
    ):
        return False
    if name.ent_type_ != "PERSON" and left.ent_type_ == "GPE":
        return False
    if (
        left.lower_ in kind_words()
        or left.text in country_forms()
        and (country_forms()[left.text][1] != "name" or left.is_sent_start or doc[first - 2].text not in {",", "("})
    ):
        return False
    return left.whitespace_ != "" and left.i + 1 == first


def _with_surname(doc: Doc, last: int) -> int:
    """The rest of a name that the recogniser cut short: proper nouns that its last word modifies."""
    while (
        last < len(doc)
        and doc[last].pos_ == "PROPN"
        and is_capital(doc[last])
        and not doc[last].ent_type_
        and doc[last - 1].dep_ == "compound"
        and doc[last - 1].head.i >= last
    ):
        last += 1
    return last
