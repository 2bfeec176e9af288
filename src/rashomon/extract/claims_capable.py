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


#: Documents that every cue may have as its subject.
_SPEAKING = frozenset({"statement", "report", "inquiry", "investigation", "indictment", "study"})


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
    if token.pos_ == "PRON" or token.tag_ in {"WP", "WDT"}:
        return low not in FIRST_PERSON | {"this", "that", "what", "it"} or low == "it"
    if low in view.words.documents:
        return needs in {"any", "document"} or low in _SPEAKING or _signed(token)
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
    if token.pos_ == "PROPN":
        return True
    return (
        needs == "any"
        and token.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}
        and token.dep_ in SUBJECTS | {"pobj", "dobj"}
    )
