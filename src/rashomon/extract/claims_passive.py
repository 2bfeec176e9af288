"""Passive cues: who is said to have, what is blamed by whom, who was told by whom, and notices that name nobody."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_capable import is_nobody
from rashomon.extract.claims_lexicon import FrameName, Verb
from rashomon.extract.claims_spoken import match_verb
from rashomon.extract.claims_trim import is_via, trim
from rashomon.extract.claims_view import PASSIVE_SUBJECTS, Draft, View
from rashomon.model.claims import Act


def passive(verb: Token, view: View) -> Iterator[tuple[Draft, Verb | None]]:
    """As in "was described by X as Y" keeps its speaker; "is believed to have" has none."""
    if any(c.dep_ in PASSIVE_SUBJECTS and is_nobody(c) for c in verb.children):
        return
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    channel = agent if agent is not None and _channel(agent, view) else None
    found = match_verb(verb, view)
    told = _was_told(verb, agent)
    agent = agent if channel is None else None
    entry = found[0] if found is not None else None
    if not told and not _names_or_hides(verb, agent, entry, view):
        return
    pieces = _passive_pieces(verb, agent, view)
    if verb.lemma_ in _DECIDING and not any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children):
        return  # "a raid ordered by the general": a deed
    if not pieces:
        return
    plain = told and view.doc[pieces[0][0]].lower_ != "to"
    act: Act = "report"
    for name in _TELLING_ORDER if plain else _ORDER:
        if entry is not None and name in entry.frames:
            act = entry.frames[name].act
            break
    draft = Draft(
        verb=verb.i,
        cue=(verb.i, verb.i + 1),
        contents=[view.chars(*p) for p in pieces],
        tokens=pieces,
        act=act,
        rule="passive" if agent is not None else "notice" if told and channel is None else "hidden",
        speaker=None,
        sure=0.8 if agent is not None else 0.7,
        lemma=verb.lemma_,
        agent=agent.i if agent is not None else None,
    )
    yield draft, entry


_ORDER: tuple[FrameName, ...] = ("object_prep", "object_as", "object", "object_to", "predicate", "clause")
_TELLING_ORDER: tuple[FrameName, ...] = ("clause", "object_to")
_OBJECTS: frozenset[FrameName] = frozenset({"object", "object_as", "object_prep", "object_to", "predicate"})


def _names_or_hides(verb: Token, agent: Token | None, entry: Verb | None, view: View) -> bool:
    """Whether the passive of a cue names its speaker by "by", or is one that hides him: "is thought to"."""
    if agent is None:
        return verb.lemma_ in view.words.hidden
    return entry is not None and entry.allows(*_OBJECTS)


def _passive_pieces(verb: Token, agent: Token | None, view: View) -> list[tuple[int, int]]:
    """An infinitive or clause alone ("to have managed X"); else the subject with what the verb says of it."""
    clause = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    if clause is not None:
        mark = next((c.i for c in clause.children if c.dep_ == "mark" and c.lower_ == "that"), clause.left_edge.i)
        piece = trim(max(mark, verb.i + 1), clause.right_edge.i + 1, view)
        return [piece] if piece is not None else []
    if agent is None and not any(c.dep_ == "auxpass" for c in verb.children):
        return []
    rest = [
        c
        for c in verb.children
        if c.i > verb.i and c.dep_ in {"prep", "oprd", "advmod", "attr"} and not is_via(c, view) and c is not agent
    ]
    rest = [c for c in rest if c.dep_ != "prep" or c.lower_ in {"as", "for", "of", "on", "to", "with"}]
    if agent is not None and not any(c.lower_ == "as" for c in rest):  # the parser may hang "as Y" on the agent
        rest += [t for t in view.doc[agent.i + 2 : verb.right_edge.i + 1] if t.lower_ == "as" and t.dep_ == "prep"][:1]
        rest += [
            c for c in verb.children if c.dep_ == "advcl" and c.pos_ in {"ADJ", "NOUN"} and c.left_edge.lower_ == "as"
        ]
    if agent is not None and not rest:  # "accused by both sides of doing nothing": "of" hangs on the agent
        rest = [t for t in agent.subtree if t.lower_ in {"of", "for"} and any(c.dep_ == "pcomp" for c in t.children)][
            :1
        ]
    if agent is None and not rest:
        return []
    pieces: list[tuple[int, int]] = []
    piece = _passive_subject(verb, view)
    if piece is not None:
        pieces.append(piece)
    for child in rest:
        piece = trim(child.left_edge.i, child.right_edge.i + 1, view)
        if piece is not None and piece[0] > verb.i:
            pieces.append(piece)
    return pieces


def _passive_subject(verb: Token, view: View) -> tuple[int, int] | None:
    """Whom or what the passive verb speaks of: its subject, or the noun that it describes."""
    subject = next((c for c in verb.children if c.dep_ in PASSIVE_SUBJECTS), None)
    if subject is None:
        return trim(verb.head.left_edge.i, verb.left_edge.i, view) if verb.dep_ == "acl" else None
    if subject.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
        return trim(verb.head.left_edge.i, verb.left_edge.i, view)
    return trim(subject.left_edge.i, _bare_end(subject, view), view)


def _bare_end(subject: Token, view: View) -> int:
    """End of a subject without the relative or participle behind its comma: "X, led by Y, have been blamed"."""
    for child in subject.children:
        if child.dep_ in {"acl", "relcl", "appos"} and view.doc[child.left_edge.i - 1].text == ",":
            return int(child.left_edge.i)
    return int(subject.right_edge.i + 1)


#: Verbs whose passive says who was told something: with its speaker by "by", in the present tense by whoever issues the text.
TOLD = frozenset({"tell", "warn", "assure", "remind", "advise", "ask", "urge", "inform", "promise"})


def _was_told(verb: Token, agent: Token | None) -> bool:
    """As in "was warned by X that", and a notice: "Contractors are warned to stay away" (guideline, 50)."""
    if verb.lemma_ not in TOLD or not any(c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i for c in verb.children):
        return False
    notice = verb.dep_ in {"ROOT", "conj"} and any(
        c.dep_ == "auxpass" and c.lower_ in {"is", "are"} for c in verb.children
    )
    return agent is not None or notice


def _channel(agent: Token, view: View) -> bool:
    """As in "warned by telephone": the bare name of a channel is nobody who speaks."""
    noun = next((c for c in agent.children if c.dep_ == "pobj"), None)
    return noun is not None and noun.lower_ in view.words.media and not any(True for _ in noun.children)


_DECIDING = frozenset({"order", "direct", "command", "mandate", "require", "push", "press", "invite", "instruct"})
