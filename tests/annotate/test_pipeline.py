"""The pipeline around the model: sentences, datelines, listed names, and attributes from a table."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import spacy

from rashomon.annotate.pipeline import LONGEST_SENTENCE, build
from rashomon.errors import ModelMissing

ROOT = Path(__file__).parents[2]


def test_attributes_are_those_of_spacy() -> None:
    ours = build("bundled")
    assert ours.path is not None
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        theirs = spacy.load(ours.path)
    assert "rashomon_attributes" in ours.pipe_names
    ruler = theirs.get_pipe("attribute_ruler")
    for path in sorted((ROOT / "corpus" / "golden").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        doc = ours(text)
        again = ours.make_doc(text)
        for name, component in ours.pipeline:
            again = ruler(again) if name == "rashomon_attributes" else component(again)
        assert [(t.pos_, t.tag_, str(t.morph), t.lemma_) for t in doc] == [
            (t.pos_, t.tag_, str(t.morph), t.lemma_) for t in again
        ]


def test_a_dateline_is_no_part_of_the_sentence() -> None:
    doc = build("bundled")("GAO, Mali, 3 May (Sahara Desk) - Gunmen attacked a post on Tuesday, the army said.")
    assert [s.text.split()[0] for s in doc.sents] == ["GAO,", "Gunmen"]


def test_sentences_end_with_their_paragraph_and_have_a_longest_length() -> None:
    doc = build("bundled")("A blast in the market\n\nTwo people died. " + "and then they ran " * 200)
    assert all("\n\n" not in s.text.strip() for s in doc.sents)
    assert max(len(s) for s in doc.sents) <= LONGEST_SENTENCE


def test_listed_names_win_over_the_recogniser() -> None:
    doc = build("bundled")(
        "Harakat al-Shabaab al-Mujahideen fought Jama'at Nusrat al-Islam wal-Muslimin, al-Shabaab said."
    )
    assert any(e.kb_id_.startswith("armed_groups:") for e in doc.ents)


def test_a_model_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(ModelMissing, match="RASHOMON_MODEL=bundled"):
        build("no_such_model_here")
