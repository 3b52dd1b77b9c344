#!/usr/bin/env python3
"""Makes src/test/resources/training: losses, gradients, courses of training and optimisers' steps, by PyTorch in float64.

gradients.json: small layers with the loss of one sentence of each objective, and what autograd makes of it. Parameters are one
vector: W_q, W_k, W_v, b_q, b_k, b_v, W_o, W_class, b_class, those that there are, row-major. courses.json: the mean loss of a
few sentences before each of 50 steps of torch.optim.SGD on all of them. optimizers.json: the parameters after each step of
torch.optim.Adam, AdamW and SGD along given gradients. Inputs are float32 numbers, so that they are exact in
both. Needs torch; no network.
"""
import json
import os

import torch
from torch.nn.functional import cross_entropy, scaled_dot_product_attention

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "training")
CASES = [  # name, n, d_model, heads, kv_heads, d_k, d_v, hidden tokens, options
    ("one head", 7, 8, 1, 1, 8, 8, [1, 4], {}),
    ("four heads with biases", 9, 8, 4, 4, 2, 2, [0, 8], {"biased": True}),
    ("grouped-query heads, W_o", 6, 6, 4, 2, 3, 5, [2, 3, 5], {"biased": True, "output": True}),
    ("causal, no positions", 11, 6, 2, 2, 3, 3, [4, 10], {"mask": "causal", "positioned": False}),
    ("window of 2", 19, 5, 1, 1, 4, 5, [0, 9, 17], {"mask": "window:2"}),
    ("scale 1 and temperature 2", 5, 6, 2, 1, 3, 3, [3], {"scale": 1.0, "temperature": 2.0, "biased": True}),
]
OTHERS, CLASSES, STEPS = 6, 3, 50


def numbers(tensor):
    return [float(format(v, ".10g")) for v in tensor.detach().double().reshape(-1).tolist()]


def floats(*shape, size=1.0):
    return (torch.randn(*shape) * size).float()


class Layer:
    def __init__(self, d, heads, kv, dk, dv, options):
        self.heads, self.kv, self.dk, self.dv, self.options = heads, kv, dk, dv, options
        shapes = {"W_q": (d, heads * dk), "W_k": (d, kv * dk), "W_v": (d, kv * dv)}
        if options.get("biased"):
            shapes |= {"b_q": (heads * dk,), "b_k": (kv * dk,), "b_v": (kv * dv,)}
        if options.get("output"):
            shapes["W_o"] = (heads * dv, d)
        if options.get("classes"):
            shapes |= {"W_class": (heads * dv, CLASSES), "b_class": (CLASSES,)}
        self.p = {name: floats(*shape, size=0.5).double().requires_grad_() for name, shape in shapes.items()}

    def vector(self):
        return torch.cat([p.reshape(-1) for p in self.p.values()])

    def gradient(self):
        return torch.cat([p.grad.reshape(-1) for p in self.p.values()])

    def contexts(self, x):
        n = len(x)
        one = [x @ self.p["W_" + o] + self.p.get("b_" + o, 0) for o in "qkv"]
        q = one[0].view(n, self.heads, self.dk).transpose(0, 1)
        k, v = (t.view(n, self.kv, -1).transpose(0, 1).repeat_interleave(self.heads // self.kv, 0) for t in one[1:])
        i, j = torch.arange(n)[:, None], torch.arange(n)[None]
        mask = self.options.get("mask", "none")
        seen = torch.ones(n, n, dtype=torch.bool)
        if mask == "causal":
            seen = j <= i
        elif mask.startswith("window:"):
            seen = (i - j).abs() <= int(mask.split(":")[1])
        c = scaled_dot_product_attention(q, k, v, attn_mask=seen, scale=self.options.get("scale", self.dk**-0.5))
        return c.transpose(0, 1).reshape(n, -1)

    def masked(self, s):
        """The mean loss of a sentence's hidden tokens, and how many come first."""
        x = s["embeddings"].double().clone()
        x[s["hidden"]] = 0
        if s["positions"] is not None:
            x = x + s["positions"].double()
        y = self.contexts(x)[s["hidden"]]
        y = y @ self.p["W_o"] if "W_o" in self.p else y
        own = s["embeddings"][s["hidden"]].double()
        scores = torch.cat([own[:, None], s["negatives"].double()], 1) @ y[:, :, None]
        scores = scores[:, :, 0] / self.options.get("temperature", 1.0)
        truth = torch.zeros(len(y), dtype=torch.long)
        return cross_entropy(scores, truth), (scores.argmax(1) == 0).sum().item() / len(y)

    def classified(self, s):
        scores = self.contexts(s["embeddings"].double()).mean(0) @ self.p["W_class"] + self.p["b_class"]
        return cross_entropy(scores[None], torch.tensor([s["label"]])), float(scores.argmax() == s["label"])


def sentence(n, d, hidden, positioned):
    return {"tokens": n, "embeddings": floats(n, d), "positions": floats(n, d, size=0.5) if positioned else None,
            "hidden": hidden, "negatives": floats(len(hidden), OTHERS, d), "label": int(torch.randint(CLASSES, ()))}


def described(name, sizes, options, layer, sentences):
    case = {"name": name} | dict(zip(("d_model", "heads", "kv_heads", "d_k", "d_v"), sizes))
    case |= {o: options.get(o, False) for o in ("biased", "output")}
    case |= {"mask": options.get("mask", "none"), "scale": options.get("scale"), "temperature": options.get("temperature", 1.0)}
    case |= {"classes": CLASSES if options.get("classes") else 0, "parameters": numbers(layer.vector())}
    case["sentences"] = [{k: numbers(v) if torch.is_tensor(v) else v for k, v in s.items()} for s in sentences]
    return case


def gradients():
    for name, n, d, heads, kv, dk, dv, hidden, options in CASES:
        for objective in ("masked", "classify"):
            chosen = options if objective == "masked" else options | {"classes": True, "output": False}
            sizes = d, heads, kv, dk, dv
            layer = Layer(*sizes, chosen)
            s = sentence(n, d, hidden, options.get("positioned", True))
            loss, accuracy = (layer.masked if objective == "masked" else layer.classified)(s)
            loss.backward()
            case = described(f"{objective}, {name}", sizes, chosen, layer, [s])
            yield case | {"loss": loss.item(), "accuracy": accuracy, "gradient": numbers(layer.gradient())}


def courses():
    for objective, options, rate in ("masked", {"biased": True, "output": True}, 0.5), ("classify", {"classes": True}, 0.5):
        sizes = 6, 2, 2, 3, 4
        layer = Layer(*sizes, options)
        sentences = [sentence(n, 6, [1, n - 1], True) for n in (5, 8, 4, 6)]
        case = described(objective, sizes, options, layer, sentences)
        optimizer = torch.optim.SGD(layer.p.values(), lr=rate)
        losses = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            each = [(layer.masked if objective == "masked" else layer.classified)(s)[0] for s in sentences]
            loss = torch.stack(each).mean()
            loss.backward()
            losses.append(loss.item())
            optimizer.step()
        yield case | {"learning_rate": rate, "losses": losses}


def optimizers():
    start, steps = floats(7), floats(20, 7)
    steps[:, 3] *= 1e-3
    steps[7:, 5] = 0
    kinds = {"adam": (torch.optim.Adam, {}), "adamw": (torch.optim.AdamW, {"weight_decay": 0.1}),
             "sgd": (torch.optim.SGD, {})}
    for name, (kind, options) in kinds.items():
        p = start.double().clone().requires_grad_()
        optimizer = kind([p], lr=0.03, **options)
        after = []
        for g in steps:
            p.grad = g.double().clone()
            optimizer.step()
            after.append(numbers(p))
        yield {"name": name, "learning_rate": 0.03, "weight_decay": options.get("weight_decay", 0.0), "start": numbers(start),
               "gradients": [numbers(g) for g in steps], "parameters": after}


def main():
    torch.manual_seed(8)
    os.makedirs(OUT, exist_ok=True)
    for name, cases in ("gradients", gradients()), ("courses", courses()), ("optimizers", optimizers()):
        with open(os.path.join(OUT, name + ".json"), "w") as out:
            out.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
