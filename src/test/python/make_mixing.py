#!/usr/bin/env python3
"""Computes lengths of weighted values and mixing ratios of every layer of a model (Kobayashi et al. 2020 and 2021), in float64,
with transformers and numpy.

    make_mixing.py MODEL TEXT [EXPECTED.json]

MODEL is a BERT as save_pretrained leaves it, TEXT has a sentence on each line. EXPECTED gets what jobs/analyze --norms should find.
Every transformed value vector is made, as in the papers; the job never makes them. src/test/resources/analysis/mixing.json was made of
src/test/resources/encoders/gelu and the first 40 lines of data-samples/corpus.txt.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
import transformers
from make_analysis import estimate
from tokenizers import Tokenizer


def main(folder, text, expected=None):
    torch.set_grad_enabled(False)
    model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager").eval().double()
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(model.config.max_position_embeddings)
    values = {}
    for line in Path(text).read_text().splitlines():
        if not line.strip():
            continue
        ids = torch.tensor([tokenizer.encode(line).ids])
        out = model(ids, output_attentions=True, output_hidden_states=True)
        for number, layer in enumerate(model.encoder.layer):
            a = out.attentions[number][0].numpy()
            x = out.hidden_states[number][0]
            heads, n, _ = a.shape
            v = layer.attention.self.value(x).numpy().reshape(n, heads, -1)
            w = layer.attention.output.dense.weight.numpy().reshape(-1, heads, v.shape[2])  # [d_out, heads, d_v]
            f = np.einsum("jhd,ohd->hjo", v, w)
            moved = a[:, :, :, None] * f[:, None, :, :]  # [heads, n, n, d_out]
            together = moved.sum(axis=0)
            x = x.numpy()
            own = together[np.arange(n), np.arange(n)] + x
            others = together.sum(axis=1) - (own - x)
            gamma = layer.attention.output.LayerNorm.weight.numpy()
            length = lambda z: np.linalg.norm((z - z.mean(axis=1, keepdims=True)) * gamma, axis=1)
            values.setdefault((number, None, "mixing_ratio"), []).append(length(others) / (length(others) + length(own)))
            lengths = np.linalg.norm(np.concatenate([moved, together[None]]), axis=3)  # [heads + 1, n, n]
            total = lengths.sum(axis=2)
            share = lengths / total[:, :, None]
            entropy = -np.where(share > 0, share * np.log(np.where(share > 0, share, 1)), 0).sum(axis=2)
            for head in range(heads + 1):
                of = number, head if head < heads else None
                values.setdefault((*of, "norm_length"), []).append(total[head])
                values.setdefault((*of, "norm_entropy"), []).append(entropy[head])
                values.setdefault((*of, "norm_share_self"), []).append(share[head][np.arange(n), np.arange(n)])
    result = [
        {"layer": layer, "head": head, "statistic": name, **estimate(v)}
        for (layer, head, name), v in sorted(values.items(), key=str)]
    json.dump(result, open(expected, "w") if expected else sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
