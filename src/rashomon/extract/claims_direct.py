"""Which quotes are somebody's speech, and which verb attributes each of them.

A quote is speech when it stands as a sentence or is brought in by one; quoted words inside a
clause are left to the indirect rules. The attribution is read off the surface (before, after,
between two halves), because parses of quoted speech can't be relied on.
"""

from __future__ import annotations

from spacy.tokens import Token

from rashomon.extract.claims_quote_verbs import as_parsed, before_colon, handed_over, inverted, unlisted
from rashomon.extract.claims_spoken import Spoken, is_cue, last_mark, match_verb, word_before
from rashomon.extract.claims_view import CLOSING, FINITE, OPENING, View
from rashomon.extract.quotes import Quote

_STOPS = frozenset({".", "!", "?"})
_REACH_AFTER, _REACH_BEFORE = 70, 24


def find_spoken(view: View) -> list[Spoken]:
    """All utterances in text order; marks their tokens and the verbs that attribute them in the view."""
    spoken: list[Spoken] = []
    for quote in view.quotes:
        first, last = view.token_at(quote.start), view.token_end(quote.end)
        if first >= last or not view.body[first]:
            continue
        if _is_utterance(quote, first, last, view, spoken):
            item = Spoken([quote], first, last, view.paragraph[first])
            for i in range(first, last):
                view.utterance[i] = len(spoken)
            spoken.append(item)
    _attribute(spoken, view)
    return [item for item in spoken if item.quotes]


def _is_utterance(quote: Quote, first: int, last: int, view: View, spoken: list[Spoken]) -> bool:
    doc, text = view.doc, view.text
    inner = [t for t in doc[first:last] if t.is_alpha or t.like_num]
    finite = any(t.tag_ in FINITE for t in doc[first:last]) or (bool(inner) and inner[0].tag_ == "VB")
    if not inner or (not finite and len(inner) < 1):
        return False
    before = word_before(first, view)
    ending = last_mark(quote, view)
    follows = text[quote.end : quote.end + 1]
    rounded = ending in ",.!?…—–-;" or follows == "," or not quote.closed
    if (
        before is None
        or before.text[-1] in _STOPS
        or before.is_space
        or (before.text in CLOSING and _ended(before, view))
    ):
        return rounded and (finite or ending in ",.!?…" or _cue_follows(last, view))
    if before.text == ";" or _opens_entry(before, view):
        return rounded and finite and inner[0].text[:1].isupper()
    if before.text == ":":
        return finite or len(inner) >= 4 or ending in ".!?"
    capital = inner[0].text[:1].isupper()
    if before.text in {",", "—", "–"}:
        joined = bool(spoken) and spoken[-1].paragraph == view.paragraph[first] and spoken[-1].last <= first
        if joined and finite and first - spoken[-1].last <= 30 and _single_attribution(spoken[-1].last, first, view):
            return True
        return finite and rounded and capital and _verb_before(first, view) is not None
    if finite and capital and before.pos_ == "VERB" and rounded:
        found = match_verb(before, view)
        return found is not None and found[0].allows("clause", "quote")
    return False


#: Tokens that may say when an entry of a running report was made: "19:40", "9.40 pm GMT".
_HOUR = 4


def _opens_entry(before: Token, view: View) -> bool:
    """Whether nothing but the hour of an entry stands in the paragraph up to a token."""
    i = before.i
    while i >= 0 and view.paragraph[i] == view.paragraph[before.i] and before.i - i <= _HOUR:
        i -= 1
    words = view.doc[i + 1 : before.i + 1]
    return before.i - i <= _HOUR and words[0].text[:1].isdigit() and all(_of_hour(t) for t in words)


def _of_hour(token: Token) -> bool:
    return token.text[0].isdigit() or token.is_punct or token.is_space or token.lower_ in _CLOCK


_CLOCK = frozenset({"am", "pm", "a.m.", "p.m.", "gmt", "utc", "h", "hrs"})


def _ended(mark: Token, view: View) -> bool:
    """Whether a closing mark ends a sentence: the stop stands inside or before it."""
    return mark.i > 0 and view.doc[mark.i - 1].text in _STOPS | {","}


def _cue_follows(last: int, view: View) -> bool:
    for token in view.doc[last : last + 6]:
        if token.pos_ == "VERB" and (found := match_verb(token, view)) is not None:
            return found[0].allows("clause", "quote")
    return False


def _single_attribution(first: int, last: int, view: View) -> bool:
    """Whether the words between two quotes are one attribution without a stop."""
    gap = view.doc[first:last]
    if any(t.text in _STOPS | {":"} for t in gap):
        return False
    return sum(1 for t in gap if is_cue(t, view)) >= 1


def _verb_before(first: int, view: View) -> Token | None:
    """The last speech verb of the sentence that leads up to a quote."""
    for i in range(first - 1, max(first - _REACH_BEFORE, -1), -1):
        token = view.doc[i]
        if view.paragraph[i] != view.paragraph[first] or token.text in _STOPS or view.utterance[i] >= 0:
            return None
        if is_cue(token, view) and token.tag_ != "VB":
            return token
    return None


def _verb_after(item: Spoken, view: View) -> Token | None:
    """The speech verb of the clause behind a quote, unless another finite verb comes first."""
    doc = view.doc
    quote = item.quotes[-1]
    text = view.text
    ending = last_mark(quote, view)
    comma = ending in ",—–-" or text[quote.end : quote.end + 1] == ","
    open_end = ending in "?!…"
    fresh_sentence = not comma and not open_end
    for i in range(item.last, min(item.last + _REACH_AFTER, len(doc))):
        token = doc[i]
        if view.paragraph[i] != item.paragraph or view.utterance[i] >= 0 or _stops(token):
            return None
        if fresh_sentence and i == item.last and (token.text[:1].isupper() or not token.is_alpha):
            return None
        if token.tag_ in FINITE or token.pos_ == "VERB":
            if is_cue(token, view) and token.tag_ in {"VBD", "VBZ", "VBP", "VBN"}:
                if token.dep_ == "relcl" and _later_cue(token, item, view):
                    continue  # "..., the priest, who asked that X, told"
                if open_end and not comma and doc[item.last].text[:1].isupper() and _has_own_words(token):
                    return None
                return token
            if (
                token.tag_ in FINITE
                and token.dep_ not in {"relcl", "acl", "aux", "auxpass"}
                and not _in_relative(token, item.last)
            ):
                return None
    return None


def _stops(token: Token) -> bool:
    """Whether a sentence or clause ends here; the full stop of an abbreviation belongs to a name ("Col. A. Name")."""
    return token.text in {":", ";"} or token.text in _STOPS and token.pos_ == "PUNCT"


def _later_cue(relative: Token, item: Spoken, view: View) -> bool:
    """Whether the clause that a relative describes goes on to a cue of its own: "the priest, who asked not to, told"."""
    host = relative.head.head
    return host.i > relative.i and view.paragraph[host.i] == item.paragraph and is_cue(host, view)


def _in_relative(token: Token, floor: int) -> bool:
    return any(c.lower_ in {"who", "which", "that", "whose"} and c.i >= floor for c in token.children)


def _has_own_words(verb: Token) -> bool:
    return any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)


def _attribute(spoken: list[Spoken], view: View) -> None:
    """Finds each utterance's verb; second halves join the first, the rest carry on from the one before."""
    for number, item in enumerate(spoken):
        previous = spoken[number - 1] if number else None
        near = previous is not None and previous.paragraph == item.paragraph
        before = word_before(item.first, view)
        brought_in = before is not None and (before.text in {":", ",", "—", "–"} or before.pos_ == "VERB")
        verb = _verb_before(item.first, view) if brought_in else None
        if near and previous is not None and before is not None and before.text in {",", "—", "–"} and verb is not None:
            owner = previous if previous.quotes else previous.carries
            if owner is not None and owner.verb == verb.i and previous.last <= verb.i:
                owner.quotes.extend(item.quotes)
                item.quotes, item.carries = [], owner
                continue
        if verb is None:
            verb = (
                _verb_after(item, view)
                or handed_over(item, view)
                or inverted(item, view)
                or before_colon(item, view)
                or unlisted(item, view)
                or as_parsed(item, view)
            )
        elif before is not None and before.text == "," and not _leads(verb, item, view):
            verb = _verb_after(item, view) or verb
        if verb is not None:
            found = match_verb(verb, view)
            item.verb, item.verb_last = verb.i, found[1] if found is not None else verb.i + 1
            if not (_has_own_words(verb) and verb.i < item.first):
                view.used.add(verb.i)
        elif near and previous is not None:
            item.carries = previous if previous.quotes else previous.carries
        else:
            item.alone = before is None


def _leads(verb: Token, item: Spoken, view: View) -> bool:
    """Whether nothing but its object and a medium stands between a verb and the quote that it brings in."""
    return not any(t.tag_ in FINITE for t in view.doc[verb.i + 1 : item.first]) and not any(
        t.text in OPENING for t in view.doc[verb.i + 1 : item.first]
    )
