#!/usr/bin/env python3
"""Checks a run of a whole model against transformers in float64: check_encoder.py --model FOLDER --output RUN_FOLDER --lines FILE

The run is one of jobs/attend over the lines of FILE, with all or some layers, --attention full or none, --context tokens or
none, and any --hidden; run.json says which. The text is tokenized here again, cut where the run has cut it. With
--neighbors N, the nearest sentences by cosine of each of N sentences must be those of transformers, in their order, from
one pooled vector a sentence. Works for every family that jobs/attend computes. Needs torch, transformers 5, tokenizers and
pyarrow; no network. Prints the largest differences; exit code 1 where one is too large or anything is missing.
"""
import argparse
import json
import os
import sys

import numpy as np
import pyarrow.dataset as ds
import torch
import transformers
from tokenizers import Tokenizer

WEIGHTS, CONTEXT, HIDDEN, NORMALIZED = 2e-5, 2e-4, 1e-5, 2e-6


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--model", "--output", "--lines"):
        parser.add_argument(name, required=True)
    parser.add_argument("--neighbors", type=int, default=0)
    return parser.parse_args()


def rows(folder, table):
    path = os.path.join(folder, table)
    return ds.dataset(path, format="parquet").to_table().to_pylist() if os.path.isdir(path) else []


def pooled(states, pooling, normalize):
    values = {"tokens": states, "mean": states.mean(0, keepdims=True), "first": states[:1]}[pooling]
    return values / np.linalg.norm(values, axis=1, keepdims=True) if normalize else values


class Reference:
    """A model in float64, and what its layers make of a line."""

    def __init__(self, folder):
        self.model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager").double().eval()
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.no_padding()
        self.values = []
        for name, module in self.model.named_modules():
            if name.endswith((".self.value", ".v_lin", ".c_attn")):
                module.register_forward_hook(lambda _, inputs, out: self.values.append(out[0]))

    def run(self, line, n):
        self.tokenizer.no_truncation()
        if len(self.tokenizer.encode(line).ids) > n:
            self.tokenizer.enable_truncation(n)
        ids = torch.tensor([self.tokenizer.encode(line).ids])
        self.values.clear()
        out = self.model(ids, attention_mask=torch.ones_like(ids), output_attentions=True, output_hidden_states=True)
        contexts = []
        for weights, values in zip(out.attentions, self.values):
            width = out.last_hidden_state.shape[-1]  # c_attn makes Q and K as well, in front
            values = values[:, -width:].reshape(ids.shape[1], weights.shape[1], -1)
            contexts.append(torch.einsum("hqk,khd->qhd", weights[0], values).reshape(ids.shape[1], -1).numpy())
        return [a[0].numpy() for a in out.attentions], contexts, [h[0].numpy() for h in out.hidden_states[1:]]


def neighbors(vectors, most):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    chosen = np.linspace(0, len(unit) - 1, most).astype(int)
    cosines = unit[chosen] @ unit.T
    cosines[np.arange(most), chosen] = -2
    return np.argsort(-cosines, axis=1, kind="stable")[:, :10]


@torch.no_grad()
def main():
    args = arguments()
    transformers.logging.set_verbosity_error()
    run = json.load(open(os.path.join(args.output, "run.json"), encoding="utf-8"))
    asked, layers = run["configuration"], run["model"]["layers_written"]
    hidden_layer = run["model"].get("hidden_layer")
    pooling, normalize = asked["hidden"], asked.get("normalize", False)
    lines = open(args.lines, encoding="utf-8").read().split("\n")
    reference = Reference(args.model)
    attention, hidden, bad = {}, {row["sentence_id"]: row for row in rows(args.output, "hidden")}, []
    for row in rows(args.output, "attention"):
        attention.setdefault(row["sentence_id"], {}).setdefault(row["layer"], []).append(row)
    ids = sorted(hidden or attention)
    wanted = sum(bool(line.strip()) for line in lines)
    if len(ids) != wanted or (attention and hidden and sorted(attention) != ids):
        bad.append(f"{len(attention)} sentences with attention and {len(hidden)} with hidden states, of {wanted}")
    largest = {"weights": 0.0, "context": 0.0, "hidden": 0.0}
    ours, theirs = [], []
    for i in ids:
        any_row = hidden.get(i) or attention[i][layers[0]][0]
        n = len(any_row["tokens"])
        weights, contexts, states = reference.run(lines[i - 1].strip(), n)
        for layer in layers if attention else []:
            heads = weights[layer].shape[0]
            got = np.full(weights[layer].shape, np.nan)
            for row in attention[i].get(layer, []):
                start, end = row["query_start"], row["query_start"] + row["num_queries"]
                got[:, start:end] = np.reshape(row["attention"], (heads, end - start, n))
                if "context" in row:
                    want = contexts[layer][start:end]
                    off = np.abs(np.reshape(row["context"], want.shape) - want).max() / np.abs(want).max()
                    largest["context"] = max(largest["context"], off)
            largest["weights"] = max(largest["weights"], np.nan_to_num(np.abs(got - weights[layer]), nan=np.inf).max())
        if hidden:
            want = pooled(states[hidden_layer], pooling, normalize)
            got = np.reshape(hidden[i]["hidden"], want.shape)
            largest["hidden"] = max(largest["hidden"], np.abs(got - want).max() / (1 if normalize else np.abs(want).max()))
            ours.append(got[0])
            theirs.append(want[0])
    limits = {"weights": WEIGHTS, "context": CONTEXT, "hidden": NORMALIZED if normalize else HIDDEN}
    print(f"{len(ids)} sentences;", ", ".join(f"{name} {value:.1e}" for name, value in largest.items()))
    bad += [f"{name} differ by {value:.1e}" for name, value in largest.items() if not value <= limits[name]]
    if args.neighbors:
        same = (neighbors(np.array(ours, np.float64), args.neighbors) == neighbors(np.array(theirs), args.neighbors)).all(1)
        print(f"neighbors of {args.neighbors} sentences: {same.sum()} the same, in their order")
        bad += [] if same.all() else ["neighbors differ"]
    for what in bad:
        print("OFF:", what)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
