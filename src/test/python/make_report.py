#!/usr/bin/env python3
"""Computes which sentences of an attention table jobs/report shows, in float64, with numpy.

    make_report.py TABLE.parquet EXPECTED.json

TABLE is one of src/test/resources/analysis, with the attention of tokens; the results are in src/test/resources/report. EXPECTED gets
the sentences in the order of the choice, each with

    difference  the Jensen-Shannon divergence of the queries' distributions, H(mean of p) - mean of H(p), in nats (Lin 1991), over ln of the
                number of keys, the mean over layers and heads; tokens that are special or of punctuation left out as queries and
                as keys, and the rest of each distribution made to add up to 1
    held        the query that differs most from the mean query: the sum over layers and heads of KL(p_i || mean of p); of causal attention
                the mean is taken over the keys that query i sees, and made to add up to 1 there
    first       the heads of the heaviest links of its word, to the three words with the heaviest; to a word goes the sum over its pieces,
                from one comes the mean over its pieces (Clark et al. 2019)
"""
import json
import sys

import numpy as np
import pyarrow.parquet as pq
from make_analysis import is_punctuation, words_of as plain_words
from make_layers import words_of

READABLE = range(6, 33)


def sentences(table):
    """For each id its attention [layers * heads, n, n] in float64 and its row."""
    heads = int(table.schema.metadata[b"corpusattention.heads"])
    rows = table.to_pylist()
    layers = sorted({row.get("layer") or 0 for row in rows})
    parts, texts = {}, {}
    for row in rows:
        n, start, queries = row["num_tokens"], row["query_start"], row["num_queries"]
        whole = parts.setdefault(row["sentence_id"], np.full((len(layers), heads, n, n), np.nan))
        layer = layers.index(row.get("layer") or 0)
        whole[layer, :, start:start + queries] = np.array(row["attention"], dtype=np.float64).reshape(heads, queries, n)
        texts[row["sentence_id"]] = row
    return [(whole.reshape(-1, *whole.shape[2:]), texts[i]) for i, whole in parts.items()]


def entropy(p, axis):
    return -(p * np.log(np.where(p > 0, p, 1))).sum(axis=axis)


def expected(attention, row):
    ids = row.get("word_ids")
    words = plain_words(row["tokens"], None) if ids is None else words_of(row["tokens"], ids)
    words = [(text, places) for text, places in words if not is_punctuation(text)]
    content = sorted(place for _, places in words for place in places)
    p = attention[:, content][:, :, content]
    p = p / p.sum(axis=2, keepdims=True)
    mean = p.mean(axis=1)
    difference = (entropy(mean, 1) - entropy(p, 2).mean(axis=1)) / np.log(len(content))
    other = np.repeat(mean[:, None], len(content), axis=1)
    if len(row["tokens"]) > 1 and not np.triu(attention, 1).any():
        other = np.tril(other)
        other /= other.sum(axis=2, keepdims=True)
    kl = np.where(p > 0, p * np.log(np.where(p > 0, p, 1) / np.where(p > 0, other, 1)), 0).sum(axis=(0, 2))
    held = content[int(kl.argmax())]
    own = next(places for _, places in words if held in places)
    links = []
    for _, places in words:
        if places != own:
            weights = attention[:, own][:, :, places].sum(axis=2).mean(axis=1)
            links.append((weights.max(), int(weights.argmax())))
    links.sort(key=lambda link: -link[0])
    first = list(dict.fromkeys(head for weight, head in links[:3] if weight > 0))
    return {"id": str(row["sentence_id"]), "difference": difference.mean(), "held": held, "first": first}


def main(path, output):
    found, texts = {}, {}
    for attention, row in sentences(pq.read_table(path)):
        text = " ".join(row["tokens"])
        entry = expected(attention, row)
        entry["readable"] = row["num_tokens"] in READABLE
        texts.setdefault(text, []).append(entry["id"])
        found[entry["id"]] = entry
    chosen = [found[min(ids)] for ids in texts.values()]
    chosen.sort(key=lambda entry: (not entry["readable"], -entry["difference"], entry["id"]))
    with open(output, "w") as out:
        json.dump(chosen, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
