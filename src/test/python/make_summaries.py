#!/usr/bin/env python3
"""Computes what jobs/summarize finds of a model's layers from its definitions, in float64, with numpy.

    make_summaries.py expect TABLE.parquet EXPECTED.json
    make_summaries.py gap TABLE.parquet GAP.parquet    two sentences, of the second of which the row of layer 1 is missing

TABLE is one of those of make_layers.py. EXPECTED gets, for each choice of layers, heads and measure, all words of each sentence but
punctuation, each with its score; the words that are kept of a third of them, but two at least; and keywords by SAMRank. Sentences
that were cut are one document and the others another: the column truncated is the only one here that can tell documents apart.
"""
import math
import sys

import numpy as np
import pyarrow.parquet as pq
from make_analysis import is_punctuation
from make_layers import rollout, sentences, words_of, write


def received(attention, chosen):
    """[n]: what each token receives, the mean over the chosen [layers, heads] and all queries."""
    return attention[chosen].mean(axis=(0, 1))


def samrank(attention, chosen):
    """[n]: Kang and Shin 2023, the mean over the chosen heads."""
    scores = []
    for a in attention[chosen]:
        columns = a.sum(axis=0)
        shares = np.divide(a, columns, out=np.zeros_like(a), where=columns > 0)
        scores.append(columns + shares.sum(axis=1))
    return np.mean(scores, axis=0)


def kept(words):
    """A third of the words, rounded up, but two at least; of equals the earlier."""
    budget = max(2, math.ceil(len(words) / 3))
    best = sorted(range(len(words)), key=lambda i: (-words[i][1], i))[:budget]
    return [words[i][0] for i in sorted(best)]


def summaries(rows, score):
    found = {}
    for attention, row in rows:
        scores = score(attention)
        words = [(word, scores[places].sum()) for word, places in words_of(row["tokens"], row["word_ids"]) if not is_punctuation(word)]
        found[str(row["sentence_id"])] = {"words": [[word, value] for word, value in words], "kept": kept(words)}
    return found


def keywords(rows, score):
    """[document, word in lower case, score, occurrences]"""
    sums = {}
    for attention, row in rows:
        scores = score(attention)
        for word, places in words_of(row["tokens"], row["word_ids"]):
            if not is_punctuation(word):
                sums.setdefault((str(row["truncated"]).lower(), word.lower()), []).append(scores[places].sum())
    return [[document, word, np.sum(values), len(values)] for (document, word), values in sorted(sums.items())]


def gap(table, without):
    rows = pq.read_table(table)
    keep = [row["sentence_id"] in (1, 2) and (row["sentence_id"], row["layer"]) != (2, 1) for row in rows.to_pylist()]
    pq.write_table(rows.filter(keep), without, compression="zstd")


def expect(table, expected):
    layers, rows = sentences(pq.read_table(table))
    heads = rows[0][0].shape[1]
    chosen = {"all": np.ones((len(layers), heads), dtype=bool)}
    for name in ("layers", "one_layer", "heads"):
        chosen[name] = np.zeros((len(layers), heads), dtype=bool)
    chosen["layers"][[0, -1]] = True
    chosen["one_layer"][1] = True
    chosen["heads"][-1, 1] = chosen["heads"][-1, 0] = chosen["heads"][0, 0] = True
    options = {
        "all": [],
        "layers": ["--layers", f"{layers[0]},{layers[-1]}"],
        "one_layer": ["--layers", str(layers[1])],
        "heads": ["--heads", f"{layers[-1]}.1,{layers[0]}.0,{layers[-1]}.0"],
    }
    result = {
        name: {
            "options": options[name],
            "summaries": summaries(rows, lambda a: received(a, some)),
            "keywords": keywords(rows, lambda a: samrank(a, some)),
        }
        for name, some in chosen.items()
    }
    result["rollout"] = {"options": ["--measure", "rollout"], "summaries": summaries(rows, rollout), "keywords": result["all"]["keywords"]}
    write(expected, result)


if __name__ == "__main__":
    {"expect": expect, "gap": gap}[sys.argv[1]](*sys.argv[2:])
