"""A modest reading of pronouns: whom "it", "its", "he", "they" most likely stand for.

A subject of the same sentence comes first, then the subject of the sentence before, within
the same paragraph or the next. "It" is a body (a state, a group, a force, a firm), never a
crowd or a person. It abstains where no candidate of the right sort is near.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from rashomon.extract.words import tokens_of
from rashomon.model.actors import ActorKind
from rashomon.model.mentions import Grounding

_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
_BODY = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BODIES = frozenset({"armed_group", "military", "police", "state", "political", "organisation", "media"})


@dataclass(slots=True)
class _Focus:
    """Whom the report spoke of last, by sort."""

    person: str | None = None
    body: str | None = None
    many: str | None = None
    #: The body that the sentence now read has spoken of last, where no body is its subject.
    here: str | None = None
    free: bool = True


def read_pronouns(doc: Doc, grounding: Grounding) -> dict[int, str]:
    """Token index of a pronoun to the actor it stands for; read once for a Doc and its grounding."""
    kept: tuple[Grounding, dict[int, str]] | None = doc.user_data.get(_KEY)
    if kept is None or kept[0] is not grounding:
        kept = doc.user_data[_KEY] = (grounding, _read(doc, grounding))
    return kept[1]


_KEY = "rashomon.pronouns"


def _read(doc: Doc, grounding: Grounding) -> dict[int, str]:
    kinds = {a.id: a.kind for a in grounding.actors}
    named = {grounding.actor_of[m.first] for m in grounding.mentions if m.form != "nominal" and m.first < m.last}
    found: dict[int, str] = {}
    focus = _Focus()
    for token in tokens_of(doc):
        if token.is_sent_start:
            focus.here, focus.free = None, True
        owner = _joined(token, grounding, kinds) if token.lower_ in {"its", "their"} else None
        owner = owner if owner is not None else _stands_for(token, focus)
        if owner is not None:
            found[token.i] = owner
        actor_id = grounding.actor_of[token.i]
        if (
            actor_id is not None
            and (actor_id in named or token.dep_ != "appos")
            and (token.head.i == token.i or grounding.actor_of[token.head.i] != actor_id)
        ):
            _shift(focus, token, actor_id, kinds[actor_id], named=actor_id in named)
    return found


def _stands_for(token: Token, focus: _Focus) -> str | None:
    low = token.lower_
    if low in _PERSON and token.pos_ == "PRON":
        return focus.person
    if low in _BODY and token.pos_ == "PRON":
        return None if _expletive(token) else focus.here if low == "its" and focus.here is not None else focus.body
    if low in _THEY:
        return focus.many if focus.many is not None else focus.body
    return None


def _shift(focus: _Focus, token: Token, actor_id: str, kind: str, *, named: bool) -> None:
    subject = _is_subject(token)
    if kind == "person":
        focus.person = actor_id if subject or focus.person is None else focus.person
        return
    if kind in _BODIES and (subject or focus.body is None):
        focus.body, focus.here, focus.free = actor_id, None, False
    elif kind in _BODIES and named and focus.free:
        focus.here = actor_id
    if subject or focus.many is None:
        focus.many = actor_id


def _joined(token: Token, grounding: Grounding, kinds: dict[str, ActorKind]) -> str | None:
    """ "X and its leader", "X (XY) and its ally": the body right before the "and"."""
    i = token.i - 1
    if i < 1 or token.doc[i].lower_ not in {"and", "or", "with"}:
        return None
    for j in range(i - 1, max(-1, i - 5), -1):
        found = grounding.actor_of[j]
        if found is not None:
            return found if kinds[found] in _BODIES else None
        if token.doc[j].text not in {"(", ")", ","}:
            return None
    return None


def _is_subject(token: Token) -> bool:
    """The subject of a clause, or what stands in apposition to it ("a group, the X Forum, has ...")."""
    top = token
    while top.dep_ in {"appos", "conj"} and top.head.i != top.i:
        top = top.head
    return top.dep_ in _SUBJECTS


def _expletive(token: Token) -> bool:
    return (
        token.dep_ in {"expl"}
        or token.head.lemma_ == "be"
        and token.dep_ == "nsubj"
        and any(c.dep_ in {"acomp", "attr"} for c in token.head.children)
    )
