"""Which judgements stand, after some were taken back."""

from __future__ import annotations

from rashomon.model.judgements import Judgement, pairs, standing


def made(
    n: str, now: str | None = "same", *, undoes: str | None = None, subject: tuple[str, str] = ("a", "b")
) -> Judgement:
    return Judgement(n, "2026-01-01", "ana", "pair", subject, None, now, "why", undoes)


def ids(judgements: list[Judgement]) -> list[str]:
    return [j.id for j in standing(judgements)]


def test_what_is_taken_back_does_not_stand() -> None:
    assert ids([made("1"), made("2")]) == ["1", "2"]
    assert ids([made("1"), made("2", None, undoes="1")]) == []
    assert ids([made("1"), made("2", "different", undoes="1")]) == ["2"]


def test_taking_back_what_took_back_puts_it_back() -> None:
    assert ids([made("1"), made("2", None, undoes="1"), made("3", None, undoes="2")]) == ["1"]
    assert ids([made("1"), made("2", "unsure", undoes="1"), made("3", None, undoes="2")]) == ["1"]


def test_the_newest_word_on_a_pair_binds_whatever_its_order() -> None:
    later = made("2", "different", subject=("b", "a"))
    assert pairs([made("1"), later]) == {frozenset("ab"): later}
    assert pairs([made("1"), later, made("3", None, undoes="2")])[frozenset("ab")].id == "1"
