"""What must never be built: published gadgets against Keras's loading, and models that ask for too much."""

import copy
import json

import keras
import numpy as np
import pytest
from hostile_models import (
    GADGETS,
    TOO_MUCH,
    archived,
    document,
    endless_layers,
    hostile_compile_state,
    model_in_itself,
)
from keras import layers

from graders.evidence import EvidenceError, FileEvidence, Unusable, allowlist, kinds, read


def refused(*entries, **options):
    found = read(document(*entries, **options), {"m": kinds.Model()})["m"]
    if not isinstance(found, Unusable):
        # A layer computes without its initializers, regularizers and constraints, so these are left out.
        parts = [layer.__dict__["_hidden_settings"][0] for layer in found.keras.layers]
        return f"a setting that cannot be judged: {parts[0]}"
    return found.found


@pytest.mark.parametrize("gadget", GADGETS)
def test_gadget_is_refused_with_a_reason(gadget):
    found = refused(GADGETS[gadget])
    assert "cannot be judged" in found and len(found) < 400


@pytest.mark.parametrize("gadget", GADGETS)
def test_gadget_in_a_keras_archive_is_refused(gadget):
    with pytest.raises(EvidenceError) as error:
        FileEvidence("model.keras", archived(gadget)).model()
    assert "weights" not in error.value.reason or "vocabulary" in gadget or gadget.startswith("weights")


def test_archive_with_a_hostile_compile_state_is_not_compiled():
    """CVE-2025-1550 also reached functions through `compile_config`: ours is only read."""
    with pytest.raises(EvidenceError, match="HDF5"):
        FileEvidence("model.keras", hostile_compile_state()).model()


def test_weights_file_cannot_bring_a_model_along():
    """CVE-2025-9905: HDF5 files of whole models were loaded with Lambda layers, safe mode or not."""
    file = FileEvidence("model.h5", b"\x89HDF\r\n\x1a\n" + b"\x00" * 100)
    with pytest.raises(EvidenceError):
        file.weights()
    assert not hasattr(file, "load_model")


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_refused(case):
    assert refused(*TOO_MUCH[case])


def test_a_million_layers_are_refused():
    with pytest.raises(EvidenceError):
        read(endless_layers(), {"m": kinds.Model()})


def test_model_in_itself_is_refused():
    with pytest.raises(EvidenceError, match="stand in themselves"):
        read(model_in_itself(), {"m": kinds.Model()})


def test_weights_of_the_wrong_shape_are_refused():
    from coursework.evidence import capture
    from graders.evidence import request

    model = keras.Sequential([layers.Input((4,)), layers.Dense(1)])
    data = capture({"m": model}, request({"m": kinds.Model()}))
    head, _, rest = data.partition(b"\n")
    raw = json.loads(head)
    bad = copy.deepcopy(raw)
    bad["layers"][1]["weights"].reverse()
    found = read(json.dumps(bad).encode() + b"\n" + rest, {"m": kinds.Model()})["m"]
    assert isinstance(found, Unusable) and "shapes" in found.found
    bad = copy.deepcopy(raw)
    bad["layers"][1]["weights"].pop()
    found = read(json.dumps(bad).encode() + b"\n" + rest, {"m": kinds.Model()})["m"]
    assert isinstance(found, Unusable) and "needs 2 weights" in found.found


def test_keras_itself_is_left_as_it_was():
    plain = keras.layers.Layer.add_weight
    for case in list(TOO_MUCH.values())[:3]:
        refused(*case)
    assert keras.layers.Layer.add_weight is plain
    assert np.std(keras.layers.Dense(3)(np.ones((1, 5)))) > 0


def test_the_list_names_only_what_keras_has():
    import importlib

    for name in allowlist.LAYERS:
        assert hasattr(keras.layers, name), name
    for part, names in allowlist.OPERATIONS.items():
        module = importlib.import_module(f"keras.src.ops.{part}")
        for name in names:
            assert hasattr(module, name), name
    for name in allowlist.ACTIVATIONS:
        assert hasattr(keras.activations, name), name
    assert not allowlist.LAYERS & {
        "Lambda",
        "TFSMLayer",
        "TorchModuleWrapper",
        "JaxLayer",
        "FlaxLayer",
        "Layer",
    }
