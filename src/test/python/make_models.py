#!/usr/bin/env python3
"""Makes src/test/resources/models: tiny random models as transformers saves them, and what their attention does.

Each folder holds config.json and safetensors, and expected.json: for two sentences and each layer the hidden states that
enter the layer's query, key and value projections (float32 numbers), and, computed by the layer's own module from exactly
these in float64, its attention weights and its context vectors before the output projection. The numbers of the
weights are first rounded to the type they are saved in. Needs torch, transformers 5 and safetensors; no network.
"""
import json
import os
import shutil

import torch
import transformers as tf
from safetensors.torch import load_file, save_file

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "models")
VOCABULARY = 23
LENGTHS = (5, 9)
BERT = dict(vocab_size=VOCABULARY, hidden_size=12, num_hidden_layers=2, num_attention_heads=3, intermediate_size=8,
            max_position_embeddings=16, initializer_range=0.4)
DISTIL = dict(vocab_size=VOCABULARY, dim=12, n_layers=2, n_heads=4, hidden_dim=8, max_position_embeddings=16,
              initializer_range=0.4)
GPT2 = dict(vocab_size=VOCABULARY, n_embd=16, n_layer=2, n_head=4, n_inner=8, n_positions=16, initializer_range=0.4)
MODELS = [  # folder, model, its class, the type its numbers are saved in, options
    ("bert", tf.BertModel, tf.BertConfig(**BERT), torch.float32, {}),
    ("bert-f16", tf.BertForMaskedLM, tf.BertConfig(**BERT), torch.float16, {}),
    ("roberta", tf.RobertaForMaskedLM, tf.RobertaConfig(**BERT | {"num_attention_heads": 2}), torch.float32, {}),
    ("electra", tf.ElectraForPreTraining, tf.ElectraConfig(embedding_size=6, **BERT), torch.float32, {}),
    ("distilbert", tf.DistilBertForMaskedLM, tf.DistilBertConfig(**DISTIL), torch.float32, {}),
    ("distilbert-sharded", tf.DistilBertModel, tf.DistilBertConfig(**DISTIL), torch.float32, {"shards": "3KB"}),
    ("gpt2", tf.GPT2Model, tf.GPT2Config(**GPT2), torch.float32, {"masks": True}),
    ("gpt2-bf16", tf.GPT2LMHeadModel, tf.GPT2Config(**GPT2), torch.bfloat16, {}),
    ("gpt2-scaled", tf.GPT2Model, tf.GPT2Config(scale_attn_by_inverse_layer_idx=True, **GPT2), torch.float32, {}),
    ("gpt2-unscaled", tf.GPT2Model, tf.GPT2Config(scale_attn_weights=False, **GPT2 | {"initializer_range": 0.2}),
     torch.float32, {}),
]


def attention_modules(model):
    """The modules that compute attention, and for each the one that takes its context vectors, if it is within."""
    for module in model.modules():
        name = type(module).__name__
        if name in ("BertSelfAttention", "RobertaSelfAttention", "ElectraSelfAttention"):
            yield module, None
        elif name == "DistilBertSelfAttention":
            yield module, module.out_lin
        elif name == "GPT2Attention":
            yield module, module.c_proj


def entering(model, modules, ids):
    """The hidden states that enter each module, rounded to float32."""
    seen = []

    def hook(module, arguments, keywords):
        hidden = arguments[0] if arguments else keywords["hidden_states"]
        seen.append(hidden.detach().float().double())

    handles = [module.register_forward_pre_hook(hook, with_kwargs=True) for module, _ in modules]
    model(ids)
    for handle in handles:
        handle.remove()
    return seen


def attend(module, output, hidden, causal):
    """A module's attention weights, [heads, n, n], and its context vectors, [n, d]."""
    n = hidden.shape[1]
    mask = torch.full((1, 1, n, n), float("-inf"), dtype=torch.float64).triu(1) if causal else None
    taken = []
    handle = output and output.register_forward_pre_hook(lambda _, arguments: taken.append(arguments[0]))
    result, weights = module(hidden, attention_mask=mask)[:2]
    if handle:
        handle.remove()
    return weights[0], (taken[0] if taken else result)[0]


def numbers(tensor, form):
    return [float(format(v, form)) for v in tensor.reshape(-1).tolist()]


def save(model, folder, options):
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder, max_shard_size=options.get("shards", "1GB"))
    for file in ("generation_config.json",):
        if os.path.exists(os.path.join(folder, file)):
            os.remove(os.path.join(folder, file))
    if options.get("masks"):  # buffers that older versions saved with the weights
        file = os.path.join(folder, "model.safetensors")
        tensors = load_file(file)
        n = model.config.n_positions
        for layer in range(model.config.n_layer):
            tensors[f"h.{layer}.attn.bias"] = torch.ones(n, n, dtype=torch.uint8).tril()[None, None].contiguous()
            tensors[f"h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
        save_file(tensors, file, metadata={"format": "pt"})


@torch.no_grad()
def main():
    for seed, (name, kind, config, dtype, options) in enumerate(MODELS):
        torch.manual_seed(100 + seed)
        config._attn_implementation = "eager"
        model = kind(config).eval()
        for parameter_name, parameter in model.named_parameters():
            if parameter_name.endswith("bias"):
                parameter.copy_(torch.randn_like(parameter) * 0.5)
        model = model.to(dtype)
        folder = os.path.join(OUT, name)
        save(model, folder, options)
        model = model.double()
        modules = list(attention_modules(model))
        causal = name.startswith("gpt2")
        sentences = []
        for n in LENGTHS:
            ids = torch.randint(3, VOCABULARY, (1, n))
            layers = []
            for (module, output), hidden in zip(modules, entering(model, modules, ids), strict=True):
                weights, context = attend(module, output, hidden, causal)
                layers.append({"hidden_states": numbers(hidden, ".9g"), "attention": numbers(weights, ".10g"),
                               "context": numbers(context, ".10g")})
            sentences.append({"n": n, "layers": layers})
        with open(os.path.join(folder, "expected.json"), "w") as f:
            json.dump({"mask": "causal" if causal else "none", "heads": config.num_attention_heads,
                       "d_model": config.hidden_size, "sentences": sentences}, f)
            f.write("\n")


if __name__ == "__main__":
    main()
