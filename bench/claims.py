"""How well claims are found: our own test reports, real text, the annotators themselves, and peers beside us.

An attribution is right where the content overlaps (Jaccard of tokens >= .5, one to one) and the source is the right one.

usage: python -m bench.claims [--gate] [--part dev] [--fuzz N] [--misses]

Writes bench/out/claims.json. --gate exits 1 where a floor does not hold. `--part dev` measures dev instead of test: that is
what development looks at. What needs ../shared is left out, saying so, where that is not beside the project.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from bench.attribution import Attribution, Counts, attribution, match, same_source
from bench.claims_data import REAL, SHARED, Pair, Read, factappeal, own, re3d
from bench.claims_fuzz import failures
from bench.claims_peers import textacy_quotes
from bench.read import Floor
from bench.reliability import Said, expected_error, table
from corpus.agreement import FIRST, SECOND, pairs, totals
from corpus.open_corpus import Annotated, Part, incidents

OUT = Path(__file__).resolve().parent / "out" / "claims.json"
Metrics = dict[str, float]

#: The floors of the issue.
_LEAST = {
        "own_test_attribution_f1": 0.82, "own_test_direct_f1": 0.92, "own_test_mixed_f1": 0.85, "own_test_indirect_f1": 0.65,
        "real_text_attribution_f1": 0.62, "factappeal_val_recall": 0.82, "factappeal_val_speaker": 0.94,
        "act_macro_f1": 0.72, "level_accuracy": 0.88, "addressee_f1": 0.70, "negation_f1": 0.85,
        "annotator_agreement_f1": 0.85, "corpus_reports": 300, "corpus_incidents": 80,
    }  # fmt: skip
FLOORS = (
    *(Floor(name, bound, least=True, unit="") for name, bound in _LEAST.items()),
    Floor("fuzz_failures", 0, least=False, unit="texts"),
)


def reader(claims: str = "trained") -> Read:
    """Reads a text with default settings, but for how claims are found: "trained" or "rules"."""
    from rashomon.run.pipeline import Reader
    from rashomon.settings import Settings

    read = Reader(Settings(claims=claims)).read
    return lambda text, published: read(text.encode(), name="report.txt", published=published)


def matched(found: Iterable[Pair]) -> Iterator[tuple[Attribution, Attribution]]:
    """Gold and predicted claims whose contents match."""
    for gold, predicted in found:
        yield from ((gold[i], predicted[j]) for i, j in match(gold, predicted))


def act_macro_f1(found: Sequence[Pair]) -> float:
    """Mean F1 over the acts that the gold holds; where the gold accepts several, the predicted one counts if among them."""
    hit, asked, given = dict[str, int](), dict[str, int](), dict[str, int]()
    for gold, predicted in matched(found):
        acts, act = cast("list[str]", gold.rest["acts"]), cast(str, predicted.rest["act"])
        right = act if act in acts else acts[0]
        asked[right] = asked.get(right, 0) + 1
        given[act] = given.get(act, 0) + 1
        hit[act] = hit.get(act, 0) + (act in acts)
    scores = [2 * hit.get(a, 0) / (n + given.get(a, 0)) for a, n in asked.items()]
    return sum(scores) / len(scores) if scores else 0.0


def level_accuracy(found: Sequence[Pair]) -> float:
    """Of the claims with the right source that the gold gives a level."""
    rows = [g.rest["level"] == p.rest["level"] for g, p in matched(found) if g.rest["level"] and same_source(g, p)]
    return sum(rows) / len(rows) if rows else 0.0


def addressee_f1(found: Sequence[Pair]) -> float:
    """Addressees found and right, over all claims."""
    out = Counts()
    for gold, predicted in found:
        hit = 0
        for i, j in match(gold, predicted):
            ours, theirs = gold[i].rest["addressee"], predicted[j].rest["addressee"]
            hit += bool(ours and theirs) and same_source(
                Attribution("", cast("frozenset[str]", ours)), Attribution("", cast("frozenset[str]", theirs))
            )
        out.add(hit, sum(bool(p.rest["addressee"]) for p in predicted), sum(bool(g.rest["addressee"]) for g in gold))
    return out.f1


def negation_f1(found: Sequence[Pair]) -> float:
    """Negated claims, among those whose contents match."""
    out = Counts()
    for gold, predicted in matched(found):
        out.add(
            bool(gold.rest["negated"] and predicted.rest["negated"]),
            bool(predicted.rest["negated"]),
            bool(gold.rest["negated"]),
        )
    return out.f1


def own_metrics(found: Sequence[Pair], part: str) -> Metrics:
    """Everything measured on a part of the open corpus."""
    out = {f"own_{part}_attribution_f1": attribution(found).f1}
    for form in ("direct", "mixed", "indirect"):
        out[f"own_{part}_{form}_f1"] = attribution(found, form).f1
    out["act_macro_f1"], out["level_accuracy"] = act_macro_f1(found), level_accuracy(found)
    out["addressee_f1"], out["negation_f1"] = addressee_f1(found), negation_f1(found)
    out[f"own_{part}_confidence_error"] = expected_error(said_and_right(found))
    return out


def said_and_right(found: Iterable[Pair]) -> list[Said]:
    """The confidence of each claim that was found, and whether its content and source are right."""
    out: list[Said] = []
    for gold, predicted in found:
        right = {j for i, j in match(gold, predicted) if same_source(gold[i], predicted[j])}
        out += [(float(cast(float, p.rest["confidence"])), n in right) for n, p in enumerate(predicted)]
    return out


def factappeal_metrics(found: Sequence[Pair]) -> Metrics:
    """Recall of appeals, and the share of the matches with the right source."""
    counts, rows = Counts(), list(matched(found))
    for gold, _ in found:
        counts.add(0, 0, len(gold))
    right = sum(same_source(g, p) for g, p in rows)
    acts = [p.rest["act"] in cast("list[str]", g.rest["acts"]) for g, p in rows if g.rest.get("acts")]
    return {
        "factappeal_val_recall": len(rows) / counts.gold,
        "factappeal_val_speaker": right / len(rows),
        "factappeal_val_act": sum(acts) / len(acts) if acts else 0.0,
        "factappeal_val_level": level_accuracy([pair for pair in found if all("level" in g.rest for g in pair[0])]),
    }


def measure(part: Part, fuzz: int) -> tuple[Metrics, list[tuple[Annotated, Pair]]]:
    """All metrics, and the pairs of the own part for whoever wants the misses."""
    read = reader()
    mine = list(own(part, read))
    metrics = own_metrics([pair for _, pair in mine], part)
    if SHARED.is_dir():
        real_pairs = list(re3d(read))
        real = attribution(real_pairs)
        metrics |= {
            "real_text_attribution_f1": real.f1,
            "real_text_precision": real.precision,
            "real_text_recall": real.recall,
            "real_text_confidence_error": expected_error(said_and_right(real_pairs)),
        }
        metrics |= factappeal_metrics([pair for _, pair in factappeal(read)])
    _, agreed = totals(pairs(FIRST, SECOND))
    metrics["annotator_agreement_f1"] = agreed["claims, content and source"].f1
    metrics |= {
        "corpus_reports": sum(len(list(p.glob("*.ann"))) for p in incidents()),
        "corpus_incidents": len(incidents()),
    }
    if fuzz:
        metrics["fuzz_failures"] = len(failures(fuzz))
    direct = [(report, pair[0]) for report, pair in mine]
    peer = textacy_quotes([(report.text, gold) for report, gold in direct])
    if peer is not None:
        metrics["textacy_direct_f1"] = peer
    return {name: round(value, 4) for name, value in metrics.items()}, mine


def show(metrics: Metrics) -> None:
    """The table for people."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="rashomon: claims", title_justify="left")
    for column in ("metric", "value", "floor"):
        table.add_column(column, justify="left" if column == "metric" else "right")
    bounds = {f.metric: f for f in FLOORS}
    for name, value in metrics.items():
        floor = bounds.get(name)
        held = floor is None or floor.holds(value)
        table.add_row(
            name, f"{value:g}" if held else f"[red]{value:g}[/red]", "" if floor is None else f"{floor.bound:g}"
        )
    Console(width=100).print(table)


def show_reliability(mine: Sequence[tuple[Annotated, Pair]]) -> None:
    """Confidence beside the share that is right, a line a bin."""
    for low, count, mean, right in table(said_and_right([pair for _, pair in mine])):
        print(f"confidence from {low:.1f}: {count:4d} claims, said {mean:.3f}, right {right:.3f}")


def show_misses(mine: Sequence[tuple[Annotated, Pair]]) -> None:
    """What was missed, unwanted or given to somebody else."""
    for report, (gold, predicted) in mine:
        pairs_found = match(gold, predicted)
        print(f"== {report.incident}/{report.stem}")
        for i, j in pairs_found:
            if not same_source(gold[i], predicted[j]):
                print(f"   source {sorted(predicted[j].sources)} for {sorted(gold[i].sources)}: {gold[i].content[:70]}")
            if predicted[j].rest["act"] not in cast("list[str]", gold[i].rest["acts"]):
                print(
                    f"   act {predicted[j].rest['act']} for {gold[i].rest['acts']} ({gold[i].rest['cue']}): {gold[i].content[:70]}"
                )
        hit, used = {i for i, _ in pairs_found}, {j for _, j in pairs_found}
        for n, g in enumerate(gold):
            if n not in hit:
                print(f"   missed {g.form} ({g.rest['cue']}): {g.content[:110]}")
        for n, p in enumerate(predicted):
            if n not in used:
                print(f"   unwanted ({p.rest['cue']}; {p.rest['confidence']}): {p.content[:110]}")


def main() -> int:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--part", choices=("train", "dev", "test"), default="test")
    parser.add_argument("--fuzz", type=int, default=20_000)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    started = time.perf_counter()
    metrics, mine = measure(args.part, args.fuzz)
    if args.misses:
        show_misses(mine)
    show(metrics)
    show_reliability(mine)
    if not SHARED.is_dir():
        print(f"not measured: real text and FactAppeal ({SHARED} is not here; {REAL} holds only offsets)")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps({"metrics": metrics, "part": args.part}, indent=1) + "\n", encoding="utf-8")
    print(f"{time.perf_counter() - started:.0f} s")
    failed = [f for f in FLOORS if f.metric in metrics and not f.holds(metrics[f.metric])]
    for floor in failed:
        print(f"below its floor: {floor.metric} {metrics[floor.metric]:g} ({floor.bound:g})")
    return 1 if failed and args.gate else 0


if __name__ == "__main__":
    sys.exit(main())
