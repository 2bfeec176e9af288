"""One report at a time gives what a run from nothing gives: the same clusters, ids and accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace as replaced

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bench.link_world import world
from rashomon.linking import block, bulk, incidents
from rashomon.linking.block import by_cell as cells_of
from rashomon.linking.block import candidate_pairs
from rashomon.linking.bulk import Bulk
from rashomon.linking.cluster import Pair, pair_of
from rashomon.linking.compare import forbidden, outcome, threshold
from rashomon.linking.dates import When
from rashomon.linking.facets import Parts
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


def crowd() -> list[Profile]:
    """Events of few incidents in a short time, so that many pairs are close; some with rival dates, some the whole of several."""
    profiles, numbers = world(700, seed=11)
    near = [p for p, n in zip(profiles, numbers, strict=True) if n % 3]
    day = min(w.start for p in near for w in p.whens)
    found = []
    for n, profile in enumerate(near):
        shift = day - min(w.start for w in profile.whens) + n % 9 if n % 2 else 0
        whens = [When(w.start + shift, w.end + shift, w.basis) for w in profile.whens]
        if n % 5 == 0:
            whens.append(When(whens[0].end + 9, whens[0].end + 9, "stated"))
        published = None if n % 13 == 0 or profile.published is None else profile.published + shift
        found.append(replaced(profile, whens=tuple(whens), published=published, whole=n % 17 == 0))
    return found


def every_pair(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.triu_indices(count, 1)
    return first.astype(np.int64), second.astype(np.int64)


def test_the_screen_drops_what_a_hard_fact_forbids_and_nothing_else() -> None:
    profiles = crowd()
    first, second = every_pair(len(profiles))
    possible = Screen(Parts(profiles)).possible(first, second)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    allowed = [forbidden(profiles[i], profiles[j]) is None for i, j in pairs]
    assert possible.tolist() == allowed
    assert 100 < sum(allowed) < len(first) - 100


def test_many_pairs_at_once_are_compared_as_each_by_itself() -> None:
    profiles = crowd()
    first, second = every_pair(len(profiles))
    possible = Screen(Parts(profiles)).possible(first, second)
    first, second = first[possible], second[possible]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_CHUNK", 1000)
        scores, linked = Bulk(Parts(profiles)).outcomes(first, second)
    want = [outcome(profiles[i], profiles[j]) for i, j in zip(first.tolist(), second.tolist(), strict=True)]
    assert scores.tolist() == [w.score for w in want]
    assert linked.tolist() == [w.linked for w in want]
    assert 100 < linked.sum() < len(linked) - 100
    thin = [w.score is not None and w.score >= threshold() and not w.linked for w in want]
    assert sum(thin) > 20, "the rules that no points can buy were hardly asked"


@settings(max_examples=60, deadline=None)
@given(st.lists(records, max_size=9))
def test_many_pairs_of_reports_are_compared_as_each_by_itself(reports: list[Record]) -> None:
    profiles = unique(reports)
    first, second = every_pair(len(profiles))
    two = np.array(
        [profiles[i].report_id != profiles[j].report_id for i, j in zip(first, second, strict=True)], dtype=bool
    )
    parts = Parts(profiles)
    first, second = first[two], second[two]
    possible = Screen(parts).possible(first, second)
    scores, linked = Bulk(parts).outcomes(first[possible], second[possible])
    found = iter(zip(scores.tolist(), linked.tolist(), strict=True))
    for i, j, may in zip(first.tolist(), second.tolist(), possible.tolist(), strict=True):
        score, link = next(found) if may else (None, False)
        want = outcome(profiles[i], profiles[j])
        assert (score, link) == (want.score, want.linked)


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
