"""Counted answers over time: which figures stand, and what they say as intervals.

A later figure of one origin replaces the earlier, which stays visible. Nothing is averaged, summed or
corrected; a number that the words take back is marked by whom, and only a person takes one out otherwise.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.linking.raws import COUNTED, Raw
from rashomon.linking.turns import is_vague

#: How far a vague word or "about" reaches: "dozens" (24) includes 30 and not 300; "about 30" is 24 to 36.
VAGUE_REACH = 5.0
ABOUT = 0.2


@dataclass(frozen=True, slots=True)
class Stand:
    """An answer with its place in the incident: origin, group that counts as one, and whether it stands."""

    raw: Raw
    origin: str
    group: str
    accused: bool = False
    superseded_by: str | None = None
    withdrawn_by: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        """Neither superseded nor taken back."""
        return self.superseded_by is None and self.withdrawn_by is None

    @property
    def counts(self) -> bool:
        """A live figure of a whole, in its origin's own words."""
        return self.live and self._whole and not self.raw.echo

    @property
    def given(self) -> bool:
        """A figure of a whole that its origin did not replace in the report that gives it; a headline's too."""
        replaced = (self.superseded_by or "").startswith(f"{self.raw.report_id}:")
        return self._whole and self.withdrawn_by is None and not replaced

    @property
    def _whole(self) -> bool:
        raw = self.raw
        part = raw.part_of is not None and not raw.apart
        return not part and not raw.local and not raw.negated and (raw.low is not None or raw.high is not None)


def figure_key(raw: Raw) -> str:
    """A figure's name over all reports."""
    return f"{raw.report_id}:{raw.figure_id}"


def settle(stands: Sequence[Stand], *, order: Mapping[str, int]) -> list[Stand]:
    """Marks superseded, withdrawn and questionable figures.

    Args:
        order: report id to its rank in time; a near-copy has that of its original.
    """
    wholes = {(s.raw.report_id, s.raw.figure_id): s.raw.population for s in stands if s.raw.figure_id is not None}
    rows: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    for stand in stands:
        raw = stand.raw
        if (
            raw.question in COUNTED
            and (raw.part_of is None or _is_kind(raw, wholes.get((raw.report_id, raw.part_of), raw.population)))
            and not raw.negated
            and not raw.echo
            and raw.figure_id is not None
            and (raw.low is not None or raw.high is not None)
        ):
            rows[stand.group, raw.question].append(stand)
    marks: dict[str, Stand] = {}
    for members in rows.values():
        for stand in _superseded(members, order):
            marks[figure_key(stand.raw)] = stand
    settled = [marks.get(figure_key(s.raw), s) if s.raw.figure_id is not None else s for s in stands]
    return _flagged(_taken_over(_with_rejected(_with_mentions(settled)), order), order)


def _with_rejected(stands: Sequence[Stand]) -> list[Stand]:
    """A count that a body rejects as its own earlier one ("twelve, not nine") has that one's fate (guideline 78)."""
    fallen = {
        (s.group, s.raw.question, s.raw.low, s.raw.high): s.superseded_by
        for s in stands
        if s.raw.question in COUNTED and s.superseded_by is not None and not s.raw.negated and s.raw.part_of is None
    }
    out = []
    for stand in stands:
        raw = stand.raw
        by = fallen.get((stand.group, raw.question, raw.low, raw.high)) if raw.negated and stand.live else None
        out.append(stand if by is None else replace(stand, superseded_by=by))
    return out


def _with_mentions(stands: Sequence[Stand]) -> list[Stand]:
    """A headline's number has the fate of the number in the text that it repeats."""
    said: dict[tuple[str, str, int | None], list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.raw.question in COUNTED and not stand.raw.echo:
            said[_number(stand.raw)].append(stand)
    out = []
    for stand in stands:
        told = said.get(_number(stand.raw), []) if stand.raw.echo and stand.raw.question in COUNTED else []
        fallen = told and not any(t.live for t in told)
        out.append(
            replace(stand, superseded_by=told[0].superseded_by, withdrawn_by=told[0].withdrawn_by) if fallen else stand
        )
    return out


def _taken_over(stands: Sequence[Stand], order: Mapping[str, int]) -> list[Stand]:
    """A number for which a report cites another outlet falls with the number of the body that the outlet had it from."""
    counted = [s for s in stands if s.raw.question in COUNTED and not s.raw.negated and s.raw.figure_id is not None]
    rows: dict[tuple[str, int | None], list[Stand]] = defaultdict(list)
    for stand in counted:
        rows[stand.raw.question, _number(stand.raw)[2]].append(stand)
    out = []
    for stand in stands:
        raw = stand.raw
        if stand.live and raw.question in COUNTED and _cites_outlet(raw) and not raw.negated and raw.part_of is None:
            same = [
                s for s in rows[raw.question, _number(raw)[2]] if s.raw.part_of is None and not _cites_outlet(s.raw)
            ]
            earlier = [
                s for s in same if s.superseded_by is not None and order[s.raw.report_id] <= order[raw.report_id]
            ]
            if earlier and not any(s.live for s in same):
                out.append(replace(stand, superseded_by=earlier[0].superseded_by))
                continue
        out.append(stand)
    return out


def _cites_outlet(raw: Raw) -> bool:
    return raw.speaker is not None and raw.speaker.level == "media"


def _number(raw: Raw) -> tuple[str, str, int | None]:
    return raw.report_id, raw.question, raw.low if raw.low is not None else raw.high


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure with when its origin first gave this number: who repeats an old number says nothing new."""

    stand: Stand
    since: tuple[int, bool, int]
    old: bool

    @property
    def raw(self) -> Raw:
        return self.stand.raw


def _superseded(members: Sequence[Stand], order: Mapping[str, int]) -> list[Stand]:
    """One body's figures of one measure: each is replaced by the newest that speaks of the same people otherwise."""
    populations: dict[str, set[str | None]] = defaultdict(set)
    for stand in members:
        if stand.raw.population not in _ALWAYS_SOME:
            populations[stand.raw.report_id].add(stand.raw.population)
    # A number that the words call earlier was earlier wherever it stood until then.
    given_up: dict[tuple[int | None, int | None], int] = {}
    for raw in (s.raw for s in members if s.raw.taken_back):
        given_up[raw.low, raw.high] = max(given_up.get((raw.low, raw.high), -1), order[raw.report_id])
    old = {figure_key(s.raw) for s in members if order[s.raw.report_id] <= given_up.get((s.raw.low, s.raw.high), -1)}
    told = [_Told(s, _since(s, members, order), figure_key(s.raw) in old) for s in members]
    out: list[Stand] = []
    for ours in told:
        later = [t for t in told if _replaces(t, ours, populations) and (t.since > ours.since or ours.old)]
        newest = max(later, key=lambda t: (t.since, t.raw.report_id, t.raw.figure_id or ""), default=None)
        if newest is None:
            out.append(_given_up(ours, members))
        elif ours.raw.taken_back:
            out.append(replace(ours.stand, withdrawn_by=figure_key(newest.raw)))
        else:
            out.append(replace(ours.stand, superseded_by=figure_key(newest.raw)))
    return out


def _given_up(ours: _Told, members: Sequence[Stand]) -> Stand:
    """A number that the outlet itself takes back, and that nobody has replaced by another: withdrawn by those words."""
    same = [s.raw for s in members if s.raw.corrected and (s.raw.low, s.raw.high) == (ours.raw.low, ours.raw.high)]
    if not ours.old or not same:
        return ours.stand
    return replace(ours.stand, withdrawn_by=figure_key(same[-1]))


def _since(stand: Stand, members: Sequence[Stand], order: Mapping[str, int]) -> tuple[int, bool, int]:
    """When this number was first given; in one report what is not taken back is newer, and then the higher number."""
    raw = stand.raw
    same = [s.raw for s in members if _same(s.raw, raw) and s.raw.taken_back == raw.taken_back]
    return min(order[r.report_id] for r in same), not raw.taken_back, _top(raw)


def _replaces(new: _Told, old: _Told, populations: Mapping[str, set[str | None]]) -> bool:
    """Whether a figure speaks of the people that an older one counted, and says something else of them."""
    ours, theirs = new.raw, old.raw
    if _same(ours, theirs) or new.old or (_no_news(ours, theirs) and not old.old):
        return False
    if ours.report_id == theirs.report_id and ours.speaker is None and not old.old:
        return False  # an outlet that gives two numbers in its own voice need not have replaced one by the other
    if ours.speaker is None and theirs.speaker is None and new.stand.origin != old.stand.origin:
        return False  # two outlets in their own voice are two speakers, copies of one text or not
    if not old.old and ours.qualifier == "reported_none":
        return False  # nobody rises from the dead: "none" speaks of other people ("dozens of theirs, none of ours")
    if ours.report_id == theirs.report_id and not old.old and theirs.qualifier == "reported_none":
        return False
    if theirs.part_of is not None or ours.part_of is not None:
        return _part_replaced(new, old)
    if ours.population == theirs.population:
        return True
    # "22 civilians" and later "26 people": one whole, as long as neither report counts two kinds of people.
    alone = len(populations[ours.report_id]) <= 1 and len(populations[theirs.report_id]) <= 1
    return alone and _WHOLE in (ours.population, theirs.population)


def _is_kind(part: Raw, whole: str | None) -> bool:
    """Whether a part is one kind of the people in its whole ("three of them children"), and not "four who burnt"."""
    return part.population in _KINDS and part.population != whole


def _part_replaced(new: _Told, old: _Told) -> bool:
    """Whether a later report's number of one kind of people replaces an earlier part of the toll, of that kind."""
    ours, theirs = new.raw, old.raw
    one = ours.population == theirs.population and ours.report_id != theirs.report_id
    return one and theirs.part_of is not None


_WHOLE = "any"
#: Populations by which a whole is divided in the same way by every report; other parts ("four of them burnt") are divided
#: by something else each time, and no later part replaces them.
_KINDS = frozenset({"civilian", "militant", "military", "police", "child", "woman", "aid_worker", "journalist"})
#: Populations that a report counts beside a whole, never instead of it.
_ALWAYS_SOME = frozenset({"woman", "child"})


def _no_news(new: Raw, old: Raw) -> bool:
    """Whether a bound, a span or a word only says less exactly what a count has said; a span that lies above it is news."""
    if old.low is None or old.high is None or new.low is None or new.low == new.high:
        return False
    return is_vague(new.span.text) or new.low <= old.low


def _same(a: Raw, b: Raw) -> bool:
    return (a.low, a.high) == (b.low, b.high) or a.low is not None and a.low == b.low and None in (a.high, b.high)


def _top(raw: Raw) -> int:
    return raw.high if raw.high is not None else raw.low if raw.low is not None else -1


def _flagged(stands: Sequence[Stand], order: Mapping[str, int]) -> list[Stand]:
    newest: dict[str, int] = {}
    for stand in stands:
        if stand.counts and stand.raw.low is not None and stand.raw.low == stand.raw.high:
            question = stand.raw.question
            newest[question] = max(newest.get(question, -1), order[stand.raw.report_id])
    wholes: dict[tuple[str, str | None], Raw] = {
        (s.raw.report_id, s.raw.figure_id): s.raw for s in stands if s.raw.figure_id is not None
    }
    return [replace(s, flags=(*s.flags, *_flags(s, newest, wholes, order))) for s in stands]


def _flags(
    stand: Stand, newest: Mapping[str, int], wholes: Mapping[tuple[str, str | None], Raw], order: Mapping[str, int]
) -> Iterable[str]:
    raw = stand.raw
    if raw.question not in COUNTED:
        return
    if raw.low is not None and is_vague(raw.span.text):
        yield "a word, not a count"
    if (
        raw.qualifier in ("at_least", "more_than")
        and stand.live
        and order[raw.report_id] < newest.get(raw.question, -1)
    ):
        yield "an 'at least' older than the newest count"
    whole = wholes.get((raw.report_id, raw.part_of))
    if whole is not None and raw.low is not None and whole.high is not None and raw.low > whole.high:
        yield "a part above its whole"
    if raw.negated:
        yield "a number that the speaker rejects"
    if raw.taken_back and stand.live:
        yield "the words take it back"


def interval(raw: Raw) -> tuple[float, float]:
    """What a figure allows, as a closed interval: "at least 9" allows 12, "dozens" allows 30."""
    low = float(raw.low) if raw.low is not None else 0.0
    high = float(raw.high) if raw.high is not None else math.inf
    if raw.low is not None and raw.high is None and is_vague(raw.span.text):
        return low, low * VAGUE_REACH
    if raw.qualifier == "about":
        return math.floor(low * (1 - ABOUT)), math.ceil((high if high < math.inf else low) * (1 + ABOUT))
    return low, high
