"""Clauses as content: behind the cue, before it, or on both sides of it.

"S said that X", "X, S said", "X, S said, Y", "as S said, X", "an attack S said had X".
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_attribution import attribution_range
from rashomon.extract.claims_lexicon import Frame, Verb
from rashomon.extract.claims_objects import after_addressee
from rashomon.extract.claims_reality import names_only
from rashomon.extract.claims_trim import Found, complement
from rashomon.extract.claims_view import FINITE, OPENING, View, left_subject


def clause_child(verb: Token) -> Token | None:
    """The clause that a verb governs, the one behind it first; null where the parse has none."""
    best: Token | None = None
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"} and not _inverted(child) and (best is None or (best.i < verb.i < child.i)):
            best = child
    if best is None or best.i < verb.i:
        return _stray_that(verb) or best
    return best


def _inverted(clause: Token) -> bool:
    """As in "should the city fall": a condition, no content."""
    first = clause.left_edge
    return first.lower_ in {"should", "were", "had"} and first.dep_ in {"aux", "auxpass"} and first.i < clause.i


def _stray_that(verb: Token) -> Token | None:
    """The clause of a "that" which the parser hung on the medium: "said in a statement that X happened"."""
    doc = verb.doc
    if verb.lemma_ not in _ADDRESSING and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return None
    for i in range(verb.i + 1, min(verb.i + 16, len(doc))):
        token = doc[i]
        if token.tag_ in FINITE or token.text in OPENING or token.is_sent_start:
            return None
        if (
            token.lower_ == "that"
            and (token.tag_ == "IN" or token.dep_ == "mark")
            and token.head.i > i
            and token.head.dep_ in {"acl", "relcl", "advcl"}
        ):
            return token.head
    return None


def has_to(token: Token) -> bool:
    """Whether a verb form stands with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _is_gerund(clause: Token) -> bool:
    """As in "denied firing", "denied having fired"."""
    return clause.tag_ == "VBG" or any(c.lower_ == "having" and c.dep_ == "aux" for c in clause.children)


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for c in token.children)


def right_clause(verb: Token, clause: Token, entry: Verb, view: View) -> Found | None:
    """The content of a clause behind its cue, in whichever frame the verb allows for its form."""
    frames = entry.frames
    if "answerable" in frames and clause.lower_ in {"responsible", "accountable"}:
        last = min(clause.right_edge.i + 1, view.sentence_end[verb.i])
        return complement("answerable", frames["answerable"], [(max(clause.left_edge.i, verb.i + 1), last)], view)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and verb.i < c.i < clause.i]
    start = max(clause.left_edge.i, verb.i + 1)
    end = _own_voice(verb, clause, _vp_end(verb, clause, view), view)
    if clause.dep_ == "xcomp" or (has_to(clause) and clause.tag_ == "VB"):
        if objects or (clause.dep_ == "ccomp" and _has_subject(clause)):
            frame = frames.get("object_to")
            first = min([o.left_edge.i for o in objects], default=start)
            if frame is not None and has_to(clause):
                first = after_addressee(verb, first, clause)
                return complement("object_to", frame, [(first, end)], view, infinitive=clause.i)
            if frames.get("predicate") is not None:
                return complement("predicate", frames["predicate"], [(first, end)], view)
        elif has_to(clause) and "infinitive" in frames:
            return complement("infinitive", frames["infinitive"], [(start, end)], view, infinitive=clause.i)
        elif _is_gerund(clause) and "gerund" in frames:
            return complement("gerund", frames["gerund"], [(start, end)], view)
        if not _has_subject(clause):
            return None
    if _is_gerund(clause) and not _has_subject(clause) and "gerund" in frames:
        return complement("gerund", frames["gerund"], [(start, end)], view)
    if "predicate" in frames and clause.pos_ not in {"VERB", "AUX"}:
        return complement("predicate", frames["predicate"], [(start, end)], view)
    if "clause" in frames:
        front = _interrupted(verb, view)
        if front is not None:
            return complement("clause", frames["clause"], [front, (start, end)], view)
        addressee = objects[0] if objects and objects[0].i < start + 1 else None
        if objects and verb.lemma_ not in _ADDRESSING and _clause_start(clause) != "that":
            return None
        return complement("clause", frames["clause"], [(start, end)], view, addressee=addressee)
    if clause.dep_ == "ccomp" and "object" in frames:
        return complement("object", frames["object"], [(start, end)], view)
    return None


def _of_whom(clause: Token) -> bool:
    """As in "two of whom died", "some of which burned"."""
    left = clause.left_edge
    return any(t.lower_ in {"whom", "which"} and t.head.lower_ == "of" for t in clause.doc[left.i : left.i + 4])


def _own_voice(verb: Token, clause: Token, end: int, view: View) -> int:
    """Where the outlet goes on in its own voice: "said they were leaving, and have formed a bloc of their own".

    Words reported under a past tense keep to it; a joined verb that leaves it is not reported.
    """
    helpers = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    if verb.tag_ not in {"VBD", "VBN"} or not helpers & {"was", "were"} or clause.tag_ != "VBG":
        return end
    for child in clause.children:
        left = child.i - 1
        while left > clause.i and view.doc[left].dep_ in {"aux", "cc", "advmod"}:
            left -= 1
        if child.dep_ == "conj" and child.tag_ in FINITE | {"VBN"} and view.doc[left].text == ",":
            return left
    return end


def _interrupted(verb: Token, view: View) -> tuple[int, int] | None:
    """Words before an attribution that stands between commas: "If they come, the spokesman warned, we will fight"."""
    first, last = attribution_range(verb)
    doc, sent_first = view.doc, view.sentence_start[verb.i]
    if (
        last >= view.sentence_end[verb.i]
        or doc[last].text != ","
        or first <= sent_first + 1
        or doc[first - 1].text != ","
    ):
        return None
    return (
        (sent_first, first)
        if verb.dep_ == "ROOT"
        and doc[sent_first].dep_
        in {"mark", "nsubj", "det", "advmod", "nsubjpass", "compound", "poss", "amod", "nummod", "prep"}
        else None
    )


_ADDRESSING = frozenset(
    {
        "tell",
        "inform",
        "notify",
        "assure",
        "reassure",
        "brief",
        "advise",
        "warn",
        "remind",
        "alert",
        "caution",
        "promise",
        "ask",
    }
)


def _clause_start(clause: Token) -> str:
    return clause.left_edge.lower_


def _vp_end(verb: Token, last_needed: Token, view: View) -> int:
    """End of the clause that `last_needed` heads."""
    end = last_needed.right_edge.i + 1
    for child in verb.children:
        if child.i > end and child.left_edge.i <= end + 1 and (names_only(child) or _of_whom(child)):
            end = child.right_edge.i + 1  # "the X gang, also called the Y"; "nine men, two of whom later died"
    return min(_and_that(end, view), view.sentence_end[verb.i])


def _and_that(end: int, view: View) -> int:
    """End of a content that goes on with a "that" of its own: "said that A, and that B" is one claim."""
    at = end
    while at < len(view.doc) and at - end < 2 and view.doc[at].lower_ in {",", "and"}:
        at += 1
    if at >= len(view.doc) or view.doc[at].lower_ != "that" or view.doc[at].tag_ != "IN" or view.doc[at].head.i <= at:
        return end
    return max(end, view.doc[at].head.right_edge.i + 1)


def misread(verb: Token, frame: Frame, view: View) -> Found | None:
    """As in "said men in uniform, some of them armed, rounded up": the subject was taken for an object.

    A later finite verb behind a comma, joined to the cue without "and" or a subject, is that subject's.
    """
    taken = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if taken is None or verb.lemma_ not in _PLAIN:
        return None
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.tag_ in FINITE
            and child.i > taken.right_edge.i
            and left_subject(child) is None
        ):
            if view.doc[child.i - 1].text == ",":
                end = min(child.right_edge.i + 1, view.sentence_end[verb.i])
                return complement("clause", frame, [(taken.left_edge.i, end)], view)
    return None


_PLAIN = frozenset({"say", "report", "claim", "add", "allege"})
