"""Figures that lean on other words: running tolls, bare rival numbers, parts of a whole, lists.

"raising the toll to 11 from nine", "with officials putting it at one", "three of them children",
"16 men, five women and two children". Each needs an anchor in the text; without one there is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.extract.figures_bare import bare_number
from rashomon.extract.figures_counted import Counted
from rashomon.extract.figures_drafts import Draft
from rashomon.extract.figures_nouns import is_people
from rashomon.extract.figures_parts import Leaning, part_of_being, part_of_figure
from rashomon.extract.figures_predicates import right_predicate
from rashomon.extract.figures_view import View
from rashomon.extract.figures_words import casualty_words
from rashomon.extract.numbers import NumberPhrase
from rashomon.model.figures import Measure

_LIST = frozenset([",", "and", "as", "well", "plus", "&", "or", "along", "with", "a", "an", "another", "the"])
_PREPOSITIONS = frozenset("at to of from by as : than nearly with".split())


def lean(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """The measure that `number` takes from its context, null if nothing there gives one."""
    return (
        part_of_figure(view, number, what, drafts)
        or _in_list(view, number, what, drafts)
        or _toll(view, number, what, drafts)
        or _rival(view, number, what, drafts)
        or _comprised(view, number, what)
        or _coordinated(view, number, what)
        or _restated(view, number, what, drafts)
        or part_of_being(view, number, what, drafts)
        or bare_number(view, number, what, drafts)
    )


def _in_list(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """As in "16 men, five women and two children": the list goes on where the last figure's phrase ended."""
    if not drafts or what.noun is None:
        return None
    after_colon = number.first == view.first(number.core) and view.lower[number.first - 1] == ":"
    if drafts[-1].sentence != view.sent[number.core] and not after_colon:
        return None
    last = drafts[-1]
    between = view.lower[last.what.last : number.first]
    thing = last.measure in ("weapons", "targets_struck")
    listed = bool(between) and all(word in _LIST for word in between)
    if (
        between[-2:] in (["along", "with"], ["together", "with"], ["well", "as"])
        and not thing
        and last.number.kind != "none"
    ):
        listed = True
    if not listed and thing:
        listed = (
            len(between) <= 8
            and between[-1:] == ["and"]
            and not any(view.pos[k] in ("VERB", "AUX") for k in range(last.what.last, number.first))
        )
    if not listed:
        listed = (
            0 < len(between) <= 9
            and between[-1] in ("and", ",")
            and all(view.pos[k] not in ("VERB", "AUX", "SCONJ", "ADP") for k in range(last.what.last, number.first))
        )
    people = is_people(view, what.noun)
    if between[-1:] == [":"] and len(between) <= 8 and people and not thing:
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
    floor, at = view.first(number.core), number.first - 1
    while at > floor and view.lower[at] in (
        "a",
        "an",
        "the",
        "initial",
        "earlier",
        "previous",
        "provisional",
        "official",
        "reported",
    ):
        at -= 1
    before = view.lower[at] if at >= floor else ""
    words = casualty_words()
    if before not in _PREPOSITIONS and view.lemma[number.first - 1] not in words.sets["toll_verbs"]:
        return None
    if before != "from" and (anchored := _toll_noun(view, number, drafts)) is not None:
        return anchored
    close = bool(drafts) and drafts[-1].sentence == view.sent[number.core] and at + 1 - drafts[-1].what.last <= 3
    if close and before in ("to", "from", "by", "with"):
        revised = (
            drafts[-1].rule.startswith("toll")
            or before == "with"
            or _changes(view, max(floor, number.first - 14), number.first)
        )
        if revised:
            return Leaning(drafts[-1].measure, drafts[-1].governor, "toll.revised", 0.8, len(drafts) - 1)
    if before == "from":
        return None
    stated = view.lower[max(floor, number.first - 4) : number.first]
    if before == "at" and "it" in stated:
        index = _same_matter(drafts, view.sent[number.core], 2)
        if index is not None:
            return Leaning(drafts[index].measure, None, "toll.it", 0.75, index)
        return Leaning("killed", None, "toll.it", 0.6) if _speaks_of_dead(view, number) else None
    return None


def _speaks_of_dead(view: View, number: NumberPhrase) -> bool:
    """As in "the number of those killed, with officials putting it at one": a casualty word earlier in the sentence."""
    return any(
        view.lower[k] in ("killed", "dead", "deaths", "toll") for k in range(view.first(number.core), number.first)
    )


def _changes(view: View, first: int, last: int) -> bool:
    verbs = casualty_words().sets["toll_verbs"]
    return any(view.lemma[k] in verbs and view.lemma[k] != "be" for k in range(first, last)) or any(
        view.lower[k] in ("up", "down", "compared") for k in range(first, last)
    )


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
        nominal = view.lower[k - 1] in ("the", "of", "its", "their", "'s") if k > floor else False
        if (
            nominal
            and not any(view.lower[j] in ("number", "figure", "total") for j in range(max(floor, k - 6), k))
            and _links(view, k, number.first)
        ):
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
    return any(
        view.lemma[k] in verbs and view.pos[k] in ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADP")
        for k in range(lo, number)
        if k != noun
    )


def _complement(view: View, noun: int, stop: int) -> Measure | None:
    """What a number is of: "number of those kidnapped", "number of people killed", "death toll"."""
    words = casualty_words()
    before = view.lower[noun - 1] if noun else ""
    if before in ("death", "dead", "fatality"):
        return "killed"
    if before in ("casualty", "injury", "injured"):
        return "casualties" if before == "casualty" else "injured"
    for k in range(noun + 1, min(stop, noun + 9, view.last(noun))):
        found = words.adjectives.get(view.lower[k]) or (
            words.counted.get(view.lower[k])
            if view.lower[k] not in words.of_nouns or view.lower[k].endswith("s")
            else None
        )
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
    """As in "... while other agencies reported three": a bare number as the object of speech."""
    if what.noun is not None and view.lower[what.noun] not in ("people", "persons"):
        return None
    k = number.first - 1
    if number.last < view.last(number.core) and view.lower[number.last] == "of":
        return None
    if (
        k >= view.first(number.core)
        and view.lower[k] == "not"
        and drafts
        and drafts[-1].sentence == view.sent[k]
        and view.lower[k - 1] == ","
    ):
        return Leaning(drafts[-1].measure, k, "rival.not", 0.7, len(drafts) - 1)
    while k > view.first(number.core) and view.lower[k] in (
        "only",
        "just",
        "it",
        "was",
        "were",
        "there",
        "maybe",
        "perhaps",
        '"',
        "“",
        "‘",
    ):
        k -= 1
    if (
        k < view.first(number.core)
        or view.lemma[k] not in casualty_words().sets["report_verbs"]
        or view.pos[k] not in ("VERB", "AUX")
    ):
        return None
    if number.one and what.noun is None and view.lemma[k] in ("name", "identify"):
        return None
    index = _same_matter(drafts, view.sent[number.core], 1)
    return Leaning(drafts[index].measure, k, "rival", 0.7, index) if index is not None else None


def _comprised(view: View, number: NumberPhrase, what: Counted) -> Leaning | None:
    """As in "those taken away comprised 16 men": the subject tells the measure."""
    k, floor = number.first - 1, view.first(number.core)
    if k >= floor and view.lower[k] == "of":
        k -= 1
    if (
        k <= floor
        or view.lemma[k] not in ("comprise", "include", "consist", "number", "be")
        or what.noun is None
        or not is_people(view, what.noun)
    ):
        return None
    words = casualty_words()
    for j in range(k - 1, max(floor, k - 9) - 1, -1):
        word = view.lower[j]
        nominal = j > floor and view.lower[j - 1] in ("those", "the")
        verb = words.verbs.get(word)
        measure = (
            (
                words.adjectives.get(word)
                or (verb.people if verb is not None and view.tag[j] == "VBN" else None)
                or words.counted.get(word)
            )
            if nominal
            else None
        )
        if measure is not None:
            return Leaning(measure, j, "comprised", 0.75)
    return None


def _coordinated(view: View, number: NumberPhrase, what: Counted) -> Leaning | None:
    """As in "arrested X, an alleged bomb-maker, and two of his aides": the verb's object goes on over names."""
    floor, k = view.first(number.core), number.first - 1
    if what.noun is None or k < floor or view.lower[k] != "and" or not is_people(view, what.noun):
        return None
    after = right_predicate(view, what.last, view.last(number.core))
    if after is not None and after.kind in ("freed", "other"):
        return None
    for j in range(k - 1, max(floor, k - 22) - 1, -1):
        if view.pos[j] in ("VERB", "AUX"):
            verb = casualty_words().verbs.get(view.lower[j])
            passive = (
                j > floor and view.pos[j - 1] == "AUX" and view.lower[j - 1] not in ("has", "have", "had", "having")
            )
            if verb is None or verb.people is None or verb.people_only or passive:
                return None
            return Leaning(verb.people, j, "coordinated", 0.55)
        if view.pos[j] not in ("NOUN", "PROPN", "ADJ", "DET", "PUNCT", "PART", "NUM", "PRON", "CCONJ") and view.lower[
            j
        ] not in ("alias", "of"):
            return None
    return None


def _restated(view: View, number: NumberPhrase, what: Counted, drafts: Sequence[Draft]) -> Leaning | None:
    """As in "312 were killed this year, compared with 190", "the number of dead was 16, 'maybe 17'"."""
    if not drafts or drafts[-1].sentence != view.sent[number.core] or what.noun is not None or what.whole is not None:
        return None
    last = drafts[-1]
    before = tuple(view.lower[max(0, number.first - 2) : number.first])
    if before in (("compared", "with"), ("compared", "to"), ("up", "from"), ("down", "from")):
        return Leaning(last.measure, last.governor, "compared", 0.7)
    between = view.lower[last.what.last : number.first]
    soft = (
        number.qualifier == "about"
        or view.lower[number.first] in ("maybe", "perhaps", "possibly")
        or bool(between)
        and between[-1] in ("or", "possibly", "perhaps")
    )
    if soft and len(between) <= 3 and all(len(word) == 1 or word in ("or", "possibly", "perhaps") for word in between):
        return Leaning(last.measure, last.governor, "restated", 0.65)
    return None
