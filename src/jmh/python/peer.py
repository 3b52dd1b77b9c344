#!/usr/bin/env python3
"""The peer of jobs/benchmark: self-attention for every sentence of a corpus in PyTorch, Parquet in and Parquet out.

For each line on standard input it does one pass over the corpus and prints how many seconds that took, so that whoever
writes the lines decides when it works, and all passes but the first are warm. With --repeat N it does N passes unasked.

A pass reads CORPUS/*.parquet (sentence_id, tokens, embeddings: list<float>, [n, d_model] row-major) and writes a file
for each to OUTPUT, with sentence_id, tokens, attention ([heads, n, n]) and context ([n, d_model]). Weights are
W_q.npy, W_k.npy and W_v.npy, [d_model, d_model], read once. Sentences leave in another order than they came in: that
spares a copy. Needs torch, numpy and pyarrow.
"""
import argparse
import math
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import torch

SCHEMA = pa.schema(
    [
        ("sentence_id", pa.int64()),
        ("tokens", pa.list_(pa.string())),
        ("attention", pa.list_(pa.float32())),
        ("context", pa.list_(pa.float32())),
    ]
)


class Attention:
    """W_q, W_k and W_v, and what they make of batches of sentences. All of x is [tokens, d_model], contiguous."""

    def __init__(self, folder, heads):
        q, k, v = (torch.from_numpy(np.load(folder / f"W_{name}.npy")) for name in "qkv")
        self.width, self.heads, self.d_k = q.shape[0], heads, q.shape[1] // heads
        # The scale goes into W_q once, in place of every score.
        self.weights = torch.cat([q / math.sqrt(self.d_k), k, v], dim=1).contiguous()

    def packed(self, x, lengths):
        """Sentences by ascending length: those of one length are a block that needs no padding."""
        qkv = x @ self.weights
        attention = torch.empty(int(self.heads * np.square(lengths).sum()))
        context = torch.empty(len(x), self.width)
        token = place = 0
        for n, count in zip(*np.unique(lengths, return_counts=True)):
            n, count = int(n), int(count)
            shape = (count, self.heads, n, n)
            block = slice(token, token + count * n)
            weights = attention[place : place + math.prod(shape)].view(shape)
            # [3, sentences, heads, n, d_k]
            q, k, v = qkv[block].view(count, n, 3, self.heads, self.d_k).permute(2, 0, 3, 1, 4)
            torch.softmax(q @ k.transpose(-1, -2), dim=-1, out=weights)
            context[block].view(count, n, self.heads, self.d_k).copy_((weights @ v).transpose(1, 2))
            token, place = block.stop, place + math.prod(shape)
        return attention, context

    def padded(self, x, lengths):
        """Every sentence as long as the longest, as model code usually has it."""
        count, longest = len(lengths), int(lengths.max())
        real = torch.arange(longest) < torch.from_numpy(lengths)[:, None]  # [sentences, longest]
        batch = torch.zeros(count, longest, self.width)
        batch[real] = x
        qkv = batch @ self.weights
        q, k, v = qkv.view(count, longest, 3, self.heads, self.d_k).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-1, -2)).masked_fill_(~real[:, None, None, :], -math.inf)
        weights = torch.softmax(scores, dim=-1)
        context = (weights @ v).transpose(1, 2).reshape(count, longest, self.width)
        pairs = (real[:, :, None] & real[:, None, :])[:, None]
        return weights.masked_select(pairs), context[real]


def lists(lengths, values):
    """A column of lists, without a copy of their numbers."""
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values.numpy().reshape(-1)))


def write_pass(corpus, output, model, compute, size):
    for source in sorted(corpus.glob("*.parquet")):
        with pq.ParquetWriter(
            output / f"{source.stem}.attention.parquet",
            SCHEMA,
            compression="snappy",
            use_dictionary=["tokens.list.element"],  # for numbers that do not repeat it would be tried in vain
            write_statistics=["sentence_id"],
        ) as writer:
            for batch in pq.ParquetFile(source).iter_batches(size, columns=["sentence_id", "tokens", "embeddings"]):
                batch = batch.take(pc.sort_indices(pc.list_value_length(batch["tokens"])))
                lengths = pc.list_value_length(batch["tokens"]).to_numpy().astype(np.int64)
                x = torch.from_numpy(batch["embeddings"].flatten().to_numpy()).view(-1, model.width)
                attention, context = compute(x, lengths)
                columns = [
                    batch["sentence_id"],
                    batch["tokens"],
                    lists(model.heads * lengths**2, attention),
                    lists(lengths * model.width, context),
                ]
                writer.write_batch(pa.record_batch(columns, schema=SCHEMA))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--heads", type=int, required=True)
    parser.add_argument("--style", choices=["packed", "padded"], default="packed")
    parser.add_argument("--batch", type=int, help="sentences; by default 512 packed, 64 padded")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, help="passes to do without being asked")
    args = parser.parse_args()

    warnings.filterwarnings("ignore", message="The given NumPy array is not writable")  # x is only read
    torch.set_num_threads(args.threads)
    pa.set_cpu_count(args.threads)
    model = Attention(args.weights, args.heads)
    args.output.mkdir(parents=True, exist_ok=True)
    for old in args.output.glob("*.parquet"):
        old.unlink()
    size = args.batch or {"packed": 512, "padded": 64}[args.style]
    with torch.inference_mode():
        for _ in sys.stdin if args.repeat is None else range(args.repeat):
            start = time.perf_counter()
            write_pass(args.corpus, args.output, model, getattr(model, args.style), size)
            print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
