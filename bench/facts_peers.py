"""Peers on the times of the same reports, with the same matching; each is optional (`make peers`) and left out where absent.

Both get each body paragraph with the publication date as "now" and their own settings for the past where they have one.
What they give is put into days: a date-time its day, a range its first and last day, a timex of a month, year or decade
its bounds. Durations and sets that a library marks as such are dropped, as they are by the guideline.
"""

from __future__ import annotations

import datetime
import importlib
import importlib.util
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench.attribution import Counts
from bench.facts_match import Json, overlap, pairs
from bench.facts_own import same_days
from corpus.open_corpus import Annotated

Find = Callable[[str, datetime.datetime], Iterator[Json]]


def peers(reports: Sequence[Annotated]) -> dict[str, dict[str, float]]:
    """Peer to its metrics, for those that are installed."""
    known: dict[str, tuple[str, Callable[[], Find]]] = {
        "dateparser": ("dateparser", _dateparser), "recognizers-text": ("recognizers_date_time", _recognizers)
    }  # fmt: skip
    return {
        name: _measure(reports, make()) for name, (module, make) in known.items() if importlib.util.find_spec(module)
    }


def _measure(reports: Sequence[Annotated], find: Find) -> dict[str, float]:
    relaxed, value = Counts(), Counts()
    for report in reports:
        gold = report.record["times"]
        day = datetime.datetime.fromisoformat(report.published[:10])
        read = []
        for match in re.finditer(r"[^\n]+", report.text):
            for time in find(match[0], day):
                span = time["span"]
                read.append(
                    {**time, "span": {"start": span["start"] + match.start(), "end": span["end"] + match.start()}}
                )
        matched = pairs(gold, read, lambda g, p: (1 + 0.1 * same_days(g, p)) * (overlap(g["span"], p["span"]) > 0))
        relaxed.add(len(matched), len(read), len(gold))
        value.add(sum(same_days(g, p) for g, p in matched), len(read), len(gold))
    return {"time_relaxed_f1": round(relaxed.f1, 4), "time_value_f1": round(value.f1, 4)}


def _time(start: int, end: int, first: datetime.date, last: datetime.date) -> Json:
    return {"span": {"start": start, "end": end}, "start": first.isoformat(), "end": last.isoformat()}


def _dateparser() -> Find:
    search: Any = importlib.import_module("dateparser.search")

    def find(text: str, day: datetime.datetime) -> Iterator[Json]:
        options = {"RELATIVE_BASE": day, "PREFER_DATES_FROM": "past"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = search.search_dates(text, languages=["en"], settings=options) or []
        at = 0
        for words, moment in found:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                yield _time(start, at, moment.date(), moment.date())

    return find


def _recognizers() -> Find:
    module: Any = importlib.import_module("recognizers_date_time")

    def find(text: str, day: datetime.datetime) -> Iterator[Json]:
        for found in module.recognize_datetime(text, "en-us", reference=day):
            bounds = _past(found.resolution["values"], day) if found.resolution else None
            if bounds is not None:
                yield _time(found.start, found.end + 1, *bounds)

    return find


def _past(values: Sequence[dict[str, str]], day: datetime.datetime) -> tuple[datetime.date, datetime.date] | None:
    """The latest reading that does not begin after the report; the first where all do."""
    read = [bounds for v in values if (bounds := _bounds(v, day)) is not None]
    past = [b for b in read if b[0] <= day.date()]
    return max(past) if past else read[0] if read else None


def _bounds(value: dict[str, str], day: datetime.datetime) -> tuple[datetime.date, datetime.date] | None:
    kind = value.get("type", "")
    if kind in {"duration", "set"}:
        return None
    if kind == "time":
        return day.date(), day.date()
    try:
        if "value" in value:
            only = datetime.date.fromisoformat(value["value"][:10])
            return only, only
        if kind == "timerange":
            return day.date(), day.date()
        start = datetime.date.fromisoformat(value["start"][:10])
        end = datetime.date.fromisoformat(value["end"][:10])
    except (KeyError, ValueError):
        return None
    if kind == "daterange" and end > start and not value["timex"].startswith("("):  # "March" ends on 1 April to it
        end -= datetime.timedelta(days=1)
    return start, end
