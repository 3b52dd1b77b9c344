#!/usr/bin/env python3
"""Makes src/test/resources/encoders: tiny random BERTs as transformers saves them, and what all their layers do.

Each folder holds config.json, model.safetensors and expected.json: for some sentences the embeddings that enter
layer 0 (float32 numbers) and, computed from these in float64, the attention of every layer. The options of each
model are the switches of the family. Needs torch, transformers 5 and safetensors; no network.
"""
import json
import os
import shutil

import torch
import transformers as tf
from safetensors.torch import load_file, save_file

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "encoders")
LENGTHS = (1, 6, 19)
BERT = dict(vocab_size=31, hidden_size=36, num_hidden_layers=3, num_attention_heads=3, intermediate_size=50,
            max_position_embeddings=24, initializer_range=0.3, layer_norm_eps=1e-5)
MODELS = {  # folder: the model's class, options of its config
    "gelu": (tf.BertModel, {}),
    "gelu-new": (tf.BertForMaskedLM, {"hidden_act": "gelu_new"}),  # with the prefix bert. and cls.*
    "relu": (tf.BertModel, {"hidden_act": "relu", "layer_norm_eps": 1e-12}),
    "decoder": (tf.BertModel, {"is_decoder": True}),
    "legacy": (tf.BertModel, {}),  # LayerNorm.gamma and .beta, and position_ids
}


def legacy(file):
    tensors = {
        name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): tensor
        for name, tensor in load_file(file).items()
    }
    tensors["embeddings.position_ids"] = torch.arange(24)[None]
    save_file(tensors, file, metadata={"format": "pt"})


def numbers(tensor, form):
    return [float(format(v, form)) for v in tensor.reshape(-1).tolist()]


@torch.no_grad()
def main():
    for seed, (name, (kind, options)) in enumerate(MODELS.items()):
        torch.manual_seed(300 + seed)
        config = tf.BertConfig(**BERT | options)
        config._attn_implementation = "eager"
        model = kind(config).eval()
        for parameter_name, parameter in model.named_parameters():
            if parameter_name.endswith("bias"):
                parameter.copy_(torch.randn_like(parameter) * 0.3)
            elif "LayerNorm" in parameter_name:
                parameter.copy_(1 + torch.randn_like(parameter) * 0.2)
        folder = os.path.join(OUT, name)
        shutil.rmtree(folder, ignore_errors=True)
        model.save_pretrained(folder)
        if os.path.exists(os.path.join(folder, "generation_config.json")):
            os.remove(os.path.join(folder, "generation_config.json"))
        if name == "legacy":
            legacy(os.path.join(folder, "model.safetensors"))
        base = getattr(model, "bert", model).double()
        sentences = []
        for n in LENGTHS:
            entered = base.embeddings(input_ids=torch.randint(3, 31, (1, n))).float().double()
            mask = torch.zeros(1, 1, n, n, dtype=torch.float64)
            if config.is_decoder:
                mask = torch.full_like(mask, float("-inf")).triu(1)
            hidden, attentions = entered, []
            for layer in base.encoder.layer:
                seen = []
                handle = layer.attention.self.register_forward_hook(lambda _, i, out: seen.append(out[1]))
                out = layer(hidden, mask)
                hidden = out[0] if isinstance(out, tuple) else out
                handle.remove()
                attentions.append(numbers(seen[0], ".10g"))
            sentences.append({"n": n, "embeddings": numbers(entered, ".9g"), "attention": attentions})
        with open(os.path.join(folder, "expected.json"), "w") as f:
            json.dump({"sentences": sentences}, f)
            f.write("\n")


if __name__ == "__main__":
    main()
