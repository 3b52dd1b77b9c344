#!/usr/bin/env python3
"""Makes src/test/resources/encoders: tiny random models as transformers saves them, and what all their layers do.

Each folder holds config.json, model.safetensors, tokenizer.json and expected.json: for some sentences the embeddings that
enter layer 0 (float32 numbers) and, computed from these in float64, the attention of every layer; for some texts their
pieces, the word of each, and from text to the end in float64 the attention, the context vectors and the output of every
layer (of the last one as last_hidden_state). The last text is longer than the model has positions for. The options of each
model are the switches of its family. Needs torch, transformers 5, tokenizers and safetensors; no network.
"""
import json
import os
import shutil

import tokenizers
import torch
import transformers as tf
from make_embedders import CORPUS, SENTENCES, byte_level, word_piece
from safetensors.torch import load_file, save_file

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "encoders")
LENGTHS = (1, 6, 19)
TEXTS = [*SENTENCES[:2], "The law will never be perfect, but its application should be just, and the cat sat on the mat near the fire."]
POSITIONS = 24


def without_special_tokens():
    tokenizer = byte_level()
    tokenizer.backend_tokenizer.post_processor = tokenizers.processors.ByteLevel(trim_offsets=False)
    return tokenizer


def unigram():
    tokenizer = tokenizers.Tokenizer(tokenizers.models.Unigram())
    tokenizer.normalizer = tokenizers.normalizers.NFKC()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer.train([CORPUS], tokenizers.trainers.UnigramTrainer(vocab_size=200, special_tokens=special, unk_token="<unk>"))
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tf.PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>",
                                      pad_token="<pad>", cls_token="<s>", sep_token="</s>", mask_token="<mask>")


def kept(model, make):
    """The tokenizer that a model has, or a new one: training breaks ties at random, so it gives another each time."""
    tokenizer, file = make(), os.path.join(OUT, model, "tokenizer.json")
    if os.path.exists(file):
        tokenizer._tokenizer = tokenizers.Tokenizer.from_file(file)
    return tokenizer


PIECES, BYTES = kept("gelu", word_piece), kept("roberta", byte_level)
PLAIN_BYTES, UNIGRAM = kept("gpt2", without_special_tokens), kept("xlm-roberta", unigram)
COMMON = dict(hidden_size=36, num_hidden_layers=3, num_attention_heads=3, intermediate_size=50, initializer_range=0.3, layer_norm_eps=1e-5)
BERT = COMMON | dict(vocab_size=len(PIECES), max_position_embeddings=POSITIONS)
ROBERTA = COMMON | dict(max_position_embeddings=POSITIONS + 2, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2)
DISTIL = dict(vocab_size=len(PIECES), dim=36, n_layers=3, n_heads=3, hidden_dim=50, max_position_embeddings=POSITIONS, initializer_range=0.3)
GPT2 = dict(vocab_size=len(PLAIN_BYTES), n_embd=36, n_layer=3, n_head=3, n_positions=POSITIONS, initializer_range=0.3, bos_token_id=0, eos_token_id=2)
MODELS = {  # folder: the model's class, its config, its tokenizer
    "gelu": (tf.BertModel, BERT, PIECES),
    "gelu-new": (tf.BertForMaskedLM, BERT | {"hidden_act": "gelu_new"}, PIECES),  # with the prefix bert. and cls.*
    "relu": (tf.BertModel, BERT | {"hidden_act": "relu", "layer_norm_eps": 1e-12}, PIECES),
    "decoder": (tf.BertModel, BERT | {"is_decoder": True}, PIECES),
    "legacy": (tf.BertModel, BERT, PIECES),  # LayerNorm.gamma and .beta, and position_ids
    "roberta": (tf.RobertaForMaskedLM, ROBERTA | {"vocab_size": len(BYTES)}, BYTES),  # roberta. and lm_head.*
    "xlm-roberta": (tf.XLMRobertaModel, ROBERTA | {"vocab_size": len(UNIGRAM)}, UNIGRAM),
    "camembert": (tf.CamembertForSequenceClassification, ROBERTA | {"vocab_size": len(UNIGRAM)}, UNIGRAM),  # classifier.*
    "distilbert": (tf.DistilBertForMaskedLM, DISTIL, PIECES),  # distilbert. and vocab_*
    "distilbert-relu": (tf.DistilBertModel, DISTIL | {"activation": "relu"}, PIECES),
    "electra": (tf.ElectraForPreTraining, BERT | {"embedding_size": 36}, PIECES),  # electra. and discriminator_predictions.*
    "electra-projected": (tf.ElectraModel, BERT | {"embedding_size": 20, "hidden_act": "gelu_fast"}, PIECES),
    "gpt2": (tf.GPT2LMHeadModel, GPT2, PLAIN_BYTES),  # transformer.
    "gpt2-by-layer": (tf.GPT2Model, GPT2 | {"scale_attn_by_inverse_layer_idx": True, "n_inner": 50}, PLAIN_BYTES),
    "gpt2-unscaled": (tf.GPT2Model, GPT2 | {"scale_attn_weights": False, "activation_function": "gelu_pytorch_tanh",
                                            "layer_norm_epsilon": 1e-6, "initializer_range": 0.15}, PLAIN_BYTES),
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


def layers_of(base):
    for name in ("encoder", "transformer"):
        if hasattr(base, name):
            return getattr(base, name).layer
    return base.h


def values_of(layer):
    """The module that makes a layer's values, which are the last d_model columns of what it makes."""
    for name, module in layer.named_modules():
        if name.endswith(("self.value", "v_lin", "c_attn")):
            return module


def run(base, ids, entering=None):
    """What the layers make; where entering is a list, they take float32 numbers, which it receives."""
    values, handles = [], []
    for layer in layers_of(base):
        handles.append(values_of(layer).register_forward_hook(lambda _, i, out: values.append(out[0][:, -36:])))
    if entering is not None:
        def rounded(_, args, kwargs):
            entering.append(args[0].float().double())
            return (entering[0], *args[1:]), kwargs
        handles.append(layers_of(base)[0].register_forward_pre_hook(rounded, with_kwargs=True))
    out = base(ids, attention_mask=torch.ones_like(ids), output_attentions=True, output_hidden_states=True)
    for handle in handles:
        handle.remove()
    return out, values


def from_text(base, tokenizer, text):
    inputs = tokenizer(text, return_tensors="pt", truncation=True, max_length=POSITIONS)
    ids = inputs.input_ids
    out, values = run(base, ids)
    n = ids.shape[1]
    contexts = [torch.einsum("hqk,khd->qhd", a[0], v.reshape(n, a.shape[1], -1)) for a, v in zip(out.attentions, values)]
    return {"text": text, "tokens": tokenizer.convert_ids_to_tokens(ids[0].tolist()),
            "word_ids": [-1 if w is None else w for w in inputs.word_ids(0)],
            "truncated": len(tokenizer(text).input_ids) > n,
            "attention": [numbers(a, ".7g") for a in out.attentions], "context": [numbers(c, ".7g") for c in contexts],
            "hidden": [numbers(h, ".8g") for h in out.hidden_states[1:]]}


def is_norm(name):
    return any(part in name for part in ("LayerNorm", "layer_norm", "ln_"))


@torch.no_grad()
def main():
    for seed, (name, (kind, options, tokenizer)) in enumerate(MODELS.items()):
        torch.manual_seed(300 + seed)
        config = kind.config_class(**options)
        config._attn_implementation = "eager"
        model = kind(config).eval()
        for parameter_name, parameter in model.named_parameters():
            if parameter_name.endswith("bias"):
                parameter.copy_(torch.randn_like(parameter) * 0.3)
            elif is_norm(parameter_name):
                parameter.copy_(1 + torch.randn_like(parameter) * 0.2)
        folder = os.path.join(OUT, name)
        shutil.rmtree(folder, ignore_errors=True)
        model.save_pretrained(folder)
        if os.path.exists(os.path.join(folder, "generation_config.json")):
            os.remove(os.path.join(folder, "generation_config.json"))
        tokenizer.backend_tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
        if name == "legacy":
            legacy(os.path.join(folder, "model.safetensors"))
        base = model.base_model.double()
        sentences = []
        for n in LENGTHS:
            entering = []
            out, _ = run(base, torch.randint(3, len(tokenizer), (1, n)), entering)
            sentences.append({"n": n, "embeddings": numbers(entering[0], ".9g"),
                              "attention": [numbers(a, ".8g") for a in out.attentions]})
        with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as f:
            texts = [from_text(base, tokenizer, text) for text in TEXTS]
            json.dump({"sentences": sentences, "texts": texts}, f, ensure_ascii=False)
            f.write("\n")


if __name__ == "__main__":
    main()
