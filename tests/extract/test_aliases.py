"""Words that say two names are one, and words that do not."""

from __future__ import annotations

import pytest

from rashomon.extract.aliases import says_same

SAME = [
    ", known as ",
    ", also known as ",
    ", better known as ",
    " alias ",
    ", popularly called ",
    ", nicknamed ",
    ", who goes by the name of ",
    ", a former officer also known as ",
    ", whose real name is ",
    ", formally known as the ",
]
NOT_SAME = [" and ", ", a former officer in ", " identified the dead as ", " told ", ", who was killed with "]


@pytest.mark.parametrize("between", SAME)
def test_says_same(between: str) -> None:
    assert says_same(between)


@pytest.mark.parametrize("between", NOT_SAME)
def test_says_nothing_of_the_sort(between: str) -> None:
    assert not says_same(between)
