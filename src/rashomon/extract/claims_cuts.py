"""Where one source ends and the next begins inside a sentence, and how claims lie in each other."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from rashomon.extract.claims_capable import can_speak
from rashomon.extract.claims_objects import comments
from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import CLOSING, FINITE, OPENING, Draft, View, left_subject

_CONTRAST = frozenset(
    {"while", "but", "whereas", "although", "though", "after", "as", "when", "because", "before", "even"}
)
_OPEN_RULES = frozenset({"clause", "object", "object_as", "object_prep", "predicate", "prep", "object_to"})
_OWN = frozenset({"it", "he", "she", "they"})


def cut_at_other_cues(drafts: Sequence[Draft], view: View) -> None:
    """Ends each content where a later cue of the same sentence opens a clause of its own.

    Also settles whose a coordinated or participial cue is: "said a house caught fire but reported no
    casualties" is one speaker, whatever the parse says.
    """
    for draft in drafts:
        if draft.rule == "according":
            _narrow_according(draft, drafts, view)
    for number, draft in enumerate(drafts):
        if draft.quoted or not draft.tokens:
            continue
        for later in drafts[number + 1 : number + 12]:
            if later.at >= draft.tokens[-1][1]:
                if (
                    draft.verb is None
                    or later.verb is None
                    or view.sentence_start[later.verb] != view.sentence_start[draft.verb]
                ):
                    break
                _share_speaker(draft, later, view)
                continue
            if later.rule == "according" and later.anchor is not None and view.doc[later.anchor - 1].text == ",":
                _cut(draft, later.anchor, view)
                continue
            border = _border(draft, later, view)
            if border is not None:
                _cut(draft, border, view)


def _narrow_according(draft: Draft, drafts: Sequence[Draft], view: View) -> None:
    """As in "A said X, where Y, according to B": B speaks for the last clause, A for what stands before it."""
    if draft.anchor is None or not draft.tokens:
        return
    doc, anchor = view.doc, draft.anchor
    start = view.sentence_start[anchor]
    host = next(
        (
            d
            for d in drafts
            if d.verb is not None
            and start <= d.verb < anchor
            and d.rule in _OPEN_RULES
            and doc[d.verb].dep_ == "ROOT"
            and d.tokens
            and d.tokens[0][0] > d.verb
        ),
        None,
    )
    if host is None:
        return
    for i in range(anchor - 2, host.tokens[0][0], -1):
        token = doc[i]
        if token.tag_ not in FINITE | {"VBN"} or token.dep_ not in {"relcl", "advcl", "conj", "pcomp"}:
            continue
        left = token.left_edge.i
        if doc[left - 1].text != "," or left <= host.tokens[0][0]:
            continue
        first = left
        while first < token.i and (doc[first].tag_ in {"WRB", "WDT", "WP", "CC", "IN"} or doc[first].dep_ == "mark"):
            first += 1  # "in which five died": five died
        piece = trim(first, anchor, view)
        if piece is not None:
            draft.tokens, draft.contents = [piece], [view.chars(*piece)]
            _cut(host, left, view)
        return


def _share_speaker(draft: Draft, later: Draft, view: View) -> None:
    """As in "The group, she said, can't absorb X but feared Y": a cue behind the content, coordinated with its verb."""
    if later.verb is None or later.subject is not None:
        return
    verb = view.doc[later.verb]
    if draft.rule != "clause" or verb.dep_ != "conj" or left_subject(verb) is not None:
        return
    if any(first <= verb.head.i < last for first, last in draft.tokens) and _belongs_to_speaker(verb, draft, view):
        later.subject = draft.verb


def _cut(draft: Draft, border: int, view: View) -> None:
    pieces = []
    for first, last in draft.tokens:
        piece = trim(first, min(last, border), view) if first < border else None
        if piece is not None:
            pieces.append(piece)
    if pieces:
        draft.tokens = pieces
        draft.contents = [view.chars(*p) for p in pieces]


def _border(draft: Draft, later: Draft, view: View) -> int | None:
    """Token index at which the later cue's clause starts, null if it belongs to the content."""
    if later.verb is None or (draft.verb is not None and later.verb <= draft.verb and draft.rule != "according"):
        return None
    verb = view.doc[later.verb]
    subject = left_subject(verb)
    if subject is not None and draft.verb is not None and view.doc[subject.left_edge.i - 1].text == ";":
        return int(subject.left_edge.i - 1)
    if verb.tag_ == "VBG" and verb.dep_ != "pcomp" and subject is None:
        return _participle(draft, later, verb, view)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "with" and subject is not None:
        return int(verb.head.i)
    if verb.dep_ == "advcl" and subject is not None:
        marks = (c for c in verb.children if c.dep_ in {"mark", "advmod"} and c.i < verb.i and c.lower_ in _CONTRAST)
        mark = next(marks, None)
        return mark.i if mark is not None else None
    then = verb.dep_ == "dep" and view.doc[verb.i - 1].lower_ == "then"
    if (verb.dep_ == "conj" or then) and verb.tag_ in FINITE | {"VBN"}:
        return _coordinate(draft, later, verb, subject, view)
    if verb.dep_ == "relcl":
        return _relative(later, verb, subject, view)
    left = verb.left_edge.i
    return left if subject is not None and left > 0 and view.doc[left - 1].text == ";" else None


def _participle(draft: Draft, later: Draft, verb: Token, view: View) -> int | None:
    """A participle behind a comma goes on for the speaker ("adding that", "accusing X of Y"), unless it comments."""
    adds = later.rule in {"clause", "quote"} and verb.lemma_ in view.words.adding
    if adds and (view.doc[verb.i - 1].text == "," or verb.dep_ == "advcl"):
        later.subject = draft.verb
        return int(verb.i)
    left = verb.left_edge.i
    own = verb.dep_ == "advcl" and (verb.head.i == draft.verb or draft.rule == "gerund") and not comments(verb)
    if not adds and own and view.doc[left - 1].text == ",":
        later.subject = draft.verb
        return int(left)
    return None


def _relative(later: Draft, verb: Token, subject: Token | None, view: View) -> int | None:
    """As in ", a claim that residents dispute" and ", which said it had no part": what another source says of the content."""
    doc = view.doc
    if verb.head.lemma_ in view.words.summing and verb.head.dep_ in {"appos", "dobj", "npadvmod", "conj", "dep"}:
        edge = verb.head.left_edge.i
        return edge if edge > 0 and doc[edge - 1].text in {",", "—", "–"} else None
    left = verb.left_edge
    if left.tag_ in {"WDT", "WP"} and doc[left.i - 1].text == "," and subject is not None and subject.lower_ in _OWN:
        return int(left.i)  # "blamed X, whom he said had fired first": two claims
    opens = subject is not None and subject.tag_ in {"WDT", "WP"} and doc[subject.i - 1].text == ","
    return subject.i if subject is not None and opens and later.rule == "clause" else None


def _coordinate(draft: Draft, later: Draft, verb: Token, subject: Token | None, view: View) -> int | None:
    doc = view.doc
    left = subject.left_edge.i if subject is not None else verb.i
    border = None
    for i in range(left - 1, max(left - 6, -1), -1):
        if doc[i].dep_ == "cc" or doc[i].text in {",", ";"}:
            border = i
            if doc[i].dep_ == "cc":
                break
    if border is None:
        return None
    if subject is not None:
        return border if can_speak(subject, view, needs="able") and subject.lower_ not in _OWN else None
    if draft.rule != "clause" or draft.verb is None:
        if draft.verb is None:
            return None
        cue, inner = doc[draft.verb], verb.head
        # "calls on X to come and announces", "dismissed it as “X”, and called": tense or marks go back to the cue.
        back = verb.tag_ == cue.tag_ and (inner.tag_ in {"VB", "VBG", "VBN"} or _marks_close(inner.i, verb.i, view))
        if back:
            later.subject = draft.verb
        return border if back or _shares(verb, cue) else None
    then = doc[verb.i - 1].lower_ == "then" and verb.tag_ == doc[draft.verb].tag_
    if then or _shares(verb, doc[draft.verb]) or _belongs_to_speaker(verb, draft, view):
        later.subject = draft.verb
        return border
    return None


def _marks_close(inner: int, verb: int, view: View) -> bool:
    """Whether quoted words that hold the inner verb close before the other one."""
    opened = any(t.text in OPENING for t in view.doc[view.sentence_start[inner] : inner])
    return opened and any(t.text in CLOSING for t in view.doc[inner:verb])


def _shares(verb: Token, cue: Token) -> bool:
    head = verb
    for _ in range(6):
        if head.dep_ != "conj":
            return False
        head = head.head
        if head.i == cue.i:
            return True
    return False


def _belongs_to_speaker(verb: Token, draft: Draft, view: View) -> bool:
    """Whether a cue coordinated with a verb of the content is the speaker's own.

    It is where the content's verb can't share its subject with a speech verb: a perfect or a future under
    a plain past, a passive, a subject that does not speak.
    """
    inner = verb.head
    if draft.verb is None or inner.i <= draft.verb and verb.i > draft.verb:
        return True
    cue = view.doc[draft.verb]
    if verb.tag_ != cue.tag_ and not {verb.tag_, cue.tag_} <= {"VBD", "VBN"}:
        return False
    if inner.pos_ == "AUX" or verb.lemma_ == "say" and inner.lemma_ not in view.words.verbs:
        return True
    auxiliaries = {c.lower_ for c in inner.children if c.dep_ in {"aux", "auxpass"}}
    if auxiliaries & {
        "had",
        "would",
        "will",
        "was",
        "were",
        "has",
        "have",
        "could",
        "can",
        "may",
        "might",
        "should",
        "must",
    }:
        return True
    subject = next((c for c in inner.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return (
        subject is None
        or subject.dep_ == "nsubjpass"
        or subject.lower_ in _OWN
        or not can_speak(subject, view, needs="able")
    )
