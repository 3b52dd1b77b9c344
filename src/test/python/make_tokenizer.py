"""Writes src/test/resources/tokenizers/sentencepiece.json: a Unigram tokenizer with a map of characters.

Needs the packages sentencepiece and tokenizers. Run: python3 src/test/python/make_tokenizer.py

SentencePiece makes the map, of five rules; the Python side of the tokenizers library tells the tokens.
"""

import base64
import io
import json
import pathlib
import tempfile

from sentencepiece import SentencePieceTrainer
from sentencepiece import sentencepiece_model_pb2 as model_pb2
from tokenizers import Tokenizer

ROOT = pathlib.Path(__file__).parents[1] / "resources" / "tokenizers"
RULES = "FB01\t66 69\n00E9\t65 301\n2460\t31\n3000\t20\nFF21\t41\n"
TEXT = "ﬁn é①　Ａ"
VOCABULARY = ["<unk>", "f", "i", "n", "e", "\u0301", "1", " ", "A"]


def charsmap():
    model = io.BytesIO()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
        rules.write(RULES)
        rules.flush()
        SentencePieceTrainer.train(
            sentence_iterator=iter(["the cat sat on the mat"] * 50),
            model_writer=model,
            vocab_size=15,
            minloglevel=2,
            normalization_rule_tsv=rules.name,
        )
    proto = model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()


def main():
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [{"type": "Precompiled", "precompiled_charsmap": charsmap()}],
        },
        "model": {"type": "Unigram", "unk_id": 0, "vocab": [[token, -1.0] for token in VOCABULARY]},
    }
    text = json.dumps(tokenizer)
    tokens = Tokenizer.from_str(text).encode(TEXT).tokens
    ROOT.mkdir(parents=True, exist_ok=True)
    (ROOT / "sentencepiece.json").write_text(text + "\n")
    (ROOT / "expected.json").write_text(json.dumps({"text": TEXT, "tokens": tokens}) + "\n")


main()
