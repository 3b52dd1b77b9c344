#!/usr/bin/env python3
"""Makes src/test/resources/analysis/treebank.conllu: short sentences that fit the positions of the tiny models.

One sentence is too long for them, one has a word without a head, and one a word that the tokenizer of BERT makes no piece of.
"""
import os

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "analysis", "treebank.conllu")
SENTENCES = """
The/2/det cat/3/nsubj sat/0/root on/6/case the/6/det mat/3/obl ./3/punct
The/2/det law/4/nsubj is/4/cop just/0/root ./4/punct
The/2/det dog/3/nsubj read/0/root the/5/det law/3/obj ./3/punct
Its/2/nmod:poss cat/4/nsubj never/4/advmod sat/0/root ./4/punct
The/2/det dog/6/nsubj is/6/cop on/6/case the/6/det mat/0/root
The/3/det old/3/amod law/5/nsubj is/5/cop just/0/root
They/2/nsubj read/0/root the/4/det law/2/obj but/8/cc the/7/det dog/8/nsubj sat/2/conj ./2/punct
The/2/det cat/4/nsubj is/4/cop old/0/root ,/7/punct but/7/cc just/4/conj ./4/punct
Its/2/nmod:poss dog/3/nsubj sat/0/root on/6/case its/6/nmod:poss mat/3/obl
The/2/det dog/0/root and/5/cc the/5/det cat/2/conj
The/2/det cat/3/nsubj read/_/_ the/5/det law/3/obj
The/2/det dog/3/nsubj sat/0/root \u200b/3/dep on/7/case the/7/det mat/3/obl
The/2/det application/7/nsubj of/5/case the/5/det law/2/nmod should/7/aux please/0/root the/10/det old/10/amod people/7/obj ./7/punct
just/0/root
"""


def main():
    with open(OUT, "w", encoding="utf-8") as out:
        for number, sentence in enumerate(SENTENCES.replace("\\u200b", "\u200b").strip().split("\n"), 1):
            out.write(f"# sent_id = {number}\n")
            for i, word in enumerate(sentence.split(), 1):
                form, head, relation = word.rsplit("/", 2)
                out.write(f"{i}\t{form}\t_\t_\t_\t_\t{head}\t{relation}\t_\t_\n")
            out.write("\n")


if __name__ == "__main__":
    main()
