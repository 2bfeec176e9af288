"""Where the work stands, and which steps there are."""

from __future__ import annotations

import pytest

from rashomon.model.judgements import Judgement, JudgementRefused
from rashomon.model.standings import ASSIGN, GRADE, STATE, STATES, STEPS, Standing, check_step, standing_of


def made(
    n: int, who: str, now: str | None, *, kind: str = STATE, why: str = "", undoes: str | None = None
) -> Judgement:
    return Judgement(f"j{n}", f"2026-01-0{n}", who, kind, ("i1",), None, now, why, undoes)


def test_every_state_has_its_steps() -> None:
    assert set(STEPS) == set(STATES)
    assert {to for steps in STEPS.values() for to in steps} == set(STATES)


def test_coder_and_reviewer_are_kept() -> None:
    every = [made(1, "ana", "coded"), made(2, "ben", "reviewed"), made(3, "cy", "published")]
    found = standing_of(every)
    assert (found.state, found.coder, found.reviewer, found.last) == ("published", "ana", "ben", "j3")
    back = standing_of([*every[:2], made(3, "ben", "coded", why="the toll is of two days")])
    assert (back.state, back.coder, back.reviewer) == ("coded", "ana", None)


def test_undo_goes_back() -> None:
    every = [made(1, "ana", "coded"), made(2, "ben", "reviewed"), made(3, "ben", None, undoes="j2")]
    assert standing_of(every).state == "coded"
    assert standing_of([made(1, "ana", "ben", kind=ASSIGN), made(2, "ana", None, kind=ASSIGN)]).assignee is None
    assert standing_of([made(1, "ana", "Fair", kind=GRADE)]).signed_by == "ana"


def test_the_reviewer_is_not_the_coder() -> None:
    coded = standing_of([made(1, "ana", "coded")])
    check_step(coded, made(2, "ben", "reviewed"))
    with pytest.raises(JudgementRefused, match="not the coder"):
        check_step(coded, made(2, "ana", "reviewed"))


def test_a_return_needs_its_reason() -> None:
    for now in ("machine", "pending", "out_of_scope"):
        with pytest.raises(JudgementRefused, match="say why"):
            check_step(Standing(state="coded"), made(1, "ana", now))
        check_step(Standing(state="coded"), made(1, "ana", now, why="no date"))
    with pytest.raises(JudgementRefused, match="can't go"):
        check_step(Standing(), made(1, "ana", "published"))
    with pytest.raises(JudgementRefused, match="no grade"):
        check_step(Standing(), made(1, "ana", "Certain", kind=GRADE))
