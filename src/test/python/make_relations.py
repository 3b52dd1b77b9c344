#!/usr/bin/env python3
"""Makes src/test/resources/analysis/relations.json: which heads of tiny models find which relations of treebank.conllu.

Reads the treebank and computes the attention by transformers in float64, apart from the project. The relations are counted as
make_layers.py counts them. Needs torch, transformers and tokenizers; no network.
"""
import os

import numpy as np
import tokenizers
import torch
import transformers as tf
from make_layers import relation_rows, write

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "resources")
POSITIONS = 24
MODELS = {"gelu": False, "gpt2": True}  # whether a word is told by the blank before it


def treebank():
    with open(os.path.join(RESOURCES, "analysis", "treebank.conllu"), encoding="utf-8") as file:
        for sentence in file.read().strip().split("\n\n"):
            rows = [line.split("\t") for line in sentence.split("\n") if not line.startswith("#")]
            yield [r[1] for r in rows], [-1 if r[6] == "_" else int(r[6]) for r in rows], [r[7] for r in rows]


def main():
    result = {}
    for name, blanks in MODELS.items():
        folder = os.path.join(RESOURCES, "encoders", name)
        model = tf.AutoModel.from_pretrained(folder, attn_implementation="eager").double().eval()
        tokenizer = tokenizers.Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        tokenizer.no_padding()
        sentences, cut, without = [], 0, 0
        for words, governors, relations in treebank():
            encoded = [" " * (blanks and i > 0) + word for i, word in enumerate(words)]
            tokenizer.no_truncation()
            whole = tokenizer.encode(encoded, is_pretokenized=True)
            tokenizer.enable_truncation(POSITIONS)
            encoding = tokenizer.encode(encoded, is_pretokenized=True)
            with torch.no_grad():
                attention = model(torch.tensor([encoding.ids]), output_attentions=True).attentions
            places = {}
            for place, word in enumerate(encoding.word_ids):
                if word is not None:
                    places.setdefault(word, []).append(place)
            if len(whole.ids) > len(encoding.ids):
                cut += 1
            elif len(places) != len(words):
                without += 1
            elif len(words) > 1:
                attention = np.concatenate([a[0].numpy() for a in attention])
                sentences.append((attention, [places[w] for w in sorted(places)], governors, relations))
        result[name] = {
            "with_relations": len(sentences), "cut_without_relations": cut, "words_without_pieces": without,
            "relations": relation_rows(sentences, range(3), 3)}
    write(os.path.join(RESOURCES, "analysis", "relations.json"), result)


if __name__ == "__main__":
    main()
