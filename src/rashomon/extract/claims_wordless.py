"""Cues that are no verbs: "according to", hearsay adverbs, nouns with an owner and a clause."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Verb
from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import FINITE, Draft, View

#: The first word of a phrase that names a source, and its second.
_SOURCE_PHRASES = {"according": "to", "as": "per"}


def according(token: Token, view: View) -> Iterator[tuple[Draft, Verb | None]]:
    """What "according to X" and "as per X" attribute: the sentence around it."""
    doc = view.doc
    to = token.i + 1
    if to >= len(doc) or doc[to].lower_ != _SOURCE_PHRASES[token.lower_]:
        return
    source = next((c for c in doc[to].children if c.dep_ == "pobj"), None) or next(
        (c for c in token.children if c.dep_ == "pobj"), None
    )
    if source is None:
        return
    first, last = token.i, max(source.right_edge.i + 1, to + 1)
    sent_first, sent_last = view.sentence_start[token.i], view.sentence_end[token.i]
    last = min(last, sent_last)
    pieces = _around(first, last, sent_first, sent_last, view)
    if not pieces:
        return
    draft = Draft(
        verb=None,
        cue=(token.i, to + 1),
        contents=[view.chars(*p) for p in pieces],
        tokens=pieces,
        act="report",
        rule="according",
        speaker=None,
        sure=0.9,
        lemma="according",
        agent=source.i,
        anchor=token.i,
    )
    yield draft, None


def _around(first: int, last: int, sent_first: int, sent_last: int, view: View) -> list[tuple[int, int]]:
    """The sentence without a phrase in it; a further clause of another source is cut later."""
    out: list[tuple[int, int]] = []
    if (
        last + 1 < sent_last
        and view.doc[last].text == ","
        and view.doc[last + 1].dep_ == "cc"
        and first - sent_first > 4
    ):
        sent_last = last
    if first - sent_first <= 2:
        sent_last = next(
            (i for i in range(last, sent_last) if view.doc[i].text == ";" and _own_cue(i, view)), sent_last
        )
    stop = next((i for i in range(first - 1, sent_first, -1) if view.doc[i].text == ";"), None)
    if stop is not None and first - stop > 4:
        sent_first = stop + 1  # "A; B, according to X": only B
    for piece in (trim(sent_first, first, view), trim(last, sent_last, view) if last < sent_last else None):
        if piece is not None and piece[1] - piece[0] >= 2:
            out.append(piece)
    return out


def _own_cue(semicolon: int, view: View) -> bool:
    """Whether what follows has a cue of its own: "; the police say three"."""
    rest = view.doc[semicolon : view.sentence_end[semicolon]]
    return any(t.tag_ in FINITE and t.lemma_ in view.words.verbs for t in rest)


def hearsay(token: Token, view: View) -> Iterator[tuple[Draft, Verb | None]]:
    """What "reportedly" passes on: its clause, without a speaker."""
    head = token.head
    if head.pos_ not in {"VERB", "AUX"} or head.i == token.i:
        return
    first, last = head.left_edge.i, head.right_edge.i + 1
    pieces = [p for p in (trim(first, token.i, view), trim(token.i + 1, last, view)) if p is not None]
    if not pieces:
        return
    yield (
        Draft(
            verb=None,
            cue=(token.i, token.i + 1),
            contents=[view.chars(*p) for p in pieces],
            tokens=pieces,
            act="report",
            rule="hearsay",
            speaker=None,
            sure=0.6,
            lemma=token.lower_,
            anchor=token.i,
        ),
        None,
    )


def of_noun(noun: Token, view: View) -> Iterator[tuple[Draft, Verb | None]]:
    """As in "X's claim that ...", "a warning by X that ...", "the allegation that ...", "reports of ...".

    Where nobody is named, only nouns that are always somebody's word count, and the speaker is nobody.
    """
    owner = _owner(noun)
    if owner is None and noun.lemma_.lower() not in view.words.unowned:
        return
    start = _said_of(noun, view, unowned=owner is None)
    if start is None:
        return
    piece = trim(start.left_edge.i, start.right_edge.i + 1, view)
    if piece is None or piece[0] <= noun.i:
        return
    yield (
        Draft(
            verb=None,
            cue=(noun.i, noun.i + 1),
            contents=[view.chars(*piece)],
            tokens=[piece],
            act=view.words.noun_acts.get(noun.lemma_, "report"),
            rule="noun" if owner is not None else "unowned",
            speaker=None,
            sure=0.6,
            lemma=noun.lemma_,
            agent=owner.i if owner is not None else None,
            anchor=noun.i,
        ),
        None,
    )


def _owner(noun: Token) -> Token | None:
    """Whose word a noun is: "X's claim", "a warning by X", "the allegation made by X"."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    holders = [noun, *(c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN")]
    for holder in holders:
        for by in holder.children:
            if by.dep_ in {"prep", "agent"} and by.lower_ in ({"by", "from", "of"} if holder is noun else {"by"}):
                found = next((c for c in by.children if c.dep_ == "pobj"), None)
                if found is not None and (
                    by.lower_ != "of" or found.pos_ in {"PROPN", "PRON"} or found.ent_type_ in {"PERSON", "ORG", "NORP"}
                ):
                    return found
    return None


def _denied(noun: Token, view: View) -> bool:
    """As in "denied reports of casualties": the denial is the claim."""
    entries = view.words.verbs.get(noun.head.lemma_.lower(), ())
    return any(f.act == "deny" for entry in entries for f in entry.frames.values())


def _said_of(noun: Token, view: View, *, unowned: bool) -> Token | None:
    """The clause of a noun of speech, or what plain "reports of" speak of."""
    holders = [noun, *(c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN")]
    for holder in holders:
        for c in holder.children:
            if (
                c.dep_ not in {"acl", "ccomp", "relcl"}
                or c.i <= noun.i
                or c.left_edge.lower_ != "that"
                or c.tag_ == "VBG"
            ):
                continue
            if c.dep_ != "relcl" or c.left_edge.dep_ == "mark":
                whole = c.pos_ != "VERB" or any(
                    g.dep_ in {"dobj", "ccomp", "xcomp", "nsubjpass", "prep", "attr", "prt", "acomp"}
                    for g in c.children
                )
                return c if whole or c.dep_ == "acl" and view.words.verbs.get(c.lemma_) is None else None
    if (
        unowned
        and noun.tag_ == "NNS"
        and not _denied(noun, view)
        and noun.lemma_.lower() in {"report", "rumour", "rumor", "allegation"}
    ):
        of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" and c.i == noun.i + 1), None)
        return next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    return None
