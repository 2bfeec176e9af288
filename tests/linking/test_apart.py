"""What an explanation says of two events that fit each other and stand in two incidents."""

from __future__ import annotations

from collections.abc import Mapping

from rashomon.linking.apart import why_grouped
from rashomon.linking.cluster import Pair, pair_of
from rashomon.linking.compare import compare
from rashomon.linking.ground import Edge, MemoryGround
from rashomon.linking.partition import partition
from rashomon.linking.profiles import Profile, profiles_of
from rashomon.model.record import Record
from tests.linking.builders import strike


def profile(record: Record) -> Profile:
    (found,) = profiles_of(record)
    return found


def why(a: Profile, b: Profile, *others: Profile, judged: Mapping[Pair, str] | None = None) -> str | None:
    ground, words = MemoryGround(), dict(judged or {})
    ground.load([a, b, *others], partition([a, b, *others], words))
    return why_grouped(ground, a, b, linked=compare(a, b).linked, judged=words)


def test_two_that_are_one_need_no_further_reason() -> None:
    assert why(profile(strike()), profile(strike(publisher="Wire", source="hospital"))) is None
    assert why(profile(strike()), profile(strike(place="Ostra"))) is None, "the pair itself says why"


def test_a_person_s_word_on_other_members_is_named() -> None:
    a, b, c = (profile(strike(publisher=name, source="hospital")) for name in ("A", "B", "C"))
    ground = MemoryGround()
    ground.load([a, b, c], [[a], sorted([b, c], key=lambda p: p.id)])
    found = why_grouped(ground, a, b, linked=True, judged={pair_of(a.id, c.id): "different"})
    assert found is not None and "a person called" in found and c.report_id[:12] in found


def test_a_hard_fact_between_other_members_is_named() -> None:
    a, near = profile(strike()), profile(strike(publisher="Wire", source="hospital", place="Tal province"))
    far = profile(strike(publisher="Mail", place="Bahr", source="hospital"))
    words = {pair_of(near.id, far.id): "same", pair_of(a.id, near.id): "unsure"}
    ground = MemoryGround()
    ground.load([a, near, far], [[a], sorted([near, far], key=lambda p: p.id)])
    found = why_grouped(ground, a, near, linked=True, judged=words)
    assert found is not None and "places contradict" in found and far.report_id[:12] in found


def test_groups_that_fit_too_little_say_by_how_much() -> None:
    a, b = profile(strike()), profile(strike(publisher="Wire", source="hospital"))
    ground = MemoryGround()
    ground.load([a, b], [[a], [b]])
    assert "had joined others first" in (why_grouped(ground, a, b, linked=True, judged={}) or "")
    ground.set_edges((), {pair_of(a.id, b.id): Edge(-2.0, linked=False)})
    assert "fit by -2.00 points over 1 compared" in (why_grouped(ground, a, b, linked=True, judged={}) or "")
    ground.set_edges([pair_of(a.id, b.id)], {})
    assert "never compared" in (why_grouped(ground, a, b, linked=True, judged={}) or "")


def test_two_that_do_not_fit_and_stand_together_say_so() -> None:
    a, b = profile(strike()), profile(strike(publisher="Wire", source="hospital"))
    ground = MemoryGround()
    ground.load([a, b], [sorted([a, b], key=lambda p: p.id)])
    assert "all the same" in (why_grouped(ground, a, b, linked=False, judged={}) or "")
