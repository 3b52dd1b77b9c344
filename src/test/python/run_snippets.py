"""Runs the Python and DuckDB snippets of the documentation, on folders of the sample corpus.

In: the pages in docs/, and a built jar. Out: one line for each snippet; exit code 1 if one fails.
Matrices must have rows that sum to 1, and the attention of one layer over a model's hidden states must be
what transformers returns for that layer.

    python src/test/python/run_snippets.py

Needs numpy, pandas, polars, duckdb, pyarrow, torch and transformers.
"""

import os
import pathlib
import re
import subprocess
import tempfile

import duckdb
import numpy
import pandas
import polars
import torch
import transformers

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODEL = "all-MiniLM-L6-v2"
BLOCK = re.compile(r"^```(python|sql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def job(command):
    subprocess.run(command.split(), check=True, stdout=subprocess.DEVNULL)


def run_python(code):
    """Runs a snippet, and checks the matrices or the table of hidden states that it makes."""
    names = {"numpy": numpy, "pandas": pandas, "polars": polars}
    exec(code, names)
    if "A" in names:
        weights = names["A"]
        numpy.testing.assert_allclose(weights.sum(axis=-1), 1, atol=1e-5)
        return f"weights {list(weights.shape)}"
    if "sinks" in names:
        assert len(names["sinks"]) == 72, names["sinks"]  # heads of MiniLM
        return f"{len(names['sinks'])} heads"
    return compare_layer(pathlib.Path("hidden-states.parquet"))


def compare_layer(table):
    """Compares the attention of one layer over the hidden states with what transformers returns."""
    job(f"jobs/attend --input {table} --weights model-folder --layer 1 --output target/layer-1")
    tokenizer = transformers.AutoTokenizer.from_pretrained("model-folder")
    model = transformers.AutoModel.from_pretrained("model-folder", attn_implementation="eager").eval()
    rows = polars.read_parquet("target/layer-1/attention").sort("sentence_id")
    worst = 0
    with open("data-samples/corpus.txt", encoding="utf-8") as lines:
        for row, text in zip(rows.iter_rows(named=True), lines, strict=True):
            inputs = tokenizer(text.strip(), truncation=True, return_tensors="pt")
            with torch.no_grad():
                right = model(**inputs, output_attentions=True).attentions[1][0].numpy()
            ours = numpy.array(row["attention"], dtype="f4").reshape(right.shape)
            worst = max(worst, abs(ours - right).max())
    assert worst < 1e-5, worst
    return f"attention of layer 1 over {len(rows)} sentences, within {worst:.1e} of transformers"


def run_duckdb(query):
    rows = duckdb.sql(query).fetchall()
    assert rows, "no rows"
    if "attention[" in query:  # tokens and the weights of a query
        tokens, weights = rows[0]
        assert len(tokens) == len(weights) and abs(sum(weights) - 1) < 1e-5, rows[0]
        return f"{len(weights)} weights"
    return f"{len(rows)} rows, first {rows[0]}"


def main():
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("jobs", "data-samples"):
            pathlib.Path(name).symlink_to(ROOT / name)
        job(f"jobs/attend --input data-samples/corpus.txt --model {MODEL} --output target/attention")
        job("jobs/analyze --input target/attention --output target/analysis")
        job(f"jobs/model {MODEL} --output model-folder")
        job(
            f"jobs/analyze --model {MODEL} --input data-samples/corpus.conllu --input-format conllu"
            " --output target/model-analysis"
        )
        for page in sorted(ROOT.glob("docs/*.md")):
            for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
                if language == "python":
                    found = run_python(code)
                elif "-- DuckDB" in code:
                    found = run_duckdb(code)
                else:
                    continue  # SnippetsIT runs Spark SQL
                count += 1
                print(f"{page.name}: {found}")
        os.chdir(ROOT)
    assert count >= 7, "the pages have fewer snippets than before"


main()
