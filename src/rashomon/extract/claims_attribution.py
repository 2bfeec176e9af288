"""Attributions that stand behind or between the words they attribute: "X, S said", "X, S said, Y", "an attack S said had".

The surface decides where the attribution begins and ends; what it leaves on both sides is the content.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Frame
from rashomon.extract.claims_trim import Found, complement, is_via
from rashomon.extract.claims_view import CLOSING, FINITE, OPENING, View, left_subject

CONTRAST = frozenset(
    {"while", "but", "whereas", "although", "though", "and", "after", "as", "when", "because", "with", "before", "even"}
)


def attribution_range(verb: Token) -> tuple[int, int]:
    """Tokens of the attributing clause: subject, verb and its modifiers without the words that it attributes."""
    first, last = verb.i, verb.i + 1
    own = left_subject(verb)
    if own is not None and own.i < verb.i:
        first = own.left_edge.i
    if verb.pos_ == "NOUN":  # a verb that the tagger took for a noun: "official data show"
        first = min(
            [c.i for c in verb.children if c.dep_ in {"compound", "amod", "det"} and c.i < verb.i], default=first
        )
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp", "punct", "cc", "conj", "parataxis", "advcl"}:
            continue
        if own is not None and child.dep_ == "nsubj" and child.i < own.i:
            continue  # a second one belongs to the words before
        if child.i < verb.i and (
            child is own or child.dep_ in {"nsubj", "aux", "neg", "advmod", "nsubjpass", "auxpass", "npadvmod"}
        ):
            first = min(first, child.left_edge.i)
        elif child.i > verb.i:
            last = max(last, child.right_edge.i + 1)
    return first, last


def outside(verb: Token, clause: Token | None, frame: Frame, view: View) -> Found | None:
    """The words stand before the attribution, or on both sides of it: "X, S said, Y"."""
    doc = view.doc
    first, last = attribution_range(verb)
    sent_first, sent_last = view.sentence_start[verb.i], view.sentence_end[verb.i]
    mark = next((c for c in verb.children if c.lower_ == "as" and c.i < verb.i), None)
    if mark is not None and mark.i < first:
        return _as_clause(frame, (mark.i, last), (sent_first, sent_last), view)
    while first > sent_first and doc[first - 1].is_space:
        first -= 1
    if doc[first - 1].text not in {",", "—", "–", "-"} | CLOSING or first <= sent_first:
        return None
    closes = _closes_sentence(verb, first, last, view)
    if not closes and (
        verb.dep_ in {"relcl", "acl"}
        or (verb.dep_ == "advcl" and (verb.tag_ == "VBG" or doc[verb.left_edge.i].lower_ in CONTRAST))
    ):
        return None
    opener = _opener(first, sent_first, view)
    if opener is not None and last + 2 < sent_last and doc[last].text == ",":
        stop = next((t.i for t in doc[last + 1 : sent_last] if t.text == ";"), sent_last)
        lead = [(opener, first)] if doc[opener].tag_ == "WP$" else []
        return complement("clause", frame, [*lead, (last + 1, stop)], view)
    pieces = [(_front(verb, clause, sent_first, first, view), first)]
    if last + 1 < sent_last and doc[last].text in {";", ":"} and not _has_cue(last + 1, sent_last, view):
        pieces.append((last + 1, sent_last))  # "X, S said; Y"
    elif last + 1 < sent_last and doc[last].text == "," and not _other_matter(verb, last + 1, view):
        tail = _tail_end(last + 1, sent_last, view)
        if tail > last + 2:
            pieces.append((last + 1, tail))
    if not any(doc[i].tag_ in FINITE for a, b in pieces for i in range(a, b)):
        return None
    return complement("clause", frame, pieces, view)


def _opener(first: int, sent_first: int, view: View) -> int | None:
    """Where the clause opens that an attribution cuts into: "a drone whose operator, S said, had erred", "when, S said, it"."""
    doc = view.doc
    for at in (first - 2, first - 3):
        if at > sent_first and doc[at].tag_ in ({"WRB", "WP", "WDT"} if at == first - 2 else {"WP$"}):
            return at
    return None


def _closes_sentence(verb: Token, first: int, last: int, view: View) -> bool:
    """Whether a plain clause behind a comma ends the sentence: "..., two sources said.", however it was parsed."""
    doc = view.doc
    own = left_subject(verb)
    if own is None or own.i > verb.i or own.tag_ in {"WDT", "WP"} or verb.tag_ not in FINITE | {"VBN"}:
        return False
    if doc[first - 1].text != "," or doc[first].tag_ in {"WDT", "WP", "WP$", "WRB", "IN", "CC"}:
        return False
    return last >= view.sentence_end[verb.i] or doc[last].text in {".", ","}


def _as_clause(frame: Frame, clause: tuple[int, int], sent: tuple[int, int], view: View) -> Found | None:
    """As in "X, as the Post reported": the sentence without the as-clause."""
    first, last = clause
    pieces = [(sent[0], first)] if first > sent[0] + 1 else []
    if last + 1 < sent[1] and view.doc[last].text == ",":
        pieces.append((last + 1, sent[1]))
    if not any(view.doc[i].tag_ in FINITE for a, b in pieces for i in range(a, b)):
        return None
    return complement("clause", frame, pieces, view)


def _front(verb: Token, clause: Token | None, sent_first: int, first: int, view: View) -> int:
    """Where the words before an attribution begin: the sentence (rule 47), or after an earlier claim's clause in it."""
    start = sent_first
    if (verb.dep_ == "conj" and _cue_before(verb, view)) or (verb.dep_ == "advcl" and clause is not None):
        start = max(start, verb.left_edge.i)
    if (
        clause is not None
        and clause.i < verb.i
        and clause.left_edge.i > start
        and view.doc[clause.left_edge.i - 1].lower_ in {"but", "and", "while"}
        and (verb.dep_ != "conj" or _cue_before(verb, view))
    ):
        start = clause.left_edge.i
    return start if start < first else sent_first


def _cue_before(verb: Token, view: View) -> bool:
    """Whether the verb that this one is joined to, or one above it, is a cue too."""
    head = verb.head
    for _ in range(6):
        if head.lemma_.lower() in view.words.verbs:
            return True
        if head.head.i == head.i:
            return False
        head = head.head
    return False


def _other_matter(verb: Token, index: int, view: View) -> bool:
    """Whether what follows the attribution belongs to it: a participle of speech, a medium, another source."""
    doc = view.doc
    token = doc[index]
    low = token.lower_
    if (
        token.lemma_ in view.words.verbs
        and token.tag_ == "VBG"
        or low in {"citing", "quoting", "who", "which", "according", "speaking", "referring", "calling", "using"}
    ):
        return True
    if low in {"in", "on", "via", "at"} and is_via(token, view):
        return True
    if (
        low in {"as", "after", "before", "because", "since", "until", "when", "hours", "days", "minutes"}
        and token.tag_ != "VBG"
    ):
        head = token.head if low not in {"hours", "days", "minutes"} else token.head.head
        return verb.i in {head.i, head.head.i}
    if low in {"while", "but", "and", "although", "though", "whereas", "with"}:
        if low in {"and", "but"} and not _has_cue(index, view.sentence_end[index], view):
            return False  # "X, S said, and Y": S goes on
        top = token.head
        return any(c.dep_ in {"nsubj", "nsubjpass"} for c in top.children) or low == "with"
    return token.ent_type_ in {"DATE", "TIME"}


def _of_clauses(verb: Token, view: View) -> bool:
    return any(not entry.rest and entry.allows("clause") for entry in view.words.verbs.get(verb.lemma_.lower(), ()))


def _has_cue(first: int, last: int, view: View) -> bool:
    """Whether a speech verb, quoted words or another source stand in a range: then it is not the same speaker's."""
    return any(
        view.utterance[t.i] >= 0
        or t.text in OPENING
        or t.lower_ == "according"
        or t.pos_ == "VERB"
        and t.tag_ in FINITE | {"VBN"}
        and _of_clauses(t, view)
        for t in view.doc[first:last]
    )


def _tail_end(first: int, sent_last: int, view: View) -> int:
    """The second half ends with the sentence, or where a coordinate cue begins."""
    for token in view.doc[first:sent_last]:
        if token.dep_ in {"cc"} and token.head.i != token.i:
            for sibling in token.head.children:
                if (
                    sibling.dep_ == "conj"
                    and sibling.i > token.i
                    and sibling.lemma_ in view.words.verbs
                    and sibling.tag_ in FINITE
                ):
                    return token.i
    return sent_last


def tight(verb: Token, frame: Frame, view: View) -> Found | None:
    """As in "An attack the Pentagon said had its footprints": a finite verb stands right behind the cue."""
    doc = view.doc
    after = verb.i + 1
    if after >= view.sentence_end[verb.i] or doc[after].tag_ not in FINITE or left_subject(verb) is None:
        return None
    top = doc[after]
    if top.dep_ in {"aux", "auxpass"}:
        top = top.head
    end = top.right_edge.i + 1
    for token in doc[after : min(end, view.sentence_end[verb.i])]:
        if token.text == "," and verb.dep_ != "relcl":
            end = token.i
            break
    return complement("clause", frame, [(after, min(end, view.sentence_end[verb.i]))], view)
