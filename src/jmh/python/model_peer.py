#!/usr/bin/env python3
"""A peer for whole models: a text through all layers of a BERT, in the ways that people do it in Python.

For each line on standard input it does one pass over the text and prints how many seconds that took, so that whoever
writes the lines decides when it works, and all passes but the first are warm. With --repeat N it does N passes unasked.
Standard output has nothing but numbers: the pieces of the text, then the seconds of each pass.

A pass reads TEXT, a sentence a line, cuts it into pieces, sorts the sentences by length, and takes them in batches. MODEL
is a folder with config.json, model.safetensors and tokenizer.json. The model is loaded before, and checked against
transformers. The styles:

eager          transformers' eager attention in padded batches; the attentions of a sentence as numpy arrays
eager-written  the same, written to OUTPUT as Parquet with snappy: sentence_id, layer, tokens, attention [heads, n, n]
packed         without padding: dense layers of oneDNN over all pieces of a batch, attention over sentences of one length;
               the attentions of a sentence as numpy arrays
onnx           ONNX Runtime in padded batches; no attentions, but the mean of each sentence's last hidden states

Needs torch, transformers, numpy and pyarrow; for onnx also onnx and onnxruntime.
"""
import argparse
import math
import os
import sys
import tempfile
import time
import warnings
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
import transformers
from tokenizers import Tokenizer

SCHEMA = pa.schema(
    [
        ("sentence_id", pa.int64()),
        ("layer", pa.int32()),
        ("tokens", pa.list_(pa.string())),
        ("attention", pa.list_(pa.float32())),
    ]
)
SAMPLES = 8  # sentences that are checked
TOLERANCE = 1e-5  # of attentions; of hidden states, relative to the largest


def padded(encodings):
    """Ids and mask, both [sentences, longest]."""
    ids = np.zeros((len(encodings), max(len(e.ids) for e in encodings)), np.int64)
    mask = np.zeros_like(ids)
    for i, encoding in enumerate(encodings):
        ids[i, : len(encoding.ids)] = encoding.ids
        mask[i, : len(encoding.ids)] = 1
    return ids, mask


def mean(hidden, mask):
    """The mean of hidden states [sentences, longest, d_model] over the pieces of each sentence."""
    return np.einsum("std,st->sd", hidden, mask.astype(np.float32)) / mask.sum(1, keepdims=True)


class Eager:
    """The model as transformers has it."""

    def __init__(self, folder):
        self.model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

    def run(self, encodings):
        ids, mask = padded(encodings)
        return self.model(torch.from_numpy(ids), attention_mask=torch.from_numpy(mask), output_attentions=True), mask

    def attentions(self, encodings):
        """For each sentence the attentions of all layers, [heads, n, n] each."""
        layers = [layer.numpy() for layer in self.run(encodings)[0].attentions]
        lengths = [len(e.ids) for e in encodings]
        return [[np.ascontiguousarray(layer[i, :, :n, :n]) for layer in layers] for i, n in enumerate(lengths)]

    def means(self, encodings):
        out, mask = self.run(encodings)
        return mean(out.last_hidden_state.numpy(), mask)


class Packed:
    """A BERT whose batches are matrices [pieces, d_model], and whose weights are laid out once as oneDNN wants them."""

    def __init__(self, model, rows):
        config, self.tensors, self.rows = model.config, model.state_dict(), rows
        if config.model_type != "bert" or config.hidden_act != "gelu":
            raise SystemExit(f"packed is for BERTs with gelu, not {config.model_type} with {config.hidden_act}")
        self.heads, self.epsilon = config.num_attention_heads, config.layer_norm_eps
        self.words = self.tensors["embeddings.word_embeddings.weight"]
        self.places = self.tensors["embeddings.position_embeddings.weight"] + self.tensors["embeddings.token_type_embeddings.weight"][0]
        self.norm = self.norm_of("embeddings.")
        self.layers = [self.layer(f"encoder.layer.{i}.") for i in range(config.num_hidden_layers)]
        del self.tensors

    def norm_of(self, prefix):
        return self.tensors[prefix + "LayerNorm.weight"], self.tensors[prefix + "LayerNorm.bias"]

    def layer(self, prefix):
        own = prefix + "attention.self."
        weights, biases = ([self.tensors[f"{own}{name}.{kind}"] for name in ("query", "key", "value")] for kind in ("weight", "bias"))
        # The scale goes into the queries once, in place of every score.
        scale = 1 / math.sqrt(weights[0].shape[0] // self.heads)
        weights[0], biases[0] = weights[0] * scale, biases[0] * scale
        dense = [(torch.cat(weights), torch.cat(biases))] + [
            (self.tensors[prefix + name + ".dense.weight"], self.tensors[prefix + name + ".dense.bias"])
            for name in ("attention.output", "intermediate", "output")
        ]
        reordered = [(torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), self.rows), bias) for weight, bias in dense]
        return *reordered, self.norm_of(prefix + "attention.output."), self.norm_of(prefix + "output.")

    def normalized(self, x, norm):
        return torch.nn.functional.layer_norm(x, x.shape[1:], *norm, self.epsilon)

    def attentions(self, encodings):
        """Of sentences by ascending length: those of one length are a block."""
        blocks, at = [], 0  # first piece, sentences, n
        for n, group in groupby(len(e.ids) for e in encodings):
            blocks.append((at, count := len(list(group)), n))
            at += count * n
        ids = torch.from_numpy(np.concatenate([e.ids for e in encodings]))
        places = torch.cat([torch.arange(n).repeat(count) for _, count, n in blocks])
        x = self.normalized(self.words[ids] + self.places[places], self.norm)
        linear = torch.ops.mkldnn._linear_pointwise
        kept = [[] for _ in encodings]
        for qkv, output, up, down, first, second in self.layers:
            projected = linear(x, *qkv, "none", [], "")
            context, sentence = torch.empty_like(x), 0
            for at, count, n in blocks:
                # [3, sentences, heads, n, d_k]
                q, k, v = projected[at : at + count * n].view(count, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
                weights = torch.softmax(q @ k.transpose(-1, -2), dim=-1)
                context[at : at + count * n].view(count, n, self.heads, -1).copy_((weights @ v).transpose(1, 2))
                for of_sentence in weights.numpy():
                    kept[sentence].append(of_sentence)
                    sentence += 1
            x = self.normalized(linear.binary(context, x, *output, "add"), first)
            inner = linear(x, *up, "gelu", [], "none")
            x = self.normalized(linear.binary(inner, x, *down, "add"), second)
        return kept


class Onnx:
    """The model's graph in ONNX Runtime: that of the folder if it has one, or else one that torch exports."""

    def __init__(self, folder, model, threads):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.intra_op_num_threads = threads
        with tempfile.TemporaryDirectory() as scratch:
            graph = next(iter(sorted(folder.glob("**/*.onnx"))), Path(scratch, "model.onnx"))
            if not graph.exists():
                self.export(model, graph)
            self.session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self.names = [put.name for put in self.session.get_inputs()]

    @staticmethod
    def export(model, graph):
        class States(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, ids, mask):
                return self.model(ids, attention_mask=mask).last_hidden_state

        names, example = ["input_ids", "attention_mask"], torch.ones(2, 8, dtype=torch.int64)
        axes = {name: {0: "sentences", 1: "pieces"} for name in [*names, "last_hidden_state"]}
        torch.onnx.export(
            States().eval(), (example, example), str(graph), input_names=names, output_names=["last_hidden_state"],
            dynamic_axes=axes, dynamo=False,
        )  # fmt: skip

    def means(self, encodings):
        ids, mask = padded(encodings)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return mean(self.session.run(None, {name: given[name] for name in self.names})[0], mask)


class Text:
    """The sentences of a file, a line each, and the model's tokenizer."""

    def __init__(self, file, folder):
        self.file = file
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        config = transformers.AutoConfig.from_pretrained(folder)
        # RoBERTa and its like count positions from behind the padding's id.
        reserved = config.pad_token_id + 1 if config.model_type in ("roberta", "xlm-roberta", "camembert") else 0
        self.tokenizer.enable_truncation(config.max_position_embeddings - reserved)

    def encoded(self):
        """Sentences by ascending length: number of the line, from 1, and pieces."""
        with open(self.file, encoding="utf-8") as lines:
            numbered = [(number, line.rstrip("\n")) for number, line in enumerate(lines, 1) if line.strip()]
        pieces = self.tokenizer.encode_batch_fast([line for _, line in numbered])
        return sorted(((number, piece) for (number, _), piece in zip(numbered, pieces)), key=lambda pair: len(pair[1].ids))


def lists(lengths, values):
    """A column of lists, without a copy of their numbers."""
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def table(batch, attentions):
    """A row for each sentence and layer."""
    rows = [(number, e.tokens, layer, a) for (number, e), of in zip(batch, attentions) for layer, a in enumerate(of)]
    tokens = [row[1] for row in rows]
    columns = [
        pa.array([row[0] for row in rows], pa.int64()),
        pa.array([row[2] for row in rows], pa.int32()),
        lists([len(t) for t in tokens], pa.array([piece for t in tokens for piece in t], pa.string())),
        lists([row[3].size for row in rows], pa.array(np.concatenate([row[3].reshape(-1) for row in rows]))),
    ]
    return pa.record_batch(columns, schema=SCHEMA)


def writer(output):
    # A dictionary for numbers that do not repeat would be tried in vain.
    return pq.ParquetWriter(
        output / "attention.parquet", SCHEMA, compression="snappy", use_dictionary=["tokens.list.element"],
        write_statistics=["sentence_id"],
    )  # fmt: skip


def one_pass(text, size, compute, output):
    sentences = text.encoded()
    batches = [sentences[i : i + size] for i in range(0, len(sentences), size)]
    if output is None:
        for batch in batches:
            compute([encoding for _, encoding in batch])
        return
    with writer(output) as file:
        for batch in batches:
            file.write_batch(table(batch, compute([encoding for _, encoding in batch])))


def check(style, peer, eager, encodings):
    """A peer that computes something else would be no peer."""
    if style == "onnx":
        expected = eager.means(encodings)
        error = np.abs(peer.means(encodings) - expected).max() / max(1, np.abs(expected).max())
    else:
        pairs = zip(peer.attentions(encodings), eager.attentions(encodings))
        error = max(np.abs(a - b).max() for ours, theirs in pairs for a, b in zip(ours, theirs, strict=True))
    if not error < TOLERANCE:
        raise SystemExit(f"{style} is off by {error} from transformers")
    print(f"{style} is at most {error:.1e} off from transformers", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--style", choices=["eager", "eager-written", "packed", "onnx"], default="packed")
    parser.add_argument("--batch", type=int, default=32, help="sentences")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, help="passes to do without being asked")
    args = parser.parse_args()

    warnings.filterwarnings("ignore")  # of the exporter
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    os.environ["RAYON_NUM_THREADS"] = str(args.threads)  # of the tokenizer
    torch.set_num_threads(args.threads)
    pa.set_cpu_count(args.threads)
    torch.set_grad_enabled(False)
    text = Text(args.text, args.model)
    sentences = [encoding for _, encoding in text.encoded()]
    peer = eager = Eager(args.model)
    if args.style == "packed":
        peer = Packed(eager.model, args.batch * sum(len(e.ids) for e in sentences) // max(1, len(sentences)))
    elif args.style == "onnx":
        peer = Onnx(args.model, eager.model, args.threads)
    if peer is not eager:
        check(args.style, peer, eager, sentences[:: max(1, len(sentences) // SAMPLES)])
    del eager
    output = args.output if args.style == "eager-written" else None
    args.output.mkdir(parents=True, exist_ok=True)
    for old in args.output.glob("*.parquet"):
        old.unlink()
    print(sum(len(e.ids) for e in sentences), flush=True)
    del sentences
    for _ in sys.stdin if args.repeat is None else range(args.repeat):
        start = time.perf_counter()
        one_pass(text, args.batch, peer.means if args.style == "onnx" else peer.attentions, output)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
