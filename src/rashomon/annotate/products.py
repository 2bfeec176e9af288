"""The pipeline's matrix products by numpy's BLAS, on one thread.

More than a third of a read goes into the products of the model's encoders. thinc makes them with BLIS; numpy's own BLAS
(OpenBLAS in its wheels, Accelerate on a Mac) takes a third of that time for the same shapes (an AMD EPYC, 30 to 1,500
tokens: 35 against 110 thousand million operations a second). Values differ in the last bits of a float, as they do between
processors; on one platform they are always the same. The records of the 377 reports of the open corpus' train and dev parts
are the same byte for byte, whichever of the two reckons.

One thread, because processes are the unit of parallel work: threads that wait for each other on products as small as these
burn the time that they save. The bound holds while a report is parsed; what else the process does with numpy keeps its own.
"""

from __future__ import annotations

import functools
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController


def load(where: str | Path) -> Language:
    """A spaCy pipeline, every layer of which takes its products from numpy."""
    nlp = spacy.load(where)
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for layer in () if model is None else model.walk():
            layer.ops = ops
    return nlp


def on_one_thread() -> AbstractContextManager[Any]:
    """Keeps BLAS on one thread for the scope of the block, and gives the threads back after it."""
    limited: AbstractContextManager[Any] = _pools().limit(limits=1, user_api="blas")
    return limited


@functools.cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()
