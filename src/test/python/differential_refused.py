"""Inputs that attend refuses, each in one line that names the column or the file, and a remedy."""
import json
import os
import uuid
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

FLOATS = pa.list_(pa.float32())
ROWS = [[0.5, 1.0, -2.0, 4.0], [1.0] * 8]


def base(**other):
    """Two good records, with other columns in the place of theirs."""
    columns = {"sentence_id": pa.array([1, 2]), "tokens": pa.array([["a"], ["b", "c"]]), "embeddings": pa.array(ROWS, FLOATS)}
    columns.update(other)
    return pa.table({name: column for name, column in columns.items() if column is not None})


def cases():
    """By name: the tables or (table, options of the writer), and words that the line has."""
    ids = "an id is an integer or a string"
    tokens = "tokens are array<string>"
    embeddings = "embeddings are array<float>"
    vector = pa.struct([("type", pa.int8()), ("size", pa.int32()), ("indices", pa.list_(pa.int32())), ("values", pa.list_(pa.float64()))])
    half = base(embeddings=pa.array(ROWS, pa.list_(pa.float16())))
    one = {"type": 1, "size": None, "indices": None, "values": [1.0, 2.0, 3.0, 4.0]}
    return {
        "id-double": (base(sentence_id=pa.array([1.0, 2.0])), ["--id-column sentence_id", "double", ids]),
        "id-boolean": (base(sentence_id=pa.array([True, False])), ["--id-column sentence_id", "boolean", ids]),
        "id-binary": (base(sentence_id=pa.array([b"a", b"b"])), ["--id-column sentence_id", "binary", ids]),
        "id-decimal": (base(sentence_id=pa.array([Decimal(1), Decimal(2)], pa.decimal128(9, 2))), ["--id-column sentence_id", "decimal(9,2)", ids]),
        "id-timestamp": (base(sentence_id=pa.array([1, 2], pa.timestamp("us"))), ["--id-column sentence_id", "timestamp", ids]),
        "id-uuid": (base(sentence_id=pa.array([uuid.UUID(int=i).bytes for i in range(2)], pa.uuid())), ["--id-column sentence_id", "UUID", "as a number or a string"]),
        "id-list": (base(sentence_id=pa.array([[1], [2]])), ["--id-column sentence_id", "array<bigint>", ids]),
        "id-missing": (base(sentence_id=None), ["--id-column sentence_id", "no such column", "tokens, embeddings"]),
        "tokens-string": (base(tokens=pa.array(["a", "b c"])), ["--tokens-column tokens", "string", tokens]),
        "tokens-ints": (base(tokens=pa.array([[1], [2, 3]])), ["--tokens-column tokens", "array<bigint>", tokens]),
        "tokens-binary": (base(tokens=pa.array([[b"a"], [b"b", b"c"]])), ["--tokens-column tokens", "array<binary>", tokens]),
        "tokens-nested": (base(tokens=pa.array([[["a"]], [["b"], ["c"]]])), ["--tokens-column tokens", "array<array<string>>", tokens]),
        "embeddings-ints": (base(embeddings=pa.array([[1, 2, 3, 4], [1] * 8], pa.list_(pa.int32()))), ["--embeddings-column embeddings", "array<int>", embeddings]),
        "embeddings-float": (base(embeddings=pa.array([1.0, 2.0], pa.float32())), ["--embeddings-column embeddings", "float", embeddings]),
        "embeddings-three-levels": (base(embeddings=pa.array([[[[1.0]]], [[[1.0]]]])), ["--embeddings-column embeddings", "array<array<array<double>>>", embeddings]),
        "embeddings-half-by-token": (base(embeddings=pa.array([[r[:4]] for r in ROWS], pa.list_(pa.list_(pa.float16())))), ["--embeddings-column embeddings", "Float16".upper(), "float32"]),
        "embeddings-vectors": (base(embeddings=pa.array([[one], [one, one]], pa.list_(vector))), ["--embeddings-column embeddings", "array<struct<", embeddings]),
        "embeddings-missing": (base(embeddings=None), ["--embeddings-column embeddings", "no such column", "sentence_id, tokens"]),
        "half-gzip": ((half, {"compression": "gzip"}), ["part-0.parquet", "float16", "snappy, zstd or no compression", "float32"]),
        "half-split": ((half, {"use_dictionary": False, "column_encoding": {"embeddings.list.element": "BYTE_STREAM_SPLIT"}}),
                       ["part-0.parquet", "float16", "plain or dictionary pages", "float32"]),
        "brotli": ((base(), {"compression": "brotli"}), ["part-0.parquet", "BROTLI", "zstd or snappy"]),
        "brotli-ids": ((base(), {"compression": {"sentence_id": "brotli", "tokens.list.element": "none", "embeddings.list.element": "zstd"}}), ["part-0.parquet", "BROTLI", "zstd or snappy"]),
        "wrong-width": (base(embeddings=pa.array([[1.0] * 3, [1.0] * 6], FLOATS)), ["--weights", "d_model 4", "--embeddings-column embeddings"]),
        "files-float-and-double": ([base(), base(embeddings=pa.array(ROWS))], ["part-1.parquet", "DOUBLE", "part-0.parquet", "agree"]),
        "files-with-and-without-tokens": ([base(), base(tokens=None)], ["part-1.parquet", "tokens", "agree"]),
        "files-int-and-long-ids": ([base(), base(sentence_id=pa.array([3, 4], pa.int32()))], ["part-1.parquet", "INT32", "INT64", "agree"]),
        "files-long-and-unsigned-ids": ([base(), base(sentence_id=pa.array([2**63, 4], pa.uint64()))], ["part-1.parquet", "sentence_id", "agree"]),
        "files-flat-and-nested": ([base(), base(embeddings=pa.array([[row[:4]] for row in ROWS], pa.list_(FLOATS)))], ["part-1.parquet", "embeddings", "agree"]),
        "files-half-and-float": ([base(), base(embeddings=pa.array(ROWS, pa.list_(pa.float16())))], ["part-1.parquet", "embeddings", "agree"]),
        "files-strings-and-binary": ([base(), base(tokens=pa.array([[b"\xff"], [b"b", b"c"]]))], ["part-1.parquet", "tokens", "agree"]),
        "page-without-values": ((base(tokens=pa.array([["a", "b", "c"], ["d"]]), embeddings=pa.array([[ROWS[0]] * 3, [ROWS[0]]], pa.list_(FLOATS))),
                                 {"data_page_version": "2.0", "data_page_size": 64, "row_group_size": 1, "use_dictionary": False,
                                  "column_encoding": {"tokens.list.element": "DELTA_BYTE_ARRAY", "embeddings.list.element.list.element": "BYTE_STREAM_SPLIT"}}),
                                ["part-0.parquet", "has no values", "larger pages"]),
        "no-parquet": ([], ["--input", "holds no Parquet files"]),
        "not-parquet": (b"sentence_id,tokens\n1,a\n", ["part-0.parquet", "cannot be read as Parquet"]),
    }


def make(out):
    """Writes them; gives what each shows."""
    shown = {}
    for name, (tables, words) in cases().items():
        folder = os.path.join(out, "refused-" + name)
        os.makedirs(os.path.join(folder, "input"))
        if isinstance(tables, bytes):
            with open(os.path.join(folder, "input", "part-0.parquet"), "wb") as file:
                file.write(tables)
        elif isinstance(tables, tuple):
            pq.write_table(tables[0], os.path.join(folder, "input", "part-0.parquet"), **tables[1])
        else:
            for i, table in enumerate(tables if isinstance(tables, list) else [tables]):
                pq.write_table(table, os.path.join(folder, "input", f"part-{i}.parquet"))
        with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
            json.dump({"options": ["--input", "INPUT"], "conf": {}, "refused": words}, file)
            file.write("\n")
        kind = name if name.startswith(("brotli", "files", "half")) or "half" in name else name.split("-")[0]
        shown["refused-" + name] = {("refused", kind)}
    return shown
