"""What is said: the complement of a cue as token ranges, cut where another source begins.

The parse proposes; the surface decides the edges (a clause never runs over the attribution, a
"that" is dropped, a second cue of another speaker ends it).
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from rashomon.extract.claims_attribution import CONTRAST, outside, tight
from rashomon.extract.claims_clauses import clause_child, has_to, misread, right_clause
from rashomon.extract.claims_lexicon import FrameName, Verb
from rashomon.extract.claims_objects import CHANGING, TOLLS, after_addressee, comments, pronoun_alone, wordless
from rashomon.extract.claims_preps import dates, of_time, prep_frame
from rashomon.extract.claims_trim import Found, complement, is_via
from rashomon.extract.claims_view import (
    FINITE,
    OPENING,
    View,
    bare_mark,
    is_passive,
    left_subject,
)

_OBJECTS = frozenset({"dobj", "dative", "oprd", "attr"})
_TYING = frozenset({"link", "tie", "connect", "trace"})


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
    pointed = _pointed(verb, entry, view)
    if pointed is not None:
        return pointed
    clause = clause_child(verb)
    if clause is not None and clause.i > verb.i:
        found = right_clause(verb, clause, entry, view)
        if found is not None:
            return found
    if "clause" in entry.frames and (found := misread(verb, entry.frames["clause"], view)) is not None:
        return found
    found = _object_frames(verb, entry, view) or prep_frame(verb, entry, view, end_of=_rest_of_phrase)
    if found is not None:
        return found
    if "clause" not in entry.frames:
        return None
    return outside(verb, clause, entry.frames["clause"], view) or tight(verb, entry.frames["clause"], view)


def _pointed(verb: Token, entry: Verb, view: View) -> Found | None:
    """As in "called that “a story”", "dismissed that as “a song”": the parser takes such a "that" for the mark of a clause."""
    doc, at = view.doc, verb.i + 1
    if at + 2 >= len(doc) or doc[at].lower_ not in {"that", "this", "it", "them"}:
        return None
    name: FrameName = "object_as" if doc[at + 1].lower_ == "as" else "predicate"
    opening = at + 2 if name == "object_as" else at + 1
    if name not in entry.frames or doc[opening].text not in OPENING or view.utterance[opening] >= 0:
        return None
    quote = next((q for q in view.quotes if view.token_at(q.start) == opening), None)
    if quote is None or view.token_end(quote.end) > view.sentence_end[verb.i]:
        return None
    found = complement(name, entry.frames[name], [(at, view.token_end(quote.end))], view)
    return replace(found, pieces=((at, found.pieces[-1][1]),)) if found is not None else None  # this "that" is no mark


def _rest_of_phrase(verb: Token, first: Token, view: View) -> int:
    """End of the verb phrase from its first complement on: prepositions and modifiers belong to the content."""
    end = first.right_edge.i + 1
    for child in verb.children:
        if child.i < first.i or child.i < end - 1 and child.dep_ != "prep":
            continue
        if (
            child.dep_ == "conj"
            and child.lemma_ not in view.words.verbs
            and any(c.dep_ == "dobj" and c.lower_ in {"it", "them"} for c in child.children)
        ):
            end = max(end, child.right_edge.i + 1)  # "condemned the attack and linked it to": one stance
            continue
        if child.dep_ == "cc":
            continue
        if (
            child.dep_ == "conj"
            and child.pos_ in {"NOUN", "PROPN"}
            and view.doc[end].dep_ == "cc"
            and left_subject(child) is None
        ):
            end = max(end, child.right_edge.i + 1)  # "accuses the army and its allies of": joined to the verb by a slip
            continue
        if child.dep_ in {"conj", "parataxis"} or (child.dep_ == "punct" and child.text not in ",-–\"“”'‘’"):
            break
        if child.dep_ == "punct":
            continue
        if child.dep_ == "advcl":
            if (
                child.tag_ == "VBG"
                and (child.lemma_ not in view.words.verbs or comments(child))
                and view.doc[child.left_edge.i].lower_ not in CONTRAST
            ):
                end = max(end, child.right_edge.i + 1)
                continue
            if has_to(child) and child.tag_ == "VB" and view.doc[child.left_edge.i - 1].text != ",":
                end = max(end, child.right_edge.i + 1)
                continue
            if child.pos_ in {"ADJ", "NOUN"} and child.left_edge.lower_ == "as":
                end = max(end, child.right_edge.i + 1)  # "dismissed the maps as useless"
                continue
            break
        if is_via(child, view) or child.lower_ in {"since", "according"}:
            break
        if child.i > first.i and (child.dep_ == "npadvmod" or child.dep_ == "prep") and dates(child):
            continue  # when it was said
        end = max(end, child.right_edge.i + 1)
    return min(end, view.sentence_end[verb.i])


def _object_frames(verb: Token, entry: Verb, view: View) -> Found | None:
    frames = entry.frames
    if not frames.keys() & {"object", "object_as", "object_prep", "predicate", "object_to", "counted", "answerable"}:
        return None
    first = next((c for c in verb.children if c.dep_ in {"dobj", "oprd", "attr"} and c.i > verb.i), None)
    if first is None:
        return _fronted(verb, entry, view)
    if wordless(verb, first, entry):
        return None
    if first.dep_ == "oprd" and "predicate" in frames and any(c.lower_ == "what" for c in verb.children):
        return complement("predicate", frames["predicate"], [(first.left_edge.i, first.right_edge.i + 1)], view)
    end = _rest_of_phrase(verb, first, view)
    if pronoun_alone(first, end, view):
        end = first.i + 1
    pieces = [(max(first.left_edge.i, verb.i + 1), end)]
    return _special_object(verb, entry, pieces, view) or _by_shape(verb, first, entry, pieces, view)


def _by_shape(verb: Token, first: Token, entry: Verb, pieces: list[tuple[int, int]], view: View) -> Found | None:
    """The frame that the object's own words show: "as", a preposition, an infinitive, a predicate."""
    frames, doc = entry.frames, view.doc
    inside = doc[first.i : pieces[0][1]]
    if "object_as" in frames and any(t.lower_ == "as" for t in inside):
        return complement("object_as", frames["object_as"], pieces, view)
    if verb.lemma_ in _TYING and not any(
        t.lower_ in {"to", "with"} and any(view.actor_at(c.i) is not None for c in t.subtree) for t in inside
    ):
        return None  # "linked it to the need for X" accuses nobody
    if "object_prep" in frames and any(
        t.lower_ in frames["object_prep"].preps and t.dep_ in {"prep", "dative", "agent", "mark"} and not of_time(t)
        for t in inside
    ):
        return complement("object_prep", frames["object_prep"], pieces, view)
    if "object_to" in frames and any(t.lower_ == "to" and t.dep_ == "aux" for t in inside):
        infinitive = next(t.head for t in inside if t.lower_ == "to" and t.dep_ == "aux")
        pieces = [(after_addressee(verb, pieces[0][0], infinitive), pieces[0][1]), *pieces[1:]]
        return complement("object_to", frames["object_to"], pieces, view, infinitive=infinitive.i)
    if "predicate" in frames and any(c.dep_ in {"oprd", "attr", "acomp"} for c in verb.children if c.i > first.i):
        return complement("predicate", frames["predicate"], pieces, view)
    if "object" in frames:
        return complement("object", frames["object"], pieces, view)
    if "predicate" in frames and any(bare_mark(t) for t in doc[pieces[0][0] : pieces[0][1]]):
        return complement("predicate", frames["predicate"], pieces, view)
    return None


def _special_object(verb: Token, entry: Verb, pieces: list[tuple[int, int]], view: View) -> Found | None:
    """Objects that make a cue of an everyday verb: a count of people, somebody held responsible."""
    frames, (first, last) = entry.frames, pieces[0]
    if verb.lemma_ in CHANGING and (
        verb.tag_ == "VBG" or not any(t.lemma_.lower() in TOLLS for t in view.doc[first:last])
    ):
        return None  # "died of their wounds, raising the toll": told by nobody
    if (
        verb.lemma_ == "find"
        and "counted" in frames
        and any(t.lower_ in {"no", "evidence"} for t in view.doc[first : first + 3])
    ):
        return complement("counted", frames["counted"], [(first, last)], view)
    if "counted" in frames and any(t.pos_ == "NUM" and t.ent_type_ not in _NO_COUNTS for t in view.doc[first:last]):
        if last < view.sentence_end[verb.i] and view.doc[last].lower_ in _HARMED:
            last = view.doc[last].right_edge.i + 1  # "counted 60 dead"
        return complement("counted", frames["counted"], [(first, last)], view)
    if "answerable" in frames:
        stop = view.sentence_end[verb.i]
        held = next((t for t in view.doc[first:stop] if t.lower_ in {"responsible", "accountable"}), None)
        if held is not None and not any(t.tag_ in FINITE for t in view.doc[first : held.i]):
            return complement("answerable", frames["answerable"], [(first, max(last, held.right_edge.i + 1))], view)
    return None


_HARMED = frozenset({"dead", "killed", "injured", "wounded", "hurt", "missing"})
_NO_COUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"})


def _fronted(verb: Token, entry: Verb, view: View) -> Found | None:
    """The object stands before the verb: "the attack, which the US blamed on X", "a claim that residents dispute"."""
    if verb.dep_ != "relcl" or is_passive(verb):
        return None
    antecedent = _whole_antecedent(verb, view)
    name: FrameName = "object_prep" if "object_prep" in entry.frames else "object"
    frame = entry.frames.get(name) or entry.frames.get("object") or entry.frames.get("object_as")
    if (
        frame is None
        or not any(c.dep_ in {"dobj", "pobj"} and c.tag_ in {"WDT", "WP"} for c in verb.children)
        and not _gap(verb)
    ):
        return None
    before = max(_np_first(antecedent), view.sentence_start[verb.i])
    after = [c for c in verb.children if c.i > verb.i and c.dep_ == "prep" and not is_via(c, view)]
    stop = verb.left_edge.i
    while stop > before and view.doc[stop - 1].text in {",", "–", "-"}:
        stop -= 1
    pieces = [(before, stop)] if stop > before else []
    naming = next((c for c in after if c.lower_ == "as"), None) if "object_as" in entry.frames else None
    if naming is not None and pieces:  # "whom it named as X"
        return complement("object_as", entry.frames["object_as"], [*pieces, (naming.i, naming.right_edge.i + 1)], view)
    if after and frame.preps & {c.lower_ for c in after}:
        if any(c.lower_ == "of" for c in after):
            pieces = []
        pieces.append((after[0].i, after[-1].right_edge.i + 1))
    elif "object" not in entry.frames:
        return None
    return complement(name, frame, pieces, view) if pieces else None


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


def _of_phrase(verb: Token, entry: Verb, cue_last: int, view: View) -> Found | None:
    """Phrasal cues: what follows the particle is the content."""
    doc = view.doc
    if "clause" in entry.frames and cue_last < len(doc):
        clause = next((c for c in verb.children if c.dep_ in {"ccomp", "advcl"} and c.i >= cue_last), None)
        if clause is not None:
            return complement(
                "clause", entry.frames["clause"], [(max(clause.left_edge.i, cue_last), clause.right_edge.i + 1)], view
            )
        return outside(verb, clause_child(verb), entry.frames["clause"], view)
    if "held_object" in entry.frames:
        noun = doc[cue_last - 1]
        if any(c.lower_ == "no" for c in noun.children):
            return None
        return complement(
            "held_object",
            entry.frames["held_object"],
            [(verb.i + 1, max(_rest_of_phrase(verb, noun, view), cue_last))],
            view,
        )
    frame = entry.frames.get("object_to") or entry.frames.get("object") or entry.frames.get("infinitive")
    if (
        frame is None
        or verb.tag_ == "VBG"
        and verb.lemma_ in _POINTERS
        or cue_last >= view.sentence_end[verb.i]
        or bare_mark(doc[cue_last])
        and doc[cue_last].text not in OPENING
    ):
        return None
    end = max([cue_last, *(c.right_edge.i + 1 for i in range(verb.i, cue_last) for c in _held(doc[i], cue_last))])
    if end == cue_last:
        return None
    infinitive = next((t.head for t in doc[cue_last:end] if t.lower_ == "to" and t.dep_ == "aux"), None)
    name: FrameName = "object_to" if "object_to" in entry.frames and infinitive is not None else "object"
    frame = entry.frames.get(name) or frame
    if name == "object" or infinitive is None:
        return complement(name, frame, [(cue_last, end)], view)
    opens = after_addressee(verb, cue_last, infinitive) if entry.rest[-1] != "for" else cue_last
    return complement(name, frame, [(opens, end)], view, infinitive=infinitive.i)


#: Verbs that point at something: as participles they only gloss ("he said, referring to the raid").
_POINTERS = frozenset({"refer", "allude", "own", "sum", "know", "hear"})


def _held(token: Token, cue_last: int) -> list[Token]:
    """What a word of a phrasal cue holds behind the cue."""
    held = {"pobj", "pcomp", "dobj", "prep", "xcomp", "ccomp"}
    return [c for c in token.children if c.i >= cue_last and (c.dep_ in held or has_to(c))]
