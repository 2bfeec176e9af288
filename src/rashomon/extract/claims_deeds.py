"""Who is said to do what in a claim: the speaker's own side or somebody else, by which class of verb, when, and whether at all.

Acts that a plain "said" performs hang on it: "its men fired" owns up where soldiers say it, "their men fired" blames. It reads
the parse and the word classes of the lexicon, and pretends no judgement of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_acts import classes_of
from rashomon.extract.claims_view import Draft, View
from rashomon.model.actors import ActorKind

_OWN = frozenset({"i", "we", "it", "they", "he", "she", "who"})
_OWNERS = frozenset({"our", "its", "their", "his", "her", "my"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_SPOKEN = frozenset({"i", "we", "our", "my", "us", "me"})
#: Clauses of a content that are looked at.
_CLAUSES = 3
#: Tokens of a content that are looked at.
_REACH = 60


def of_deed(draft: Draft, view: View, kind: ActorKind | None) -> Iterator[str]:
    """The features of what is told: word classes, the first clauses' subjects and verbs, other actors."""
    text = " ".join(view.text[start:end] for start, end in draft.contents)
    classes = classes_of(text)
    for name in classes:
        yield f"class:{name}"
        yield f"class kind:{name} {kind}"
    last = text.rstrip("\"'”’ \n")[-1:]
    yield f"ends:{last if last in '?!.' else ''}"
    yield f"quoted:{draft.quoted} {draft.rule}"
    tokens = [view.doc[i] for piece in draft.tokens for i in range(*piece)][:_REACH]
    mine = draft.speaker.actor_id if draft.speaker is not None else None
    yield from _of_others(tokens, view, mine)
    clauses = 0
    for token in tokens:
        if token.dep_ in _SUBJECTS and clauses < _CLAUSES:
            yield from _of_clause(token, draft, view, kind, first=clauses == 0)
            clauses += 1
    if clauses == 0:
        yield f"no clause:{kind}"
        for token in tokens[:6]:
            if token.pos_ == "NOUN":
                yield f"noun:{token.lemma_.lower()}"
                yield f"noun cue:{draft.lemma} {'/'.join(classes_of(token.lower_)) or '-'}"


def _of_others(tokens: list[Token], view: View, mine: str | None) -> Iterator[str]:
    kinds = {a.id: a.kind for a in view.grounding.actors}
    for token in tokens:
        actor = view.actor_at(token.i)
        if actor is None:
            continue
        who = "own" if actor == mine else "other"
        yield f"actor {who}:{kinds.get(actor)}"
        if token.dep_ == "pobj" and token.head.dep_ == "agent":
            yield f"actor by {who}:{kinds.get(actor)}"


def _of_clause(subject: Token, draft: Draft, view: View, kind: ActorKind | None, *, first: bool) -> Iterator[str]:
    verb = subject.head
    side = _side(subject, draft, view)
    tense = _tense(verb)
    negated = any(c.dep_ == "neg" for c in verb.children) or any(
        c.lower_ in {"no", "none"} for c in (subject, *subject.children)
    )
    violent = bool({"attack_verbs", "hard_verbs"} & set(classes_of(verb.lemma_.lower())))
    voice = "passive" if subject.dep_ == "nsubjpass" else "active"
    at = "first " if first else ""
    yield f"{at}deed:{side} {tense} {negated}"
    yield f"{at}deed kind:{side} {tense} {violent} {kind}"
    yield f"{at}deed voice:{side} {voice} {violent}"
    yield f"{at}deed whole:{side} {tense} {negated} {violent} {voice}"
    if first:
        yield f"does:{side} {verb.lemma_.lower()}"
        yield f"subject:{subject.lemma_.lower()}"
        yield f"verb:{verb.lemma_.lower()}"


def _side(subject: Token, draft: Draft, view: View) -> str:
    """own, third, or the kind of whoever else."""
    low = subject.lower_
    mine = draft.speaker.actor_id if draft.speaker is not None else None
    actor = view.actor_at(subject.i)
    if mine is not None and actor == mine:
        return "own"
    if low in _OWN:
        spoken = low in {"i", "we"}
        return "own" if spoken == draft.quoted or spoken else "they"
    if any(c.lower_ in _OWNERS and c.dep_ == "poss" for c in subject.children):
        spoken = any(c.lower_ in _SPOKEN for c in subject.children)
        return "own" if spoken or not draft.quoted else "theirs"
    if actor is not None:
        return next((str(a.kind) for a in view.grounding.actors if a.id == actor), "actor")
    level = view.words.levels.get(low)
    return str(level) if level is not None else "thing"


def _tense(verb: Token) -> str:
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass"} and child.lower_ in {"will", "shall", "'ll", "won't", "wo"}:
            return "future"
        if child.dep_ == "aux" and child.tag_ == "MD":
            return "modal"
    return "past" if verb.tag_ in {"VBD", "VBN"} else "present" if verb.tag_ in {"VBZ", "VBP", "VBG"} else "bare"
