"""Whatever the text, the number reader and the rules of figures and victims return and quote it."""

from __future__ import annotations

import functools
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from rashomon.annotate import build
from rashomon.extract.figures import find_figures
from rashomon.extract.numbers import read_numbers
from rashomon.extract.victims import find_victims
from rashomon.model.documents import Document, Part
from rashomon.model.mentions import Grounding

WORDS = (
    "at least more than up to about some no none nobody one two three dozen dozens of hundreds the a an and or between from to with"
    " killed wounded dead died injured missing arrested kidnapped including them those who were was is people soldiers police children"
    " toll number said reported , . - – ( ) “ ” ' : 12 2,500 1.2 million 2014 34 155 mm % $ million year old aged Karim Haddad rockets"
    " drone shot down fired struck targets casualties not did give a figure among other others another body bodies \n\n"
).split(" ")


@functools.cache
def nlp() -> Language:
    return build("bundled")


def check(text: str) -> None:
    doc = nlp()(text)
    numbers = read_numbers(doc)
    assert all(0 <= n.first <= n.core < n.last <= len(doc) for n in numbers)
    assert all(a.last <= b.last for a, b in itertools.pairwise(numbers))
    assert all(n.low is None or n.high is None or n.low <= n.high for n in numbers)
    document = Document("0" * 64, text, (Part("body", 0, len(text)),) if text else ())
    figures = find_figures(doc, Grounding(), (), document=document)
    assert all(f.figure.span.quotes(text) for f in figures)
    assert [f.figure.id for f in figures] == [f"f{n + 1}" for n in range(len(figures))]
    known = {f.figure.id for f in figures}
    assert all(f.figure.part_of is None or f.figure.part_of in known - {f.figure.id} for f in figures)
    assert all(f.figure.low is None or f.figure.high is None or f.figure.low <= f.figure.high for f in figures)
    victims = find_victims(doc, Grounding(), (), figures, document=document)
    spans = [
        s for v in victims for s in (*v.victim.names, *v.victim.spans, *([v.victim.role] if v.victim.role else []))
    ]
    assert all(span.quotes(text) for span in spans)
    assert all(set(v.victim.in_figures) <= known for v in victims)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_run_of_number_words(words: list[str]) -> None:
    check(" ".join(words))


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text)


@settings(max_examples=60)
@given(
    st.integers(0, 9_999),
    st.sampled_from(["killed", "wounded", "arrested", "kidnapped"]),
    st.sampled_from(["people", "soldiers", "villagers"]),
)
def test_a_plain_count_is_one_figure(count: int, verb: str, noun: str) -> None:
    text = f"Officials said that {count:,} {noun} were {verb} on Monday."
    doc = nlp()(text)
    figures = find_figures(doc, Grounding(), (), document=Document("0" * 64, text, (Part("body", 0, len(text)),)))
    assert [(f.figure.low, f.figure.high) for f in figures] == [(count, count)]
