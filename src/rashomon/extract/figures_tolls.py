"""Figures that lean on other words: running tolls, bare rival numbers, parts of a whole, lists.

"raising the toll to 11 from nine", "with officials putting it at one", "three of them children",
"16 men, five women and two children". Each needs an anchor in the text; without one there is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.extract.figures_counted import Counted, right_predicate
from rashomon.extract.figures_drafts import Draft, size
from rashomon.extract.figures_measure import is_people
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words, population_nouns
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

_INCLUDING = frozenset("including include includes included notably counting".split())
_LIST = frozenset([",", "and", "as", "well", "plus", "&", "or", "along", "with", "a", "an", "another", "the"])
_PREPOSITIONS = frozenset("at to of from by as : than nearly with".split())


@dataclass(frozen=True, slots=True)
class Leaning:
    """A measure borrowed from elsewhere: a toll noun, or another figure (`like`), whose part it may be."""

    measure: Measure
    governor: int | None
    rule: str
    confidence: float
    like: int | None = None
    part: bool = False


def lean(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """The measure that `number` takes from its context, null if nothing there gives one."""
    return (
        part_of_figure(view, number, what, drafts)
        or _in_list(view, number, what, drafts)
        or _toll(view, number, what, drafts)
        or _rival(view, number, what, drafts)
        or _comprised(view, number, what)
        or _restated(view, number, what, drafts)
        or _still_predicate(view, number, what, drafts)
    )


def _antecedent(drafts: Sequence[Draft], sentence: int, number: NumberPhrase, *, back: int, measure: Measure | None = None) -> int | None:
    """The latest figure that can hold `number` as its part, at most `back` sentences before."""
    least = number.low if number.low is not None else number.high or 0
    for index in range(len(drafts) - 1, -1, -1):
        draft = drafts[index]
        if sentence - draft.sentence > back:
            return None
        if draft.measure in ("weapons", "personnel", "targets_struck") or draft.qualifier in ("reported_none", "unspecified"):
            continue
        if measure is not None and draft.measure != measure:
            continue
        if (size(draft) > least or draft.high is None and size(draft) >= least) and draft.part_of is None or draft.low is None and draft.high is None:
            return index
    return None


def part_of_figure(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """"three of them children", "including two women", "among them two girls", "the other two"."""
    sentence, end = view.sent[number.core], view.last(number.core)
    if what.whole == "pronoun" or (what.whole == "casualty" and what.adjective is not None):
        return _of_whole(view, number, what, drafts, sentence, end)
    left = [view.lower[k] for k in range(max(view.first(number.core), number.first - 4), number.first)]
    included = bool(set(left[-3:]) & _INCLUDING) or left[-2:] in (["among", "them"], ["among", "whom"]) or "them" in left[-2:] and "among" in left
    if included and (what.noun is None or is_people(view, what.noun) or what.adjective is not None):
        index = _antecedent(drafts, sentence, number, back=0)
        if index is None:
            index = _antecedent(drafts, sentence, number, back=1)
        if index is not None:
            return Leaning(drafts[index].measure, None, "part.including", 0.85, index, True)
    if left[-1:] == ["other"] and left[-2:-1] in (["the"], ["two"]) and what.noun is None:
        after = right_predicate(view, what.last, end)
        index = _antecedent(drafts, sentence, number, back=2)
        if index is not None and (after is None or after.kind != "freed"):
            measure = after.measure if after is not None and after.measure is not None else drafts[index].measure
            return Leaning(measure, None, "part.other", 0.75, index, True)
    return None


def _of_whole(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft], sentence: int, end: int) -> Leaning | None:
    after = right_predicate(view, what.last, end)
    if after is not None and after.kind == "freed":
        return None
    own = after.measure if after is not None and after.kind == "measure" and not after.negated and after.measure != "casualties" else None
    if after is not None and after.kind == "be" and _tells_age(view, after.token, end):
        return None
    index = _antecedent(drafts, sentence, number, back=1 if what.whole == "pronoun" else 14, measure=what.adjective)
    if what.whole == "casualty" and what.adjective is not None:
        return Leaning(own or what.adjective, after.token if own and after else what.last - 1, "part.casualty", 0.85, index, True)
    if index is None:
        return None
    if after is not None and after.kind == "other" and not _still_harm(view, after.token, end):
        return None
    return Leaning(own or drafts[index].measure, after.token if own and after else None, "part.pronoun", 0.8, index, True)


def _tells_age(view: View, token: int, end: int) -> bool:
    """"One of them was seven years old": about a person, but no count."""
    return any(view.lower[k] in ("years", "year", "aged") for k in range(token, min(end, token + 5)))


def _still_harm(view: View, token: int, end: int) -> bool:
    """"three of them had gunshot wounds", "may not live": words that stay with the harm."""
    words = {"wounds", "injuries", "wound", "burns", "critical", "critically", "live", "condition", "shrapnel", "surgery", "fighting"}
    return any(view.lower[k] in words for k in range(token, min(end, token + 8)))


def _in_list(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """"16 men, five women and two children": the list goes on where the last figure's phrase ended."""
    if not drafts or drafts[-1].sentence != view.sent[number.core] or what.noun is None:
        return None
    last = drafts[-1]
    between = view.lower[last.what.last : number.first]
    thing = last.measure in ("weapons", "targets_struck")
    listed = bool(between) and all(word in _LIST for word in between)
    if between[-2:] in (["along", "with"], ["together", "with"], ["well", "as"]) and not thing and last.number.kind != "none":
        listed = True
    if not listed and thing:
        listed = len(between) <= 8 and between[-1:] == ["and"] and not any(view.pos[k] in ("VERB", "AUX") for k in range(last.what.last, number.first))
    if not listed:
        listed = 0 < len(between) <= 9 and between[-1] in ("and", ",") and all(view.pos[k] not in ("VERB", "AUX", "SCONJ", "ADP") for k in range(last.what.last, number.first))
    people = is_people(view, what.noun)
    if between and between[0] == ":" and len(between) <= 2 and people and not thing:
        return Leaning(last.measure, last.governor, "list.colon", 0.75, len(drafts) - 1, True)
    if not listed or thing == people or last.qualifier == "reported_none":
        return None
    after = right_predicate(view, what.last, view.last(number.core))
    if after is not None and after.kind in ("freed", "other"):
        return None
    return Leaning(last.measure, last.governor, "list", 0.75, len(drafts) - 1)


def _toll(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """A bare number that a toll noun or "it" gives its measure."""
    if what.noun is not None and view.lower[what.noun] not in ("people", "persons", "others", "deaths", "fatalities"):
        return None
    floor = view.first(number.core)
    before = view.lower[number.first - 1] if number.first > floor else ""
    words = casualty_words()
    if before not in _PREPOSITIONS and view.lemma[number.first - 1] not in words.sets["toll_verbs"]:
        return None
    if before in ("to", "from", "by", "with") and drafts and drafts[-1].sentence == view.sent[number.core] and number.first - drafts[-1].what.last <= 3:
        if drafts[-1].rule.startswith("toll") or before == "with" or _changes(view, max(floor, number.first - 14), number.first):
            return Leaning(drafts[-1].measure, drafts[-1].governor, "toll.revised", 0.8, len(drafts) - 1)
    if before == "from":
        return None
    anchored = _toll_noun(view, number, drafts)
    if anchored is not None:
        return anchored
    stated = view.lower[max(floor, number.first - 4) : number.first]
    if before == "at" and "it" in stated:
        index = _same_matter(drafts, view.sent[number.core], 2)
        if index is not None:
            return Leaning(drafts[index].measure, None, "toll.it", 0.75, index)
        return Leaning("killed", None, "toll.it", 0.6) if _speaks_of_dead(view, number) else None
    return None


def _speaks_of_dead(view: View, number: NumberPhrase) -> bool:
    """"the number of those killed, with officials putting it at one": a casualty word earlier in the sentence."""
    return any(view.lower[k] in ("killed", "dead", "deaths", "toll") for k in range(view.first(number.core), number.first))


def _changes(view: View, first: int, last: int) -> bool:
    verbs = casualty_words().sets["toll_verbs"]
    return any(view.lemma[k] in verbs and view.lemma[k] != "be" for k in range(first, last)) or any(view.lower[k] in ("up", "down", "compared") for k in range(first, last))


def _toll_noun(view: View, number: NumberPhrase, drafts: Sequence[Draft]) -> Leaning | None:
    """The nearest toll noun before the number in its sentence, or just after it ("to 14 the number of dead")."""
    tolls, floor, end = casualty_words().tolls, view.first(number.core), view.last(number.core)
    near = [*range(number.first - 1, max(floor, number.first - 26) - 1, -1)]
    for k in near:
        word = view.lower[k]
        if word not in tolls:
            continue
        if word in ("number", "figure", "total", "count", "tally", "toll"):
            measure = _complement(view, k, number.first) or tolls[word]
            if measure is None and (index := _same_matter(drafts, view.sent[k], 3)) is not None:
                return Leaning(drafts[index].measure, k, "toll.figure", 0.7, index)
            if measure is not None and _links(view, k, number.first):
                return Leaning(measure, k, "toll", 0.9)
            continue
        nominal = view.lower[k - 1] in ("the", "of") if k > floor else False
        if nominal and not any(view.lower[j] in ("number", "figure", "total") for j in range(max(floor, k - 6), k)) and _links(view, k, number.first):
            measure = tolls[word]
            return Leaning(measure, k, "toll.nominal", 0.8) if measure is not None else None
    for k in range(number.last, min(end, number.last + 4)):
        if view.lower[k] not in ("the", "death", "total", "overall", "official", "number", "toll", "confirmed"):
            break
        if view.lower[k] in ("number", "toll"):
            measure = _complement(view, k, end) or tolls[view.lower[k]]
            return Leaning(measure, k, "toll.after", 0.85) if measure is not None else None
    return None


def _links(view: View, noun: int, number: int) -> bool:
    """Whether the toll noun and the number belong together: "of" at once, or a verb that sets tolls, or a colon."""
    verbs = casualty_words().sets["toll_verbs"]
    if number - noun <= 4 and view.lower[number - 1] in ("of", "at", ":", "to"):
        return True
    lo = max(view.first(noun), noun - 8)
    return any(view.lemma[k] in verbs and view.pos[k] in ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADP") for k in range(lo, number) if k != noun)


def _complement(view: View, noun: int, stop: int) -> Measure | None:
    """What a number is of: "number of those kidnapped", "number of people killed", "death toll"."""
    words = casualty_words()
    before = view.lower[noun - 1] if noun else ""
    if before in ("death", "dead", "fatality"):
        return "killed"
    if before in ("casualty", "injury", "injured"):
        return "casualties" if before == "casualty" else "injured"
    for k in range(noun + 1, min(stop, noun + 9, view.last(noun))):
        found = words.adjectives.get(view.lower[k]) or (words.counted.get(view.lower[k]) if view.lower[k] not in words.of_nouns or view.lower[k].endswith("s") else None)
        if found is None and (verb := words.verbs.get(view.lower[k])) is not None and view.tag[k] == "VBN":
            found = verb.people
        if found is not None:
            return found
    return None


def _same_matter(drafts: Sequence[Draft], sentence: int, back: int) -> int | None:
    """The latest figure of people harmed, at most `back` sentences before."""
    for index in range(len(drafts) - 1, -1, -1):
        if sentence - drafts[index].sentence > back:
            return None
        if drafts[index].measure not in ("weapons", "personnel", "targets_struck") and drafts[index].part_of is None:
            return index
    return None


def _rival(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """"... while other agencies reported three": a bare number as the object of speech."""
    if what.noun is not None and view.lower[what.noun] not in ("people", "persons"):
        return None
    k = number.first - 1
    if number.last < view.last(number.core) and view.lower[number.last] == "of":
        return None
    if k >= view.first(number.core) and view.lower[k] == "not" and drafts and drafts[-1].sentence == view.sent[k] and view.lower[k - 1] == ",":
        return Leaning(drafts[-1].measure, k, "rival.not", 0.7, len(drafts) - 1)
    while k > view.first(number.core) and view.lower[k] in ("only", "just", "it", "was", "were", "there", "maybe", "perhaps", '"', "“", "‘"):
        k -= 1
    if k < view.first(number.core) or view.lemma[k] not in casualty_words().sets["report_verbs"] or view.pos[k] not in ("VERB", "AUX"):
        return None
    if number.one and what.noun is None and view.lemma[k] in ("name", "identify"):
        return None
    index = _same_matter(drafts, view.sent[number.core], 1)
    return Leaning(drafts[index].measure, k, "rival", 0.7, index) if index is not None else None


def _comprised(view: View, number: NumberPhrase, what: Counted) -> Leaning | None:
    """"those taken away comprised 16 men": the subject tells the measure."""
    k, floor = number.first - 1, view.first(number.core)
    if k >= floor and view.lower[k] == "of":
        k -= 1
    if k <= floor or view.lemma[k] not in ("comprise", "include", "consist", "number", "be") or what.noun is None or not is_people(view, what.noun):
        return None
    words = casualty_words()
    for j in range(k - 1, max(floor, k - 9) - 1, -1):
        word = view.lower[j]
        nominal = j > floor and view.lower[j - 1] in ("those", "the")
        verb = words.verbs.get(word)
        measure = (words.adjectives.get(word) or (verb.people if verb is not None and view.tag[j] == "VBN" else None) or words.counted.get(word)) if nominal else None
        if measure is not None:
            return Leaning(measure, j, "comprised", 0.75)
    return None


def _restated(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """"312 were killed this year, compared with 190", "the number of dead was 16, 'maybe 17'"."""
    if not drafts or drafts[-1].sentence != view.sent[number.core] or what.noun is not None or what.whole is not None:
        return None
    last = drafts[-1]
    before = tuple(view.lower[max(0, number.first - 2) : number.first])
    if before in (("compared", "with"), ("compared", "to"), ("up", "from"), ("down", "from")):
        return Leaning(last.measure, last.governor, "compared", 0.7)
    between = view.lower[last.what.last : number.first]
    soft = number.qualifier == "about" or view.lower[number.first] in ("maybe", "perhaps", "possibly") or bool(between) and between[-1] in ("or", "possibly", "perhaps")
    if soft and len(between) <= 3 and all(len(word) == 1 or word in ("or", "possibly", "perhaps") for word in between):
        return Leaning(last.measure, last.governor, "restated", 0.65)
    return None


def _still_predicate(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """"two are mechanics and one is a schoolgirl": a bare subject of being, after the whole."""
    if what.noun is not None or not drafts:
        return None
    after = right_predicate(view, number.last, view.last(number.core))
    if after is None or after.kind != "be":
        return None
    back = 0 if not number.one else 1
    index = _antecedent(drafts, view.sent[number.core], number, back=back)
    if index is None and drafts[-1].part_of is not None and drafts[-1].sentence == view.sent[number.core]:
        index = drafts[-1].part_of
    if index is None or not described(view, after.token, view.last(number.core)):
        return None
    return Leaning(drafts[index].measure, None, "part.be", 0.7, index, True)


def described(view: View, token: int, end: int) -> int | None:
    """The person noun that a predicate names ("... is a schoolgirl of 14"), within six words."""
    for k in range(token, min(end, token + 7)):
        if view.lower[k] in (",", ";", "and", "but"):
            return None
        if view.lower[k] in population_nouns() and view.pos[k] in ("NOUN", "PROPN"):
            return k
    return None
