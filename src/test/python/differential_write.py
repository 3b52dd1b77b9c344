"""Writes the records of an input by pyarrow, Polars or DuckDB, as its case says; and for Spark what that is to write."""
import json
import os

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from differential_draw import FLAT, INT_IDS, VALUES
from differential_expected import D_MODEL

ENCODINGS = {
    "id": {"int": ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"], "string": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]},
    "tokens": ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
    "embeddings": ["PLAIN", "BYTE_STREAM_SPLIT"],
}


def names(case):
    odd = case["columns"] == "odd names"
    return ("the id", "my.tokens", "Vec `x`") if odd else ("sentence_id", "tokens", "embeddings")


def arrow_table(case, found, plain=False):
    """The records as an Arrow table; plain ones have the types that DuckDB and Spark then cast."""
    value = VALUES[case["value"]]
    nulls, large = case["nulls"], not plain and case.get("lists") == "large_list"
    element = "item"

    def of(field, kind):
        if kind == "fixed":
            return lambda size: pa.list_(field, size)
        view = case.get("lists") == "list_view" and not plain
        return lambda _: pa.large_list(field) if large else pa.list_view(field) if view else pa.list_(field)

    layout = case["layout"]
    field = pa.field(element, value, "element" in nulls)
    if layout == "binary":
        kind = pa.large_binary() if large else pa.binary()
    elif layout == "ray":
        kind = pa.struct([pa.field("data", of(field, "list")(0)), pa.field("shape", pa.list_(pa.int64()))])
    elif layout in FLAT:
        kind = of(field, layout)(3 * D_MODEL)
    else:
        outer, inner = layout.split(" of ") if layout != "vectors" else ("list", "list")
        kind = of(pa.field(element, of(field, inner)(D_MODEL), "vector" in nulls), outer)(3)
    rows = [row[2] for row in found]
    if layout == "ray":
        rows = [None if row is None else {"data": row, "shape": [len(row) // D_MODEL, D_MODEL]} for row in rows]
    if case["value"] == "half":
        rows = [row and [x if x is None else np.float16(x) for x in row] for row in rows]
    ids = {"dictionary": pa.dictionary(pa.int8() if case["records"] < 100 else pa.int32(), pa.string())}.get(case["id"])
    ids = ids or getattr(pa, case["id"])()
    id_name, tokens_name, embeddings_name = names(case)
    columns = [(pa.field(id_name, ids, "id" in nulls), [row[0] for row in found])]
    if case["tokens"] != "none":
        word = pa.dictionary(pa.int32(), pa.string()) if case["tokens"] == "dictionary" else getattr(pa, case["tokens"])()
        columns.append((pa.field(tokens_name, pa.list_(pa.field(element, word, "token" in nulls)), "tokens" in nulls), [row[1] for row in found]))
    columns.append((pa.field(embeddings_name, kind, "list" in nulls), rows))
    if case["columns"] == "reversed":
        columns.reverse()
    if case["columns"] == "among others":
        others = [(pa.time64("ns"), 1), (pa.list_(pa.list_(pa.int8())), [[1], None]), (pa.struct([("tokens", pa.string())]), {"tokens": "x"}), (pa.bool_(), True),
                  (pa.float64(), 0.5), (pa.decimal128(30, 2), None), (pa.map_(pa.string(), pa.float32()), [("k", 1.0)])]
        others = others if case["producer"] == "pyarrow" else others[1:5]
        for i, (of_other, one) in enumerate(others):
            columns.insert(i if i % 2 else len(columns), (pa.field(f"other{i}", of_other), [one] * len(found)))
    if case["folders"] in ("doc", "doc and part", "both") or case["producer"] == "spark":
        columns.append((pa.field("doc", pa.string()), [row[3] for row in found]))
    if case["folders"] == "doc and part":
        columns.append((pa.field("part", pa.int32()), [len(str(row[3])) for row in found]))

    return pa.table([pa.array(values, field.type) for field, values in columns], schema=pa.schema([field for field, _ in columns]))


def keys(case):
    return {"doc": ["doc"], "doc and part": ["doc", "part"], "both": ["doc"], "id": ["sentence_id"]}.get(case["folders"], [])


def by_folder(case, rows, folder, write):
    """Writes the rows of a case into one file or several, by write(first row, number of rows, path)."""
    folder = os.path.join(folder, "doc=folder") if case["folders"] == "both" else folder
    os.makedirs(folder, exist_ok=True)
    size = max(1, -(-rows // case["files"]))
    parts = [(i * size, min(size, rows - i * size)) for i in range(case["files"]) if i == 0 or i * size < rows]
    for i, (start, count) in enumerate(parts + ([(0, 0)] if case["empty_file"] else [])):
        write(start, count, os.path.join(folder, f"part-{9 - i}.parquet"))


def write_pyarrow(case, table, folder):
    id_name, tokens_name, _ = names(case)
    written = case["written"]
    options = {"data_page_version": f"{case['version']}.0", "data_page_size": case["page"], "row_group_size": case["row_group"],
               "use_compliant_nested_type": case["naming"] == "list.element", "write_page_index": written == "page index",
               "write_page_checksum": written == "page checksums", "store_schema": written != "no arrow schema", "write_batch_size": min(1024, case["page"])}
    if written == "max rows per page":
        options["max_rows_per_page"] = 2
    if written == "version 1.0" and case["value"] != "half":
        options["version"] = "1.0"
    if written == "dictionary overflow":
        options["dictionary_pagesize_limit"] = 16
    if written == "bloom filter":
        options["bloom_filter_options"] = {id_name: {"ndv": 100, "fpp": 0.05}}
    if case["codec"] == "mixed":
        # One codec for each column, and one that Spark has not for a column that nobody asks for.
        codecs = ["snappy", "gzip", "zstd", "lz4", "none"]
        options["compression"] = {leaf: "brotli" if leaf.startswith("other") else codecs[(case["number"] + i) % 5] for i, leaf in enumerate(leaves(table))}
    else:
        options["compression"] = case["codec"]
    options["use_dictionary"] = case["dictionary"]
    if case["encoding"]:
        options["column_encoding"] = encodings(case, table, options["use_compliant_nested_type"])
    if keys(case) and case["folders"] != "both":
        row_group = min(options.pop("row_group_size"), table.num_rows or 1)
        for unknown in ["store_schema", "max_rows_per_page", "bloom_filter_options"]:
            options.pop(unknown, None)
        made = ds.ParquetFileFormat().make_write_options(**options)
        schema = pa.schema([table.schema.field(name) for name in keys(case)])
        ds.write_dataset(table, folder, format="parquet", file_options=made, partitioning=ds.partitioning(schema, flavor="hive"), max_rows_per_group=row_group,
                         min_rows_per_group=1, max_partitions=5000)
    else:
        by_folder(case, table.num_rows, folder, lambda start, count, path: pq.write_table(table.slice(start, count), path, **options))


def leaves(table):
    sink = pa.BufferOutputStream()
    pq.write_table(table.slice(0, 0), sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return [schema.column(i).path for i in range(len(schema))]


def encodings(case, table, compliant):
    id_name, tokens_name, embeddings_name = names(case)
    kind = "int" if case["id"] in INT_IDS else "string"
    found = {}
    for leaf in leaves(table):
        column = leaf.split(".list.")[0]
        i = case["number"]
        if column == id_name:
            found[leaf] = ENCODINGS["id"][kind][i % 3]
        elif column == tokens_name:
            found[leaf] = ENCODINGS["tokens"][i // 3 % 3]
        elif column.startswith(embeddings_name) and ".shape" not in leaf:
            found[leaf] = (["PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"] if case["layout"] == "binary" else ENCODINGS["embeddings"])[i // 2 % 2]
    case["encodings"] = set(found.values())
    return {leaf if compliant else leaf.replace(".element", ".item"): of for leaf, of in found.items()}


def write_polars(case, table, folder):
    frame = pl.from_arrow(table)
    if case["id"] == "dictionary" or case["tokens"] == "dictionary":
        id_name, tokens_name, _ = names(case)
        words = sorted({w for ws in table[tokens_name].to_pylist() for w in ws or [] if w is not None}) if case["tokens"] == "dictionary" else []
        if case["categories"] == "enum" and words:
            frame = frame.with_columns(pl.col(tokens_name).cast(pl.List(pl.String)).cast(pl.List(pl.Enum(words))))
        elif words:
            frame = frame.with_columns(pl.col(tokens_name).cast(pl.List(pl.Categorical)))
    options = {"compression": case["codec"], "row_group_size": case["row_group"], "data_page_size": case["page"], "statistics": "full" if case["dictionary"] else False}
    if keys(case) and case["folders"] != "both":
        frame.write_parquet(pl.PartitionBy(folder, key=keys(case), include_key=False), mkdir=True, **options)
    else:
        by_folder(case, len(frame), folder, lambda start, count, path: frame.slice(start, count).write_parquet(path, **options))


def duck_type(case):
    value = {"float": "FLOAT", "double": "DOUBLE"}[case["value"]]
    fixed = {"fixed": f"[{D_MODEL}]", "list": "[]"}
    if case["layout"] == "binary":
        return "BLOB"
    if case["layout"] in FLAT:
        return value + ("[]" if case["layout"] == "list" else f"[{3 * D_MODEL}]")
    outer, inner = case["layout"].split(" of ")
    return value + fixed[inner] + ("[]" if outer == "list" else "[3]")


def write_duckdb(case, table, folder):
    id_name, tokens_name, embeddings_name = names(case)
    connection = duckdb.connect()
    connection.register("records", table)
    columns = []
    for name in table.column_names:
        quoted = '"' + name + '"'
        if name == embeddings_name:
            quoted += f"::{duck_type(case)} AS {quoted}"
        if name == tokens_name and case["tokens"] == "dictionary":
            word = f"SELECT DISTINCT word FROM (SELECT unnest({quoted})::VARCHAR AS word FROM records) WHERE word IS NOT NULL"
            connection.execute(f"CREATE TYPE word AS ENUM ({word} UNION SELECT 'never')")
            quoted += f"::VARCHAR[]::word[] AS {quoted}"
        columns.append(quoted)
    query = "SELECT " + ", ".join(columns) + " FROM records"
    options = f"FORMAT parquet, COMPRESSION {case['codec']}, PARQUET_VERSION V{case['version']}, ROW_GROUP_SIZE {case['row_group']}"
    options += "" if case["dictionary"] else ", DICTIONARY_SIZE_LIMIT 1"

    def copy(start, count, path, more=""):
        limits = f" LIMIT {count} OFFSET {start}" if count < table.num_rows else ""
        target = path.replace("'", "''")
        connection.execute(f"COPY ({query}{limits}) TO '{target}' ({options}{more})")

    if keys(case) and case["folders"] != "both":
        copy(0, table.num_rows, folder, f", PARTITION_BY ({', '.join(keys(case))})")
    else:
        by_folder(case, table.num_rows, folder, copy)


def request_spark(case, table, folder):
    """A file of the records, and how Spark is to write them, for the class SparkInputs."""
    source = folder + ".source.parquet"
    pq.write_table(table, source)
    written = case["written"]
    options = {"compression": case["codec"], "parquet.writer.version": f"v{case['version']}", "parquet.page.size": str(case["page"]),
               "parquet.enable.dictionary": str(case["dictionary"]).lower(), "parquet.page.write-checksum.enabled": str(written == "page checksums").lower(),
               "parquet.bloom.filter.enabled": str(written == "bloom filter").lower(), "parquet.page.size.row.check.min": "1"}
    if written == "page rows":
        options["parquet.page.row.count.limit"] = "3"
    if case["row_group"] < 1 << 20:
        options.update({"parquet.block.size": str(case["row_group"] * 100), "parquet.block.size.row.check.min": "1", "parquet.block.size.row.check.max": "10"})
    id_name, tokens_name, embeddings_name = names(case)
    spark_id = {"int8": "tinyint", "int16": "smallint", "int32": "int", "int64": "bigint", "uint64": "decimal(20,0)", "string": "string"}[case["id"]]
    return {"source": source, "output": folder, "options": options, "files": case["files"] + case["empty_file"], "folders": keys(case) if case["folders"] != "both" else [],
            "legacy": case["naming"] == "legacy", "id": [id_name, spark_id], "tokens": tokens_name, "embeddings": embeddings_name, "vectors": case["layout"] == "vectors",
            "required": sorted({"id", "tokens", "token", "list", "vector", "element"} - case["nulls"]), "both": case["folders"] == "both"}


WRITERS = {"pyarrow": write_pyarrow, "polars": write_polars, "duckdb": write_duckdb}
