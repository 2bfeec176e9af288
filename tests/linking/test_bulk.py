"""What is asked once for many pairs: sets in common, parts that events share."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bench.link_world import world
from rashomon.linking import facets, overlap
from rashomon.linking.facets import Parts
from rashomon.linking.profiles import Profile


@pytest.mark.parametrize("cells", [1, 500, 1 << 21])
def test_what_two_sets_have_in_common_is_counted_whatever_their_sizes(cells: int) -> None:
    rng = random.Random(3)
    sizes = [0, 1, 2, 64, 300, *(rng.randint(0, 20) for _ in range(40))]
    sets = [rng.sample(range(400), size) for size in sizes]
    pairs = [(rng.randrange(len(sets)), rng.randrange(len(sets))) for _ in range(300)]
    first, second = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overlap, "_CELLS", cells)
        found = overlap.shared(sets, first, second)
    assert found.tolist() == [len(set(sets[i]) & set(sets[j])) for i, j in pairs]
    assert found.max() > 10


@pytest.mark.parametrize("few", [0, 1024])
def test_a_question_is_asked_once_for_every_two_parts(few: int) -> None:
    asked: list[tuple[str, str]] = []

    def same_weapon(a: Profile, b: Profile) -> bool:
        asked.append((a.id, b.id))
        return not a.weapons.isdisjoint(b.weapons)

    profiles, _ = world(200)
    first, second = (side.astype(np.int64) for side in np.triu_indices(len(profiles), 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facets, "_FEW", few)
        patch.setattr(facets, "_OFTEN", 1)
        question = Parts(profiles).asked(lambda p: p.weapons, same_weapon)
        for half in (slice(None, None, 2), slice(1, None, 2), slice(None)):
            found = question.holds(first[half], second[half])
            pairs = zip(first[half].tolist(), second[half].tolist(), strict=True)
            assert found.tolist() == [not profiles[i].weapons.isdisjoint(profiles[j].weapons) for i, j in pairs]
    kinds = len({p.weapons for p in profiles})
    assert len(asked) <= kinds * (kinds + 1) // 2 < len(first) // 10
