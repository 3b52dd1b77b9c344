#!/usr/bin/env python3
"""Makes src/test/resources/encoders: tiny random BERTs as transformers saves them, and what all their layers do.

Each folder holds config.json, model.safetensors, tokenizer.json (that of make_embedders.py) and expected.json: for some
sentences the embeddings that enter layer 0 (float32 numbers) and, computed from these in float64, the attention of every
layer; for some texts their pieces, the word of each, and from text to the end in float64 the attention and the context
vectors of every layer. The last text is longer than the model has positions for. The options of each model are the
switches of the family. Needs torch, transformers 5 and safetensors; no network.
"""
import json
import os
import shutil

import torch
import transformers as tf
from make_embedders import SENTENCES, word_piece
from safetensors.torch import load_file, save_file

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "encoders")
LENGTHS = (1, 6, 19)
TEXTS = [*SENTENCES[:2], "The law will never be perfect, but its application should be just, and the cat sat on the mat near the fire."]
POSITIONS = 24
TOKENIZER = word_piece()
BERT = dict(vocab_size=len(TOKENIZER), hidden_size=36, num_hidden_layers=3, num_attention_heads=3, intermediate_size=50,
            max_position_embeddings=POSITIONS, initializer_range=0.3, layer_norm_eps=1e-5)
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
    tensors["embeddings.position_ids"] = torch.arange(POSITIONS)[None]
    save_file(tensors, file, metadata={"format": "pt"})


def numbers(tensor, form):
    return [float(format(v, form)) for v in tensor.reshape(-1).tolist()]


def from_text(base, text):
    inputs = TOKENIZER(text, return_tensors="pt", truncation=True, max_length=POSITIONS)
    ids = inputs.input_ids
    values, handles = [], []
    for layer in base.encoder.layer:
        handles.append(layer.attention.self.value.register_forward_hook(lambda _, i, out: values.append(out[0])))
    attentions = base(ids, attention_mask=torch.ones_like(ids), output_attentions=True).attentions
    for handle in handles:
        handle.remove()
    n = ids.shape[1]
    contexts = [torch.einsum("hqk,khd->qhd", a[0], v.reshape(n, a.shape[1], -1)) for a, v in zip(attentions, values)]
    return {"text": text, "tokens": TOKENIZER.convert_ids_to_tokens(ids[0].tolist()),
            "word_ids": [-1 if w is None else w for w in inputs.word_ids(0)],
            "truncated": len(TOKENIZER(text).input_ids) > n,
            "attention": [numbers(a, ".8g") for a in attentions], "context": [numbers(c, ".8g") for c in contexts]}


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
        TOKENIZER.backend_tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
        if name == "legacy":
            legacy(os.path.join(folder, "model.safetensors"))
        base = getattr(model, "bert", model).double()
        sentences = []
        for n in LENGTHS:
            entered = base.embeddings(input_ids=torch.randint(3, len(TOKENIZER), (1, n))).float().double()
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
        with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as f:
            json.dump({"sentences": sentences, "texts": [from_text(base, text) for text in TEXTS]}, f, ensure_ascii=False)
            f.write("\n")


if __name__ == "__main__":
    main()
