#!/usr/bin/env python3
"""Makes a BERT with random weights and the tokenizer of another model: make_model.py FROM TO [--layers N] ...

The defaults are the shape of BERT-base. How fast a model is depends on its shape and not on its weights. TO receives
config.json, model.safetensors and tokenizer.json. Needs torch and transformers.
"""
import argparse
import shutil
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("source", type=Path, metavar="FROM", help="folder of a model whose tokenizer.json is taken")
parser.add_argument("target", type=Path, metavar="TO", help="folder to make")
parser.add_argument("--layers", type=int, default=12)
parser.add_argument("--width", type=int, default=768, help="d_model")
parser.add_argument("--heads", type=int, default=12)
parser.add_argument("--inner", type=int, default=3072, help="d_ff")
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()

torch.manual_seed(args.seed)
tokenizer = args.source / "tokenizer.json"
config = transformers.BertConfig(
    vocab_size=Tokenizer.from_file(str(tokenizer)).get_vocab_size(),
    num_hidden_layers=args.layers,
    hidden_size=args.width,
    num_attention_heads=args.heads,
    intermediate_size=args.inner,
)
transformers.BertModel(config, add_pooling_layer=False).save_pretrained(args.target)
shutil.copy(tokenizer, args.target)
