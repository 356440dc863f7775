"""Models that must never be built: published gadgets against Keras's loading, and such as ask for too much.

`test_allowlist.py` reads each by itself; `tests/desk` sends each to a class's service.
"""

import base64
import io
import json
import zipfile

import keras
from keras import layers


def archive(config, weights=b""):
    """The bytes of a .keras archive with this configuration."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("config.json", json.dumps(config))
        file.writestr("model.weights.h5", weights)
    return packed.getvalue()


def config_of(layer):
    return json.loads(json.dumps(keras.saving.serialize_keras_object(layer)))


def entry(class_name, config, module="keras.layers", **more):
    return {
        "class": class_name,
        "bases": [class_name],
        "name": "gadget",
        "built": True,
        "trainable": True,
        "module": module,
        "config": config,
        **more,
    }


def document(*entries, inputs=(4,), name="m"):
    """A document in which a name holds a Sequential model of these layers."""
    first = {"shape": [None, *inputs], "dtype": "float32", "name": "input", "given": True}
    graph = {"kind": "sequential", "layers": list(range(1, len(entries) + 1)), "input": first}
    model = {
        "class": "Sequential",
        "bases": ["Sequential"],
        "name": "model",
        "built": True,
        "trainable": True,
        "graph": graph,
    }
    head = {
        "schema": "coursework-evidence",
        "version": 1,
        "blobs": [],
        "layers": [model, *entries],
        "evidence": {name: {"layer": 0, "compiled": None, "overrides": [], "answers": []}},
    }
    return json.dumps(head).encode() + b"\n"


def dense(**changes):
    return {**config_of(layers.Dense(3))["config"], **changes}


def function(module, name):
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def code():
    return base64.b64encode(b"\xe3").decode()


GADGETS = {
    # CVE-2024-3660 and before: a Lambda layer that carries byte code
    "lambda layer": entry(
        "Lambda",
        {"name": "x", "function": {"class_name": "__lambda__", "config": {"value": [code(), None, None]}}},
    ),
    # CVE-2025-1550: a function of any module, named in the configuration
    "function of another module": entry("Dense", dense(activation=function("os", "system"))),
    "function of builtins": entry("Dense", dense(activation=function("builtins", "eval"))),
    "function as an argument of a call": entry(
        "Dense", dense(kernel_initializer=function("subprocess", "Popen"))
    ),
    # CVE-2025-8747: a function of Keras's own that writes files (get_file and others)
    "get_file": entry("Dense", dense(activation=function("keras.utils", "get_file"))),
    "get_file in a Lambda": entry("Lambda", {"name": "x", "function": function("keras.utils", "get_file")}),
    "load_model": entry("Dense", dense(activation=function("keras.models", "load_model"))),
    # CVE-2025-9906: a configuration that first switches safe mode off
    "enable_unsafe_deserialization": entry(
        "Dense", dense(activation=function("keras.config", "enable_unsafe_deserialization"))
    ),
    "enable_unsafe_deserialization by its inner name": entry(
        "Dense",
        dense(activation=function("keras.src.saving.serialization_lib", "enable_unsafe_deserialization")),
    ),
    # CVE-2025-12058: look-up layers that read a file or fetch an address
    "vocabulary file": entry("StringLookup", {"name": "x", "vocabulary": "/etc/passwd"}),
    "vocabulary address": entry("StringLookup", {"name": "x", "vocabulary": "http://example.com/x"}),
    "vocabulary file of integers": entry("IntegerLookup", {"name": "x", "vocabulary": "/etc/passwd"}),
    "vocabulary file of a text layer": entry("TextVectorization", {"name": "x", "vocabulary": "/etc/passwd"}),
    "weights of a vocabulary from a file": entry(
        "TextVectorization", {"name": "x", "vocabulary": ["a"], "idf_weights": "/etc/passwd"}
    ),
    "vocabulary file inside a wrapper": entry(
        "TimeDistributed",
        {
            "name": "x",
            "layer": {
                "module": "keras.layers",
                "class_name": "StringLookup",
                "config": {"name": "y", "vocabulary": "/etc/passwd"},
                "registered_name": None,
            },
        },
    ),
    # Layers that load a saved programme or a pickle
    "TFSMLayer": entry("TFSMLayer", {"name": "x", "filepath": "/tmp/model"}),
    "TorchModuleWrapper": entry("TorchModuleWrapper", {"name": "x", "module": code()}),
    "JaxLayer": entry("JaxLayer", {"name": "x", "call_fn": code()}),
    "FlaxLayer": entry("FlaxLayer", {"name": "x", "module": code()}),
    # A layer of another module, or under a name that the learner registered
    "class of another module": entry("Popen", {"args": ["true"]}, module="subprocess"),
    "class of Keras's inside": entry("PyDataset", {}, module="keras.utils"),
    "registered class": entry(
        "Dense",
        dense(
            kernel_initializer={
                "module": "keras.initializers",
                "class_name": "Zeros",
                "config": {},
                "registered_name": "my_package>Evil",
            }
        ),
    ),
    "initializer of another module": entry(
        "Dense",
        dense(
            kernel_initializer={
                "module": "os",
                "class_name": "system",
                "config": {"command": "true"},
                "registered_name": None,
            }
        ),
    ),
    "byte code in an initializer": entry(
        "Dense", dense(kernel_initializer={"class_name": "__lambda__", "config": {"value": code()}})
    ),
    "tensor in a configuration": entry(
        "Dense",
        dense(units={"class_name": "__tensor__", "config": {"value": [0] * 9, "dtype": "float32"}}),
    ),
    "typespec": entry(
        "Dense",
        dense(
            units={
                "class_name": "__typespec__",
                "spec_name": "Popen",
                "module": "subprocess",
                "config": [],
                "registered_name": None,
            }
        ),
    ),
    "shared object": entry(
        "Dense",
        dense(
            kernel_initializer={
                "module": "keras.initializers",
                "class_name": "Zeros",
                "config": {},
                "registered_name": None,
                "shared_object_id": 1,
            }
        ),
    ),
    "activation by a path": entry("Dense", dense(activation="keras.utils.get_file")),
    "quantisation": entry(
        "Dense", dense(quantization_config={"module": "keras", "class_name": "X", "config": {}})
    ),
    "operation that calls back": entry("Map", {"name": "map"}, module="keras.src.ops.core"),
    "loop": entry("WhileLoop", {"cond": function("os", "system"), "body": None}, module="keras.src.ops.core"),
    "operation off the list": entry("Arange", {"name": "arange"}, module="keras.src.ops.numpy"),
    "a dtype that is none": entry("Dense", dense(dtype="object")),
    "own split of texts": entry("TextVectorization", {"name": "x", "split": "os.system"}),
}


TOO_MUCH = {
    "ten billion parameters": [entry("Dense", dense(units=10_000_000)), entry("Dense", dense(units=1_000))],
    "a number beyond all lessons": [entry("Dense", dense(units=10**12))],
    "an enormous embedding": [
        entry(
            "Embedding",
            {**config_of(layers.Embedding(5, 5))["config"], "input_dim": 10**7, "output_dim": 10**4},
        )
    ],
    "an enormous output": [entry("RepeatVector", {"name": "r", "n": 10**7}), entry("Flatten", {"name": "f"})],
    "an enormous picture": [
        entry("Reshape", {"name": "r", "target_shape": [2, 2, 1]}),
        entry("UpSampling2D", {**config_of(layers.UpSampling2D())["config"], "size": [10**6, 10**6]}),
    ],
    "an unrolled recurrence": [
        entry("RepeatVector", {"name": "r", "n": 100_000}),
        entry("LSTM", {**config_of(layers.LSTM(2))["config"], "unroll": True}),
    ],
    "attention with endless heads": [
        entry("Reshape", {"name": "r", "target_shape": [2, 2]}),
        entry(
            "GroupQueryAttention",
            {
                **config_of(layers.GroupQueryAttention(8, 4, 2))["config"],
                "head_dim": 10**6,
                "num_query_heads": 10**6,
            },
        ),
    ],
    "settings that Keras does not take": [entry("Dense", dense(units=-3))],
    "a layer nested in itself a hundred times": [
        entry("Bidirectional", json.loads('{"layer":' * 100 + "{}" + "}" * 100)),
    ],
}


def archived(gadget):
    """The bytes of a .keras archive with a gadget among its layers."""
    fact = GADGETS[gadget]
    layer = {
        "module": fact["module"],
        "class_name": fact["class"],
        "config": fact["config"],
        "registered_name": None,
    }
    whole = config_of(keras.Sequential([layers.Input((4,)), layers.Dense(1)]))
    whole["config"]["layers"][1] = layer
    return archive(whole)


def hostile_compile_state():
    """The bytes of a .keras archive whose state of `compile` names functions of the system's."""
    whole = config_of(keras.Sequential([layers.Input((4,)), layers.Dense(1)]))
    whole["compile_config"] = {"optimizer": function("os", "system"), "loss": function("os", "system")}
    return archive(whole, b"not weights")


def endless_layers(name="m"):
    """A document with thousands of layers."""
    return document(*[entry("Flatten", {"name": "f"})] * 7_000, name=name)


def model_in_itself(name="m"):
    """A document with a model that is its own layer."""
    raw = json.loads(document(entry("Flatten", {"name": "f"}), name=name))
    raw["layers"][0]["graph"]["layers"] = [0]
    return json.dumps(raw).encode() + b"\n"
