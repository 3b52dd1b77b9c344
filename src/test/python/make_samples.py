#!/usr/bin/env python3
"""Makes data-samples/sentences.parquet and vectors.txt from data-samples/corpus.txt, and plain weights for tests.

Tokens are words and punctuation marks, in lower case for the vectors. A word's vector comes from the corpus itself: the
positive pointwise mutual information of words that share a sentence, P = Q L Q', is symmetric, and x = Q |L|^(1/2)
over its largest eigenvalues. data-samples/weights is learnt from these sentences by jobs/train; README has the command.

The weights in src/test/resources/analysis/weights are not learnt. With W_q = c I and W_k = c sign(L) the score of a query
word and a key word is (up to the eigenvalues left out) their mutual information: a word attends to the words it tends to
meet. The four heads take the eigenvectors in turn; W_v is the identity. Needs numpy and pyarrow.
"""
import os
import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

WIDTH, HEADS, SHARPNESS = 32, 4, 6.0
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..", "..", "data-samples")
plain = os.path.join(here, "..", "resources", "analysis", "weights")
with open(os.path.join(root, "corpus.txt"), encoding="utf-8") as f:
    sentences = [re.findall(r"\w+|[^\w\s]", line) for line in f if line.strip()]

words = sorted({w.lower() for s in sentences for w in s})
index = {w: i for i, w in enumerate(words)}
together = np.zeros((len(words), len(words)))
for s in sentences:
    ids = sorted({index[w.lower()] for w in s})
    together[np.ix_(ids, ids)] += 1
np.fill_diagonal(together, 0)
total, each = together.sum(), together.sum(1)
with np.errstate(divide="ignore"):
    information = np.maximum(np.log(together * total / np.outer(each, each)), 0)
values, vectors = np.linalg.eigh(information)
largest = np.argsort(-abs(values), kind="stable")[:WIDTH]
largest = np.concatenate([largest[h::HEADS] for h in range(HEADS)])  # each head gets large and small ones
values, vectors = values[largest], vectors[:, largest]
vectors *= np.where(vectors[abs(vectors).argmax(0), range(WIDTH)] < 0, -1, 1)  # a sign that does not depend on the library
embedding = (vectors * np.sqrt(abs(values))).astype(np.float32)

with open(os.path.join(root, "vectors.txt"), "w", encoding="utf-8") as f:  # GloVe's format; numbers come back as they were
    for word, vector in zip(words, embedding):
        f.write(" ".join([word, *(np.format_float_positional(x, unique=True, trim="-") for x in vector)]) + "\n")

rows = [embedding[[index[w.lower()] for w in s]] for s in sentences]
table = pa.table(
    {
        "sentence_id": pa.array(range(1, len(rows) + 1), pa.int64()),
        "tokens": pa.array(sentences, pa.list_(pa.string())),
        "embeddings": pa.array([r.reshape(-1) for r in rows], pa.list_(pa.float32())),
    }
)
pq.write_table(table, os.path.join(root, "sentences.parquet"), compression="zstd", use_dictionary=["tokens"])
scale = np.sqrt(SHARPNESS * np.sqrt(WIDTH / HEADS))
eye = np.eye(WIDTH)
os.makedirs(plain, exist_ok=True)
for name, matrix in ("q", scale * eye), ("k", scale * eye * np.sign(values)), ("v", eye):
    np.save(os.path.join(plain, f"W_{name}.npy"), matrix.astype("<f4"))
with open(os.path.join(plain, "config.json"), "w") as f:
    f.write('{\n  "num_attention_heads": %d\n}\n' % HEADS)
print(f"{len(rows)} sentences, {sum(map(len, sentences))} tokens, {len(words)} words")
