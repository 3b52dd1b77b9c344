"""Draws the inputs of the differential test: what each file is like, and what is in it."""
import random

import numpy as np
import pyarrow as pa

from differential_expected import D_MODEL

INT_IDS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
STRING_IDS = ["string", "large_string", "dictionary"]
NESTED = ["list of list", "list of fixed", "fixed of list", "fixed of fixed"]
FLAT = ["list", "fixed"]
VALUES = {"float": pa.float32(), "double": pa.float64(), "half": pa.float16()}
WORDS = ["the", "cat", "naïve", "猫", "🙂", "", "a b", "\u0000", "e\u0301", "x" * 70, "\n"]
DOCS = ["é", "日本", "a b", "007", "x/y", "a=b", "100%", "%41", "1e5", "2024-01-01", "true", "nan", "+1", "a:b", "..", "#1", "?x", "[a]", "{a}",
        "a*", "back\\slash", "it's", '"', "~", "a,b", "a|b", " lead", "trail ", "NULL", "doc=x", None]
CODECS = {
    "pyarrow": ["none", "snappy", "gzip", "zstd", "lz4", "mixed"],
    "polars": ["uncompressed", "snappy", "gzip", "zstd", "lz4"],
    "duckdb": ["uncompressed", "snappy", "gzip", "zstd", "lz4_raw"],
    "spark": ["none", "snappy", "gzip", "zstd", "lz4_raw"],  # of its lz4, in Hadoop's blocks, some pages are read by no other library
}
LAYOUTS = {
    "pyarrow": FLAT + NESTED + ["binary", "ray"],
    "polars": FLAT + NESTED + ["binary"],
    "duckdb": FLAT + ["list of list", "binary"],  # of nested arrays version 1.5.6 writes files that nobody reads
    "spark": ["list", "list of list", "vectors", "binary"],
}
ID_TYPES = {"pyarrow": INT_IDS + STRING_IDS, "polars": INT_IDS + ["string", "dictionary"], "duckdb": INT_IDS + ["string", "dictionary"],
            "spark": ["int8", "int16", "int32", "int64", "uint64", "string"]}
TOKENS = {"pyarrow": ["none", "string", "large_string", "string_view", "dictionary"], "polars": ["none", "string", "dictionary"],
          "duckdb": ["none", "string", "dictionary"], "spark": ["none", "string"]}


class Deck:
    """Draws at random, but each value of a kind before any comes again."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.left = {}

    def draw(self, kind, values):
        left = self.left.setdefault(kind, [])
        fits = [value for value in left if value in values]
        if not fits:
            fits = list(values)
            self.random.shuffle(fits)
            left.extend(fits)
        left.remove(fits[0])
        return fits[0]


def number(rnd, value_type, pool):
    """A number that the type holds: of few different ones, which dictionaries suit, or any finite one."""
    if pool == "few":
        return rnd.randint(-16, 16) / 8
    if value_type == "half":
        return float(np.frombuffer(np.array([rnd.choice([rnd.randrange(0x7C00), 0x8000 + rnd.randrange(0x7C00)])], "<u2").tobytes(), "<f2")[0])
    if value_type == "float":
        return float(np.frombuffer(np.array([(rnd.randrange(2) << 31) + rnd.randrange(0x7F800000)], "<u4").tobytes(), "<f4")[0])
    return rnd.choice([rnd.uniform(-2, 2), rnd.uniform(-1, 1) * 10.0 ** rnd.randint(-44, 38), float(np.float32(rnd.uniform(-2, 2)))])


def defects(case):
    """What may be wrong with a record of this case's types."""
    layout, nulls, tokens = case["layout"], case["nulls"], case["tokens"]
    found = ["none"]
    found += ["null list"] if "list" in nulls else []
    found += ["null element"] if "element" in nulls and layout not in ("binary", "vectors") else []
    found += ["null vector"] if "vector" in nulls and layout in NESTED + ["vectors"] else []
    found += ["null id"] if "id" in nulls and not case.get("id_folder") else []
    found += ["infinite", "nan"]
    found += ["empty", "wrong length"] if layout in ("list", "binary", "ray") else []
    found += ["empty"] if layout in ("list of list", "list of fixed", "vectors") else []
    found += ["ragged", "wide"] if layout in ("list of list", "vectors") else []
    found += ["too large"] if case["value"] == "double" and layout != "binary" else []
    if tokens != "none":
        found += ["empty tokens", "more tokens"]
        found += ["null tokens"] if "tokens" in nulls else []
        found += ["null token"] if "token" in nulls else []
    return found


def record(case, rnd, record_id, defect):
    """One record: id, tokens and an embedding for each token, with what is wrong with it."""
    n = 3 if "fixed" in case["layout"].split(" ")[0] else rnd.randint(1, case["longest"])
    rows = [[number(rnd, case["value"], case["pool"]) for _ in range(D_MODEL)] for _ in range(n)]
    tokens = [rnd.choice(WORDS) for _ in range(n)] if case["tokens"] != "none" else None
    at, i = rnd.randrange(n), rnd.randrange(D_MODEL)
    if defect == "null list":
        rows = None
    elif defect == "null id":
        record_id = None
    elif defect == "null element":
        rows[at][i] = None
    elif defect == "null vector":
        rows[at] = None
    elif defect == "infinite":
        rows[at][i] = rnd.choice([float("inf"), float("-inf")])
    elif defect == "nan":
        rows[at][i] = float("nan")
    elif defect == "too large":
        rows[at][i] = rnd.choice([1e39, -1e300])
    elif defect == "empty":
        rows = []
    elif defect == "wrong length":
        rows[-1] = rows[-1][:3]
    elif defect == "ragged":
        rows = rows + [rows[-1][:-1]]
        tokens = tokens and tokens + ["r"]
    elif defect == "wide":
        rows = [row + [1.0] for row in rows]
    elif defect == "empty tokens":
        tokens = []
    elif defect == "more tokens":
        tokens = tokens + ["more"]
    elif defect == "null tokens":
        tokens = None
    elif defect == "null token":
        tokens[at] = None
    if rows is not None:
        if case["layout"] in ("list", "fixed", "ray"):
            rows = [x for row in rows for x in row]
        elif case["layout"] == "binary":
            rows = np.array([x for row in rows for x in row], "<f4").tobytes()
            rows = rows[:-1] if defect == "wrong length" and rnd.random() < 0.5 else rows
    return record_id, tokens, rows


def records(case, rnd, deck):
    """The records of a case: a tenth or so have something wrong, each kind in its turn."""
    count = case["records"]
    first = {"int8": -100, "uint64": 2**63 - 3, "uint32": 2**31 - 3, "uint16": 2**15 - 3, "uint8": 100}.get(case["id"], 10)
    found = []
    for i in range(count):
        defect = "none"
        if i > 1 and count > 3 and rnd.random() < (0.35 if count < 20 else 0.1):
            defect = deck.draw(("defect", case["layout"]), defects(case))
        record_id = first + i if case["id"] in INT_IDS else rnd.choice(["s", "ü", "日-", ""]) + str(i)
        case["defects"].add(defect)
        found.append(record(case, rnd, record_id, defect) + (rnd.choice(case["docs"]),))
    return found


def draw_case(deck, producer, number):
    """What one input is like."""
    rnd = deck.random

    def draw(kind, values):
        return deck.draw((producer, kind), values)

    layout = draw("layout", LAYOUTS[producer])
    values = ["float"] if layout == "binary" else ["double"] if layout == "vectors" else ["float", "double"]
    if layout in FLAT and producer in ("pyarrow", "polars"):
        values = ["float", "double", "half"]
    case = {"producer": producer, "number": number, "layout": layout, "value": draw("value " + layout, values), "pool": draw("pool", ["few", "any"]),
            "id": draw("id", ID_TYPES[producer]), "tokens": draw("tokens", TOKENS[producer]), "codec": draw("codec", CODECS[producer]),
            "version": draw("version", [1, 2]), "dictionary": draw("dictionary", [True, False]), "page": draw("page", [64, 1000, 1 << 20]),
            "folders": draw("folders", ["none", "none", "none", "doc", "doc and part", "both", "id"]),
            "files": draw("files", [1, 1, 1, 3]), "empty_file": draw("empty file", [False, False, False, True]),
            "size": draw("size", ["small"] * 8 + ["none", "one", "middle", "middle", "large"]), "defects": set(),
            "columns": draw("columns", ["alone", "reversed", "among others", "odd names"]),
            "conf": draw("conf", ["none", "none", "split", "checksums", "rows", "off heap"]),
            "path": draw("path", ["folder", "folder", "file", "glob"]), "partitions": draw("partitions", [0, 0, 0, 3])}
    case["longest"] = 6 if case["size"] != "large" else 3
    case["records"] = {"small": rnd.randint(4, 14), "none": 0, "one": 1, "middle": rnd.randint(100, 400), "large": rnd.randint(4000, 6000)}[case["size"]]
    if case["id"] in ("int8", "uint8"):
        case["records"] = min(case["records"], 150)
    levels = ["id", "tokens", "token", "list", "vector", "element"]
    drawn = draw("nulls", ["all", "some", "some", "none"])
    case["nulls"] = {level for level in levels if drawn == "all" or (drawn == "some" and rnd.random() < 0.5)}
    if producer in ("polars", "duckdb"):
        case["nulls"] = set(levels)  # their schemas have no others
    if layout == "vectors":
        case["nulls"] |= {"vector"}
    if case["folders"] == "id":
        case["id_folder"], case["files"], case["columns"] = True, 1, "alone"
        case["records"], case["id"] = min(case["records"], 8), "string"
    case["docs"] = rnd.sample(DOCS, 4)
    if case["folders"] != "none":
        case["path"] = "folder"
        if case["folders"] != "both" and case["tokens"] == "string_view":
            case["tokens"] = "string"  # pyarrow cannot sort views into folders
    case["row_group"] = draw("row groups", [1 << 20, 3, 50]) if producer != "duckdb" else 2048
    if case["size"] == "large" and case["row_group"] == 3:
        case["row_group"] = 500
    if producer == "pyarrow":
        case["naming"] = draw("naming", ["list.element", "list.item"])
        case["written"] = draw("written", ["plain", "page index", "page checksums", "bloom filter", "max rows per page", "version 1.0", "no arrow schema", "dictionary overflow"])
        case["encoding"] = not case["dictionary"] and draw("encoding", [True, True, False])
        case["lists"] = draw("lists", ["list", "large_list", "list_view"])
    if case["value"] == "half":  # in other forms it is refused
        case["encoding"], case["conf"] = False, deck.draw("half conf", ["none", "split"])
        case["codec"] = deck.draw((producer, "half codec"), [codec for codec in CODECS[producer] if codec in ("none", "uncompressed", "snappy", "zstd")])
    if case["size"] == "none" and case["folders"] != "both":
        case["folders"] = "none"  # else there would be no file
    if producer == "duckdb" and "fixed" in layout:
        case["nulls"] -= {"list", "vector"}  # null arrays of fixed size are written so that DuckDB alone reads them
    if producer == "polars":
        case["categories"] = draw("categories", ["categorical", "enum"])
    if producer == "spark":
        case["naming"] = draw("naming", ["standard", "legacy"])
        case["written"] = draw("written", ["plain", "page checksums", "bloom filter", "page rows"])
    return case
