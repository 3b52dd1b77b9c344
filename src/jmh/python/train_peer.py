#!/usr/bin/env python3
"""A peer for training: epochs of masked prediction by one layer of self-attention, in PyTorch with padded batches.

For each line on standard input it trains for one epoch and prints how many seconds that took, so that whoever writes
the lines decides when it works, and all epochs but the first are warm. With --repeat N it does N epochs unasked.
Standard output has nothing but seconds: those that reading took first, then those of each epoch. What was read, and the
loss and accuracy of each epoch, go to standard error.

CORPUS/*.parquet (sentence_id, tokens, embeddings: list<float>, [n, d_model] row-major) is read once, before the first
epoch and outside of its time, and stays in memory. W_q.npy, W_k.npy and W_v.npy, [d_model, d_model], are the weights
that training starts from; each epoch goes on where the last one ended, unless --restart.

The objective: in each sentence a share of the tokens is hidden, that is, enters with its sinusoidal position alone. The
context vector of a hidden token is scored by dot products against its own embedding and those of other words, drawn in
proportion to their counts to the power of 0.75; the loss is the cross entropy. A word is what has the same token, its
embedding that of its first occurrence. A step of Adam follows each batch. Loss and accuracy are means over the hidden
tokens of an epoch, each under the weights of its step.

Needs torch, numpy and pyarrow.
"""
import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import torch
import torch.nn.functional as F

POOL = 50  # batches whose sentences are sorted by length together


class Corpus:
    """All sentences end to end, and the words that they are made of."""

    def __init__(self, folder):
        files = [str(file) for file in sorted(folder.glob("*.parquet"))]
        table = pa.concat_tables(pq.read_table(file, columns=["tokens", "embeddings"]) for file in files)
        self.lengths = torch.from_numpy(pc.list_value_length(table["tokens"]).to_numpy().astype(np.int64))
        self.starts = self.lengths.cumsum(0) - self.lengths
        tokens = int(self.lengths.sum())
        # Copied chunk by chunk: as one Arrow array it might have more numbers than 32-bit offsets count.
        self.embeddings = torch.empty(tokens, pc.list_value_length(table["embeddings"]).to_numpy().sum() // tokens)
        flat, at = self.embeddings.view(-1).numpy(), 0
        for chunk in table["embeddings"].chunks:
            values = chunk.flatten().to_numpy()
            flat[at : at + len(values)] = values
            at += len(values)
        words = pc.list_flatten(table["tokens"]).combine_chunks().dictionary_encode().indices.to_numpy()
        _, first, counts = np.unique(words, return_index=True, return_counts=True)
        self.words = torch.from_numpy(words.astype(np.int64))
        self.vectors = self.embeddings[torch.from_numpy(first)]
        self.mass = torch.from_numpy(counts**0.75)
        self.cumulative = self.mass.cumsum(0)

    def order(self, size, grouped):
        """Batches of sentences in a new random order, of like lengths if they are to be grouped."""
        sentences = torch.randperm(len(self.lengths))
        if not grouped:
            return sentences.split(size)
        # As Hugging Face's group_by_length: shuffled, then sorted within pools, so that batches still vary.
        pool = size * max(1, min(POOL, len(sentences) // (4 * size)))
        batches = []
        for part in sentences.split(pool):
            batches += part[self.lengths[part].argsort(descending=True)].split(size)
        return [batches[i] for i in torch.randperm(len(batches))]

    def others(self, words, count):
        """For each of the words so many different from it, in proportion to count ** 0.75: [words, count]"""
        own = self.mass[words, None]
        before = self.cumulative[words, None] - own
        # A number in what the others have; from the word's own place on it is moved over it.
        u = torch.rand(len(words), count, dtype=torch.float64) * (self.cumulative[-1] - own)
        u += torch.where(u < before, 0, own)
        return torch.searchsorted(self.cumulative, u, right=True).clamp_(max=len(self.cumulative) - 1)


def sinusoids(count, width):
    """Vaswani et al. 2017, section 3.5: [count, width]"""
    place = torch.arange(count, dtype=torch.float64)[:, None]
    angle = place * torch.exp(torch.arange(0, width, 2, dtype=torch.float64) * (-math.log(10000) / width))
    return torch.stack([angle.sin(), angle.cos()], dim=2).reshape(count, -1)[:, :width].float().contiguous()


class Attention(torch.nn.Module):
    """One layer, without biases. K and V are one product."""

    def __init__(self, q, k, v, heads):
        super().__init__()
        self.heads = heads
        self.query = torch.nn.Parameter(q.clone())
        self.key_value = torch.nn.Parameter(torch.cat([k, v], dim=1))

    def forward(self, asking, x, real):
        """asking: [sentences, m, d_model]; x: [sentences, n, d_model]; real: [sentences, n], false for padding"""
        sentences, m, width = asking.shape
        q = (asking @ self.query).view(sentences, m, self.heads, -1).transpose(1, 2)
        k, v = (x @ self.key_value).view(*x.shape[:2], 2, self.heads, -1).permute(2, 0, 3, 1, 4)
        context = F.scaled_dot_product_attention(q, k, v, attn_mask=real[:, None, None, :])
        return context.transpose(1, 2).reshape(sentences, m, width)


class Training:
    def __init__(self, corpus, weights, args):
        self.corpus, self.args = corpus, args
        self.positions = sinusoids(int(corpus.lengths.max()), corpus.embeddings.shape[1])
        self.model = Attention(*weights, args.heads)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=args.learning_rate, fused=True)

    def scores(self, sentences):
        """Scores of the hidden tokens of a batch, their own in front: [hidden, 1 + negatives]"""
        corpus, width = self.corpus, self.corpus.embeddings.shape[1]
        lengths = corpus.lengths[sentences]
        longest = int(lengths.max())
        place = torch.arange(longest)
        real = place < lengths[:, None]
        # Padding is whatever follows in the corpus: as keys it is masked, and it asks nothing.
        rows = (corpus.starts[sentences, None] + place).clamp_(max=len(corpus.embeddings) - 1)

        counts = (lengths * self.args.share).round_().clamp_(min=1).long()
        chosen = torch.rand(real.shape).masked_fill_(~real, 2).topk(int(counts.max()), largest=False).indices
        hidden = torch.arange(chosen.shape[1]) < counts[:, None]  # which of chosen: short sentences have fewer
        sentence = hidden.nonzero()[:, 0]
        token = chosen[hidden]

        x = F.embedding(rows, corpus.embeddings)
        x[sentence, token] = 0
        x += self.positions[:longest]
        if self.args.queries == "hidden":
            asking = F.embedding(chosen + longest * torch.arange(len(lengths))[:, None], x.view(-1, width))
            answers = self.model(asking, x, real)[hidden]
        else:
            answers = self.model(x, x, real)[sentence, token]

        own = rows[sentence, token]
        others = corpus.others(corpus.words[own], self.args.negatives)
        own_score = (F.embedding(own, corpus.embeddings) * answers).sum(dim=1, keepdim=True)
        other_scores = answers[:, None] @ F.embedding(others, corpus.vectors).transpose(1, 2)
        return torch.cat([own_score, other_scores[:, 0]], dim=1) / self.args.temperature

    def epoch(self):
        """Returns mean loss and accuracy."""
        loss_sum = right = count = 0
        for sentences in self.corpus.order(self.args.batch, self.args.order == "grouped"):
            scores = self.scores(sentences)
            loss = F.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            loss_sum += loss.item() * len(scores)
            right += int((scores[:, 1:].amax(dim=1) < scores[:, 0]).sum())
            count += len(scores)
        return loss_sum / count, right / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--heads", type=int, required=True)
    parser.add_argument("--batch", type=int, default=256, help="sentences")
    parser.add_argument("--queries", choices=["hidden", "all"], default="hidden", help="tokens that attention is for")
    parser.add_argument("--order", choices=["grouped", "shuffled"], default="grouped", help="grouped by length")
    parser.add_argument("--share", type=float, default=0.15, help="of tokens that are hidden, at least one a sentence")
    parser.add_argument("--negatives", type=int, default=8)
    parser.add_argument("--temperature", type=float, default=1)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--restart", action="store_true", help="every epoch from the first weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, help="epochs to do without being asked")
    args = parser.parse_args()

    torch.set_num_threads(args.threads)
    pa.set_cpu_count(args.threads)
    torch.manual_seed(args.seed)
    start = time.perf_counter()
    corpus = Corpus(args.corpus)
    weights = [torch.from_numpy(np.load(args.weights / f"W_{name}.npy")) for name in "qkv"]
    seconds = time.perf_counter() - start
    print(
        f"read {len(corpus.lengths):,} sentences, {len(corpus.embeddings):,} tokens, {len(corpus.vectors):,} words",
        file=sys.stderr,
    )
    print(seconds, flush=True)
    training = Training(corpus, weights, args)
    for _ in sys.stdin if args.repeat is None else range(args.repeat):
        start = time.perf_counter()
        if args.restart:
            training = Training(corpus, weights, args)
        loss, accuracy = training.epoch()
        seconds = time.perf_counter() - start
        print(f"loss {loss:.4f}, accuracy {accuracy:.4f}", file=sys.stderr)
        print(seconds, flush=True)


if __name__ == "__main__":
    main()
