#!/usr/bin/env python3
"""Computes the norm-based statistics of attention (Kobayashi et al. 2020) from embedded sentences, in float64, with numpy.

    make_norms.py

Reads data-samples/sentences.parquet and the weights in src/test/resources/analysis/weights, writes W_o.npy and norms.json
beside these: what jobs/analyze --norms should find with and without these output weights. Every transformed value vector is made, as in the paper; the job never makes them.
"""
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from make_analysis import estimate, is_punctuation, statistics

HEADS = 4
ROOT = Path(__file__).parents[3]
RESOURCES = ROOT / "src/test/resources/analysis"


def attention_and_values(x, w):
    """[heads, n, n] and [heads, n, d_v]."""
    n = len(x)
    q, k, v = (np.moveaxis((x @ w[name]).reshape(n, HEADS, -1), 1, 0) for name in ("W_q", "W_k", "W_v"))
    scores = q @ np.swapaxes(k, 1, 2) / np.sqrt(q.shape[2])
    scores = np.exp(scores - scores.max(axis=2, keepdims=True))
    return scores / scores.sum(axis=2, keepdims=True), v


def lengths(a, v, w_o):
    """[heads + 1, n, n]: of each head's weighted, transformed values; last, of their sum over heads."""
    heads, n, width = v.shape
    moved = np.zeros((heads, n, n, heads * width if w_o is None else w_o.shape[1]))
    for h in range(heads):
        columns = slice(h * width, (h + 1) * width)
        if w_o is None:
            moved[h][:, :, columns] = a[h][:, :, None] * v[h][None, :, :]
        else:
            moved[h] = a[h][:, :, None] * (v[h] @ w_o[columns])[None, :, :]
    return np.linalg.norm(np.concatenate([moved, moved.sum(axis=0, keepdims=True)]), axis=3)


def main():
    rng = np.random.default_rng(5)
    np.save(RESOURCES / "W_o.npy", rng.normal(size=(32, 24)).astype(np.float32))
    w_o = np.load(RESOURCES / "W_o.npy").astype(np.float64)
    w = {name: np.load(RESOURCES / f"weights/{name}.npy").astype(np.float64) for name in ("W_q", "W_k", "W_v")}
    result = {}
    for name, output in (("with", w_o), ("without", None)):
        values = {}
        for row in pq.read_table(ROOT / "data-samples/sentences.parquet").to_pylist():
            tokens = row["tokens"]
            n = len(tokens)
            x = np.array(row["embeddings"], dtype=np.float64).reshape(n, -1)
            f = lengths(*attention_and_values(x, w), output)
            total = f.sum(axis=2)
            found = statistics(
                f / total[:, :, None], np.zeros(n, dtype=bool), np.array([is_punctuation(t) for t in tokens]), tokens)
            found["length"] = total
            for statistic, value in found.items():
                for head in range(HEADS + 1):
                    values.setdefault((head, statistic), []).append(value[head])
        result[name] = [
            {"head": head if head < HEADS else None, "statistic": "norm_" + statistic, **estimate(v)}
            for (head, statistic), v in sorted(values.items()) if estimate(v)]
    with open(RESOURCES / "norms.json", "w") as out:
        json.dump(result, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
