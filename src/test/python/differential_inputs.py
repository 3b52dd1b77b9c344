#!/usr/bin/env python3
"""Makes inputs of embedded sentences by pyarrow, Polars, DuckDB and Spark, each drawn at random, and beside each what pyarrow reads of it.

    mvn -DskipTests package
    src/test/python/differential_inputs.py target/differential
    mvn test -Dtest=DifferentialInputsTest -Ddifferential.inputs=target/differential

makes 300 and holds what attend sees against what pyarrow reads. With --select FOLDER it also copies there a few small ones that have each
producer and each value of each dimension among them: so src/test/resources/differential was made, which the test reads otherwise.
Needs pyarrow, Polars, DuckDB and numpy; Spark is that of target/spark.
"""
import argparse
import glob
import json
import multiprocessing
import os
import re
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import duckdb

import differential_refused
from differential_draw import NESTED, Deck, draw_case, records
from differential_expected import by_duckdb, judged, ordered, read, readable
from differential_write import WRITERS, arrow_table, keys, names, request_spark, write_pyarrow

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
PRODUCERS = ["pyarrow"] * 5 + ["polars"] * 3 + ["duckdb"] * 3 + ["spark"] * 2
CONF = {
    "none": {},
    "split": {"spark.sql.files.maxPartitionBytes": "2048", "spark.sql.files.openCostInBytes": "0"},
    "checksums": {"parquet.page.verify-checksum.enabled": "true"},
    "rows": {"spark.sql.parquet.enableVectorizedReader": "false"},
    "off heap": {"spark.sql.columnVector.offheap.enabled": "true"},
}


def kept(case):
    return [key for key in keys(case) if key != "sentence_id"]


def options(case):
    found = ["--input", {"folder": "INPUT", "file": "INPUT", "glob": "INPUT/*.parquet"}[case["path"]]]
    if case["path"] == "file":
        found = ["--input", "FILES"]
    if case["columns"] == "odd names":
        for option, name in zip(["id", "tokens", "embeddings"], names(case)):
            if option != "tokens" or case["tokens"] != "none":
                found += [f"--{option}-column", name]
    found += ["--keep", ",".join(kept(case))] if kept(case) else []
    return found + (["--partitions", str(case["partitions"])] if case["partitions"] else [])


def features(case):
    """What a case shows, for the choice of a selection."""
    split = "BYTE_STREAM_SPLIT" in case.get("encodings", []) or (case["producer"] == "duckdb" and case["version"] == 2 and case["layout"] != "binary")
    found = {(case["producer"], kind, case[kind]) for kind in ("layout", "codec", "version", "tokens", "folders")}
    found |= {(kind, case.get(kind)) for kind in ("naming", "written", "lists", "categories", "dictionary", "value", "id", "columns", "path", "size", "empty_file", "row_group", "page")}
    found |= {("defect", "by token" if case["layout"] in NESTED else case["layout"] == "binary", defect) for defect in case["defects"]}
    found |= {("encoding", encoding) for encoding in case.get("encodings", [])}
    found |= {("split bytes", split, case["folders"] != "none"), ("conf", case["conf"]), ("split bytes", split, case["conf"]), (case["value"], case["codec"])}
    return found | {("null", level, level in case["nulls"]) for level in ("id", "tokens", "token", "list", "vector", "element")}


def spark(requests, out):
    """Has Spark write what is asked for."""
    path = os.path.join(out, "spark.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(requests, file, indent=1)
    jvm = re.search(r"<spark.jvm.options>(.*?)</spark.jvm.options>", open(os.path.join(ROOT, "pom.xml"), encoding="utf-8").read(), re.S)[1].split()
    classes = os.pathsep.join(os.path.join(ROOT, "target", at) for at in ["test-classes", os.path.join("spark", "jars", "*")])
    subprocess.run(["java", "-Xmx2g", "-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", *jvm, "-cp", classes, "io.corpusattention.job.attend.SparkInputs", path], check=True,
                   env={**os.environ, "LC_ALL": "C.UTF-8"})
    os.remove(path)


def save(folder, contents):
    """JSON, a record a line."""
    rows = contents.pop("records")
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as out:
        out.write(json.dumps(contents, ensure_ascii=False)[:-1] + ', "records": [\n')
        out.write(",\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
        out.write("\n]}\n")


def expect(out, name, case, found):
    """Reads an input, holds it against what was to be written, and keeps what attend must see."""
    seen = ordered(read(os.path.join(out, name, "input"), names(case), kept(case)))
    made = []
    for record_id, tokens, value, doc in found:
        folders = {"doc": doc, "part": len(str(doc))}
        made.append(judged(record_id, tokens, value, {key: folders[key] for key in kept(case)}))
    if seen != ordered(made):
        raise AssertionError((name, case, [pair for pair in zip(seen, ordered(made)) if pair[0] != pair[1]][:1]))
    save(os.path.join(out, name), {"options": options(case), "conf": CONF[case["conf"]], "records": seen})


def apart(function, *arguments):
    """Runs a function in a process of its own, whose end does not end this one."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        return pool.submit(function, *arguments).result()


def ask_spark(out, name, case, found):
    os.makedirs(os.path.join(out, name))
    return request_spark(case, arrow_table(case, found, plain=True), os.path.join(out, name, "input"))


def make(out, name, case, found):
    """Writes an input and what is expected; gives what it became, and how many files pyarrow cannot read."""
    folder = os.path.join(out, name, "input")
    os.makedirs(os.path.dirname(folder))
    WRITERS[case["producer"]](case, arrow_table(case, found, plain=case["producer"] != "pyarrow"), folder)
    for change in [{"written": "no arrow schema"}, {"folders": "none"}] if case["producer"] == "pyarrow" else []:
        if not readable(folder):
            case.update(change)
            shutil.rmtree(folder)
            write_pyarrow(case, arrow_table(case, found), folder)
    expect(out, name, case, found)
    return case, len(by_duckdb)


def select(out, cases, target, most):
    """Copies small inputs that together have all features, each the one that adds most for its bytes."""
    shutil.rmtree(target, ignore_errors=True)
    left = {name: found for name, found in cases.items()}
    sizes = {name: sum(os.path.getsize(f) for f in glob.glob(glob.escape(os.path.join(out, name)) + "/**", recursive=True) if os.path.isfile(f)) for name in cases}
    missing = set().union(*left.values())
    chosen = []
    while missing and len(chosen) < most:
        best = max(left, key=lambda name: (name.startswith("refused") and bool(left[name] & missing), len(left[name] & missing) / (sizes[name] + 4000)))
        missing -= left.pop(best)
        chosen.append(best)
        shutil.copytree(os.path.join(out, best), os.path.join(target, best))
    print(f"selected {len(chosen)} inputs, {sum(sizes[name] for name in chosen):,} bytes; without {len(missing)} features")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--select")
    parser.add_argument("--most", type=int, default=50, help="inputs of the selection")
    args = parser.parse_args()
    out = os.path.abspath(args.folder)
    shutil.rmtree(out, ignore_errors=True)
    deck = Deck(args.seed)
    shown = apart(differential_refused.make, out)
    requests, by_spark, count, unreadable, crashes, number = [], {}, 0, 0, 0, -1
    while len(shown) < args.count:
        number += 1
        case = draw_case(deck, PRODUCERS[number % len(PRODUCERS)], number)
        name = f"{number:03}-{case['producer']}-{case['layout'].replace(' ', '-')}"
        found = records(case, deck.random, deck)
        if case["producer"] == "spark":
            requests.append(apart(ask_spark, out, name, case, found))
            by_spark[name] = (case, found)
        else:
            try:
                case, others = apart(make, out, name, case, found)
            except (BrokenProcessPool, OSError):  # some files of DuckDB 1.5.6 crash it, or have pages that nobody reads
                shutil.rmtree(os.path.join(out, name))
                crashes += 1
                continue
            unreadable += others
        count += len(found)
        shown[name] = features(case)
    spark(requests, out)
    for name, (case, found) in by_spark.items():
        try:
            apart(expect, out, name, case, found)
        except (duckdb.Error, OSError):
            shutil.rmtree(os.path.join(out, name))
            del shown[name]
            crashes += 1
    print(f"{len(shown)} inputs, {count:,} records; {unreadable} files read by DuckDB, since pyarrow cannot; {crashes} left out since their producer crashed or nobody reads what it wrote")
    if args.select:
        select(out, shown, args.select, args.most)


if __name__ == "__main__":
    main()
