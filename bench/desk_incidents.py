"""The incident of three made-up reports, as linking would derive it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bench.desk_texts import MEASURES
from rashomon.model import codec
from rashomon.model.accounts import Account, AccountAnswer, Bounds, Range
from rashomon.model.actors import Who
from rashomon.model.incidents import QUESTIONS, Cell, EventRef, Grade, Incident, Person, VictimRef
from rashomon.model.spans import Span


def incident_of(facts: dict[str, Any], made: Sequence[tuple[str, str, dict[str, Any]]]) -> Incident:
    """The incident of three reports."""
    accounts: list[Account] = []
    ends: dict[str, list[tuple[int, str]]] = {m: [] for m in MEASURES}
    seen: set[str] = set()
    for report_id, outlet, record in made:
        weapon, place, when = record["events"][0]["answers"]
        own = (
            ("date", _answer(facts["date"], None, None, when["span"])),
            ("place", _answer(facts["town"][0], None, None, place["span"])),
            ("weapon", _answer(facts["weapon"], None, None, weapon["span"])),
        )
        accounts.append(_account(None, outlet, report_id, outlet, record, own, new=outlet not in seen))
        seen.add(outlet)
        for figure in record["figures"]:
            name = figure["speaker"]["name"]
            ends[figure["measure"]].append((figure["low"], name))
            given = ((figure["measure"], _answer(figure["span"]["text"], figure["low"], figure["id"], figure["span"])),)
            accounts.append(_account(figure["speaker"], outlet, report_id, name, record, given, new=name not in seen))
            seen.add(name)
    cells: dict[str, Cell] = dict.fromkeys(QUESTIONS, "silent")
    cells |= {"date": "agree", "place": "agree", "weapon": "agree"}
    ranges = []
    for measure, found in ends.items():
        low, high = min(found), max(found)
        cells[measure] = "agree" if low[0] == high[0] else "differ"
        made_bounds = Bounds(low[0], high[0], (low[1],), (high[1],))
        ranges.append(Range(measure, "any", low[0], high[0], (low[1],), (high[1],), made_bounds))
    counted = len({name for found in ends.values() for _, name in found})
    return Incident(
        f"i{facts['n']:012x}",
        (),
        None,
        made[0][2]["document"]["title"],
        tuple(EventRef(report_id, record["events"][0]["id"]) for report_id, _, record in made),
        tuple(accounts),
        tuple(cells.items()),
        tuple(ranges),
        (),
        Grade("Fair", (f"{counted} independent origins on the harm",)),
        len(seen),
        date=facts["date"],
        place=facts["town"][0],
        origins_on_harm=counted,
        people=(
            Person(facts["victim"], "killed", (), tuple(VictimRef(r, "v1") for r, _, _ in made), 1.0, ("one name",)),
        ),
    )


def _span(span: Any) -> Span:
    return Span(span["start"], span["end"], span["text"])


def _answer(value: str, low: int | None, figure: str | None, span: Any) -> tuple[AccountAnswer, ...]:
    plain = AccountAnswer(value, low, low, True, None, None, None, _span(span))
    if low is None:
        return (plain,)
    return (replace(plain, qualifier="exactly", population="any", figure_id=figure),)


def _account(
    who: Any,
    outlet: str,
    report_id: str,
    name: str,
    record: dict[str, Any],
    answers: tuple[tuple[str, tuple[AccountAnswer, ...]], ...],
    *,
    new: bool,
) -> Account:
    day = record["document"]["published_at"]
    origin = None if who is None else codec.from_json(Who, who)
    return Account(origin, outlet, (), report_id, day, new, name, False, None, answers)
