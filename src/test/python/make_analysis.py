#!/usr/bin/env python3
"""Computes the statistics of an attention table from their definitions, in float64, with numpy.

    make_analysis.py TABLE.parquet EXPECTED.json

TABLE is what jobs/attend wrote, with tokens (and word_ids, where tokens are pieces of words). EXPECTED gets what jobs/analyze
should find with --min-count 2. The two tables of src/test/resources/analysis were made by

    head -40 data-samples/corpus.txt > c.txt
    jobs/embed  --input c.txt --vectors data-samples/vectors.txt --output s
    jobs/attend --input s --weights src/test/resources/analysis/weights --context none --max-row-bytes 2000 --output a
    jobs/embed  --input c.txt --model src/test/resources/embedders/bert --output s
    jobs/attend --input s --weights src/test/resources/embedders/bert --layer 0 --keep word_ids --context none --output a

and are words.parquet and pieces.parquet. Sentences of words.parquet are cut into tiles.
"""
import json
import sys
import unicodedata

import numpy as np
import pyarrow.parquet as pq
from scipy.stats import t as student

MIN_COUNT = 2
SINK = 0.3
FARTHEST = 16


def sentences(table):
    """For each sentence its attention [heads, n, n] in float64, tokens and word ids."""
    heads = int(table.schema.metadata[b"corpusattention.heads"])
    parts, texts = {}, {}
    for row in table.to_pylist():
        n, start, queries = row["num_tokens"], row["query_start"], row["num_queries"]
        whole = parts.setdefault(row["sentence_id"], np.full((heads, n, n), np.nan))
        whole[:, start:start + queries] = np.array(row["attention"], dtype=np.float64).reshape(heads, queries, n)
        texts[row["sentence_id"]] = row["tokens"], row.get("word_ids")
    return [(a, *texts[i]) for i, a in parts.items()]


def words_of(tokens, ids):
    """Text and token positions of each word; special tokens belong to none."""
    if ids is None:
        return [(token, [i]) for i, token in enumerate(tokens)]
    words = []
    for i, word in enumerate(ids):
        piece = tokens[i][2:] if tokens[i].startswith("##") else tokens[i]
        if word < 0:
            continue
        if i > 0 and ids[i - 1] == word:
            words[-1] = (words[-1][0] + piece, words[-1][1] + [i])
        else:
            words.append((piece, [i]))
    return words


def is_punctuation(word):
    return all(unicodedata.category(c)[0] in "PS" for c in word)


def xlogx(p):
    return np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0)


def statistics(a, special, punctuation, tokens=None, names=()):
    """[statistic][heads, n]: the value of each query, nan where a query has none."""
    heads, n, _ = a.shape
    i = np.arange(n)
    entropy = -xlogx(a).sum(axis=2)
    values = {
        "entropy": entropy,
        "distance": (a * np.abs(i[:, None] - i[None, :])).sum(axis=2) / a.sum(axis=2),
        "share_self": a[:, i, i],
        "share_previous": np.concatenate([np.zeros((heads, 1)), a[:, i[1:], i[:-1]]], axis=1),
        "share_next": np.concatenate([a[:, i[:-1], i[1:]], np.zeros((heads, 1))], axis=1),
        "share_first": a[:, :, 0],
        "share_last": a[:, :, -1],
        "share_special": a[:, :, special].sum(axis=2),
        "share_punctuation": a[:, :, punctuation].sum(axis=2),
        "largest_weight": a.max(axis=2),
        "tokens_holding_95": 1.0 + (np.cumsum(-np.sort(-a, axis=2), axis=2) < 0.95).sum(axis=2).clip(max=n - 1),
    }
    if n > 1:
        values["normalized_entropy"] = entropy / np.log(n)
    values["sink_rate"] = np.where(i > 0, a[:, :, 0] > SINK, np.nan)
    values["sink_sentences"] = np.repeat(a[:, :, 0].mean(axis=1, keepdims=True) > SINK, n, axis=1).astype(float)
    for o in range(-FARTHEST, FARTHEST + 1):
        there = (i + o >= 0) & (i + o < n)
        values[f"offset_{o}"] = np.where(there, a[:, i, np.clip(i + o, 0, n - 1)], np.nan)
    if tokens is not None:
        same = np.array([[j < q and tokens[j] == tokens[q] for j in range(n)] for q in range(n)])
        values["share_duplicate"] = np.where(same.any(axis=1), (a * same).sum(axis=2), np.nan)
        for name in names:
            columns = np.array([special[j] and tokens[j] == name for j in range(n)])
            values[f"share_{name}"] = np.full(a.shape[:2], np.nan) if not columns.any() else a[:, :, columns].sum(axis=2)
    return values


def divergence(p, q):
    """[n]: the Jensen-Shannon divergence of each query."""
    m = (p + q) / 2
    kl = lambda x: np.where(x > 0, x * np.log(np.where(x > 0, x, 1) / np.where(m > 0, m, 1)), 0).sum(axis=1)
    return (kl(p) + kl(q)) / 2


def estimate(per_sentence):
    """per_sentence: for each sentence the values of its queries, nan where a query has none."""
    per_sentence = [v[~np.isnan(v)] for v in per_sentence]
    per_sentence = [v for v in per_sentence if len(v)]
    if not per_sentence:
        return None
    means = np.array([v.mean() for v in per_sentence])
    low = high = None
    if len(means) > 1:
        half = student.ppf(0.975, len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means))
        low, high = means.mean() - half, means.mean() + half
    tokens = np.concatenate(per_sentence)
    return {
        "sentence_mean": means.mean(), "interval_low": low, "interval_high": high,
        "token_mean": tokens.mean(), "sentences": len(means), "tokens": len(tokens),
    }


def of_layer(per_head):
    """The mean over heads, for each sentence and query."""
    return [np.mean(heads, axis=0) for heads in zip(*per_head)]


def main(table, expected):
    values, divergences, links, received, counts = {}, {}, {}, {}, {}
    all_sentences = sentences(pq.read_table(table))
    names = sorted({t for _, tokens, ids in all_sentences for t, w in zip(tokens, ids or []) if w < 0})
    for a, tokens, ids in all_sentences:
        heads, n, _ = a.shape
        words = words_of(tokens, ids)
        special = np.array([ids is not None and ids[i] < 0 for i in range(n)])
        punctuation = np.zeros(n, dtype=bool)
        for word, places in words:
            punctuation[places] = is_punctuation(word)
            counts[word] = counts.get(word, 0) + 1
        for name, value in statistics(a, special, punctuation, tokens, names).items():
            for head in range(heads):
                values.setdefault((head, name), []).append(value[head])
        for head in range(heads):
            for other in range(head + 1, heads):
                divergences.setdefault((head, other), []).append(divergence(a[head], a[other]))
        mean = a.mean(axis=0)
        for k, (key, columns) in enumerate(words):
            received.setdefault(key, []).append(mean[:, columns].sum())
            for q, (query, rows) in enumerate(words):
                if q != k:
                    links.setdefault((query, key), []).append(mean[np.ix_(rows, columns)].sum(axis=1).mean())
    frequent = {word for word, count in counts.items() if count >= MIN_COUNT and not is_punctuation(word)}
    result = {
        "min_count": MIN_COUNT,
        "sentences": len(all_sentences),
        "tokens": sum(a.shape[1] for a, _, _ in all_sentences),
        "statistics": [
            {"head": head, "statistic": name, **estimate(v)}
            for (head, name), v in sorted(values.items()) if estimate(v)] + [
            {"head": None, "statistic": name, **estimate(of_layer([values[head, name] for head in range(heads)]))}
            for name in sorted({name for _, name in values}) if estimate(values[0, name])],
        "divergences": [
            {"head": head, "other_head": other, **estimate(v)} for (head, other), v in sorted(divergences.items())],
        "links": [
            {"query_word": q, "key_word": k, "weight": np.mean(w), "meetings": len(w)}
            for (q, k), w in sorted(links.items()) if q in frequent and k in frequent and len(w) >= MIN_COUNT],
        "words": [
            {"word": w, "received": np.mean(r), "occurrences": len(r)}
            for w, r in sorted(received.items()) if w in frequent],
    }
    with open(expected, "w") as out:
        json.dump(result, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
