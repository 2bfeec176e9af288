"""Which weak words for a place are believed: mentions made for this file."""

from __future__ import annotations

import pytest

from rashomon.model.place_mentions import PlaceMention
from rashomon.model.spans import Span
from rashomon.resolve.gazetteer import open_gazetteer
from rashomon.resolve.place_belief import NameGroup, believed
from rashomon.resolve.place_scores import Context, score


def mention(
    name: str, *, preposition: str | None, rule: str = "preposition", feature: str | None = None
) -> PlaceMention:
    span = Span(0, len(name), name)
    return PlaceMention(
        span, 0, len(name.split()), name, feature=feature, preposition=preposition, strength="weak", rule=rule
    )


def told(one: PlaceMention, *, countries: dict[str, float] | None = None) -> bool:
    """Whether the mention is believed where the report names these countries."""
    context = Context(dict(countries or {}))
    gazetteer = open_gazetteer()
    group = NameGroup(("", ""), one.name, [one], gazetteer.candidates(one.name))
    ranked = score(group.candidates, one.name, group.mentions, (), context)
    group.choice = ranked[0] if ranked else None
    return believed(one, group, context)


@pytest.mark.parametrize(
    ("name", "feature", "preposition", "right"),
    [
        ("Zorvani", "market", "on", True),
        ("Zorvani General Hospital", None, "on", True),
        ("Mount Zorvani", None, "of", True),
        ("Zorvani", "market", "to", False),
        ("Zorvani", "market", None, False),
        ("Zorvani Brigade", None, "on", False),
        ("Zorvani", None, "on", False),
    ],
)
def test_what_no_gazetteer_holds_is_believed_as_a_site_alone(
    name: str, feature: str | None, preposition: str | None, right: bool
) -> None:
    assert told(mention(name, preposition=preposition, feature=feature)) is right


def test_a_large_town_by_the_recogniser_is_believed_where_no_country_speaks_against_it() -> None:
    town = mention("Blida", preposition=None, rule="ent.GPE")
    assert told(town)
    assert not told(town, countries={"PE": 2.0})
    assert not told(mention("Blida", preposition=None, rule="object"))
