"""What the words beside a name tell of its bearer: a person, a body, a place, an office."""

from __future__ import annotations

from spacy.tokens import Doc

from rashomon.extract.name_kinds import kind_words
from rashomon.extract.names_base import FIELDED, is_capital, is_person_noun, kind_of_noun, word_set
from rashomon.extract.titles import is_title_word, title_words
from rashomon.model.actors import ActorKind

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


def ranked_person(doc: Doc, first: int, last: int) -> bool:
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


def is_office(doc: Doc, first: int, last: int) -> bool:
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


def is_place(doc: Doc, first: int, last: int) -> bool:
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


def person_after_all(doc: Doc, first: int, last: int, *, titled: bool) -> bool:
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


def described_as_person(doc: Doc, first: int, last: int) -> bool:
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


def described_as_body(doc: Doc, first: int, last: int, kind: ActorKind) -> ActorKind | None:
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
