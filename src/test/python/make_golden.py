#!/usr/bin/env python3
"""Makes src/test/resources/golden/attention.json: small cases of attention, computed by PyTorch in float64.

Inputs are float32 numbers, so that they are exact in both; expected numbers are float64. Needs torch.
"""
import json
import os

import torch

torch.manual_seed(20)
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "golden", "attention.json")
CASES = [  # name, n, d_model, heads, kv_heads, d_k, d_v, options
    ("one head", 7, 12, 1, 1, 12, 12, {}),
    ("one token", 1, 8, 2, 2, 4, 4, {}),
    ("four heads with biases", 9, 16, 4, 4, 4, 4, {"bias": True}),
    ("grouped-query heads", 6, 12, 6, 2, 3, 5, {"bias": True}),
    ("one key-value head", 18, 8, 4, 1, 5, 3, {}),
    ("causal", 11, 8, 2, 2, 4, 4, {"mask": "causal"}),
    ("window of 3", 19, 8, 2, 2, 4, 6, {"mask": "window:3"}),
    ("window of 0", 5, 8, 2, 2, 4, 4, {"mask": "window:0"}),
    ("temperature 0.5", 8, 8, 2, 2, 4, 4, {"temperature": 0.5}),
    ("scale 1", 8, 8, 2, 2, 4, 4, {"scale": 1.0}),
    ("negative scale", 8, 8, 2, 2, 4, 4, {"scale": -0.7, "mask": "causal"}),
    ("hard", 13, 8, 2, 2, 4, 4, {"alignment": "hard"}),
    ("hard and causal", 13, 8, 2, 2, 4, 4, {"alignment": "hard", "mask": "causal"}),
    ("odd widths", 35, 13, 3, 3, 7, 17, {"bias": True}),
    ("queries from elsewhere", 9, 8, 4, 2, 3, 5, {"bias": True, "queries": (4, 8)}),
    ("one query of another width", 21, 8, 2, 2, 4, 4, {"queries": (1, 11)}),
    ("more queries than keys, hard", 3, 8, 2, 1, 4, 4, {"queries": (40, 6), "alignment": "hard"}),
]


def numbers(tensor):
    return [float(v) for v in tensor.reshape(-1)]


cases = []
for name, n, d, heads, kv, dk, dv, options in CASES:
    x = torch.randn(n, d, dtype=torch.float32)
    m, width = options.get("queries", (n, d))
    xq = torch.randn(m, width, dtype=torch.float32) if "queries" in options else x
    shapes = {"q": (width, heads * dk), "k": (d, kv * dk), "v": (d, kv * dv)}
    w = {name: torch.randn(*s, dtype=torch.float32) * s[0] ** -0.5 for name, s in shapes.items()}
    b = {o: torch.randn(w[o].shape[1], dtype=torch.float32) if options.get("bias") else None for o in w}
    from_x = {"q": xq, "k": x, "v": x}
    p = {o: from_x[o].double() @ w[o].double() + (0 if b[o] is None else b[o].double()) for o in w}
    q = p["q"].view(m, heads, dk).transpose(0, 1)
    k = p["k"].view(n, kv, dk).transpose(0, 1).repeat_interleave(heads // kv, 0)
    v = p["v"].view(n, kv, dv).transpose(0, 1).repeat_interleave(heads // kv, 0)
    scores = q @ k.transpose(1, 2) * options.get("scale", dk**-0.5) / options.get("temperature", 1.0)
    mask = options.get("mask", "none")
    i, j = torch.arange(n)[:, None], torch.arange(n)[None]
    if mask == "causal":
        scores = scores.masked_fill(j > i, float("-inf"))
    elif mask.startswith("window:"):
        scores = scores.masked_fill((i - j).abs() > int(mask.split(":")[1]), float("-inf"))
    attention = torch.softmax(scores, -1)
    if options.get("alignment") == "hard":
        attention = torch.nn.functional.one_hot(scores.argmax(-1), n).double()
    context = (attention @ v).transpose(0, 1).reshape(m, heads * dv)
    case = {"name": name, "n": n, "num_queries": m, "d_model": d, "query_width": width, "heads": heads, "kv_heads": kv, "d_k": dk, "d_v": dv, "mask": mask}
    case |= {o: options.get(o) for o in ("scale", "temperature", "alignment")}
    case |= {"x": numbers(x), "xq": None if xq is x else numbers(xq)}
    case |= {f"w_{o}": numbers(w[o]) for o in w} | {f"b_{o}": None if b[o] is None else numbers(b[o]) for o in b}
    case |= {"attention": numbers(attention), "context": numbers(context)}
    case |= {"mean_context": numbers(context.mean(0)), "attention_received": numbers(attention.mean((0, 1)))}
    cases.append(case)
os.makedirs(os.path.dirname(out), exist_ok=True)
with open(out, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
