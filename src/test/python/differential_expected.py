"""What a reader must see of inputs of embedded sentences: the records of Parquet files as pyarrow reads them, judged by the rules of README.

The rules are written here once more, apart from the product's own code, so that each checks the other.
"""
import glob
import os

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

D_MODEL = 4
HIVE = ds.HivePartitioning(pa.schema([(name, pa.string()) for name in ("doc", "part", "sentence_id")]), segment_encoding="uri")


def dense(vector):
    """A vector of spark.ml as a list."""
    if vector is None or vector["values"] is None:
        return None
    if vector["type"] == 1:
        return vector["values"]
    values = [0.0] * vector["size"]
    for index, value in zip(vector["indices"], vector["values"]):
        values[index] = value
    return values


def reason(record_id, tokens, value):
    """Why a record is rejected; None where it is fit. A list of lists has a list for each token, another one is flat."""
    if record_id is None:
        return "null_id"
    if value is None:
        return "null_embeddings"
    if len(value) == 0 or tokens == []:
        return "empty"
    if tokens is not None and None in tokens:
        return "null_element"
    if isinstance(value, bytes):
        if len(value) % 4:
            return "wrong_length"
        value = np.frombuffer(value, "<f4").tolist()
    if any(isinstance(row, list) for row in value) or all(row is None for row in value):
        if any(row is None or None in row for row in value):
            return "null_element"
        widths = {len(row) for row in value}
        if len(widths) > 1:
            return "ragged"
        if widths != {D_MODEL}:
            return "wrong_length"
        n = len(value)
        flat = [x for row in value for x in row]
    else:
        if None in value:
            return "null_element"
        if len(value) % D_MODEL:
            return "wrong_length"
        n = len(value) // D_MODEL
        flat = value
    if tokens is not None and len(tokens) != n:
        return "wrong_length"
    return None if np.isfinite(floats(flat)).all() else "not_finite"


def floats(flat):
    with np.errstate(over="ignore"):
        return np.array(flat, np.float64).astype("<f4")


def judged(record_id, tokens, value, kept):
    """A record as expected.json has it: ids as strings, float32 as the hexadecimal digits of its little-endian bytes."""
    if isinstance(value, dict):  # Ray's struct of data and shape
        value = value["data"]
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        value = [dense(row) for row in value]
    shown = None if record_id is None else str(record_id)
    why = reason(record_id, tokens, value)
    if why:
        return {"id": shown, "reason": why}
    flat = np.frombuffer(value, "<f4") if isinstance(value, bytes) else floats(
        [x for row in value for x in row] if isinstance(value[0], list) else value)
    # The job multiplies by the identity, which gives the zero a plus.
    record = {"id": shown, "tokens": tokens, "embeddings": (flat + np.float32(0)).tobytes().hex()}
    for name, of in kept.items():
        record[name] = None if of is None else str(of).lower() if isinstance(of, bool) else str(of)
    return record


by_duckdb = []  # files that pyarrow cannot read


def rows(path):
    try:
        with pq.ParquetFile(path) as file:
            return file.read().to_pylist()
    except pa.ArrowException:  # nulls among lists of fixed size and lists of enums in several row groups, by Polars
        by_duckdb.append(path)
        return duckdb.read_parquet(glob.escape(path), hive_partitioning=False).to_arrow_table().to_pylist()


def readable(folder):
    """Whether pyarrow can read the files: not all dictionaries and lists of fixed size that it writes, where it keeps their types."""
    try:
        for path in glob.glob(glob.escape(folder) + "/**/*.parquet", recursive=True):
            with pq.ParquetFile(path) as file:
                file.read()
        return True
    except (pa.ArrowException, OSError):
        return False


def read(folder, names, keep):
    """The records of all Parquet files of a folder; names are those of the columns of ids, tokens and embeddings."""
    records = []
    for base, _, files in os.walk(folder):
        for name in sorted(files):
            if name.startswith(("_", ".")):
                continue
            path = os.path.join(base, name)
            keys = ds.get_partition_keys(HIVE.parse(os.path.relpath(path, folder)))
            for row in rows(path):
                merged = {**keys, **row}
                kept = {key: merged.get(key) for key in keep}
                records.append(judged(merged.get(names[0]), merged.get(names[1]), merged[names[2]], kept))
    return records


def ordered(records):
    return sorted(records, key=lambda record: sorted((k, str(v)) for k, v in record.items()))
