"""How a content lies to the quote marks: never half inside, and direct, mixed or indirect."""

from __future__ import annotations

from rashomon.extract.claims_view import FINITE, OPENING, Draft, View
from rashomon.extract.quotes import Quote


def keep_quotes_whole(draft: Draft, view: View) -> None:
    """A content never ends inside quote marks, and takes the mark that opens right before it."""
    if draft.quoted or not draft.contents:
        return
    out = []
    for start, end in draft.contents:
        for quote in _quotes_near(start, end, view):
            if quote.start < start <= quote.inner_start:
                start = quote.start
            if start <= quote.start < end < quote.end and quote.paragraphs == 1:
                end = quote.end
            if (
                quote.start <= start
                and quote.end < end
                and view.text[quote.end : quote.end + 1] == ","
                and quote.inner_end - quote.inner_start > 20
                and draft.rule == "clause"
                and _finite_inside(quote, view)
            ):
                end = quote.end
        out.append((start, end))
    draft.contents = out


def make_sound(draft: Draft, view: View) -> None:
    """Contents in order and apart, and none that holds its own cue, whatever broken quote marks made of them."""
    cue = view.chars(*draft.cue) if draft.cue is not None else None
    pieces: list[tuple[int, int]] = []
    for start, end in sorted(draft.contents):
        if pieces and start < pieces[-1][1]:
            start, end = pieces[-1][0], max(end, pieces.pop()[1])
        pieces.append((start, end))
    if cue is not None:
        pieces = [_without(piece, cue, view) for piece in pieces]
    draft.contents = pieces


def _without(piece: tuple[int, int], cue: tuple[int, int], view: View) -> tuple[int, int]:
    """A content that holds its cue keeps the longer side of it."""
    start, end = piece
    if not (start <= cue[0] and cue[1] <= end):
        return piece
    left, right = (start, cue[0]), (cue[1], end)
    a, b = left if left[1] - left[0] > right[1] - right[0] else right
    while a < b and not (view.text[a].isalnum() or view.text[a] in OPENING):
        a += 1
    while b > a and view.text[b - 1].isspace():
        b -= 1
    return (a, b) if a < b else piece


def _finite_inside(quote: Quote, view: View) -> bool:
    return any(t.tag_ in FINITE for t in view.doc[view.token_at(quote.start) : view.token_end(quote.end)])


def _quotes_near(start: int, end: int, view: View) -> list[Quote]:
    quotes = view.quotes
    low, high = 0, len(quotes)
    while low < high:
        middle = (low + high) // 2
        if quotes[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    out = []
    for quote in quotes[low:]:
        if quote.start >= end:
            break
        out.append(quote)
    return out


def form_of(draft: Draft, view: View) -> str:
    """Direct where quote marks hold everything, mixed where they hold a part, else indirect."""
    if draft.quoted:
        return "direct"
    text = view.text
    inside = outside = 0
    for start, end in draft.contents:
        held = 0
        for quote in _quotes_near(start, end, view):
            left, right = max(start, quote.start), min(end, quote.end)
            held += sum(1 for c in text[left:right] if c.isalnum())
        inside += held
        outside += sum(1 for c in text[start:end] if c.isalnum()) - held
    if inside == 0:
        return "indirect"
    return "mixed" if outside > 0 else "direct"
