#!/usr/bin/env python3
"""Makes longer texts of shorter ones: make_texts.py TEXT MODEL TO --pieces N

The words of TEXT, one after the other, as lines of as many pieces of MODEL's tokenizer as fit N, special tokens among
them; what is left over at the end is dropped. Needs tokenizers.
"""
import argparse
from pathlib import Path

from tokenizers import Tokenizer

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("text", type=Path, metavar="TEXT")
parser.add_argument("model", type=Path, metavar="MODEL", help="folder with tokenizer.json")
parser.add_argument("target", type=Path, metavar="TO", help="file to make")
parser.add_argument("--pieces", type=int, required=True, help="of a line, at most")
args = parser.parse_args()

tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
tokenizer.no_padding()
tokenizer.no_truncation()
words = args.text.read_text(encoding="utf-8").split()
# Tokenizers cut words apart, so that the pieces of a line are those of its words.
pieces = [len(encoding.ids) for encoding in tokenizer.encode_batch(words, add_special_tokens=False)]
special = tokenizer.num_special_tokens_to_add(False)
lines, line, length = [], [], special
for word, count in zip(words, pieces):
    if line and length + count > args.pieces:
        lines.append(" ".join(line))
        line, length = [], special
    line.append(word)
    length += count
args.target.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
made = [len(encoding.ids) for encoding in tokenizer.encode_batch(lines)]
print(f"{len(made)} lines of {min(made)} to {max(made)} pieces, {sum(made)} in all")
