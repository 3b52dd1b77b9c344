#!/usr/bin/env python3
"""What KernelBenchmarks measures, in PyTorch on one thread, as a table of the same columns.

Needs torch. Buffers are allocated before and used again, as ours are; a product comes with its factor (baddbmm), and
softmax writes into the scores, because that is the fastest of the ways tried. "batched" computes all sentences of a
batch of 2,048 tokens in one call, which is possible where they have the same length.
"""
import argparse
import statistics
import time

import torch

WORKLOADS = {"W1": (768, 12, 64), "W2": (100, 1, 100)}  # d_model, heads, d_k and d_v
BATCH_TOKENS = 2048

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--iterations", type=int, default=36, help="of a quarter of a second")
options = parser.parse_args()
torch.set_num_threads(1)
torch.set_grad_enabled(False)
torch.manual_seed(1)


def require_close(what, actual, expected):
    error = (actual.double() - expected).abs().max() / expected.abs().max()
    if not error <= 1e-4:
        raise SystemExit(f"{what} is off by {error}")


def measure(call):
    """Best and median microseconds of a call, over iterations of a quarter of a second, after two seconds of others."""
    seconds = []
    for iteration in range(8 + options.iterations):
        calls, start = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - start) < 0.25:
            call()
            calls += 1
        if iteration >= 8:
            seconds.append(elapsed / calls)
    return min(seconds) * 1e6, statistics.median(seconds) * 1e6


def report(workload, tokens, library, flop, call, sentences=1):
    best, median = (micros / sentences for micros in measure(call))
    print(
        f"| {workload} | {tokens} | {library} | {best:.1f} | {median:.1f} "
        f"| {flop / best / 1000:.1f} | {flop / median / 1000:.1f} |",
        flush=True,
    )


def projection(workload, tokens):
    d_model, heads, width = WORKLOADS[workload]
    columns = 3 * heads * width
    a, b = torch.randn(tokens, d_model), torch.randn(d_model, columns) * d_model**-0.5
    c = torch.empty(tokens, columns)

    def call():
        torch.mm(a, b, out=c)

    call()
    require_close("projection", c, a.double() @ b.double())
    report(workload, tokens, "torch", 2 * tokens * d_model * columns, call)


def attention(workload, n, together):
    """Attention of one sentence after the other, or of so many in one call."""
    _, heads, width = WORKLOADS[workload]
    sentences = BATCH_TOKENS // n
    projected = torch.randn(sentences * n, 3 * heads * width)
    groups = sentences // together
    # Views into the projection: [group, Q or K or V, together, heads, n, width]
    views = projected.view(groups, together, n, 3, heads, width).permute(0, 3, 1, 4, 2, 5)
    scores = torch.empty(together * heads, n, n)
    context = torch.empty(together * heads, n, width)
    # One head's rows stay apart in the projection; where sentences also do, only a copy joins the two dimensions.
    def flat(x):
        return x.reshape(together * heads, n, width)

    turn = 0

    def call():
        nonlocal turn
        q, k, v = (flat(x) for x in views[turn])
        turn = (turn + 1) % groups
        torch.baddbmm(scores, q, k.transpose(1, 2), beta=0, alpha=width**-0.5, out=scores)
        torch.softmax(scores, -1, out=scores)
        torch.bmm(scores, v, out=context)

    call()
    q, k, v = (flat(x).double() for x in views[0])
    expected = torch.softmax(q @ k.transpose(1, 2) * width**-0.5, -1)
    require_close("attention", scores, expected)
    require_close("context", context, expected @ v)
    flop = 2 * heads * n * n * 2 * width
    report(workload, n, "torch" if together == 1 else "torch, batched", flop, call, together)


print(f"torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}\n")
header = "| workload | tokens | library | best, us | median, us | best, GFLOP/s | median, GFLOP/s |\n|---|---|---|---|---|---|---|"
print(header)
for name in WORKLOADS:
    for size in (24, 768, 4092):
        projection(name, size)
print()
print(header)
for name in WORKLOADS:
    for size in (8, 24, 128, 512, 2048):
        attention(name, size, 1)
        if size < BATCH_TOKENS:
            attention(name, size, BATCH_TOKENS // size)
