"""Matrix products by numpy's BLAS: the same parse as spaCy's own, on one thread while a report is parsed."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from threadpoolctl import threadpool_info, threadpool_limits

from rashomon.annotate.pipeline import annotate, build
from rashomon.model.documents import Document
from rashomon.reading import read_bytes
from rashomon.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ours() -> Language:
    return build("bundled")


def read(path: Path) -> Document:
    return read_bytes(path.read_bytes(), name=path.name, settings=Settings())


def test_every_layer_takes_its_products_from_numpy(ours: Language) -> None:
    models = [pipe.model for _, pipe in ours.pipeline if getattr(pipe, "model", None) is not None]
    assert len(models) >= 4
    assert not any(getattr(node.ops, "use_blis", True) for model in models for node in model.walk())


def test_a_pipeline_that_others_load_keeps_its_own() -> None:
    build("bundled")
    assert spacy.blank("en").add_pipe("tagger").model.ops.use_blis  # type: ignore[attr-defined]  # pipes differ


def test_the_parse_is_that_of_spacy(ours: Language) -> None:
    assert ours.path is not None
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        theirs = spacy.load(ours.path)
    for path in sorted((ROOT / "corpus" / "golden").glob("*.txt")):
        text = read(path).text
        doc = annotate(ours, read(path))
        again = ours.make_doc(text)
        for name, component in ours.pipeline:
            again = (theirs.get_pipe(name) if name in theirs.pipe_names else component)(again)
        assert [(t.tag_, t.dep_, t.head.i, t.ent_type_, t.lemma_) for t in doc] == [
            (t.tag_, t.dep_, t.head.i, t.ent_type_, t.lemma_) for t in again
        ]


def threads() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


@pytest.mark.skipif(sys.platform != "linux", reason="Accelerate has no number of threads to ask for")
def test_a_report_is_parsed_on_one_thread(ours: Language) -> None:
    seen: list[list[int]] = []
    document = read(min((ROOT / "corpus" / "golden").glob("*.txt")))

    class Watched:
        def __call__(self, text: str) -> object:
            seen.append(threads())
            return ours(text)

    with threadpool_limits(2, user_api="blas"):
        before = threads()
        annotate(Watched(), document)  # type: ignore[arg-type]  # a pipeline is what takes a text
        assert threads() == before, "what else is reckoned has its threads back"
    assert before
    assert set(seen[0]) == {1}
