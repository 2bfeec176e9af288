"""Speech without quote marks: a paragraph that ends "X said:" hands the next ones to X.

Governments' releases and statements are written so. What follows is X's until the text ends or turns to notes; where it
does not speak in the first person, the next paragraph alone is.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from rashomon.extract.claims_spoken import match_verb
from rashomon.extract.claims_trim import trim
from rashomon.extract.claims_view import Draft, View

_FIRST = frozenset({"i", "we", "my", "our", "us", "me"})
_BULLETS = frozenset({"-", "–", "—", "•", "*"})
#: Verbs that issue a text, and what they issue: "released the following statement:".
_ISSUING = frozenset({"release", "issue", "make", "deliver", "publish", "give", "post"})
_NOTES = ("note", "end", "further information", "media enquiries", "contact", "background")
#: Tokens of the paragraph's end in which its cue is looked for.
_REACH = 40


def led_in(paragraph: int, bounds: list[tuple[int, int]], view: View) -> Token | None:
    """The verb of a paragraph that ends with a colon and so hands the next one to its subject; null if it does not."""
    first, last = bounds[paragraph]
    while last > first and view.doc[last - 1].is_space:
        last -= 1
    if last <= first or view.doc[last - 1].text != ":":
        return None
    start = max(first, view.sentence_start[last - 1], last - _REACH)
    for i in range(last - 1, start - 1, -1):
        token = view.doc[i]
        if view.utterance[i] >= 0:
            return None
        if token.pos_ != "VERB" and token.tag_ != "VBD":
            continue
        if token.lemma_ in _ISSUING and any(
            c.dep_ == "dobj" and c.lower_ in view.words.documents for c in token.children
        ):
            return token
        found = match_verb(token, view)
        if found is not None and found[0].allows("clause", "quote"):
            return token
    return None


def paragraph_bounds(view: View) -> list[tuple[int, int]]:
    """Token range of each paragraph of the body."""
    out: list[tuple[int, int]] = []
    for part in (p for p in view.document.parts if p.kind == "body"):
        out.append((view.token_at(part.start), view.token_end(part.end)))
    return out


def block_drafts(view: View) -> Iterator[Draft]:
    """A draft of every block; its tokens count as speech for whoever looks for other claims."""
    bounds = paragraph_bounds(view)
    at = 0
    while at + 1 < len(bounds):
        verb = led_in(at, bounds, view)
        first = bounds[at + 1][0]
        if verb is None or first >= len(view.doc) or view.utterance[first] >= 0 or verb.i in view.used:
            at += 1
            continue
        end = _end(at + 1, bounds, view)
        piece = trim(first, bounds[end - 1][1], view)
        if piece is not None and not any(view.utterance[i] >= 0 for i in range(*piece)):
            view.used.add(verb.i)
            view.utterance[piece[0] : piece[1]] = [len(view.doc) + first] * (piece[1] - piece[0])
            found = match_verb(verb, view)
            frame = (found[0].frames.get("clause") or found[0].frames.get("quote")) if found is not None else None
            yield Draft(
                verb=verb.i, cue=(verb.i, verb.i + 1), contents=[view.chars(*piece)], act=frame.act if frame is not None else "report",
                rule="block", speaker=None, sure=0.8, lemma=verb.lemma_.lower(), tokens=[piece],
            )  # fmt: skip
        at = end


def _end(first: int, bounds: list[tuple[int, int]], view: View) -> int:
    """The paragraph after the block."""

    def words(n: int) -> list[str]:
        return [t.lower_ for t in view.doc[bounds[n][0] : bounds[n][1]] if not t.is_space]

    end = first + 1
    if words(first)[:1] and words(first)[0] in _BULLETS:
        while end < len(bounds) and words(end)[:1] and words(end)[0] in _BULLETS:
            end += 1
        return end
    if not any(_FIRST & set(words(n)) for n in range(first, min(first + 2, len(bounds)))):
        return end
    while end < len(bounds) and not " ".join(words(end)[:3]).startswith(_NOTES) and led_in(end, bounds, view) is None:
        if any(view.utterance[i] >= 0 for i in range(*bounds[end])):
            break
        end += 1
    return end
