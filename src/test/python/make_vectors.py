"""Writes src/test/resources/vectors: the same word vectors in every form that is read, and files that are none.

Needs the command line tools of make_compressed.py, and numpy. Run: python3 src/test/python/make_vectors.py

vectors.txt has them in text. The binary files are laid out as the two programs write them: word2vec.c by
fprintf("%lld %lld\\n"), and for each word fprintf("%s "), fwrite of the floats, fprintf("\\n"); gensim's
save_word2vec_format(binary=True) the same without the last newline.
"""

import io
import pathlib
import subprocess
import zipfile

import numpy as np

ROOT = pathlib.Path(__file__).parents[1] / "resources" / "vectors"
WORDS = "</s> river stone . café New_York 東京".split()
WIDTH = 5


def compressed(data, *command):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def zipped(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("vectors.txt"), data)
    return out.getvalue()


def saved(array):
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def main():
    vectors = np.random.default_rng(3).normal(size=(len(WORDS), WIDTH)).astype("<f4")
    # A newline, a space and digits among the bytes of the floats tell text from numbers for nobody.
    vectors[1, :3] = np.frombuffer(b"\n\n\n\x3d1.5 0.1\n", "<f4")
    lines = [f"{word} {' '.join(repr(float(x)) for x in row)}\n" for word, row in zip(WORDS, vectors)]
    text = "".join(lines).encode()
    header = f"{len(WORDS)} {WIDTH}\n".encode()
    rows = [word.encode() + b" " + row.tobytes() for word, row in zip(WORDS, vectors)]
    word2vec = header + b"".join(row + b"\n" for row in rows)
    gensim = header + b"".join(rows)
    read = {
        "header.txt": header + text,
        "mark.txt": b"\xef\xbb\xbf" + text,
        "mark-and-header.txt": b"\xef\xbb\xbf" + header + text,
        "text.gz": compressed(text, "gzip", "-nc"),
        "text.bz2": compressed(text, "bzip2", "-c"),
        "text.zst": compressed(text, "zstd", "-qc"),
        "text.xz": compressed(text, "xz", "-c"),
        "text.lz4": compressed(text, "lz4", "-qc"),
        "word2vec.bin": word2vec,
        "gensim.bin": gensim,
        "gensim.bin.gz": compressed(gensim, "gzip", "-nc"),
        "without-suffix": word2vec,
    }
    refused = {
        "zip": zipped(text),
        "utf-16": text.decode().encode("utf-16"),
        "git-lfs": b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"1" * 64 + b"\nsize 862003\n",
        "html": b"\n<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n",
        "numpy": saved(vectors),
        "cut.bin": gensim[:-1],
        "short.bin": word2vec[: -len(rows[-1]) - 1],
        "more.bin": word2vec + rows[0],
        "nan.bin": header + WORDS[0].encode() + b" " + np.full(WIDTH, np.nan, "<f4").tobytes() + b"".join(rows[1:]),
        "fasttext.bin": np.array([793712314, 12, 100], "<i4").tobytes(),
        "width.txt": b"3 999999999\nthe 1 2",
        "width.bin": b"3 999999999\nthe \0\0\0\0",
    }
    for folder, files in ("read", read), ("refused", refused):
        (ROOT / folder).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (ROOT / folder / name).write_bytes(data)
    (ROOT / "vectors.txt").write_bytes(text)


main()
