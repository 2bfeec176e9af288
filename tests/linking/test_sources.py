"""A source's record counts what it did and says nothing of what it is worth."""

from __future__ import annotations

from dataclasses import replace

from rashomon.linking import link
from rashomon.linking.sources import sources_of
from tests.linking.builders import strike


def test_a_revision_is_counted_once_and_unnamed_speakers_are_left_out() -> None:
    first = strike(source="interior ministry", dead=4)
    later = strike(publisher="Wire", published="2024-03-13", source="interior ministry", dead=6)
    elsewhere = strike(publisher="Herald", place="Bahr", source="interior ministry", dead=2)
    rows = {r.name: r for r in sources_of(link([first, later, elsewhere]))}
    ministry = rows["interior ministry"]
    assert (ministry.reports, ministry.incidents, ministry.figures) == (3, 2, 3)
    assert (ministry.revised, ministry.retracted, ministry.relayed) == (1, 0, 0)
    who = replace(first.figures[0].speaker, level="anonymous_witness")  # type: ignore[type-var]
    hidden = replace(first, figures=(replace(first.figures[0], speaker=who),))
    assert "interior ministry" not in {r.name for r in sources_of(link([hidden])) if r.figures}
