"""How far two annotators agree, layer by layer, and where they do not.

Both annotated the same text without sight of the other's work. Agreement is F1, one annotator taken as gold (it does not
matter which): claims by content and source; figures, times, victims and events by overlapping words and the values that
count; actors by a name in common; relations and links by their ends.

usage: python -m corpus.agreement [FIRST SECOND]      default: the two folders of the corpus
       python -m corpus.agreement FIRST SECOND --list REPORT      the differences of one report, for whoever settles them
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from bench.attribution import Attribution, Counts, match, one_to_one, same_source
from corpus.compiling import compile_report

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parent / "open"
FIRST, SECOND = ROOT / "annotators" / "first", ROOT / "annotators" / "second"


def names_of(record: Json, who: Json | None) -> frozenset[str]:
    """Every wording that stands for a who: the actor's names and the words of the mention, for each that is right."""
    if who is None:
        return frozenset()
    actors = {a["id"]: a for a in record["actors"]}
    right = [actors[i] for i in [who["actor_id"], *who["or"]] if i in actors]
    names: set[str] = {n for actor in right for n in [actor["name"], *actor["aliases"]]}
    if who.get("span"):
        names.add(who["span"]["text"])
    return frozenset(names)


def attributions(record: Json) -> list[Attribution]:
    """The claims of a compiled record, as they are scored."""
    out = []
    for claim in record["claims"]:
        rest = {
            "acts": claim["acts"], "level": (claim["speaker"] or {}).get("level"), "negated": claim["negated"],
            "addressee": names_of(record, claim["addressee"]), "cue": (claim["cue"] or {}).get("text"),
        }  # fmt: skip
        content = " ".join(s["text"] for s in claim["content"])
        out.append(Attribution(content, names_of(record, claim["speaker"]), claim["form"], claim["or_null"], rest))
    return out


def _overlap(a: Json, b: Json) -> int:
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))


def _figures(a: Json, b: Json) -> float:
    same = all(a[k] == b[k] for k in ("measure", "low", "high"))
    return float(same and _overlap(a["span"], b["span"]) > 0)


def _times(a: Json, b: Json) -> float:
    same = a["start"][:10] == b["start"][:10] and a["end"][:10] == b["end"][:10]
    return float(same and _overlap(a["span"], b["span"]) > 0)


def _victims(a: Json, b: Json) -> float:
    return float(a["harm"] == b["harm"] and any(_overlap(s, t) > 0 for s in a["spans"] for t in b["spans"]))


def _events(a: Json, b: Json) -> float:
    if not set(a["plovers"]) & set(b["plovers"]):
        return 0.0
    return float(sum(any(_overlap(s, t) > 0 for t in b["triggers"]) for s in a["triggers"]))


def _actors(a: Json, b: Json) -> float:
    ours, theirs = ({n.lower() for n in [x["name"], *x["aliases"]]} for x in (a, b))
    return float(bool(ours & theirs))


_LAYERS: dict[str, Callable[[Json, Json], float]] = {
    "figures": _figures, "times": _times, "victims": _victims, "events": _events, "actors": _actors,
}  # fmt: skip


#: What relations and links join, and where their ends stand.
_PAIRED = (
    ("actors", "relations", ("subject_id", "relation", "object_id")),
    ("events", "links", ("from", "kind", "to")),
)


def _ends(row: Json, keys: tuple[str, str, str], names: dict[str, str]) -> set[tuple[str, str, str]]:
    """A row as (one end, kind, other end), once for each kind that is right; nothing where an end is not the other's too."""
    ends = names.get(row[keys[0]]), names.get(row[keys[2]])
    if ends[0] is None or ends[1] is None:
        return set()
    return {(ends[0], kind, ends[1]) for kind in row.get(keys[1] + "s", [row[keys[1]]])}


def _agreed(first: Sequence[Json], second: Sequence[Json], keys: tuple[str, str, str], names: dict[str, str]) -> int:
    """Relations or links that both have, one to one."""
    same = {n: n for n in names.values()}
    return len(one_to_one(first, second, lambda a, b: float(bool(_ends(a, keys, names) & _ends(b, keys, same))), 0.5))


def compare(first: Json, second: Json) -> dict[str, tuple[int, int, int]]:
    """Layer to (agreed, in the second, in the first)."""
    out: dict[str, tuple[int, int, int]] = {}
    ours, theirs = attributions(first), attributions(second)
    matched = match(ours, theirs)
    right = sum(agree_on_source(ours[i], theirs[j]) for i, j in matched)
    out["claims, content"] = (len(matched), len(theirs), len(ours))
    out["claims, content and source"] = (right, len(theirs), len(ours))
    names: dict[str, dict[str, str]] = {}
    for layer, score in _LAYERS.items():
        agreed = one_to_one(first[layer], second[layer], score, 0.5)
        out[layer] = (len(agreed), len(second[layer]), len(first[layer]))
        names[layer] = {first[layer][i]["id"]: second[layer][j]["id"] for i, j in agreed}
    for layer, kind, keys in _PAIRED:
        hit = _agreed(first[kind], second[kind], keys, names[layer])
        out[kind] = (hit, len(second[kind]), len(first[kind]))
    return out


def agree_on_source(a: Attribution, b: Attribution) -> bool:
    """Whether two annotators name the same source; neither of them is the gold."""
    return same_source(a, b) or same_source(b, a)


def pairs(first: Path, second: Path) -> Iterator[tuple[str, Json, Json]]:
    """(name, first record, second record) of every report that both annotated."""
    for path in sorted(second.rglob("*.ann")):
        other = first / path.relative_to(second)
        if other.is_file():
            a, b = (compile_report(p.read_text(encoding="utf-8")).record for p in (other, path))
            yield str(path.relative_to(second).with_suffix("")), a, b


def totals(found: Iterator[tuple[str, Json, Json]]) -> tuple[int, dict[str, Counts]]:
    """Number of reports and the counts of each layer."""
    out: dict[str, Counts] = {}
    reports = 0
    for name, a, b in found:
        if a["document"]["text"].split() != b["document"]["text"].split():
            raise ValueError(f"{name}: the two annotators had different texts")
        reports += 1
        for layer, counts in compare(a, b).items():
            out.setdefault(layer, Counts()).add(*counts)
    return reports, out


def differences(a: Json, b: Json) -> Iterator[str]:
    """What one has and the other does not, in words."""
    ours, theirs = attributions(a), attributions(b)
    matched = match(ours, theirs)
    for side, rows, seen in (("first", ours, {i for i, _ in matched}), ("second", theirs, {j for _, j in matched})):
        yield from (
            f"only {side}: claim of {min(r.sources, default='-')}: {r.content[:100]}"
            for n, r in enumerate(rows)
            if n not in seen
        )
    for i, j in matched:
        yield from _values(ours[i], theirs[j])
    for layer, score in _LAYERS.items():
        agreed = one_to_one(a[layer], b[layer], score, 0.5)
        for side, record, seen in (("first", a, {i for i, _ in agreed}), ("second", b, {j for _, j in agreed})):
            yield from (f"only {side}: {layer}: {_short(row)}" for n, row in enumerate(record[layer]) if n not in seen)


def _values(a: Attribution, b: Attribution) -> Iterator[str]:
    """What differs in two claims with one content."""
    words = a.content[:60]
    if not agree_on_source(a, b):
        yield f"speaker: {sorted(a.sources)} or {sorted(b.sources)}: {words}"
    if not set(cast("list[str]", a.rest["acts"])) & set(cast("list[str]", b.rest["acts"])):
        yield f"act: {a.rest['acts']} or {b.rest['acts']}: {words}"
    if (a.rest["level"], a.rest["negated"]) != (b.rest["level"], b.rest["negated"]):
        yield f"level, negated: {a.rest['level']} {a.rest['negated']} or {b.rest['level']} {b.rest['negated']}: {words}"


def _short(row: Json) -> str:
    span = row.get("span") or (row.get("triggers") or row.get("spans") or row.get("mentions") or [{}])[0]
    values = [
        str(row[k])
        for k in ("name", "measure", "low", "high", "start", "end", "plover", "modality", "harm")
        if k in row
    ]
    return f"{span.get('text', '')!r} {' '.join(values)}"


def main() -> int:
    """Prints the table, or the differences of one report."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    first, second = (Path(arguments[0]), Path(arguments[1])) if len(arguments) > 1 else (FIRST, SECOND)
    if "--list" in sys.argv:
        for name, a, b in pairs(first, second):
            if name.startswith(arguments[2]):
                print(f"== {name}", *differences(a, b), sep="\n   ")
        return 0
    reports, found = totals(pairs(first, second))
    print(f"{reports} reports annotated twice")
    for layer, counts in found.items():
        print(f"{layer:28s} F1 {counts.f1:.3f}   agreed {counts.hit}, first {counts.gold}, second {counts.predicted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
