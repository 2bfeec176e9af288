"""Clauses as content: behind the cue, before it, or on both sides of it.

"S said that X", "X, S said", "X, S said, Y", "as S said, X", "an attack S said had X".
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Frame, Verb
from rashomon.extract.claims_reality import names_only
from rashomon.extract.claims_trim import Found, complement, is_via
from rashomon.extract.claims_view import CLOSING, FINITE, OPENING, View, left_subject

CONTRAST = frozenset(
    {"while", "but", "whereas", "although", "though", "and", "after", "as", "when", "because", "with", "before", "even"}
)


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


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for c in token.children)


def right_clause(verb: Token, clause: Token, entry: Verb, view: View) -> Found | None:
    """The content of a clause behind its cue, in whichever frame the verb allows for its form."""
    frames = entry.frames
    objects = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and verb.i < c.i < clause.i]
    start = max(clause.left_edge.i, verb.i + 1)
    end = _own_voice(verb, clause, _vp_end(verb, clause, view), view)
    if clause.dep_ == "xcomp" or (has_to(clause) and clause.tag_ == "VB"):
        if objects or (clause.dep_ == "ccomp" and _has_subject(clause)):
            frame = frames.get("object_to")
            first = min([o.left_edge.i for o in objects], default=start)
            if frame is not None and has_to(clause):
                return complement("object_to", frame, [(first, end)], view, infinitive=clause.i)
            if frames.get("predicate") is not None:
                return complement("predicate", frames["predicate"], [(first, end)], view)
        elif has_to(clause) and "infinitive" in frames:
            return complement("infinitive", frames["infinitive"], [(start, end)], view, infinitive=clause.i)
        elif clause.tag_ == "VBG" and "gerund" in frames:
            return complement("gerund", frames["gerund"], [(start, end)], view)
        if not _has_subject(clause):
            return None
    if clause.tag_ == "VBG" and not _has_subject(clause) and "gerund" in frames:
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
        if child.i > end and child.left_edge.i <= end + 1 and names_only(child):
            end = child.right_edge.i + 1  # "the X gang, also called the Y"
    return min(end, view.sentence_end[verb.i])


def attribution_range(verb: Token) -> tuple[int, int]:
    """Tokens of the attributing clause: subject, verb and its modifiers without the words that it attributes."""
    first, last = verb.i, verb.i + 1
    own = left_subject(verb)
    if own is not None and own.i < verb.i:
        first = own.left_edge.i
    if verb.pos_ == "NOUN":  # a verb that the tagger took for a noun: "official data show"
        first = min([c.i for c in verb.children if c.dep_ in {"compound", "amod", "det"} and c.i < verb.i], default=first)
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
    before = (_front(verb, clause, sent_first, first, view), first)
    pieces = [before]
    if last + 1 < sent_last and doc[last].text == "," and not _other_matter(verb, last + 1, view):
        tail = _tail_end(last + 1, sent_last, view)
        if tail > last + 2:
            pieces.append((last + 1, tail))
    if not any(doc[i].tag_ in FINITE for a, b in pieces for i in range(a, b)):
        return None
    return complement("clause", frame, pieces, view)


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
    """Where the words before an attribution begin: the sentence, or after an earlier claim's clause in it."""
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
        top = token.head
        return any(c.dep_ in {"nsubj", "nsubjpass"} for c in top.children) or low == "with"
    return token.ent_type_ in {"DATE", "TIME"}


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


def misread(verb: Token, frame: Frame, view: View) -> Found | None:
    """As in "said men in uniform, some of them armed, rounded up": the subject was taken for an object.

    A later finite verb behind a comma, joined to the cue without "and" or a subject, is that subject's.
    """
    taken = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if taken is None or verb.lemma_ not in _PLAIN:
        return None
    for child in verb.children:
        if child.dep_ == "conj" and child.tag_ in FINITE and child.i > taken.right_edge.i and left_subject(child) is None:
            if view.doc[child.i - 1].text == ",":
                end = min(child.right_edge.i + 1, view.sentence_end[verb.i])
                return complement("clause", frame, [(taken.left_edge.i, end)], view)
    return None


_PLAIN = frozenset({"say", "report", "claim", "add", "allege"})


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
