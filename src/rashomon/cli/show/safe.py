"""Words of reports made safe for a terminal.

Reports are hostile: an escape sequence in a headline could retitle the window, hide a line or turn the
text around. Nothing of a report reaches the console but through `clean`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from rich.console import Console
from rich.text import Text

P = ParamSpec("P")
_ASCII = str.maketrans(
    {
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2026": ".",
        "\u00b7": ".",
        "\u00a0": " ",
    }
)


def speaks_utf(console: Console) -> bool:
    """Whether the console can write any character."""
    return console.encoding.lower().replace("-", "").startswith("utf")


def written(show: Callable[Concatenate[Console, P], None]) -> Callable[Concatenate[Console, P], None]:
    """Lets `show` write to a console of any encoding: what it can't write becomes its ASCII form or "?"."""

    def safely(console: Console, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if speaks_utf(console):
            show(console, *args, **kwargs)
            return
        with console.capture() as captured:
            show(console, *args, **kwargs)
        text = captured.get().translate(_ASCII)
        console.file.write(text.encode(console.encoding, "replace").decode(console.encoding))

    functools.update_wrapper(safely, show)
    return safely


#: Characters that reorder or hide text: bidirectional overrides and isolates, zero-width and tag characters.
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"\s+")


def clean(text: str | None, *, limit: int | None = None) -> str:
    """`text` on one line, without control and hidden characters; cut to `limit` characters with an ellipsis."""
    bare = _BLANKS.sub(" ", _HIDDEN.sub("", text or ""))
    bare = "".join(c for c in bare if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    bare = _BLANKS.sub(" ", bare).strip()
    if limit is not None and len(bare) > limit:
        return bare[: limit - 1].rstrip(" ,;:.") + "\u2026"
    return bare


def words(text: str | None, style: str = "", *, limit: int | None = None) -> Text:
    """`clean` as rich text: brackets in it are words, never markup."""
    return Text(clean(text, limit=limit), style=style)


def quoted(text: str | None, style: str = "", *, limit: int | None = None) -> Text:
    """The words in quote marks, without those that they bring along."""
    bare = clean(text, limit=limit).strip("\"'\u201c\u201d\u2018\u2019\u00ab\u00bb ")
    return Text(f"\u201c{bare}\u201d", style=style)
