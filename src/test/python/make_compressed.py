"""Writes src/test/resources/compressed: one text, compressed by many tools, and files that are no text.

Needs the command line tools gzip, bzip2, zstd, xz and lz4, and for Snappy, Brotli, Parquet and numpy
the packages cramjam, pyarrow and numpy. Run: python3 src/test/python/make_compressed.py

lines.txt is the text. Every file of read/ is that text in another form. members.json says where a file
of several members, frames or chunks can be cut so that what is left is whole, too. refused/ has files that
are not read, each named for what it is, without its suffix where the first bytes must tell. json/ has the
lines that are not empty as JSON, with their numbers as ids, in the two members of each tool.
"""

import io
import json
import lzma
import pathlib
import pickle
import random
import subprocess
import tarfile
import zipfile

import cramjam
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).parents[1] / "resources" / "compressed"
WORDS = "river stone door café naïve 東京 the of a".split()

random.seed(7)
LINES = [" ".join(random.choices(WORDS, k=random.randrange(9))) for _ in range(80)]
TEXT = ("\n".join(LINES) + "\n").encode()
HALF = TEXT.index(b"\n", len(TEXT) // 2) + 1
HALVES = TEXT[:HALF], TEXT[HALF:]
OBJECTS = [
    (json.dumps({"id": number, "text": line}, ensure_ascii=False) + "\n").encode()
    for number, line in enumerate(LINES, 1)
    if line
]


def tool(*command):
    """A compressor that is a command."""
    return lambda data: subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def snappy(data):
    return bytes(cramjam.snappy.compress(data))


COMPRESSORS = {
    "gz": tool("gzip", "-nc"),
    "bz2": tool("bzip2", "-c"),
    "zst": tool("zstd", "-qc"),
    "xz": tool("xz", "-c"),
    "lz4": tool("lz4", "-qc"),
    "snappy": snappy,
}
SKIPPABLE = b"\x50\x2a\x4d\x18\x04\0\0\0skip"
SNAPPY_HEADER = 10


def tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("lines.txt")
        entry.size = len(TEXT)
        archive.addfile(entry, io.BytesIO(TEXT))
    return out.getvalue()


def written(write):
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def zipped(out):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("lines.txt"), TEXT)


def main():
    read, members = {"plain.txt": TEXT, "mark.txt": b"\xef\xbb\xbf" + TEXT}, {}
    for suffix, compress in COMPRESSORS.items():
        first, second = map(compress, HALVES)
        read[f"one.{suffix}"] = compress(TEXT)
        read[f"one-{suffix}-without-suffix"] = compress(TEXT)
        read[f"mark.{suffix}"] = compress(b"\xef\xbb\xbf" + TEXT)
        read[f"two.{suffix}"] = first + second
        members[f"two.{suffix}"] = [len(first)]
    for file in "one.snappy", "two.snappy":
        # A chunk that identifies the stream is a stream of nothing.
        members[file] = [SNAPPY_HEADER] + [at + more for at in members.get(file, []) for more in (0, SNAPPY_HEADER)]
    read["dependent.lz4"] = tool("lz4", "-qcBD", "-B4", "-BX", "--content-size")(TEXT)
    read["skippable.lz4"] = SKIPPABLE + COMPRESSORS["lz4"](TEXT)
    read["skippable.zst"] = SKIPPABLE + COMPRESSORS["zst"](TEXT)
    members["skippable.zst"] = [len(SKIPPABLE)]
    read["long.zst"] = tool("zstd", "-qc", "--long=27", "-19")(TEXT)
    read["blocks.xz"] = tool("xz", "-cT2", "--block-size=500", "--check=sha256")(TEXT)
    read["extreme.xz"] = tool("xz", "-9ec")(TEXT)

    sixteen = TEXT.decode().encode("utf-16")
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 171\n"
    refused = {
        "zip": written(zipped),
        "tar": tar(),
        "lines.tar.gz": COMPRESSORS["gz"](tar()),
        "tar.gz": COMPRESSORS["gz"](tar()),
        "twice.gz": COMPRESSORS["gz"](COMPRESSORS["xz"](TEXT)),
        "lzma": lzma.compress(TEXT, lzma.FORMAT_ALONE),
        "lines.br": bytes(cramjam.brotli.compress(TEXT)),
        "old-lz4": tool("lz4", "-qcl")(TEXT),
        "raw.snappy": bytes(cramjam.snappy.compress_raw(TEXT)),
        "utf-16": sixteen,
        "git-lfs": pointer,
        "parquet": written(lambda out: pq.write_table(pa.table({"text": LINES}), out)),
        "numpy": written(lambda out: np.save(out, np.zeros(3, np.float32))),
        "pickle": pickle.dumps(LINES, 4),
    }
    objects = {"plain.json": b"".join(OBJECTS)}
    for suffix, compress in COMPRESSORS.items():
        objects[f"two.json.{suffix}"] = compress(b"".join(OBJECTS[:20])) + compress(b"".join(OBJECTS[20:]))
    for folder, files in ("read", read), ("refused", refused), ("json", objects):
        (ROOT / folder).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (ROOT / folder / name).write_bytes(data)
    (ROOT / "lines.txt").write_bytes(TEXT)
    (ROOT / "members.json").write_text(json.dumps(members, indent=1) + "\n")


main()
