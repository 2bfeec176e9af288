"""Which quotes are somebody's speech, and which verb attributes each of them.

A quote is speech when it stands as a sentence or is brought in by one; quoted words inside a
clause are left to the indirect rules. The attribution is read off the surface (before, after,
between two halves), because parses of quoted speech can't be relied on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from rashomon.extract.claims_lexicon import Verb
from rashomon.extract.claims_view import CLOSING, FINITE, OPENING, View
from rashomon.extract.quotes import Quote

_STOPS = frozenset({".", "!", "?"})
_REACH_AFTER, _REACH_BEFORE = 70, 24


@dataclass(slots=True)
class Spoken:
    """One utterance: its quotes (two where the attribution interrupts it) and its attribution.

    Args:
        quotes: the quotes, in order.
        first: token index of the first.
        verb: the attributing verb, null for a continuation.
        verb_last: token index after the cue's words.
        carries: the utterance that this one goes on from, null if none or not known.
    """

    quotes: list[Quote]
    first: int
    last: int
    paragraph: int
    verb: int | None = None
    verb_last: int = 0
    carries: Spoken | None = None
    alone: bool = field(default=False)


def match_verb(token: Token, view: View) -> tuple[Verb, int] | None:
    """The lexicon entry that a token's words fit, longest first, and the token index after them."""
    for entry in view.words.verbs.get(token.lemma_.lower(), ()):
        last = _match_rest(token, entry.rest)
        if last is not None:
            return entry, last
    return None


_BETWEEN = frozenset({"ADV", "ADJ", "DET"})


def _match_rest(token: Token, rest: tuple[str, ...]) -> int | None:
    doc, at = token.doc, token.i + 1
    if rest and at < len(doc) and doc[at].lower_ != rest[0] and doc[at].pos_ in _BETWEEN:
        at += 1  # "claimed full responsibility"
    for word in rest:
        if at >= len(doc) or doc[at].lower_ != word:
            return None
        at += 1
    return at


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
    before = _before(first, view)
    ending = _ending(quote, view)
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


def _ending(quote: Quote, view: View) -> str:
    """The last character of a quote's own words: a quote within it may close there too."""
    at = quote.inner_end
    while at - 1 > quote.inner_start and view.text[at - 1] in CLOSING:
        at -= 1
    return view.text[at - 1] if at > quote.inner_start else ""


def _before(first: int, view: View) -> Token | None:
    """The token before a quote in its paragraph."""
    i = first - 1
    while i >= 0 and view.doc[i].is_space and "\n\n" not in view.doc[i].text:
        i -= 1
    if i < 0 or view.paragraph[i] != view.paragraph[first]:
        return None
    return view.doc[i]


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
    return sum(1 for t in gap if _is_cue(t, view)) >= 1


def _is_cue(token: Token, view: View) -> bool:
    if token.pos_ != "VERB" and not (token.tag_ in FINITE and token.lemma_ in view.words.verbs):
        return False
    found = match_verb(token, view)
    return found is not None and found[0].allows("clause", "quote")


def _verb_before(first: int, view: View) -> Token | None:
    """The last speech verb of the sentence that leads up to a quote."""
    for i in range(first - 1, max(first - _REACH_BEFORE, -1), -1):
        token = view.doc[i]
        if view.paragraph[i] != view.paragraph[first] or token.text in _STOPS or view.utterance[i] >= 0:
            return None
        if _is_cue(token, view) and token.tag_ != "VB":
            return token
    return None


def _verb_after(item: Spoken, view: View) -> Token | None:
    """The speech verb of the clause behind a quote, unless another finite verb comes first."""
    doc = view.doc
    quote = item.quotes[-1]
    text = view.text
    ending = _ending(quote, view)
    comma = ending in ",—–-" or text[quote.end : quote.end + 1] == ","
    open_end = ending in "?!…"
    fresh_sentence = not comma and not open_end
    for i in range(item.last, min(item.last + _REACH_AFTER, len(doc))):
        token = doc[i]
        if view.paragraph[i] != item.paragraph or view.utterance[i] >= 0 or token.text in _STOPS | {":", ";"}:
            return None
        if fresh_sentence and i == item.last and (token.text[:1].isupper() or not token.is_alpha):
            return None
        if token.tag_ in FINITE or token.pos_ == "VERB":
            if _is_cue(token, view) and token.tag_ in {"VBD", "VBZ", "VBP", "VBN"}:
                if token.dep_ == "relcl" and _later_cue(token, item, view):
                    continue  # "..., the priest, who asked that X, told"
                if open_end and not comma and doc[item.last].text[:1].isupper() and _has_own_words(token):
                    return None
                return token
            if (
                token.tag_ in FINITE
                and token.dep_ not in {"relcl", "aux", "auxpass"}
                and not _in_relative(token, item.last)
            ):
                return None
    return None


def _later_cue(relative: Token, item: Spoken, view: View) -> bool:
    """Whether the clause that a relative describes goes on to a cue of its own: "the priest, who asked not to, told"."""
    host = relative.head.head
    return host.i > relative.i and view.paragraph[host.i] == item.paragraph and _is_cue(host, view)


def _in_relative(token: Token, floor: int) -> bool:
    return any(c.lower_ in {"who", "which", "that", "whose"} and c.i >= floor for c in token.children)


def _has_own_words(verb: Token) -> bool:
    return any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)


def _attribute(spoken: list[Spoken], view: View) -> None:
    """Finds each utterance's verb; second halves join the first, the rest carry on from the one before."""
    for number, item in enumerate(spoken):
        previous = spoken[number - 1] if number else None
        near = previous is not None and previous.paragraph == item.paragraph
        before = _before(item.first, view)
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
                or _handed_over(item, view)
                or _inverted(item, view)
                or _before_colon(item, view)
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


def _inverted(item: Spoken, view: View) -> Token | None:
    """A verb that no lexicon lists, right behind a quote and before whoever spoke: "...," hammers his mother."""
    quote, i = item.quotes[-1], item.last
    if _ending(quote, view) not in ",?!…" and view.text[quote.end : quote.end + 1] != ",":
        return None
    while i < len(view.doc) and (view.doc[i].text == "," or view.doc[i].is_space and "\n" not in view.doc[i].text):
        i += 1
    if i + 1 >= len(view.doc) or view.paragraph[i] != item.paragraph or view.utterance[i] >= 0:
        return None
    verb, after = view.doc[i], view.doc[i + 1]
    plain = verb.tag_ in {"VBZ", "VBD"} or verb.tag_ == "NNS" and verb.text.islower()
    return verb if plain and verb.lemma_ not in {"be", "have"} and after.pos_ in _OPEN_NAMES else None


_OPEN_NAMES = frozenset({"DET", "PROPN", "PRON", "NOUN", "ADJ", "NUM"})


def _before_colon(item: Spoken, view: View) -> Token | None:
    """The verb of the clause that a colon ends before a quote, where it has a subject: "A third scoffs: ..."."""
    before = _before(item.first, view)
    if before is None or before.text != ":":
        return None
    start = view.sentence_start[before.i]
    for i in range(before.i - 1, start - 1, -1):
        token = view.doc[i]
        if view.utterance[i] >= 0 or token.text in {";", ":"}:
            return None
        if token.tag_ in FINITE and token.pos_ == "VERB" and token.dep_ in {"ROOT", "conj", "ccomp"}:
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            return token if subject is not None and subject.tag_ not in {"WDT", "WP"} else None
    return None


def _handed_over(item: Spoken, view: View) -> Token | None:
    """The verb of the paragraph before, where that ends with a colon and this one opens with the quote."""
    i = item.first - 1
    while i >= 0 and view.doc[i].is_space:
        i -= 1
    if i < 0 or view.doc[i].text != ":" or view.paragraph[i] == item.paragraph or view.utterance[i] >= 0:
        return None
    for j in range(i - 1, max(view.sentence_start[i] - 1, i - _REACH_BEFORE, -1), -1):
        if _is_cue(view.doc[j], view) or view.doc[j].lemma_ in {"release", "issue", "make", "deliver"}:
            return view.doc[j]
    return None


def _leads(verb: Token, item: Spoken, view: View) -> bool:
    """Whether nothing but its object and a medium stands between a verb and the quote that it brings in."""
    return not any(t.tag_ in FINITE for t in view.doc[verb.i + 1 : item.first]) and not any(
        t.text in OPENING for t in view.doc[verb.i + 1 : item.first]
    )
