"""Place mentions -> places of one report: which place each name means, how exactly, and where on the map.

Every name is a scored choice among the gazetteer's candidates; the report's own containers,
countries and neighbours speak first, size last. A name that nothing speaks for keeps its words
and gets no coordinates. A point never claims more than the words: sites, offsets and parts carry
the radius of what is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rashomon.knowledge.library import Library
from rashomon.lexicon import load
from rashomon.model.documents import Document
from rashomon.model.place_mentions import PlaceMention
from rashomon.model.places import Place
from rashomon.model.spans import Span
from rashomon.resolve.gazetteer import Candidate, Gazetteer, extended, open_gazetteer
from rashomon.resolve.gazetteer_index import name_key
from rashomon.resolve.place_belief import MOVING, NameGroup, believed
from rashomon.resolve.place_build import build_place, country_candidate
from rashomon.resolve.place_scores import FLOOR, Context, feature_precision, score, settle


def read_places(
    mentions: Sequence[PlaceMention], *, document: Document, size: int, library: Library | None = None
) -> tuple[tuple[Place, ...], tuple[str | None, ...]]:
    """`resolve_places` and `ground` with the default gazetteer.

    Args:
        size: number of tokens of the parsed report.
        library: gazetteers that the user imported.

    Returns:
        The places in order of first mention, and one entry a token: the place's id, or null.
    """
    gazetteer = open_gazetteer() if library is None else extended(library)
    places, owners = resolve_places(mentions, document=document, gazetteer=gazetteer)
    return places, ground(mentions, owners, size=size)


def resolve_places(
    mentions: Sequence[PlaceMention], *, document: Document, gazetteer: Gazetteer
) -> tuple[tuple[Place, ...], tuple[str | None, ...]]:
    """Places with ids p1, p2 ... in order of first mention, and each mention's place, null for what is none.

    Returns:
        The places, and one entry a mention.
    """
    groups = choose(mentions, gazetteer)
    by_key = {g.key: g for g in groups}
    context = _context(mentions, gazetteer)
    drafts: dict[tuple[str, ...], _Draft] = {}
    order: list[tuple[str, ...] | None] = []
    for mention in mentions:
        order.append(_assign(mention, by_key, drafts, context, gazetteer))
    named = sorted(drafts, key=lambda k: (drafts[k].start, k))
    ids = {key: f"p{i + 1}" for i, key in enumerate(named)}
    home = _home(drafts.values(), context)
    places = tuple(drafts[key].build(ids, document.text, gazetteer, home) for key in named)
    return places, tuple(None if key is None else ids[key] for key in order)


def ground(mentions: Sequence[PlaceMention], owners: Sequence[str | None], *, size: int) -> tuple[str | None, ...]:
    """One entry a token: the place in which the words say that something is or happens, or null."""
    taken_from = frozenset(load("place_words")["taken_from"])
    table: list[str | None] = [None] * size
    for mention, owner in zip(mentions, owners, strict=True):
        moving = mention.preposition in MOVING and not (
            mention.preposition == "from" and mention.governor in taken_from
        )
        if owner is not None and not moving:
            table[mention.first : mention.last] = [owner] * (mention.last - mention.first)
    return tuple(table)


def choose(mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> list[NameGroup]:
    """Groups the mentions by name and picks what each name means, in two rounds: the second knows the first's answers."""
    groups: dict[tuple[str, str], NameGroup] = {}
    for mention in mentions:
        if mention.form == "name" and not mention.metonym:
            key = group_key(mention)
            groups.setdefault(key, NameGroup(key, mention.name)).mentions.append(mention)
    for group in groups.values():
        group.candidates = gazetteer.candidates(group.name)
        group.stated = tuple({c.id: c for m in group.mentions for c in _containers(m, gazetteer)}.values())
    for _ in range(2):
        picks = {key: g.choice.candidate for key, g in groups.items() if g.choice is not None}
        context = _context(mentions, gazetteer)
        for key, pick in picks.items():
            settle(pick, context, groups[key].name)
        for key, group in groups.items():
            own = picks[key].country if key in picks else ""  # what a name was taken for does not speak for itself
            ranked = score(group.candidates, group.name, group.mentions, group.stated, context.without(own))
            group.choice = ranked[0] if ranked and ranked[0].score >= FLOOR else None
    return list(groups.values())


def _containers(mention: PlaceMention, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What the containers stated in one mention can mean; a demonym is one where nothing nearer is stated."""
    found: list[Candidate] = []
    for span in mention.within:
        if span.text.lower() == "capital":
            found.extend(c for code in mention.countries if (c := _capital(code, gazetteer)) is not None)
        else:
            found.extend(gazetteer.candidates(span.text))
    found.extend(c for code in mention.countries if (c := country_candidate(code, gazetteer)) is not None)
    return tuple(found)


def group_key(mention: PlaceMention) -> tuple[str, str]:
    """Name and sense: a province and the city of its name are two."""
    precision = feature_precision(mention.feature)
    return name_key(mention.name), precision if precision in {"admin1", "admin2", "region"} else ""


def _context(mentions: Iterable[PlaceMention], gazetteer: Gazetteer) -> Context:
    """Countries that the report names, as places or as actors; a demonym counts half."""
    context = Context()
    for mention in mentions:
        for code in mention.countries:
            context.countries[code] = context.countries.get(code, 0.0) + 0.5
        if mention.form == "name":
            for kind, code, _ in gazetteer.lists.get(name_key(mention.name), ()):
                if kind == "country":
                    context.countries[code] = context.countries.get(code, 0.0) + 1.0
                elif kind == "admin1":
                    country, _, admin1 = code.partition(".")
                    context.areas[(country, admin1)] = 1.0
    return context


@dataclass(slots=True)
class _Draft:
    """A place while it collects mentions."""

    start: int
    mention: PlaceMention
    choice: Candidate | None
    stated: tuple[Candidate, ...]
    anchor: tuple[str, ...] | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[PlaceMention] = field(default_factory=list)
    title: str | None = None

    def build(self, ids: dict[tuple[str, ...], str], text: str, gazetteer: Gazetteer, home: frozenset[str]) -> Place:
        anchor = None if self.anchor is None else ids[self.anchor]
        return build_place(
            ids[self.key],
            self.mentions,
            self.choice,
            self.stated,
            text=text,
            anchor=anchor,
            spans=sorted(set(self.spans)),
            title=self.title,
            home=home,
            gazetteer=gazetteer,
        )

    key: tuple[str, ...] = ()


def _assign(
    mention: PlaceMention,
    groups: dict[tuple[str, str], NameGroup],
    drafts: dict[tuple[str, ...], _Draft],
    context: Context,
    gazetteer: Gazetteer,
) -> tuple[str, ...] | None:
    """The draft that a mention belongs to, made if it is new."""
    if mention.form == "demonym" or mention.metonym:
        return None
    if mention.form == "anaphor":
        return _anaphor(mention, drafts, context, gazetteer)
    group = groups[group_key(mention)]
    choice = None if group.choice is None else group.choice.candidate
    if not believed(mention, group, context):
        return None
    plain = _identity(mention, choice)
    if mention.near is None and mention.until is None:
        _add(drafts, plain, mention, choice, group.stated, span=(mention.span.start, mention.span.end))
        return plain
    own = _anchor(mention)
    plain = _identity(own, choice)
    _add(drafts, plain, own, choice, group.stated, span=(own.span.start, own.span.end))
    if mention.until is not None:
        key = ("line", *plain, name_key(mention.until.text))
        _add(drafts, key, mention, choice, group.stated, span=(mention.span.start, mention.until.end))
        return key
    near = mention.near
    if near is None:
        return plain
    key = ("near", *plain, str(near.km), str(near.bearing))
    _add(drafts, key, mention, choice, group.stated, span=(near.span.start, near.span.end), anchor=plain)
    return key


def _anchor(mention: PlaceMention) -> PlaceMention:
    """The place that an offset or a line starts from, without the offset."""
    at = max(0, mention.span.text.find(mention.name))
    if mention.until is None and mention.part is None:
        return replace(mention, near=None)
    bare = Span(mention.span.start + at, mention.span.start + at + len(mention.name), mention.name)
    return replace(
        mention,
        span=bare,
        near=None,
        until=None,
        part=None,
        feature=None if mention.until is not None else mention.feature,
    )


def _identity(mention: PlaceMention, choice: Candidate | None) -> tuple[str, ...]:
    """What makes two mentions one place: the gazetteer's id where known, else the name; sites and parts apart."""
    precision = feature_precision(mention.feature)
    site = mention.feature or "" if precision in {"exact", "linear"} else ""
    part = mention.part or ""
    base = choice.id if choice is not None and precision != "admin2" else "/".join(group_key(mention))
    return (base, site, part)


def _add(
    drafts: dict[tuple[str, ...], _Draft],
    key: tuple[str, ...],
    mention: PlaceMention,
    choice: Candidate | None,
    stated: tuple[Candidate, ...],
    *,
    span: tuple[int, int],
    anchor: tuple[str, ...] | None = None,
) -> None:
    draft = drafts.get(key)
    if draft is None:
        draft = drafts[key] = _Draft(span[0], mention, choice, stated, anchor, key=key)
    draft.spans.append(span)
    draft.mentions.append(mention)


def _anaphor(
    mention: PlaceMention, drafts: dict[tuple[str, ...], _Draft], context: Context, gazetteer: Gazetteer
) -> tuple[str, ...] | None:
    """What a definite noun means ("the city", "the country"): what was named before, or what the report is about."""
    if mention.part is not None:
        return None
    span = (mention.span.start, mention.span.end)
    if mention.feature in {"capital", "country"}:
        candidate = _pointed(mention, drafts, context, gazetteer)
        if candidate is None:
            return None
        pointed: tuple[str, ...] = (candidate.id, "", "")
        _add(drafts, pointed, mention, candidate, (), span=span)
        drafts[pointed].title = candidate.name
        return pointed
    wanted = load("place_words")["anaphors"].get(mention.feature)
    for key in sorted(drafts, key=lambda k: -max(s for s, _ in drafts[k].spans)):
        if key[0] in {"near", "line"} or not drafts[key].mentions:
            continue
        if (key[1] == mention.feature) if wanted == "exact" else (_precision_of(drafts[key]) == wanted):
            _add(drafts, key, mention, drafts[key].choice, (), span=span)
            return key
    return None


def _pointed(
    mention: PlaceMention, drafts: dict[tuple[str, ...], _Draft], context: Context, gazetteer: Gazetteer
) -> Candidate | None:
    """The capital or country meant: the stated one; else the last capital, or the country most named so far."""
    latest = sorted(drafts.values(), key=lambda d: -max(s for s, _ in d.spans))
    if mention.feature == "country":
        named = [d.choice.country for d in latest for _ in d.spans if d.choice is not None and d.choice.country]
        most = max(dict.fromkeys(named), key=named.count) if named else _main_country(context)
        code = mention.countries[0] if mention.countries else most
        return None if code is None else country_candidate(code, gazetteer)
    if not mention.countries:
        cities = [d.choice for d in latest if d.choice is not None and d.choice.kind == "city"]
        if (
            found := next(
                (c for c in cities if (own := _capital(c.country, gazetteer)) is not None and own.id == c.id), None
            )
        ) is not None:
            return found
        codes = [c.country for c in cities]
    else:
        codes = list(mention.countries)
    code = codes[0] if codes else _main_country(context)
    return None if code is None else _capital(code, gazetteer)


def _precision_of(draft: _Draft) -> str:
    feature = feature_precision(draft.mention.feature)
    if feature in {"exact", "linear", "neighbourhood", "admin2", "admin1"}:
        return feature
    return draft.choice.kind if draft.choice is not None else feature or "city"


def _main_country(context: Context) -> str | None:
    """The country that at least two fifths of the report's country names mean."""
    if not context.countries:
        return None
    best = min(context.countries, key=lambda c: (-context.countries[c], c))
    return best if context.share(best) >= 0.4 else None


def _home(drafts: Iterable[_Draft], context: Context) -> frozenset[str]:
    """The one country that the report is about: that of more than half of the places found, else the one it names most."""
    found = Counter(d.choice.country for d in drafts if d.choice is not None and d.choice.country)
    if found:
        code, times = min(found.items(), key=lambda row: (-row[1], row[0]))
        return frozenset({code}) if 2 * times > found.total() else frozenset()
    main = _main_country(context)
    return frozenset() if main is None else frozenset({main})


def _capital(code: str, gazetteer: Gazetteer) -> Candidate | None:
    for entry in load("countries")["countries"]:
        if entry["iso2"] == code and "capital" in entry:
            found = [c for c in gazetteer.candidates(entry["capital"]) if c.kind == "city" and c.country == code]
            return found[0] if found else None
    return None
