"""The trained components: they find what no lexicon lists, leave the rules their quotes, and refuse files that changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from rashomon import weights
from rashomon.annotate import build
from rashomon.errors import ModelMissing
from rashomon.extract.claims_heads import Head, heads
from rashomon.extract.claims_tagger import CONTENT, CUE, Tags, tagger
from rashomon.model.claims import Claim
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings

READERS = {name: Reader(Settings(claims=name)) for name in ("trained", "rules")}


def claims(body: str, *, how: str = "trained") -> tuple[Claim, ...]:
    text = f"Two boats burn in Port Aster\n\nThe harbour was closed on Monday after the fire.\n\n{body}\n"
    return READERS[how].read(text.encode(), name="report.txt", published="2020-01-01").claims


@pytest.mark.parametrize(
    ("sentence", "speaker", "content"),
    [
        ("The widow gave it out that the soldiers had fired first.", "widow", "the soldiers had fired first"),
        ("The colonel held to his story that the boats had been empty.", "colonel", "the boats had been empty"),
    ],
)
def test_the_tagger_finds_what_the_rules_do_not(sentence: str, speaker: str, content: str) -> None:
    assert claims(sentence, how="rules") == ()
    (found,) = claims(sentence)
    assert found.speaker is not None and found.speaker.name == speaker
    assert [s.text for s in found.content] == [content]
    assert found.produced_by.startswith("tagger.claims/")


def test_a_claim_names_what_made_it() -> None:
    (ours,) = claims("The mayor said two boats had burned.")
    (theirs,) = claims("The mayor said two boats had burned.", how="rules")
    assert ours.content == theirs.content
    assert ours.produced_by == f"rules+tagger.claims/{weights.component('claims')[1]}"
    assert theirs.produced_by == "rules.claims/1"


def test_plain_narrative_holds_no_claim() -> None:
    assert claims("The boats burned for three hours. Firemen pumped water from the quay until dawn.") == ()


def test_one_actor_keeps_one_level() -> None:
    found = claims(
        "Ona Fell, a fish seller, said she ran. Later Fell said the boats were old. Fell denied that she sold fuel."
    )
    assert len(found) >= 2
    assert len({c.speaker.level for c in found if c.speaker is not None}) == 1


def test_a_sentence_is_tagged_alike_wherever_it_stands() -> None:
    sentence = "The union keeps to its figure of twelve dead."
    nlp = build("bundled")
    alone, among = nlp(sentence), nlp(f"The sea was calm that day.\n\n{sentence}")
    first, second = tagger()(next(alone.sents), [0] * len(alone)), tagger()(list(among.sents)[-1], [0] * len(among))
    assert np.array_equal(first.odds, second.odds)


def test_spans_follow_begin_and_inside() -> None:
    odds = np.zeros((5, 3, 3), dtype=np.float32)
    odds[:, :, 0] = 1.0
    odds[1:4, CONTENT] = [[0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]]
    tags = Tags((0, 1, 2, 3, 4), odds)
    assert [(a, b) for a, b, _ in tags.spans(CONTENT)] == [(1, 3), (3, 4)]
    assert tags.spans(CUE) == []


def test_a_word_too_many_is_left_out_and_breaks_nothing() -> None:
    doc = build("bundled")("The mayor said that " + "boats and " * 200 + "nets had burned.")
    sent = next(doc.sents)
    assert len(tagger()(sent, [0] * len(doc)).words) < len(sent)


def test_odds_are_odds_and_the_best_is_the_likeliest() -> None:
    head = Head(("no", "yes"), (0.0, 0.0), {"cue:deny": (-1.0, 1.0)})
    odds = head.odds(["cue:deny", "never seen"])
    assert sum(odds.values()) == pytest.approx(1.0)
    assert head.best(["cue:deny"])[0] == "yes"
    assert head.best([])[0] == "no", "of two alike the first by name"


def test_every_head_knows_the_controlled_values() -> None:
    known, _ = heads()
    assert set(known) == {"act", "level", "negated", "hedged"}
    assert set(known["act"].labels) <= set(Claim.__annotations__) | {
        "report", "announce", "condemn", "praise", "accuse", "deny", "admit", "claim_responsibility", "threaten", "warn",
        "demand", "offer", "support", "call_off",
    }  # fmt: skip


def test_a_changed_weight_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(weights.ROOT / "heads", tmp_path / "heads")
    manifest = json.loads(weights.MANIFEST.read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(weights, "ROOT", tmp_path)
    monkeypatch.setattr(weights, "MANIFEST", tmp_path / "manifest.json")
    weights.component.cache_clear()
    assert weights.component("heads")[0] == tmp_path / "heads"
    weights.component.cache_clear()
    with (tmp_path / "heads" / "heads.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(ModelMissing, match="not the file of the manifest"):
        weights.component("heads")
    with pytest.raises(ModelMissing, match="no trained component"):
        weights.component("seer")
    weights.component.cache_clear()


def test_what_ships_stays_small() -> None:
    files = [p for p in weights.ROOT.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    assert sum(p.stat().st_size for p in files) <= 30_000_000
