"""Signs of the kind of violence in a sentence."""

from __future__ import annotations

import pytest

from rashomon.extract.event_signs import signs_in
from rashomon.lexicon import load


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("two girls blew themselves up at the gate", ("suicide",)),
        ("a drone dropped an explosive on a bus", ("air", "bomb")),
        ("soldiers returned fire", ("forces", "exchange")),
        ("the rocketing price of bread", ()),
        ("he shelled peas", ()),
        ("a jet-lagged minister", ()),
    ],
)
def test_signs_are_whole_words(text: str, signs: tuple[str, ...]) -> None:
    assert signs_in(text) == signs


def test_every_word_of_the_list_is_found() -> None:
    for sign, words in load("event_signs").items():
        for word in words:
            assert word == word.lower() and sign in signs_in(f"there was {word} that day"), word
