#!/usr/bin/env python3
"""Writes what a published model's tensors must be, read from its ONNX file by the onnx package:

    make_published.py FILE.onnx >src/test/resources/published/NAME.txt

A line for each tensor: its name, its shape and the SHA-256 of its values, little-endian float32. Needs
numpy and onnx.
"""

import hashlib
import sys

import numpy as np
import onnx
from onnx import numpy_helper

graph = onnx.load(sys.argv[1]).graph
values = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
maker = {output: node for node in graph.node for output in node.output}
tensors = {name: v for name, v in values.items() if v.dtype == np.float32 and "::" not in name}
for node in graph.node:
    for bias in node.input:
        if node.op_type == "Add" and bias.endswith("dense.bias") | bias.endswith(("query.bias", "key.bias", "value.bias")):
            (product,) = (maker[i] for i in node.input if i != bias)
            (matrix,) = (i for i in product.input if i in values)
            tensors[bias.removesuffix("bias") + "weight"] = values[matrix].T
for name in sorted(tensors):
    tensor = np.ascontiguousarray(tensors[name], dtype="<f4")
    print(name, "x".join(map(str, tensor.shape)), hashlib.sha256(tensor.tobytes()).hexdigest())
