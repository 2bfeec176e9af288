"""What is said: the complement of a cue as token ranges, cut where another source begins.

The parse proposes; the surface decides the edges (a clause never runs over the attribution, a
"that" is dropped, a second cue of another speaker ends it).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Frame, FrameName, Verb
from rashomon.extract.claims_view import CLOSING, FINITE, OPENING, View, bare_mark, is_passive, left_subject

_CLAUSAL = frozenset({"ccomp", "xcomp", "acl", "advcl", "pcomp", "relcl", "conj", "parataxis", "dep"})
_CONTRAST = frozenset({"while", "but", "whereas", "although", "though", "and", "after", "as", "when", "because", "with", "before", "even"})
_OBJECTS = frozenset({"dobj", "dative", "oprd", "attr"})
_TYING = frozenset({"link", "tie", "connect", "trace"})
#: What a declaration brings about by itself: an act of state, not a statement.
_DECREED = frozenset({"emergency", "curfew", "war", "law", "independence", "victory", "bankruptcy"})
_TIME_NOUNS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"})


@dataclass(frozen=True, slots=True)
class Found:
    """A complement: its frame, token ranges `[first, last)`, and the verb of an infinitive."""

    name: FrameName
    frame: Frame
    pieces: tuple[tuple[int, int], ...]
    infinitive: int | None = None
    addressee: Token | None = None
    medium: int | None = None


def content_of(verb: Token, entry: Verb, cue_last: int, view: View) -> Found | None:
    """The complement of `verb` that one of its frames accepts.

    Args:
        verb: the cue.
        entry: its entry in the lexicon.
        cue_last: token index after the cue's words.
        view: the report.
    """
    if entry.rest:
        return _of_phrase(verb, entry, cue_last, view)
    clause = _clause_child(verb)
    if clause is not None and clause.i > verb.i:
        found = _right_clause(verb, clause, entry, view)
        if found is not None:
            return found
    found = _object_frames(verb, entry, view) or _prep_frame(verb, entry, view)
    if found is not None:
        return found
    if "clause" not in entry.frames:
        return None
    return _outside(verb, clause, entry.frames["clause"], view) or _tight(verb, entry.frames["clause"], view)


def _clause_child(verb: Token) -> Token | None:
    best: Token | None = None
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"} and (best is None or (best.i < verb.i < child.i)):
            best = child
    if best is None or best.i < verb.i:
        return _stray_that(verb) or best
    return best


def _stray_that(verb: Token) -> Token | None:
    """The clause of a "that" which the parser hung on the medium: "said in a statement that X happened"."""
    doc = verb.doc
    if verb.lemma_ not in _ADDRESSING and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return None
    for i in range(verb.i + 1, min(verb.i + 16, verb.sent.end)):
        token = doc[i]
        if token.tag_ in FINITE or token.text in OPENING:
            return None
        if token.lower_ == "that" and token.tag_ == "IN" and token.head.i > i and token.head.dep_ in {"acl", "relcl", "advcl"}:
            return token.head
    return None


def _has_to(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for c in token.children)


def _right_clause(verb: Token, clause: Token, entry: Verb, view: View) -> Found | None:
    frames = entry.frames
    objects = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and verb.i < c.i < clause.i]
    start = max(clause.left_edge.i, verb.i + 1)
    end = _vp_end(verb, clause, view)
    if clause.dep_ == "xcomp" or (_has_to(clause) and clause.tag_ == "VB"):
        if objects or (clause.dep_ == "ccomp" and _has_subject(clause)):
            frame = frames.get("object_to")
            first = min([o.left_edge.i for o in objects], default=start)
            if frame is not None and _has_to(clause):
                return _found("object_to", frame, [(first, end)], view, infinitive=clause.i)
            if frames.get("predicate") is not None:
                return _found("predicate", frames["predicate"], [(first, end)], view)
        elif _has_to(clause) and "infinitive" in frames:
            return _found("infinitive", frames["infinitive"], [(start, end)], view, infinitive=clause.i)
        elif clause.tag_ == "VBG" and "gerund" in frames:
            return _found("gerund", frames["gerund"], [(start, end)], view)
        if not _has_subject(clause):
            return None
    if clause.tag_ == "VBG" and not _has_subject(clause) and "gerund" in frames:
        return _found("gerund", frames["gerund"], [(start, end)], view)
    if "predicate" in frames and clause.pos_ not in {"VERB", "AUX"}:
        return _found("predicate", frames["predicate"], [(start, end)], view)
    if "clause" in frames:
        front = _interrupted(verb, view)
        if front is not None:
            return _found("clause", frames["clause"], [front, (start, end)], view)
        addressee = objects[0] if objects and objects[0].i < start + 1 else None
        if objects and verb.lemma_ not in _ADDRESSING and _clause_start(clause) != "that":
            return None
        return _found("clause", frames["clause"], [(start, end)], view, addressee=addressee)
    if clause.dep_ == "ccomp" and "object" in frames:
        return _found("object", frames["object"], [(start, end)], view)
    return None


def _interrupted(verb: Token, view: View) -> tuple[int, int] | None:
    """Words before an attribution that stands between commas: "If they come, the spokesman warned, we will fight"."""
    first, last = attribution_range(verb, view)
    doc, sent_first = view.doc, verb.sent.start
    if last >= verb.sent.end or doc[last].text != "," or first <= sent_first + 1 or doc[first - 1].text != ",":
        return None
    return (sent_first, first) if verb.dep_ == "ROOT" and doc[sent_first].dep_ in {"mark", "nsubj", "det", "advmod", "nsubjpass", "compound", "poss", "amod", "nummod", "prep"} else None


_ADDRESSING = frozenset({"tell", "inform", "notify", "assure", "reassure", "brief", "advise", "warn", "remind", "alert", "caution", "promise", "ask"})


def _clause_start(clause: Token) -> str:
    return clause.left_edge.lower_


def _vp_end(verb: Token, last_needed: Token, view: View) -> int:
    """End of the clause that `last_needed` heads."""
    return min(last_needed.right_edge.i + 1, verb.sent.end)


def _rest_of_phrase(verb: Token, first: Token, view: View) -> int:
    """End of the verb phrase from its first complement on: prepositions and modifiers belong to the content."""
    end = first.right_edge.i + 1
    for child in verb.children:
        if child.i < first.i or child.i < end - 1 and child.dep_ != "prep":
            continue
        if child.dep_ == "conj" and child.lemma_ not in view.words.verbs and any(c.dep_ == "dobj" and c.lower_ in {"it", "them"} for c in child.children):
            end = max(end, child.right_edge.i + 1)  # "condemned the attack and linked it to": one stance
            continue
        if child.dep_ == "cc":
            continue
        if child.dep_ in {"conj", "parataxis"} or (child.dep_ == "punct" and child.text not in ",-–\"“”'‘’"):
            break
        if child.dep_ == "punct":
            continue
        if child.dep_ == "advcl":
            if child.tag_ == "VBG" and (child.lemma_ not in view.words.verbs or child.lemma_ in view.words.commenting) and view.doc[child.left_edge.i].lower_ not in _CONTRAST:
                end = max(end, child.right_edge.i + 1)
                continue
            if _has_to(child) and child.tag_ == "VB" and view.doc[child.left_edge.i - 1].text != ",":
                end = max(end, child.right_edge.i + 1)
                continue
            break
        if is_via(child, view) or child.lower_ in {"since", "according"}:
            break
        end = max(end, child.right_edge.i + 1)
    return min(end, verb.sent.end)


def is_via(prep: Token, view: View) -> bool:
    """Whether a phrase names the medium ("in a statement", "on Telegram")."""
    if prep.dep_ != "prep" or prep.lower_ not in {"in", "on", "via", "by", "through", "during", "at", "to"}:
        return False
    return any(c.dep_ == "pobj" and (c.lower_ in view.words.media or c.lemma_.lower() in view.words.media) for c in prep.children)


def _object_frames(verb: Token, entry: Verb, view: View) -> Found | None:
    frames = entry.frames
    if not frames.keys() & {"object", "object_as", "object_prep", "predicate", "object_to"}:
        return None
    first = next((c for c in verb.children if c.dep_ in {"dobj", "oprd", "attr"} and c.i > verb.i), None)
    if first is None:
        return _fronted(verb, entry, view)
    if first.lower_.endswith(("self", "selves")) or (verb.lemma_ == "declare" and any(t.lower_ in _DECREED for t in first.subtree)):
        return None
    if first.dep_ == "oprd" and "predicate" in frames and any(c.lower_ == "what" for c in verb.children):
        host = verb.head if verb.dep_ == "pcomp" else verb
        lead = [(verb.sent.start, host.i)] if host.i < verb.i and host.head.dep_ == "ROOT" else []
        return _found("predicate", frames["predicate"], [*lead, (first.left_edge.i, first.right_edge.i + 1)], view)
    end = _rest_of_phrase(verb, first, view)
    pieces = [(max(first.left_edge.i, verb.i + 1), end)]
    doc = view.doc
    inside = doc[first.i : end]
    if "object_as" in frames and any(t.lower_ == "as" for t in inside):
        return _found("object_as", frames["object_as"], pieces, view)
    if verb.lemma_ in _TYING and not any(t.lower_ in {"to", "with"} and any(view.actor_at(c.i) is not None for c in t.subtree) for t in inside):
        return None  # "linked it to the need for X" accuses nobody
    if "object_prep" in frames and any(t.lower_ in frames["object_prep"].preps and t.dep_ in {"prep", "dative", "agent", "mark"} for t in inside):
        return _found("object_prep", frames["object_prep"], pieces, view)
    if "object_to" in frames and any(t.lower_ == "to" and t.dep_ == "aux" for t in inside):
        infinitive = next(t.head.i for t in inside if t.lower_ == "to" and t.dep_ == "aux")
        return _found("object_to", frames["object_to"], pieces, view, infinitive=infinitive)
    if "predicate" in frames and any(c.dep_ in {"oprd", "attr", "acomp"} for c in verb.children if c.i > first.i):
        return _found("predicate", frames["predicate"], pieces, view)
    if "object" in frames:
        return _found("object", frames["object"], pieces, view)
    if "predicate" in frames and any(bare_mark(t) for t in inside):
        return _found("predicate", frames["predicate"], pieces, view)
    return None


def _fronted(verb: Token, entry: Verb, view: View) -> Found | None:
    """The object stands before the verb: "the attack, which the US blamed on X", "a claim that residents dispute"."""
    if verb.dep_ != "relcl" or is_passive(verb):
        return None
    antecedent = _whole_antecedent(verb, view)
    name: FrameName = "object_prep" if "object_prep" in entry.frames else "object"
    frame = entry.frames.get(name) or entry.frames.get("object")
    if frame is None or not any(c.dep_ in {"dobj", "pobj"} and c.tag_ in {"WDT", "WP"} for c in verb.children) and not _gap(verb):
        return None
    before = max(_np_first(antecedent), verb.sent.start)
    after = [c for c in verb.children if c.i > verb.i and c.dep_ == "prep" and not is_via(c, view)]
    stop = verb.left_edge.i
    while stop > before and view.doc[stop - 1].text in {",", "–", "-"}:
        stop -= 1
    pieces = [(before, stop)] if stop > before else []
    if after and frame.preps & {c.lower_ for c in after}:
        if any(c.lower_ == "of" for c in after):
            pieces = []
        pieces.append((after[0].i, after[-1].right_edge.i + 1))
    elif "object" not in entry.frames:
        return None
    return _found(name, frame, pieces, view) if pieces else None


def _whole_antecedent(verb: Token, view: View) -> Token:
    """After a comma a relative clause speaks of the whole phrase: "the attack on a base in Jordan, which ..."."""
    noun = verb.head
    left = verb.left_edge.i
    if left > 0 and view.doc[left - 1].text == ",":
        for _ in range(6):
            if noun.dep_ != "pobj" or noun.head.head.pos_ not in {"NOUN", "PROPN"}:
                break
            noun = noun.head.head
    return noun


def _gap(verb: Token) -> bool:
    """A contact relative: the verb has a subject and no object of its own."""
    return left_subject(verb) is not None and not any(c.dep_ in _OBJECTS for c in verb.children)


def _np_first(noun: Token) -> int:
    return noun.left_edge.i


def _prep_frame(verb: Token, entry: Verb, view: View) -> Found | None:
    frame = entry.frames.get("prep")
    if frame is None:
        return None
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"prep", "agent", "mark"} and child.lower_ in frame.preps and not is_via(child, view):
            if child.right_edge.i > child.i and not _only_time(child):
                return _found("prep", frame, [(child.i, _rest_of_phrase(verb, child, view))], view)
    return None


def _only_time(prep: Token) -> bool:
    return all(t.lower_ in _TIME_NOUNS or t.ent_type_ in {"DATE", "TIME"} for t in prep.children)


def _of_phrase(verb: Token, entry: Verb, cue_last: int, view: View) -> Found | None:
    """Phrasal cues: what follows the particle is the content."""
    doc = view.doc
    if "clause" in entry.frames and cue_last < len(doc):
        clause = next((c for c in verb.children if c.dep_ in {"ccomp", "advcl"} and c.i >= cue_last), None)
        if clause is not None:
            return _found("clause", entry.frames["clause"], [(max(clause.left_edge.i, cue_last), clause.right_edge.i + 1)], view)
        return _outside(verb, _clause_child(verb), entry.frames["clause"], view)
    if "held_object" in entry.frames:
        noun = doc[cue_last - 1]
        if any(c.lower_ == "no" for c in noun.children):
            return None
        return _found("held_object", entry.frames["held_object"], [(verb.i + 1, max(_rest_of_phrase(verb, noun, view), cue_last))], view)
    frame = entry.frames.get("object_to") or entry.frames.get("object") or entry.frames.get("infinitive")
    if frame is None or cue_last >= verb.sent.end or bare_mark(doc[cue_last]) and doc[cue_last].text not in OPENING:
        return None
    end = cue_last
    for child in [doc[i] for i in range(verb.i, cue_last)]:
        for grandchild in child.children:
            if grandchild.i >= cue_last and (grandchild.dep_ in {"pobj", "pcomp", "dobj", "prep", "xcomp", "ccomp"} or _has_to(grandchild)):
                end = max(end, grandchild.right_edge.i + 1)
    if end == cue_last:
        return None
    infinitive = next((t.head.i for t in doc[cue_last:end] if t.lower_ == "to" and t.dep_ == "aux"), None)
    name: FrameName = "object_to" if "object_to" in entry.frames and infinitive is not None else "object"
    frame = entry.frames.get(name) or frame
    return _found(name, frame, [(cue_last, end)], view, infinitive=infinitive)


def attribution_range(verb: Token, view: View) -> tuple[int, int]:
    """Tokens of the attributing clause: subject, verb and its modifiers without the words that it attributes."""
    first, last = verb.i, verb.i + 1
    own = left_subject(verb)
    if own is not None and own.i < verb.i:
        first = own.left_edge.i
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp", "punct", "cc", "conj", "parataxis", "advcl"}:
            continue
        if child.i < verb.i and (child is own or child.dep_ in {"nsubj", "aux", "neg", "advmod", "nsubjpass", "auxpass", "npadvmod"}):
            first = min(first, child.left_edge.i)
        elif child.i > verb.i:
            last = max(last, child.right_edge.i + 1)
    return first, last


def _outside(verb: Token, clause: Token | None, frame: Frame, view: View) -> Found | None:
    """The words stand before the attribution, or on both sides of it: "X, S said, Y"."""
    doc = view.doc
    first, last = attribution_range(verb, view)
    sent_first, sent_last = verb.sent.start, verb.sent.end
    mark = next((c for c in verb.children if c.lower_ == "as" and c.i < verb.i), None)
    if mark is not None and mark.i < first:
        return _as_clause(frame, (mark.i, last), (sent_first, sent_last), view)
    while first > sent_first and doc[first - 1].is_space:
        first -= 1
    if doc[first - 1].text not in {",", "—", "–", "-"} | CLOSING or first <= sent_first:
        return None
    if verb.dep_ in {"relcl", "acl"} or (verb.dep_ == "advcl" and (verb.tag_ == "VBG" or doc[verb.left_edge.i].lower_ in _CONTRAST)):
        return None
    before = (_front(verb, clause, sent_first, first, view), first)
    pieces = [before]
    if last < sent_last and doc[last].text == "," and not _other_matter(verb, last + 1, view):
        tail = _tail_end(verb, last + 1, sent_last, view)
        if tail > last + 2:
            pieces.append((last + 1, tail))
    if not any(doc[i].tag_ in FINITE for a, b in pieces for i in range(a, b)):
        return None
    return _found("clause", frame, pieces, view)


def _as_clause(frame: Frame, clause: tuple[int, int], sent: tuple[int, int], view: View) -> Found | None:
    """"X, as the Post reported": the sentence without the as-clause."""
    first, last = clause
    pieces = [(sent[0], first)] if first > sent[0] + 1 else []
    if last + 1 < sent[1] and view.doc[last].text == ",":
        pieces.append((last + 1, sent[1]))
    if not any(view.doc[i].tag_ in FINITE for a, b in pieces for i in range(a, b)):
        return None
    return _found("clause", frame, pieces, view)


def _front(verb: Token, clause: Token | None, sent_first: int, first: int, view: View) -> int:
    """Where the words before an attribution begin: the sentence, or after an earlier claim's clause in it."""
    start = sent_first
    if verb.dep_ == "conj" or (verb.dep_ == "advcl" and clause is not None):
        start = max(start, verb.left_edge.i)
    if clause is not None and clause.i < verb.i and clause.left_edge.i > start and view.doc[clause.left_edge.i - 1].lower_ in {"but", "and", "while"}:
        start = clause.left_edge.i
    return start if start < first else sent_first


def _other_matter(verb: Token, index: int, view: View) -> bool:
    """Whether what follows the attribution belongs to it: a participle of speech, a medium, another source."""
    doc = view.doc
    token = doc[index]
    low = token.lower_
    if token.lemma_ in view.words.verbs and token.tag_ == "VBG" or low in {"citing", "quoting", "who", "which", "according", "speaking", "referring", "calling", "using"}:
        return True
    if low in {"in", "on", "via", "at"} and is_via(token, view):
        return True
    if low in {"as", "after", "before", "because", "since", "until", "when", "hours", "days", "minutes"} and token.tag_ != "VBG":
        head = token.head if low not in {"hours", "days", "minutes"} else token.head.head
        return verb.i in {head.i, head.head.i}
    if low in {"while", "but", "and", "although", "though", "whereas", "with"}:
        top = token.head
        return any(c.dep_ in {"nsubj", "nsubjpass"} for c in top.children) or low == "with"
    return token.ent_type_ in {"DATE", "TIME"}


def _tail_end(verb: Token, first: int, sent_last: int, view: View) -> int:
    """The second half ends with the sentence, or where a coordinate cue begins."""
    for token in view.doc[first:sent_last]:
        if token.dep_ in {"cc"} and token.head.i != token.i:
            for sibling in token.head.children:
                if sibling.dep_ == "conj" and sibling.i > token.i and sibling.lemma_ in view.words.verbs and sibling.tag_ in FINITE:
                    return token.i
    return sent_last


def _tight(verb: Token, frame: Frame, view: View) -> Found | None:
    """"An attack the Pentagon said had its footprints": a finite verb stands right behind the cue."""
    doc = view.doc
    after = verb.i + 1
    if after >= verb.sent.end or doc[after].tag_ not in FINITE or left_subject(verb) is None:
        return None
    top = doc[after]
    if top.dep_ in {"aux", "auxpass"}:
        top = top.head
    end = top.right_edge.i + 1
    for token in doc[after : min(end, verb.sent.end)]:
        if token.text == "," and verb.dep_ != "relcl":
            end = token.i
            break
    return _found("clause", frame, [(after, min(end, verb.sent.end))], view)


def _found(
    name: FrameName,
    frame: Frame,
    pieces: list[tuple[int, int]],
    view: View,
    *,
    infinitive: int | None = None,
    addressee: Token | None = None,
) -> Found | None:
    medium = _closing_medium(pieces[-1], view) if pieces else None
    if medium is not None:
        pieces = [*pieces[:-1], (pieces[-1][0], medium)]
    trimmed = tuple(p for p in (trim(first, last, view) for first, last in pieces) if p is not None)
    return Found(name, frame, trimmed, infinitive, addressee, medium) if trimmed else None


def _closing_medium(piece: tuple[int, int], view: View) -> int | None:
    """Where a phrase of medium closes a content ("to retaliate in a statement on X"), null if none does."""
    doc = view.doc
    first, last = piece
    while last > first and bare_mark(doc[last - 1]):
        last -= 1
    for token in doc[first + 1 : last]:
        if token.dep_ == "prep" and token.i > first and token.lower_ in {"in", "on", "during", "at", "via", "by"} and _closes(token.right_edge.i + 1, last, view):
            if any(c.dep_ == "pobj" and c.lower_ in view.words.clear_media and (c.lower_ != "x" or c.text == "X") for c in token.children):
                return int(token.i)
    return None


def _closes(after: int, last: int, view: View) -> bool:
    """Whether at most a short "to X", "on X" follows a medium."""
    return after >= last or (last - after <= 5 and view.doc[after].lower_ in {"to", "on"} and not any(t.pos_ == "VERB" for t in view.doc[after:last]))


def trim(first: int, last: int, view: View) -> tuple[int, int] | None:
    """Takes a leading "that", commas, colons and closing punctuation off; quote marks stay with their words."""
    doc = view.doc
    while first < last and (doc[first].lower_ in {"that", ",", ":", ";", "—", "–", "-", "and", "but", "."} or doc[first].is_space or doc[first].text in {"”", "’", ")", "]"}):
        if doc[first].lower_ == "that" and first + 1 < last and doc[first].dep_ not in {"mark", "advmod", "dobj"} and doc[first].tag_ != "IN":
            break  # "that attack was ..." is a demonstrative
        if doc[first].lower_ in {"and", "but"} and doc[first].is_sent_start:
            break
        first += 1
    while last > first and (doc[last - 1].text in {",", ".", ";", ":", "—", "–", "-", "(", "["} or doc[last - 1].is_space or doc[last - 1].lower_ in {"and", "but", "while"}):
        last -= 1
    if last > first and doc[last - 1].text in OPENING - CLOSING:
        last -= 1
    if first >= last or all(bare_mark(doc[i]) for i in range(first, last)):
        return None
    return first, last
