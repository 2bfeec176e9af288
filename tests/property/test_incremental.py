"""One report at a time gives what a run from nothing gives: the same clusters, ids and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.link_world import world
from rashomon.linking import block, incidents
from rashomon.linking.block import by_cell as cells_of
from rashomon.linking.block import candidate_pairs
from rashomon.linking.cluster import Pair, pair_of
from rashomon.linking.compare import forbidden
from rashomon.linking.ground import MemoryGround
from rashomon.linking.incremental import replace
from rashomon.linking.partition import partition
from rashomon.linking.profiles import Profile, profiles_of
from rashomon.linking.screen import Screen
from rashomon.model.record import Record
from tests.property.test_linking import records


def clusters_of(ground: MemoryGround) -> list[list[str]]:
    return sorted(sorted(members) for members in ground.clusters.values())


def from_nothing(profiles: Sequence[Profile], words: Mapping[Pair, str]) -> list[list[str]]:
    return sorted(sorted(p.id for p in members) for members in partition(profiles, words))


def unique(reports: Sequence[Record]) -> list[Profile]:
    known = {r.document.id: r for r in reports}
    return [p for i in sorted(known) for p in profiles_of(known[i])]


def told(draw: st.DataObject, profiles: Sequence[Profile]) -> dict[Pair, str]:
    ids = sorted(p.id for p in profiles)
    if len(ids) < 2:
        return {}
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda p: p[0] != p[1])
    found = draw.draw(st.lists(st.tuples(pairs, st.sampled_from(["same", "different", "unsure"])), max_size=4))
    return {pair_of(*pair): word for pair, word in found}


@pytest.mark.parametrize("crowd", [3600, 4])
@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=10), st.integers(1, 4), st.data())
def test_incremental_equals_full(crowd: int, reports: list[Record], size: int, data: st.DataObject) -> None:
    profiles = unique(reports)
    words = told(data, profiles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block, "CROWDED", crowd)
        patch.setattr(block, "LEADERS", 2)
        want = from_nothing(profiles, words)
        ground = MemoryGround()
        order = data.draw(st.permutations(profiles))
        for i in range(0, len(order), size):
            replace(ground, [], order[i : i + size], judged=words)
        assert clusters_of(ground) == want
        gone = data.draw(st.lists(st.sampled_from(profiles), unique=True)) if profiles else []
        replace(ground, [p.id for p in gone], [], judged=words)
        left = [p for p in profiles if p not in gone]
        assert clusters_of(ground) == from_nothing(left, words)
        replace(ground, [], gone, judged=words)
        assert clusters_of(ground) == want


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=8), st.data())
def test_a_judgement_that_comes_or_goes_touches_what_a_full_run_would_change(
    reports: list[Record], data: st.DataObject
) -> None:
    profiles = unique(reports)
    first, second = told(data, profiles), told(data, profiles)
    ground = MemoryGround()
    replace(ground, [], profiles, judged=first)
    before = {name: tuple(ids) for name, ids in ground.clusters.items()}
    change = replace(ground, [], [], judged=second, told=[*first, *second])
    assert clusters_of(ground) == from_nothing(profiles, second)
    after = {name: tuple(ids) for name, ids in ground.clusters.items()}
    assert change.gone == before.keys() - after.keys()
    assert dict(change.made) == {n: ids for n, ids in after.items() if before.get(n) != ids}


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=9), st.randoms(use_true_random=False))
def test_many_at_once_pairs_what_cells_pair(reports: list[Record], random: object) -> None:
    profiles = unique(reports)
    random.shuffle(profiles)  # type: ignore[attr-defined]
    by_id = {p.id: p for p in profiles}
    for crowd in (3600, 4):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(block, "CROWDED", crowd)
            patch.setattr(block, "LEADERS", 2)
            wanted = {pair_of(a, b) for m in cells_of(profiles).values() for a, b in block.partners(m)}
            wanted = {(a, b) for a, b in wanted if by_id[a].report_id != by_id[b].report_id}
            found = {pair_of(profiles[i].id, profiles[j].id) for i, j in candidate_pairs(profiles)}
        assert found == wanted


def test_the_screen_drops_only_what_a_hard_fact_forbids() -> None:
    profiles, _ = world(400, seed=11)
    first, second = (np.array(found, dtype=np.int64) for found in zip(*combinations(range(400), 2), strict=True))
    possible = Screen(profiles).possible(first, second)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    allowed = np.array([forbidden(profiles[i], profiles[j]) is None for i, j in pairs])
    assert not (allowed & ~possible).any(), "a pair that nothing forbids was dropped"
    assert possible.sum() < 2 * allowed.sum() < len(first), "it hardly dropped anything"


def test_a_person_binds_what_a_score_would_not_join_or_part() -> None:
    from rashomon.linking import link
    from rashomon.model.judgements import Judgement
    from tests.linking.builders import strike

    one, two = strike(), strike(publisher="Wire", dead=6, source="hospital")
    far = strike(publisher="Herald", place="Bahr", source="governor")
    third = strike(publisher="Post", place="Bahr", source="mayor", dead=5)

    def ref(record: Record) -> str:
        return f"{record.document.id}:{record.events[0].id}"

    def says(word: str, a: Record, b: Record, n: int = 1) -> Judgement:
        return Judgement(f"j{n}", f"2026-01-0{n}", "ana", "pair", (ref(a), ref(b)), None, word, "read both")

    def sizes(*judgements: Judgement) -> list[int]:
        return sorted(len(i.events) for i in link([one, two, far, third], judgements=judgements))

    assert sizes() == [2, 2]
    assert sizes(says("different", one, two)) == [1, 1, 2]
    assert sizes(says("unsure", one, two)) == [1, 1, 2], "nobody's yes and nobody's no: it does not join"
    assert sizes(says("same", one, far)) == [4], "what each had gathered comes along"
    assert sizes(says("same", one, far), says("different", two, third, 2)) != [4]
    assert sizes(says("same", one, two, 1), says("different", one, two, 2)) == [1, 1, 2], "the newest word binds"
    found = incidents.explain((one, one.events[0].id), (far, far.events[0].id), judgements=[says("same", one, far)])
    assert found.linked and found.judged == "same" and found.forbidden == "places contradict"
