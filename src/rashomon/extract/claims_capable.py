"""Who can be the source of words: people, bodies, documents; not attacks, decisions or absences."""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_view import SUBJECTS, View

FIRST_PERSON = frozenset({"i", "we", "you", "one", "there", "me", "us"})
_GENERIC = frozenset({"no", "neither", "none", "nobody", "noone", "nothing"})


#: Records that show something where the words say who checked or made them ("footage verified by X").
_SHOWN = frozenset(
    {"video", "videos", "footage", "photo", "photos", "photographs", "image", "images", "picture", "pictures"}
)


#: Words for some of several people, who speak as their noun would: "one of them", "all nine", "those in the quarter".
_SOME = frozenset(
    {"one", "all", "both", "those", "some", "many", "most", "others", "another", "each", "several", "few"}
)
#: Endings of nouns that name people by what they do, and nouns with such an end that name none.
_DOING = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "man", "men", "woman", "women", "ee", "ees")
_NO_PERSON = frozenset(
    """paper letter number power water order matter winter summer weather river tower corner border disaster murder danger
    fever computer register answer laughter shelter quarter chapter centre center character cover cluster factor error terror
    horror sector mirror motor tractor reactor detector corridor door floor labor honor color vapor tumor rumor metaphor
    shoulder finger helicopter steamer tanker freighter trailer bunker mortar launcher poster newsletter folder calendar
    container boiler printer router server counter meter manner tender offer transfer barrier carrier trigger mixer layer
    crater fighter-bomber bomber cruiser destroyer minister-level committee referee-level fee coffee knee tree degree
    guarantee refinery war car scar bazaar year fear tear gear ear bar anchor armor behavior flavor favor minor major
    timber lumber chamber september october november december member-state border-crossing semester ladder leather feather
    super upper lower under over other another either neither former latter inner outer later earlier after never ever""".split()
)


def _some_people(token: Token) -> bool:
    """As in "one of the guards", "all nine", "two recalled": a count or a pronoun that stands for people."""
    if token.dep_ not in SUBJECTS | {"pobj", "attr"}:
        return False
    if (token.pos_ == "NUM" or token.tag_ == "CD") and token.lower_ != "one":
        return token.ent_type_ not in {"DATE", "TIME", "MONEY", "PERCENT"}
    return token.lower_ in _SOME and (token.lower_ != "one" or any(c.lower_ == "of" for c in token.children))


def _does_something(token: Token) -> bool:
    """Whether a common noun names people by what they do: "a stallholder", "the demonstrators"."""
    low = token.lower_
    stem = low.rstrip("s")
    return (
        token.pos_ == "NOUN" and len(low) > 4 and low.endswith(_DOING)
        and low not in _NO_PERSON and stem not in _NO_PERSON and token.dep_ in SUBJECTS
    )  # fmt: skip


def _signed(token: Token) -> bool:
    """As in "a banner signed by X"."""
    return any(c.dep_ == "acl" and c.lemma_ in {"sign", "issue", "release", "publish", "post"} for c in token.children)


def is_nobody(token: Token) -> bool:
    """As in "No group", "nobody", "neither": an absence does not speak."""
    return token.lower_ in _GENERIC or any(
        c.lower_ in {"no", "neither"} and c.dep_ in {"det", "preconj", "neg"} for c in token.children
    )


def can_speak(token: Token, view: View, *, needs: str) -> bool:
    """Whether a subject can be the source of words.

    Args:
        token: the subject's head.
        needs: the verb's demand: "any", "able" or "document".
    """
    if is_nobody(token):
        return False
    low = token.lower_
    if view.actor_at(token.i) is not None or any(
        view.actor_at(t.i) is not None for t in token.children if t.dep_ == "appos"
    ):
        return True
    if _some_people(token):
        return True
    if token.pos_ == "PRON" or token.tag_ in {"WP", "WDT"}:
        return low not in FIRST_PERSON | {"this", "that", "what", "it"} or low == "it"
    if low in view.words.documents:
        return needs in {"any", "document"} or token.lemma_.lower() in view.words.messages or _signed(token)
    if low in view.words.mute:
        return low in _SHOWN and any(c.dep_ == "acl" and c.tag_ == "VBN" for c in token.children)
    if any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in token.children):
        return True
    if (
        low in view.words.levels
        or token.lemma_.lower() in view.words.levels
        or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    ):
        return True
    if token.pos_ == "PROPN" or _does_something(token):
        return True
    return (
        needs == "any"
        and token.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}
        and token.dep_ in SUBJECTS | {"pobj", "dobj"}
    )
