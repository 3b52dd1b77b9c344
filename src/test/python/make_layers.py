#!/usr/bin/env python3
"""Computes what jobs/analyze finds of a model's layers from its definitions, in float64, with numpy.

    make_layers.py shuffle ATTENTION TABLE.parquet    the rows of jobs/attend in another order, as another program would write them
    make_layers.py expect TABLE.parquet EXPECTED.json

EXPECTED gets what jobs/analyze should find with --min-count 2 --divergences all; its links and words also for --heads 2.1,0.0 (or the
last layer's head 1 and the first one's head 0). The two tables of src/test/resources/analysis were made by

    jobs/attend --model src/test/resources/encoders/gelu --input src/test/resources/analysis/treebank.conllu --input-format conllu --max-row-bytes 2000 --output a
    jobs/attend --model src/test/resources/encoders/gpt2 --input src/test/resources/analysis/treebank.conllu --input-format conllu --limit 10 --layers 0,2 --output b

and are layers.parquet and causal.parquet. A row of a table here is a list, in the order of ROWS.
"""
import glob
import json
import os
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from make_analysis import MIN_COUNT, divergence, estimate, is_punctuation, of_layer, statistics
from scipy.stats import t as student

FIGURES = ["sentence_mean", "interval_low", "interval_high", "token_mean", "sentences", "tokens"]
ROWS = {
    "statistics": ["layer", "head", "statistic", *FIGURES],
    "divergences": ["layer", "head", "other_layer", "other_head", *FIGURES],
    "links": ["query_word", "key_word", "weight", "meetings"],
    "words": ["word", "received", "occurrences", "rollout"],
    "relations": ["relation", "direction", "layer", "head", "share", "interval_low", "interval_high", "words", "offset", "offset_share"],
}
KEPT = ["sentence_id", "tokens", "word_ids", "truncated", "layer", "num_tokens", "query_start", "num_queries", "attention", "heads", "relations"]


def shuffle(attention, table):
    """No two rows of a sentence stand together: all rows are ordered by query, layer and then sentence."""
    rows = pa.concat_tables(pq.read_table(file) for file in sorted(glob.glob(os.path.join(attention, "attention", "*.parquet"))))
    rows = rows.select(KEPT).sort_by([("query_start", "descending"), ("layer", "descending"), ("sentence_id", "ascending")])
    pq.write_table(rows, table, compression="zstd", row_group_size=10)


def sentences(table):
    """The layers, and for each sentence its attention [layers, heads, n, n] in float64 and the row that tells of its words."""
    heads = int(table.schema.metadata[b"corpusattention.heads"])
    layers = sorted(set(table["layer"].to_pylist()))
    parts, texts = {}, {}
    for row in table.to_pylist():
        n, start, queries = row["num_tokens"], row["query_start"], row["num_queries"]
        whole = parts.setdefault(row["sentence_id"], np.full((len(layers), heads, n, n), np.nan))
        whole[layers.index(row["layer"]), :, start:start + queries] = np.array(row["attention"]).reshape(heads, queries, n)
        texts[row["sentence_id"]] = row
    return layers, [(parts[i], texts[i]) for i in sorted(parts)]


def words_of(tokens, ids):
    """Text and token positions of each word; byte-level pieces mark the word's beginning, WordPiece's its continuation."""
    words = {}
    for place, word in enumerate(ids):
        if word >= 0:
            words.setdefault(word, []).append(place)
    text = lambda token: token[1:] if token.startswith("\u0120") else token[2:] if token.startswith("##") and len(token) > 2 else token
    return [("".join(text(tokens[i]) for i in places), places) for _, places in sorted(words.items())]


def rollout(attention):
    """[n]: what each token receives of the product of all layers."""
    n = attention.shape[-1]
    product = np.eye(n)
    for layer in attention:
        product = (layer.mean(axis=0) + np.eye(n)) / 2 @ product
    return product.mean(axis=0)


def by_words(attention, places):
    """[heads, words, words]: to a word the sum over its pieces, from a word their mean."""
    to = np.stack([attention[:, :, p].sum(axis=2) for p in places], axis=2)
    return np.stack([to[:, p].mean(axis=1) for p in places], axis=1)


def found(attention, places, governors, relations):
    """For each word that counts: relation, offset, and [2, heads] which heads find it, either way."""
    words = by_words(attention, places)
    count = len(places)
    others = np.where(np.eye(count, dtype=bool), -np.inf, words)
    for word in range(count):
        if governors[word] > 0 and relations[word] != "punct":
            governor = governors[word] - 1
            yield relations[word], governor - word, np.stack(
                [others[:, word].argmax(axis=1) == governor, others[:, :, word].argmax(axis=1) == governor])


def relation_rows(sentences, layers, heads):
    """sentences: attention [layers · heads, n, n], places of words, governors, relations."""
    words, offsets, hits = {}, {}, {}
    for s, (attention, places, governors, relations) in enumerate(sentences):
        for relation, offset, hit in found(attention, places, governors, relations):
            hits.setdefault(relation, {}).setdefault(s, []).append(hit)
            offsets.setdefault(relation, {}).setdefault(offset, []).append(1)
    rows = []
    for relation, by_sentence in hits.items():
        w = np.array([len(h) for h in by_sentence.values()])
        h = np.array([np.sum(h, axis=0) for h in by_sentence.values()])
        total, m = w.sum(), len(w)
        best = min(offsets[relation], key=lambda o: (-len(offsets[relation][o]), o))
        for way, direction in enumerate(["to_governor", "from_governor"]):
            for head in range(len(layers) * heads):
                share = h[:, way, head].sum() / total
                low = high = None
                if m > 1:  # Cochran 1977, 6.4: a ratio of two sums over sentences
                    residuals = h[:, way, head] - share * w
                    half = student.ppf(0.975, m - 1) * np.sqrt(m / (m - 1) * (residuals ** 2).sum()) / total
                    low, high = max(0, share - half), min(1, share + half)
                rows.append([relation, direction, layers[head // heads], head % heads, share, low, high, total,
                             best, len(offsets[relation][best]) / total])
    return rows


def tables_of_words(texts, chosen, whole):
    """links and words; chosen: [layers, heads] of each sentence's attention."""
    links, received, rolled, counts = {}, {}, {}, {}
    for attention, words, _, _ in texts:
        mean = attention[chosen].mean(axis=0)
        last = rollout(attention) * mean.shape[0]
        for k, (key, columns) in enumerate(words):
            counts[key] = counts.get(key, 0) + 1
            received.setdefault(key, []).append(mean[:, columns].sum())
            rolled.setdefault(key, []).append(last[columns].sum())
            for q, (query, rows) in enumerate(words):
                if q != k:
                    links.setdefault((query, key), []).append(mean[np.ix_(rows, columns)].sum(axis=1).mean())
    frequent = {word for word, count in counts.items() if count >= MIN_COUNT and not is_punctuation(word)}
    return {
        "links": [[q, k, np.mean(w), len(w)] for (q, k), w in sorted(links.items()) if q in frequent and k in frequent and len(w) >= MIN_COUNT],
        "words": [[w, np.mean(r), len(r), np.mean(rolled[w]) if whole else None] for w, r in sorted(received.items()) if w in frequent],
    }


def expect(table, expected):
    table = pq.read_table(table)
    layers, rows = sentences(table)
    whole = len(layers) == int(table.schema.metadata[b"corpusattention.model_layers"])
    causal = table.schema.metadata.get(b"corpusattention.mask") == b"causal"
    names = sorted({t for _, row in rows for t, w in zip(row["tokens"], row["word_ids"]) if w < 0})
    values, divergences, rolled, texts, relations = {}, {}, {}, [], []
    for attention, row in rows:
        tokens, ids = row["tokens"], row["word_ids"]
        _, heads, n, _ = attention.shape
        words = words_of(tokens, ids)
        special = np.array(ids) < 0
        punctuation = np.zeros(n, dtype=bool)
        for word, places in words:
            punctuation[places] = is_punctuation(word)
        texts.append((attention, words, special, punctuation))
        for layer in range(len(layers)):
            a = attention[layer]
            found_here = statistics(a, special, punctuation, tokens, names)
            if causal:
                follows = np.array([[0 < j <= q and tokens[j - 1] == tokens[q] for j in range(n)] for q in range(n)])
                found_here["share_induction"] = np.where(follows.any(axis=1), (a * follows).sum(axis=2), np.nan)
            for name, value in found_here.items():
                for head in range(heads):
                    values.setdefault((layer, head, name), []).append(value[head])
        flat = attention.reshape(-1, n, n)
        for one in range(len(flat)):
            for other in range(one + 1, len(flat)):
                divergences.setdefault((one, other), []).append(divergence(flat[one], flat[other]))
        if whole:
            last = rollout(attention)
            of = {"first": last[0], "last": last[-1], "special": last[special].sum(), "punctuation": last[punctuation].sum()}
            for name in names:
                columns = np.array([s and t == name for s, t in zip(special, tokens)])
                of[name] = last[columns].sum() if columns.any() else np.nan
            for name, value in of.items():
                rolled.setdefault("rollout_" + name, []).append(np.repeat(value, n))
        if not row["truncated"] and len(words) == len(row["heads"]) > 1:
            relations.append((flat, [places for _, places in words], row["heads"], row["relations"]))
    figures = lambda per_sentence: list(estimate(per_sentence).values())
    statistic_rows = [[layers[l], h, name, *figures(v)] for (l, h, name), v in values.items() if estimate(v)]
    for l, number in enumerate(layers):
        for name in sorted({name for _, _, name in values}):
            if estimate(values[l, 0, name]):
                statistic_rows.append([number, None, name, *figures(of_layer([values[l, h, name] for h in range(heads)]))])
    statistic_rows += [[None, None, name, *figures(v)] for name, v in rolled.items() if estimate(v)]
    everything = np.ones((len(layers), heads), dtype=bool)
    some = np.zeros((len(layers), heads), dtype=bool)
    some[-1, 1] = some[0, 0] = True
    result = {
        "layers": layers,
        "sentences": len(rows),
        "tokens": sum(a.shape[-1] for a, _ in rows),
        "statistics": statistic_rows,
        "divergences": [[layers[a // heads], a % heads, layers[b // heads], b % heads, *figures(v)] for (a, b), v in divergences.items()],
        **tables_of_words(texts, everything, whole),
        "relations": relation_rows(relations, layers, heads),
        "with_relations": len(relations),
        "cut_without_relations": sum(row["truncated"] for _, row in rows),
        "of_heads": {"heads": f"{layers[-1]}.1,{layers[0]}.0", **tables_of_words(texts, some, whole)},
    }
    write(expected, result)


def write(file, result):
    """JSON with a row on each line."""
    plain = lambda value: float(f"{value:.10g}") if isinstance(value, (float, np.floating)) else int(value) if isinstance(value, np.integer) else value

    def rows(value, indent):
        if isinstance(value, dict):
            return "{\n" + ",\n".join(f"{indent} {json.dumps(k)}: {rows(v, indent + ' ')}" for k, v in value.items()) + "\n" + indent + "}"
        if isinstance(value, list) and value and isinstance(value[0], list):
            return "[\n" + ",\n".join(indent + json.dumps([plain(v) for v in row], ensure_ascii=False) for row in value) + "]"
        return json.dumps(plain(value), ensure_ascii=False)

    with open(file, "w", encoding="utf-8") as out:
        out.write(rows(result, "") + "\n")


if __name__ == "__main__":
    {"shuffle": shuffle, "expect": expect}[sys.argv[1]](*sys.argv[2:])
