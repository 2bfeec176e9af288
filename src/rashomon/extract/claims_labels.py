"""Turns of a transcript and stamped entries of a live page: "UMM KHALED (through interpreter): They shot whoever ...".

A label hands its turn to whoever it names. The outlet's own people, presenters and reporters, make no claims by talking; who
is one of them is read from the label, or from how the text introduces the name. Where that stays open, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import FINITE, Draft, View, left_subject
from rashomon.model.actors import Actor, Level, Who
from rashomon.model.spans import Span

_LABEL = re.compile(
    r"(?:>+ ?)?(?P<name>[A-Z][\w’'.-]*(?: [\w’'.-]+){0,4}?)(?P<note>,[^:\n(]{2,40}| \([^)\n]{2,40}\))?: (?=\S)"
)
_STAMP = re.compile(r"\d{1,2}[:.]\d\d(?: ?(?:GMT|am|pm|h))?[ –—-]+(?P<name>[A-Z][\w’'.-]*(?: [\w’'.-]+){0,3}): (?=\S)")
#: Labels of those who speak for the outlet.
_OWN = re.compile(
    r"\b(?:presenter|anchor|host|reporter|newsreader|moderator|interviewer|correspondent|narrator|studio|voiceover|announcer|producer|question|q|editor)\b",
    re.IGNORECASE,
)
#: Words that make a name one of the outlet's people: "our reporter Ann Bell", "Ann Bell has been speaking to".
_STAFF = r"(?:our|the) (?:own )?(?:\w+ )?(?:reporter|correspondent|man|woman|colleague|editor)[\w ,]{0,20}"
_REPORTING = (
    r"(?:reports|reporting|has been speaking|has been talking|is there|is at|was there|has this report|in \w+ for us)"
)
_FIRST = frozenset({"i", "my", "me", "we", "our", "us", "mine", "i'm", "i've"})
#: Turns from which a text is a transcript.
TURNS = 3
#: Words below which an answer says nothing by itself ("With my retirement").
_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Turn:
    """A labelled stretch: the label, what stands beside it, and the characters of the words."""

    label: Span
    note: str
    start: int
    end: int


def label_drafts(view: View) -> Iterator[Draft]:
    """A draft for each turn that somebody other than the outlet speaks; its tokens count as speech."""
    turns = list(_turns(view))
    transcript = len(turns) >= TURNS and len({t.label.text for t in turns}) >= 2
    spoken = [t for t in turns if transcript and _is_guest(t, turns, view)]
    for turn in sorted([*spoken, *_entries(view)], key=lambda t: t.start):
        first, last = view.token_at(turn.start), view.token_end(turn.end)
        piece = trim(first, last, view) if first < last else None
        if piece is None or piece[1] - piece[0] < _WORDS or any(view.utterance[i] >= 0 for i in range(*piece)):
            continue
        source = view.token_end(turn.label.end) - 1
        view.utterance[piece[0] : piece[1]] = [2 * len(view.doc) + first] * (piece[1] - piece[0])
        yield Draft(
            verb=None, cue=None, contents=[view.chars(*piece)], tokens=[piece], act="report", rule="label",
            speaker=_who(turn.label, view), sure=0.7, anchor=piece[0], source=source,
        )  # fmt: skip


def _turns(view: View) -> Iterator[_Turn]:
    for part in view.document.parts:
        if part.kind != "body":
            continue
        found = _LABEL.match(view.text, part.start, part.end)
        if found is not None:
            label = Span.of(view.text, found.start("name"), found.end("name"))
            yield _Turn(label, (found["note"] or "").strip(" ,()"), found.end(), part.end)


def _entries(view: View) -> Iterator[_Turn]:
    """Stamped entries of a live page: "16:40 Police: three arrested." The sentence is theirs."""
    for part in view.document.parts:
        found = _STAMP.match(view.text, part.start, part.end) if part.kind == "body" else None
        if found is None or _OWN.search(found["name"]):
            continue
        first = view.token_at(found.end())
        if first >= len(view.doc):
            continue
        last = view.sentence_end[first] - 1
        end = min(part.end, view.doc[last].idx + len(view.doc[last].text))
        if (
            view.actor_at(view.token_end(found.end("name")) - 1)
            or found["name"].split()[-1].lower() in view.words.levels
        ):
            yield _Turn(Span.of(view.text, found.start("name"), found.end("name")), "", found.end(), end)


def _is_guest(turn: _Turn, turns: list[_Turn], view: View) -> bool:
    """Whether a label names somebody who is asked, not one who asks or reports."""
    name = turn.label.text
    if _OWN.search(name) or _OWN.search(turn.note):
        return False
    if turn.note or name.split()[-1].lower() in view.words.levels:
        return True
    last = re.escape(name.split()[-1])
    if re.search(rf"{_STAFF}\b{last}\b|\b{last}\b,? {_REPORTING}", view.text, re.IGNORECASE):
        return False
    mine = [t for t in turns if t.label.text == name]
    telling = sum(bool(_FIRST & set(re.findall(r"[\w']+", view.text[t.start : t.end].lower()))) for t in mine)
    relaying = sum(_relays(t, view) for t in mine)
    return 2 * telling > len(mine) and 3 * relaying <= len(mine)


def _relays(turn: _Turn, view: View) -> bool:
    """Whether a turn tells what others say, as a reporter's does."""
    for token in view.doc[view.token_at(turn.start) : view.token_end(turn.end)]:
        if token.tag_ in FINITE and any(e.allows("clause") for e in view.words.verbs.get(token.lemma_.lower(), ())):
            subject = left_subject(token)
            if subject is not None and subject.lower_ not in _FIRST:
                return True
    return False


def _who(label: Span, view: View) -> Who:
    """The actor that a label names by its last word, else the label itself."""
    words = label.text.lower().split()
    found: Actor | None = None
    for actor in view.grounding.actors:
        names = {w.lower() for n in (actor.name, *actor.aliases) for w in n.split()}
        if set(words) <= names and (actor.kind == "person" or found is None):
            found = actor
            if actor.kind == "person":
                break
    common = words[-1] in view.words.levels
    level: Level = view.words.levels[words[-1]] if common else "named"
    if found is None:
        return Who(None, label.text, level, label)
    return Who(found.id, found.name, "named" if found.kind == "person" and not common else level, label)
