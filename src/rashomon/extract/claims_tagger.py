"""The trained tagger: which words of a sentence are content, cue and source, with probabilities.

A small encoder (MiniLM cut to its first layers, int8, `weights/claims`) sees one sentence at a time, so what it says of a
sentence depends on nothing else. It names no claims: `claims_tagged` links what it marks.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.tokens import Span
from tokenizers import Tokenizer

from rashomon.extract.claims_subjects import speaker_token
from rashomon.extract.claims_view import Draft, View
from rashomon.weights import component

CONTENT, CUE, SOURCE = 0, 1, 2
#: Pieces of a sentence that the tagger sees, as in training; news sentences have 30 on average.
LONGEST = 128
_CLS, _SEP, _UNK = 101, 102, 100


def hints_of(spoken: Sequence[Draft], indirect: Sequence[Draft], view: View) -> list[int]:
    """For each token what the rules took it for: 0-2 no content, indirect content, speech; +3 a cue; +6 who speaks."""
    out = [0] * len(view.doc)
    for draft in indirect:
        for first, last in draft.tokens:
            out[first:last] = [1] * (last - first)
    for draft in spoken:
        for start, end in draft.contents:
            for i in range(view.token_at(start), view.token_end(end)):
                out[i] = 2
    cues = {i for d in (*spoken, *indirect) if d.cue is not None for i in range(*d.cue)}
    sources = {t.i for d in (*spoken, *indirect) if (t := speaker_token(d, view)) is not None}
    return [n + 3 * (i in cues) + 6 * (i in sources) for i, n in enumerate(out)]


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tagger says of one sentence.

    Args:
        words: token index of each word (white space is no word).
        odds: (words, 3 channels, 3) probabilities of O, B, I; float32.
    """

    words: tuple[int, ...]
    odds: NDArray[np.float32]

    def inside(self, channel: int) -> NDArray[np.float32]:
        """For each word the probability that it belongs to a span of the channel."""
        out: NDArray[np.float32] = 1.0 - self.odds[:, channel, 0]
        return out

    def spans(self, channel: int, floor: float = 0.5) -> list[tuple[int, int, float]]:
        """(first word, word after the last, mean probability) of each span of a channel, in order."""
        inside, begins = self.inside(channel), self.odds[:, channel, 1]
        out: list[tuple[int, int, float]] = []
        start: int | None = None
        for n in range(len(self.words) + 1):
            goes_on = n < len(self.words) and inside[n] >= floor
            opens = goes_on and begins[n] > self.odds[n, channel, 2]
            if start is not None and (not goes_on or opens):
                out.append((start, n, float(inside[start:n].mean())))
                start = None
            if goes_on and start is None:
                start = n
        return out


class Tagger:
    """The loaded component; one a process."""

    def __init__(self) -> None:
        folder, self.version = component("claims")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes are the unit of parallel work
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pieces = functools.lru_cache(maxsize=20_000)(self._pieces_of)
        facts = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
        self._pos = {name: n for n, name in enumerate(facts["pos"], 1)}
        self._dep = {name: n for n, name in enumerate(facts["dep"], 1)}

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).ids) or (_UNK,)

    def __call__(self, sent: Span, hints: Sequence[int]) -> Tags:
        """Tags one sentence; words beyond the longest input are left out.

        Args:
            hints: for each token of the Doc what the rules say of it (`hints_of`).
        """
        ids, at, words = [_CLS], list[int](), list[int]()
        more: list[tuple[int, int, int]] = [(0, 0, 0)]
        for token in sent:
            if token.is_space:
                continue
            pieces = self._pieces(token.text)
            if len(ids) + len(pieces) >= LONGEST:
                break
            at.append(len(ids))
            words.append(token.i)
            ids.extend(pieces)
            more.extend([(hints[token.i], self._pos.get(token.pos_, 0), self._dep.get(token.dep_, 0))] * len(pieces))
        ids.append(_SEP)
        more.append((0, 0, 0))
        return Tags(tuple(words), self._odds(ids, more, at))

    def _odds(self, ids: Sequence[int], more: Sequence[tuple[int, int, int]], at: Sequence[int]) -> NDArray[np.float32]:
        batch = np.array([ids], dtype=np.int64)
        features = np.array([more], dtype=np.int64)
        logits = self._session.run(None, {"ids": batch, "mask": np.ones_like(batch), "features": features})[0][0]
        chosen = logits[np.array(at, dtype=np.int64)].reshape(len(at), 3, 3)
        powers = np.exp(chosen - chosen.max(axis=2, keepdims=True))
        out: NDArray[np.float32] = powers / powers.sum(axis=2, keepdims=True)
        return out


@functools.cache
def tagger() -> Tagger:
    """The tagger, loaded once a process."""
    return Tagger()
