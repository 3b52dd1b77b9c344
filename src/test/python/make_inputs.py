#!/usr/bin/env python3
"""Makes src/test/resources/inputs: six sentences as pyarrow, pandas, Polars, DuckDB and Ray's tensors store them, a folder for each way.

Every folder holds what plain/ holds: before it is kept, pyarrow reads it and finds the same ids, tokens and embeddings. Embeddings are
multiples of 1/8, so that float16 holds them, too. expected.json has what a library reads of the columns that a test keeps.
weights/ and transposed/ are the same three matrices: of C order, and as numpy.save writes weight.T.
"""
import json
import os
import shutil
import uuid

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "inputs")
D_MODEL = 4
TOKENS = [["The", "cat", "sat"], ["naïve", "猫"], ["one"], ["a", "b", "c", "d"], ["🙂", "x"], ["Her", "law"]]
IDS = list(range(100, 106))
DOCS = ["é", "日本", "a b", "007", "x/y", "é"]
rng = np.random.default_rng(7)
EMBEDDINGS = [(rng.integers(-16, 17, len(t) * D_MODEL) / 8).astype(np.float32) for t in TOKENS]


def plain(ids=pa.int64(), embeddings=pa.list_(pa.float32()), tokens=pa.list_(pa.string())):
    def values(row):
        return row.astype(np.float16) if embeddings == pa.list_(pa.float16()) else row.tolist()

    start = 2**63 if ids == pa.uint64() else 0
    return pa.table({
        "sentence_id": pa.array([start + i for i in IDS], ids),
        "tokens": pa.array(TOKENS, pa.list_(pa.string())).cast(tokens),
        "embeddings": pa.array([values(row) for row in EMBEDDINGS], embeddings),
    })


def folder(name):
    path = os.path.join(OUT, name)
    os.makedirs(path, exist_ok=True)
    return path


def check(name, start=0):
    """Reads the folder's files and holds them against what was to be stored."""
    files = sorted(os.path.join(base, f) for base, _, fs in os.walk(folder(name)) for f in fs)
    rows = {row["sentence_id"]: row for f in files for row in pq.ParquetFile(f).read().to_pylist()}
    assert sorted(rows) == [start + i for i in IDS], (name, sorted(rows))
    for i, tokens, embeddings in zip(IDS, TOKENS, EMBEDDINGS):
        row = rows[start + i]
        found = row["embeddings"]["data"] if isinstance(row["embeddings"], dict) else row["embeddings"]
        assert list(row["tokens"]) == tokens, name
        assert np.array_equal(np.array(found, np.float32).ravel(), embeddings), name


def arrow(name, table, **options):
    pq.write_table(table, os.path.join(folder(name), "part.parquet"), **options)


def duck(name, options, extra=""):
    base = plain()  # found by DuckDB under its name
    duckdb.sql(f"COPY (SELECT *{extra} FROM base) TO '{os.path.join(folder(name), 'part.parquet')}' (FORMAT parquet{options})")
    return base


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    base = plain()
    n = len(IDS)
    arrow("plain", base)
    # Columns that nobody asks for, of types that Spark does not know.
    extra = {
        "unread-uuid": pa.array([uuid.UUID(int=i).bytes for i in range(n)], pa.uuid()),
        "unread-time": pa.array(range(n), pa.time64("ns")),
        "unread-float16": pa.array(np.arange(n, dtype=np.float16), pa.float16()),
        "unread-decimal": pa.array([10**40 + i for i in range(n)], pa.decimal256(50, 0)),
        "unread-timestamp-ns": pa.array(range(n), pa.timestamp("ns")),
        "unread-list": pa.array([[i] for i in range(n)], pa.list_(pa.timestamp("ns"))),
    }
    for name, column in extra.items():
        arrow(name, base.append_column("x", column))
    duck("unread-interval", "", ", INTERVAL (sentence_id) DAY AS x")
    # Encodings and pages.
    duck("duckdb-v2", ", PARQUET_VERSION V2", ", sentence_id / 8::DOUBLE AS half")
    duck("duckdb", "")
    arrow("split-bytes", base, use_dictionary=False, use_byte_stream_split=["embeddings.list.element"])
    arrow("split-doubles", plain(embeddings=pa.list_(pa.float64())), use_dictionary=False, use_byte_stream_split=["embeddings.list.element"])
    arrow("pages-v2", base, data_page_version="2.0", data_page_size=64)
    arrow("row-groups", base, row_group_size=2)
    for codec in ["none", "gzip", "zstd", "lz4"]:
        arrow("codec-" + codec, base, compression=codec)
    # Types of lists and of ids.
    arrow("large-list", plain(embeddings=pa.large_list(pa.float32()), tokens=pa.large_list(pa.large_string())))
    arrow("nested", base.set_column(2, "embeddings", pa.array(
        [row.reshape(-1, D_MODEL).tolist() for row in EMBEDDINGS], pa.list_(pa.list_(pa.float32(), D_MODEL)))))
    arrow("dictionary", base.set_column(1, "tokens", base["tokens"].cast(pa.list_(pa.dictionary(pa.int32(), pa.string())))))
    arrow("float16", plain(embeddings=pa.list_(pa.float16())))
    arrow("float16-plain", plain(embeddings=pa.list_(pa.float16())), use_dictionary=False)
    arrow("ray", base.set_column(2, "embeddings", pa.array(
        [{"data": row.tolist(), "shape": [len(row) // D_MODEL, D_MODEL]} for row in EMBEDDINGS],
        pa.struct([("data", pa.list_(pa.float32())), ("shape", pa.list_(pa.int64()))]))))
    arrow("uint64", plain(ids=pa.uint64()))
    # pandas does not know the types of a part without rows.
    frame = base.to_pandas()
    frame.head(0).to_parquet(os.path.join(folder("pandas-empty-part"), "part-0.parquet"))
    frame.to_parquet(os.path.join(folder("pandas-empty-part"), "part-1.parquet"))
    pl.from_arrow(base).write_parquet(os.path.join(folder("polars"), "part.parquet"))
    # Folders that name a column.
    frame["doc"] = DOCS
    frame.to_parquet(folder("folders-pandas"), partition_cols=["doc"], basename_template="part-{i}.parquet")
    pl.from_pandas(frame).write_parquet(pl.PartitionBy(folder("folders-polars"), key="doc", include_key=False))
    duckdb.sql(f"COPY frame TO '{os.path.join(OUT, 'folders-duckdb')}' (FORMAT parquet, PARTITION_BY (doc))")
    both = os.path.join(folder("folders-both"), "doc=other")
    os.makedirs(both)
    pq.write_table(base.append_column("doc", pa.array(DOCS)), os.path.join(both, "part.parquet"))
    docs = {}
    for name in ["folders-pandas", "folders-polars", "folders-duckdb", "folders-both"]:
        read = pd.concat([
            pd.read_parquet(os.path.join(base_, f)).assign(folder=os.path.basename(base_))
            for base_, _, fs in os.walk(folder(name)) for f in fs])
        whole = pd.read_parquet(folder(name)) if name != "folders-both" else read
        docs[name] = {str(i): str(d) for i, d in zip(whole["sentence_id"], whole["doc"])}
        assert list(docs[name][str(i)] for i in IDS) == DOCS, (name, docs[name])
    for name in sorted(os.listdir(OUT)):
        check(name, 2**63 if name == "uint64" else 0)
    arrow("brotli", base, compression="brotli")
    with open(os.path.join(OUT, "expected.json"), "w", encoding="utf-8") as out:
        json.dump({"docs": docs}, out, indent=1, ensure_ascii=False, sort_keys=True)
        out.write("\n")
    for kind in "qkv":
        weight = rng.standard_normal((D_MODEL, D_MODEL)).astype(np.float32)  # of a Linear layer: [out, in]
        np.save(os.path.join(folder("transposed"), f"W_{kind}.npy"), weight.T)
        np.save(os.path.join(folder("weights"), f"W_{kind}.npy"), np.ascontiguousarray(weight.T))
        assert np.load(os.path.join(OUT, "transposed", f"W_{kind}.npy")).flags.f_contiguous


if __name__ == "__main__":
    main()
