#!/usr/bin/env python3
"""Makes src/test/resources/embedders: tiny random models with their tokenizers, and what they make of sentences.

Each folder holds what save_pretrained writes: config.json, model.safetensors and tokenizer.json, and expected.json: for each
sentence its tokens, ids, word ids (-1 for special tokens), and in float64 the embeddings that enter the first layer,
[n, d_model], and the first layer's attention weights, [heads, n, n]. The tokenizers are trained on data-samples/corpus.txt.
BERT's tokenizer.json asks for padding and for sentences of at most 6 tokens, as files in the wild do, and its LayerNorm has
the names of older files; the expected numbers are of whole sentences. Needs torch, transformers 5 and safetensors; no network.
"""
import json
import os
import shutil

import tokenizers
import torch
import transformers as tf
from safetensors.torch import load_file, save_file

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "resources", "embedders")
CORPUS = os.path.join(HERE, "..", "..", "..", "data-samples", "corpus.txt")
SENTENCES = ["The cat sat on the mat.", "Zebras, naïve 😀 unseen-words!", "the", "A dog chased 3.14 birds  near\tthe fire <pad> again."]
SIZES = dict(hidden_size=12, num_hidden_layers=1, num_attention_heads=3, intermediate_size=8, initializer_range=0.4)


def word_piece():
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train([CORPUS], tokenizers.trainers.WordPieceTrainer(vocab_size=150, special_tokens=special))
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return tf.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
                                      sep_token="[SEP]", mask_token="[MASK]")


def byte_level():
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer.train([CORPUS], tokenizers.trainers.BpeTrainer(
        vocab_size=330, special_tokens=special, initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.post_processor = tokenizers.processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tf.PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>",
                                      pad_token="<pad>", cls_token="<s>", sep_token="</s>", mask_token="<mask>")


def models():
    words, pieces = word_piece(), byte_level()
    n, m = len(words), len(pieces)
    yield "bert", tf.BertModel(tf.BertConfig(vocab_size=n, max_position_embeddings=40, layer_norm_eps=1e-3, **SIZES)), words
    yield "roberta", tf.RobertaForMaskedLM(tf.RobertaConfig(
        vocab_size=m, max_position_embeddings=66, type_vocab_size=1, **SIZES)), pieces
    yield "distilbert", tf.DistilBertForMaskedLM(tf.DistilBertConfig(
        vocab_size=n, dim=12, n_layers=1, n_heads=4, hidden_dim=8, max_position_embeddings=40, initializer_range=0.4)), words
    yield "electra", tf.ElectraModel(tf.ElectraConfig(
        vocab_size=n, embedding_size=12, max_position_embeddings=40, **SIZES)), words
    yield "electra-projected", tf.ElectraModel(tf.ElectraConfig(
        vocab_size=n, embedding_size=6, max_position_embeddings=40, **SIZES)), words


def numbers(tensor):
    return [float(format(v, ".9g")) for v in tensor.reshape(-1).tolist()]


def expected(model, tokenizer, text):
    inputs = tokenizer(text, return_tensors="pt")
    tokens = tokenizer.convert_ids_to_tokens(inputs.input_ids[0].tolist())
    words = [-1 if w is None else w for w in inputs.word_ids(0)]
    ids = inputs.input_ids
    mask = torch.ones_like(ids)  # a <pad> in the text is a token like others
    result = model.base_model(ids, attention_mask=mask, output_hidden_states=True, output_attentions=True)
    return {"text": text, "tokens": tokens, "ids": ids[0].tolist(), "word_ids": words,
            "embeddings": numbers(result.hidden_states[0]), "attention": numbers(result.attentions[0])}


@torch.no_grad()
def main():
    shutil.rmtree(OUT, ignore_errors=True)
    for seed, (name, model, tokenizer) in enumerate(models()):
        torch.manual_seed(200 + seed)
        model.config._attn_implementation = "eager"
        for parameter_name, parameter in model.named_parameters():
            # The padding's rows too: where a text names the padding token, they count.
            parameter.copy_(torch.randn_like(parameter) * 0.5 + (1 if "LayerNorm.weight" in parameter_name else 0))
        model.eval()
        folder = os.path.join(OUT, name)
        model.save_pretrained(folder)
        tokenizer.backend_tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
        if os.path.exists(os.path.join(folder, "generation_config.json")):
            os.remove(os.path.join(folder, "generation_config.json"))
        model.double()
        sentences = [expected(model, tokenizer, text) for text in SENTENCES]
        if name == "bert":
            as_in_the_wild(folder)
        with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as f:
            json.dump({"d_model": model.config.hidden_size, "sentences": sentences}, f, ensure_ascii=False)
            f.write("\n")


def as_in_the_wild(folder):
    file = os.path.join(folder, "tokenizer.json")
    tokenizer = tokenizers.Tokenizer.from_file(file)
    tokenizer.enable_truncation(6)
    tokenizer.enable_padding(length=9, pad_id=0, pad_token="[PAD]")
    tokenizer.save(file, pretty=False)
    file = os.path.join(folder, "model.safetensors")
    older = {"embeddings.LayerNorm.weight": "embeddings.LayerNorm.gamma", "embeddings.LayerNorm.bias": "embeddings.LayerNorm.beta"}
    save_file({older.get(name, name): tensor for name, tensor in load_file(file).items()}, file, metadata={"format": "pt"})


if __name__ == "__main__":
    main()
