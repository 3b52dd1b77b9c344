"""Writes src/test/resources/lists: small Parquet files with columns of lists, as pyarrow and DuckDB write them.

Each has the columns id, f (lists of float32, or of float16), and s (lists of strings), with nulls, empty
lists, several pages and two row groups. The names tell the codec, the version of the pages, and whether
values are in a dictionary. Tests damage them.

Run: python3 src/test/python/make_lists.py (pyarrow, numpy, duckdb)
"""

import pathlib
import random

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).parents[1] / "resources" / "lists"
ROWS = 60


def lists(chance, element):
    """Lists of up to twelve elements; some are null, some empty, and so are elements."""
    rows = []
    for _ in range(ROWS):
        if chance.random() < 0.1:
            rows.append(None)
        else:
            count = chance.choice([0, 1, 2, 5, 12])
            rows.append([None if chance.random() < 0.1 else element() for _ in range(count)])
    return rows


def table(floats):
    chance = random.Random(5)
    numbers = lists(chance, lambda: np.float16(chance.randrange(40) / 8))
    words = lists(chance, lambda: "wörter"[: chance.randrange(7)] + str(chance.randrange(9)))
    return pa.table(
        {
            "id": pa.array(range(ROWS), pa.int64()),
            "f": pa.array(numbers, pa.list_(floats)),
            "s": pa.array(words, pa.list_(pa.string())),
        }
    )


def write(name, floats=pa.float32(), **options):
    pq.write_table(
        table(floats),
        ROOT / f"{name}.parquet",
        row_group_size=40,
        data_page_size=400,
        write_batch_size=16,
        write_statistics=False,
        store_schema=False,
        **options,
    )


ROOT.mkdir(parents=True, exist_ok=True)
for version in ("1.0", "2.0"):
    for codec in ("none", "snappy", "zstd"):
        for dictionary in (True, False):
            kind = "dictionary" if dictionary else "plain"
            write(
                f"{codec}-v{version[0]}-{kind}",
                compression=codec,
                data_page_version=version,
                use_dictionary=dictionary,
            )
write("float16", pa.float16(), compression="none", use_dictionary=False)
write("float16-dictionary", pa.float16(), compression="none", use_dictionary=True)

# DuckDB packs levels and places in a dictionary in blocks of 256, whose ends are no values.
whole = table(pa.float32())
duckdb.sql(f"COPY whole TO '{ROOT / 'duckdb.parquet'}' (FORMAT parquet)")
