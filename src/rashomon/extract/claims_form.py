"""How a content lies to the quote marks: never half inside, and direct, mixed or indirect."""

from __future__ import annotations

from rashomon.extract.claims_view import FINITE, Draft, View
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
