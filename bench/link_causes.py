"""Why an event of a gold incident is not where the rest of its incident is: which stage to look at next.

Every event that is not in the incident which holds most of its own counts once, by the first thing that kept it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bench.link_found import Linked
from bench.link_gold import GoldEvent
from rashomon.linking.compare import Comparison, compare
from rashomon.linking.profiles import Profile, profiles_of

#: From the first stage to the last.
CAUSES = ("unread", "not_violent", "one_report", "date", "place", "thin", "points", "cluster")


def causes(found: Linked) -> dict[str, float]:
    """Shares of the gold's events that are kept out of their incident, by cause."""
    profiles = {(n, p.event_id): p for n, r in found.records.items() for p in profiles_of(r)}
    home, best = found.home(), found.of_gold()
    counted: Counter[str] = Counter()
    every = 0
    for name, events in found.gold.clusters().items():
        held = best[name].id if name in best else None
        inside: list[Profile] = []
        out: list[GoldEvent] = []
        for event in events:
            own = found.events.get(event)
            kept = own is not None and (own.report, own.event) in home and home[own.report, own.event].id == held
            if kept and own is not None:
                inside.append(profiles[own.report, own.event])
            else:
                out.append(event)
        every += len(events)
        counted.update(_cause(found.events.get(event), profiles, inside) for event in out)
    shares = {f"lost_{cause}": counted[cause] / every if every else 0.0 for cause in CAUSES}
    return {"lost_events": sum(shares.values()), **shares}


def _cause(own: GoldEvent | None, profiles: Mapping[tuple[str, str], Profile], inside: Sequence[Profile]) -> str:
    if own is None:
        return "unread"
    mine = profiles.get((own.report, own.event))
    if mine is None:
        return "not_violent"
    others = [compare(mine, p) for p in inside if p.report_id != mine.report_id]
    if not others:
        return "one_report"
    return _apart(max(others, key=lambda c: (c.forbidden is None, c.score)))


def _apart(found: Comparison) -> str:
    """What keeps the likeliest pair apart."""
    if found.forbidden is None:
        return "cluster" if found.linked else "points"
    if "date" in found.forbidden or "day" in found.forbidden or "older" in found.forbidden:
        return "date"
    return "place" if "place" in found.forbidden or "towns" in found.forbidden else "thin"
