"""What the heads look at in a claim: short texts about its cue, its words and its speaker.

Each text can be read ("cue:deny", "rule:clause", "has:responsibility"). They are the words themselves with what the rules and the
parse say of them, and pretend no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from rashomon.extract.claims_form import form_of
from rashomon.extract.claims_subjects import speaker_token
from rashomon.extract.claims_view import Draft, View
from rashomon.model.actors import ActorKind

#: Content words beyond these many say nothing more of the act.
_WORDS = 60
_NEGATIONS = frozenset({"not", "n't", "no", "never", "nobody", "none", "neither", "nothing", "nor"})
_MODALS = frozenset({"will", "would", "shall", "should", "must", "may", "might", "could", "can", "'ll"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a claim before the heads are asked, or the heads themselves.

    `levels` is the heads' alone: level to probability.
    """

    act: str
    level: str
    kind: ActorKind | None
    negated: bool
    hedged: bool
    levels: Mapping[str, float] = field(default_factory=dict)


def features_of(draft: Draft, view: View, judged: Judged) -> list[str]:
    """The features of a claim, each once, in a fixed order."""
    return list(
        dict.fromkeys(
            [
                *_of_cue(draft, view, judged),
                *_of_content(draft, view),
                *_of_speaker(draft, view, judged),
            ]
        )
    )


def _of_cue(draft: Draft, view: View, judged: Judged) -> Iterator[str]:
    yield f"act:{judged.act}"
    yield f"lexicon:{draft.act}"
    yield f"cue negated:{draft.negated}"
    yield f"rule:{draft.rule}"
    yield f"form:{form_of(draft, view)}"
    yield f"neg:{judged.negated}"
    yield f"hedge:{judged.hedged}"
    if draft.cue is None:
        yield "cue:none"
        return
    tokens = [view.doc[i] for i in range(*draft.cue)]
    for token in tokens:
        yield f"cue:{token.lemma_.lower()}"
    yield f"cue act:{tokens[0].lemma_.lower()} {judged.act}"
    yield f"cue pos:{tokens[0].pos_}"
    for child in tokens[0].children:
        if child.dep_ in {"neg", "aux", "advmod", "prep", "prt"} and len(child.text) < 12:
            yield f"cue {child.dep_}:{child.lower_}"
    if draft.infinitive is not None:
        yield f"to:{view.doc[draft.infinitive].lemma_.lower()}"


def _of_content(draft: Draft, view: View) -> Iterator[str]:
    words = [view.doc[i] for start, end in draft.contents for i in range(view.token_at(start), view.token_end(end))][
        :_WORDS
    ]
    real = [t for t in words if t.is_alpha or t.lower_ == "n't"]
    if not real:
        return
    yield f"first:{real[0].lower_}"
    yield f"first two:{' '.join(t.lower_ for t in real[:2])}"
    yield f"length:{min(4, int(math.log2(len(real))))}"
    for token in real:
        yield f"has:{token.lemma_.lower()}"
    negated, modal = (
        any(t.lower_ in _NEGATIONS for t in real),
        next((t.lower_ for t in real if t.lower_ in _MODALS), ""),
    )
    own = next(
        (
            t.lower_
            for t in real[:8]
            if t.lower_ in {"i", "we", "our", "its", "their", "his", "it", "they", "he", "she"}
        ),
        "",
    )
    yield f"negated:{negated}"
    yield f"modal:{modal}"
    yield f"own:{own}"
    yield f"own negated modal:{own} {negated} {modal}"
    for token in real:
        if token.dep_ in {"ROOT", "ccomp", "xcomp"} and token.pos_ in {"VERB", "AUX", "NOUN"}:
            yield f"head:{token.lemma_.lower()}"


def _of_speaker(draft: Draft, view: View, judged: Judged) -> Iterator[str]:
    yield f"kind:{judged.kind}"
    yield f"level:{judged.level}"
    yield f"kind act:{judged.kind} {judged.act}"
    if draft.speaker is None:
        yield "who:none"
        return
    name = draft.speaker.name or ""
    yield f"capital:{name[:1].isupper()} {name.split()[-1][:1].isupper() if name.split() else False}"
    yield f"last:{name.split()[-1].lower() if name.split() else ''}"
    for word in name.lower().split():
        yield f"name:{word}"
        if word in view.words.levels:
            yield f"name level:{view.words.levels[word]}"
    token = speaker_token(draft, view)
    if token is not None:
        yield from _of_token(token)


def _of_token(token: Token) -> Iterator[str]:
    yield f"who:{token.lemma_.lower()}"
    yield f"who tag:{token.tag_}"
    yield f"who ent:{token.ent_type_}"
    for child in token.children:
        if child.dep_ in {"det", "nummod", "amod", "compound", "poss"} and child.i < token.i:
            yield f"who {child.dep_}:{child.lower_}"
