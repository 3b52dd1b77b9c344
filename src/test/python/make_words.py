#!/usr/bin/env python3
"""Makes src/test/resources/words.json: sentences that come cut into words, and what tokenizers makes of them.

For each tokenizer of the tests and each sentence its words, and tokens, ids and word ids (-1 for special tokens). A tokenizer that tells
a word by the blank before it gets one before every word but the first. Needs tokenizers; no network.
"""
import json
import os

import tokenizers

RESOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources")
BY_BLANK = ["embedders/roberta", "encoders/gpt2", "encoders/roberta"]
OTHERS = ["embedders/bert"]
SENTENCES = [
    ["The", "law", "will", "never", "be", "perfect", ",", "but", "its", "application", "should", "be", "just", "."],
    ["I", "do", "n't", "know", "Ann", "'s", "naïve", "😀", "3.14", "birds"],
    ["New York", "", "\u200b", "<pad>", "well-known", "...", "don't"],
    ["the"],
    ["", "the", "\t", "mat"],
]


def expected(name, words):
    tokenizer = tokenizers.Tokenizer.from_file(os.path.join(RESOURCES, name, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    given = [(" " if i and name in BY_BLANK else "") + word for i, word in enumerate(words)]
    encoding = tokenizer.encode(given, is_pretokenized=True)
    return {"tokenizer": name, "words": words, "tokens": encoding.tokens, "ids": encoding.ids,
            "word_ids": [-1 if word is None else word for word in encoding.word_ids]}


with open(os.path.join(RESOURCES, "words.json"), "w", encoding="utf-8") as f:
    json.dump([expected(name, words) for name in BY_BLANK + OTHERS for words in SENTENCES], f, ensure_ascii=False)
    f.write("\n")
