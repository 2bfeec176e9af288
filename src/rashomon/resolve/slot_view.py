"""What the choice of an event's slots looks at: one report's events, their mentions, and where everything stands.

Everything is by token index; no word is read anew. What is not tied by syntax is told by where it stands: sentence,
paragraph, headline, lead, dateline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rashomon.model.claims import Claim
from rashomon.model.documents import Document
from rashomon.model.events import Event
from rashomon.model.mentions import EventMention, Grounding
from rashomon.model.parse import Parse

#: Characters of the body within which a dateline stands ("KABUL, Afghanistan (AP) -").
_DATELINE = 40
_DASHES = frozenset({"-", "–", "—", "--", ":"})
_TOP = frozenset({"headline", "standfirst"})
_REAL = frozenset({"happened", "ongoing"})


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Tokens `[first, last)` that stand for one thing, and the token that heads them."""

    first: int
    last: int
    head: int


@dataclass
class View:
    """One report before its slots are decided."""

    document: Document
    parse: Parse
    grounding: Grounding
    claims: Sequence[Claim]
    mentions: Sequence[EventMention]
    owner: dict[int, str]
    events: Sequence[Event]
    members: dict[str, list[EventMention]] = field(init=False)
    main: str | None = field(init=False)
    #: What no event changes: of stretches, of one twice over (`slot_measures`), and of places (`slot_scenes`).
    parts: dict[tuple[Run, ...], list[float]] = field(init=False, default_factory=dict)
    of_place: dict[str, list[float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.members = {e.id: [] for e in self.events}
        for i, event_id in sorted(self.owner.items()):
            self.members[event_id].append(self.mentions[i])
        violent = [e for e in self.events if e.plover == "ASSAULT" and e.modality in _REAL]
        self.main = min(violent, key=lambda e: self.told_first(e.id)).id if violent else None

    def told_first(self, event_id: str) -> int:
        """Token of the event's first trigger in the body."""
        tokens = [m.token for m in self.members[event_id] if m.part not in _TOP]
        return min(tokens, default=len(self.parse))

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """Paragraph of each token; the headline is 0."""
        text, starts = self.document.text, self.parse.starts
        breaks, at = [], text.find("\n\n")
        while at >= 0:
            breaks.append(at)
            at = text.find("\n\n", at + 2)
        return tuple(bisect_right(breaks, s) for s in starts)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kind of the part that holds each token."""
        out, parts, n = [], self.document.parts, 0
        for start in self.parse.starts:
            while n < len(parts) and parts[n].end <= start:
                n += 1
            out.append(parts[n].kind if n < len(parts) and parts[n].start <= start else "body")
        return tuple(out)

    @cached_property
    def body(self) -> int:
        """First token of the body."""
        return next((i for i, kind in enumerate(self.kinds) if kind not in _TOP), 0)

    @cached_property
    def dateline(self) -> int:
        """Token at which the dateline ends; the first of the body where there is none."""
        words, starts = self.parse.words, self.parse.starts
        for i in range(self.body, len(words)):
            if starts[i] - starts[self.body] > _DATELINE:
                break
            if words[i] in _DASHES:
                return i
        return self.body

    @cached_property
    def cues(self) -> frozenset[int]:
        """Tokens of cues of claims."""
        return frozenset(
            i for c in self.claims if c.cue is not None for i in range(*self.tokens(c.cue.start, c.cue.end))
        )

    @cached_property
    def said(self) -> tuple[str | None, ...]:
        """The innermost claim whose content holds each token."""
        out: list[str | None] = [None] * len(self.parse)
        spans = sorted(((s.end - s.start, s.start, s.end, c.id) for c in self.claims for s in c.content), reverse=True)
        for _, start, end, claim_id in spans:
            first, last = self.tokens(start, end)
            out[first:last] = [claim_id] * (last - first)
        return tuple(out)

    @cached_property
    def place_runs(self) -> dict[str, list[Run]]:
        """Where each place stands, by its id."""
        return self._runs(self.grounding.place_of)

    @cached_property
    def time_runs(self) -> dict[str, list[Run]]:
        """Where each time stands, by its id."""
        return self._runs(self.grounding.time_of)

    @cached_property
    def actor_runs(self) -> dict[str, list[Run]]:
        """Where each actor stands, by its id."""
        return self._runs(self.grounding.actor_of)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Token range of characters `[start, end)`."""
        return bisect_left(self.parse.starts, start), bisect_left(self.parse.starts, end)

    @cached_property
    def triggers(self) -> tuple[tuple[int, str], ...]:
        """Triggers of violence and force with their events, in text order."""
        return tuple(sorted((m.token, self.owner[i]) for i, m in enumerate(self.mentions) if i in self.owner))

    @cached_property
    def owned(self) -> frozenset[int]:
        """Tokens of the triggers that belong to an event."""
        return frozenset(token for token, _ in self.triggers)

    def nearest_event(self, token: int) -> str | None:
        """The event whose trigger stands nearest in the sentence, null if none."""
        here = self.by_sentence.get(self.parse.sentences[token])
        return min((abs(t - token), t, e) for t, e in here)[2] if here else None

    @cached_property
    def by_sentence(self) -> dict[int, list[tuple[int, str]]]:
        """Sentence to the triggers in it."""
        found: dict[int, list[tuple[int, str]]] = {}
        for token, event_id in self.triggers:
            found.setdefault(self.parse.sentences[token], []).append((token, event_id))
        return found

    def _runs(self, table: Sequence[str | None]) -> dict[str, list[Run]]:
        """Identity to its stretches of tokens."""
        found: dict[str, list[Run]] = {}
        i = 0
        while i < len(table):
            identity = table[i]
            if identity is None:
                i += 1
                continue
            last = i + 1
            while last < len(table) and table[last] == identity:
                last += 1
            head = next((t for t in range(i, last) if not i <= self.parse.heads[t] < last), i)
            found.setdefault(identity, []).append(Run(i, last, head))
            i = last
        return found
