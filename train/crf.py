"""The peer that the encoder must beat: a two-stage CRF with dependency-path features, as in the attribution literature.

Stage one tags cues. Stage two tags contents and sources, each with the path through the dependency tree from a word to the
nearest cue among its features. It learns from and is measured on the same sentences as the encoder.

usage: python -m train.crf DATA [--no-hints]      prints F1 on dev, per channel
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import sklearn_crfsuite

from train.spans import overlap_f1, read_rows

Json = dict[str, Any]
TAGS = "OBI"


def own_features(row: Json, n: int, *, hints: bool) -> Json:
    """What a word shows by itself and through its head."""
    head = row["head"][n]
    out = {
        "lemma": row["lemma"][n], "pos": row["pos"][n], "dep": row["dep"][n], "shape": row["words"][n][:1].isupper(),
        "head": row["lemma"][head], "head pos": row["pos"][head], "grand": row["lemma"][row["head"][head]],
        "first": n == 0, "last": n == len(row["words"]) - 1,
    }  # fmt: skip
    if hints:
        out["hint"] = str(row["hint"][n])
    return out


def around(features: list[Json]) -> list[Json]:
    """Each word's features with those of two words on either side."""
    out = []
    for n, own in enumerate(features):
        every = dict(own)
        for step in (-2, -1, 1, 2):
            if 0 <= n + step < len(features):
                every |= {
                    f"{step}:{k}": features[n + step][k]
                    for k in ("lemma", "pos", "dep", "hint")
                    if k in features[n + step]
                }
        out.append(every)
    return out


def path(row: Json, start: int, goal: int) -> str:
    """Dependency labels up from a word and down to another, six steps at most."""
    up: list[int] = [start]
    while row["head"][up[-1]] != up[-1] and len(up) < 7:
        up.append(row["head"][up[-1]])
    down: list[int] = [goal]
    while down[-1] not in up and row["head"][down[-1]] != down[-1] and len(down) < 7:
        down.append(row["head"][down[-1]])
    if down[-1] not in up:
        return "far"
    top = up.index(down[-1])
    return ">".join(row["dep"][i] for i in up[:top]) + "|" + "<".join(row["dep"][i] for i in down[:-1])


def with_cues(row: Json, features: list[Json], cues: list[int]) -> list[Json]:
    """Stage two: the cue nearest to a word, how far it is and the path to it."""
    out = []
    for n, own in enumerate(features):
        near = min(cues, key=lambda c: abs(c - n), default=None)
        more = {"cue": "none"} if near is None else {
            "cue": row["lemma"][near], "side": near > n, "steps": min(9, abs(near - n)), "path": path(row, n, near), "is cue": near == n,
        }  # fmt: skip
        out.append(own | more)
    return out


def fit(features: list[list[Json]], labels: list[list[str]]) -> Any:
    """A linear-chain CRF."""
    model = sklearn_crfsuite.CRF(algorithm="lbfgs", c1=0.1, c2=0.1, max_iterations=80)
    return model.fit(features, labels)


def main() -> int:
    """Trains on train (and FactAppeal's train file for what it marks), prints dev."""
    data, hints = Path(sys.argv[1]), "--no-hints" not in sys.argv
    ours, more, held = read_rows(data, ["train"]), read_rows(data, ["factappeal"]), read_rows(data, ["dev"])
    base = {
        id(r): around([own_features(r, n, hints=hints) for n in range(len(r["words"]))]) for r in [*ours, *more, *held]
    }
    tags = lambda row, name: [TAGS[max(0, x)] for x in row[name]]  # noqa: E731
    stage_one = fit([base[id(r)] for r in ours], [tags(r, "cue") for r in ours])
    scores = {}
    cues = {
        id(r): [n for n, t in enumerate(found) if t != "O"]
        for r, found in zip([*more, *held], stage_one.predict([base[id(r)] for r in [*more, *held]]), strict=True)
    }
    cues |= {id(r): [n for n, t in enumerate(r["cue"]) if t > 0] for r in ours}
    found = stage_one.predict([base[id(r)] for r in held])
    scores["cue"] = overlap_f1([(r["cue"], [TAGS.index(t) for t in f]) for r, f in zip(held, found, strict=True)])
    for name in ("content", "source"):
        learnt = [r for r in [*ours, *more] if min(r[name], default=0) >= 0]
        model = fit([with_cues(r, base[id(r)], cues[id(r)]) for r in learnt], [tags(r, name) for r in learnt])
        found = model.predict([with_cues(r, base[id(r)], cues[id(r)]) for r in held])
        scores[name] = overlap_f1([(r[name], [TAGS.index(t) for t in f]) for r, f in zip(held, found, strict=True)])
    print(json.dumps({k: round(v, 4) for k, v in scores.items()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
