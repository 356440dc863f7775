"""What the classes of Keras's layers and operations do, and the name that each goes by in a graph.

However an activation is written, it goes by one name: `Dense(3, activation="relu")`, `ReLU()`,
`Activation("relu")` and `keras.ops.relu` all apply `relu`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

MERGES = ("Add", "Concatenate", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Dot", "Stack")
ANY_ORDER = frozenset({"Add", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"})
_ACTIVATION_LAYERS = {
    "ReLU": "relu",
    "Softmax": "softmax",
    "ELU": "elu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "prelu",
}
_ACTIVATION_OPERATIONS = {
    "Relu": "relu",
    "Relu6": "relu6",
    "Sigmoid": "sigmoid",
    "Softplus": "softplus",
    "Softsign": "softsign",
    "Silu": "silu",
    "LogSigmoid": "log_sigmoid",
    "LeakyRelu": "leaky_relu",
    "HardSigmoid": "hard_sigmoid",
    "HardSilu": "hard_silu",
    "Elu": "elu",
    "Selu": "selu",
    "Gelu": "gelu",
    "Celu": "celu",
    "HardTanh": "hard_tanh",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Tanh": "tanh",
}
SAME_ACTIVATION = {"swish": "silu", "hard_swish": "hard_silu"}
UNCHANGED = frozenset({"Identity", "StopGradient", "Cast", "ConvertToTensor", "Copy"})
TRAINING_ONLY = frozenset(
    [
        "Dropout",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
        "AlphaDropout",
        "GaussianDropout",
        "GaussianNoise",
        "ActivityRegularization",
    ]
)
_OPERATION_KINDS = {
    "TrueDivide": "Divide",
    "Abs": "Absolute",
    "GetItem": "Slice",
    "Transpose": "Permute",
    "Matmul": "Dot",
    "ExpandDims": "Reshape",
    "Squeeze": "Reshape",
    "Ravel": "Reshape",
}


def kind_of(operation: "keras.Operation") -> str:
    """Give the name that a layer or operation goes by: its class, or `Activation` when that is all it does.

    Args:
        operation: A Keras layer or operation.
    """
    name = type(operation).__name__
    is_operation = not hasattr(operation, "weights")
    if name == "Activation" or name in _ACTIVATION_LAYERS:
        return "Activation"
    if is_operation and name in _ACTIVATION_OPERATIONS:
        return "Activation"
    return _OPERATION_KINDS.get(name, name) if is_operation else name


def activation_of(kind: str, class_name: str, config: Mapping[str, object]) -> str:
    """Give the activation that a layer itself applies; `linear` when none.

    Args:
        kind: The name that it goes by; see `kind_of`.
        class_name: Its class.
        config: Its settings.
    """
    if kind == "Activation" and class_name != "Activation":
        found = _ACTIVATION_LAYERS.get(class_name) or _ACTIVATION_OPERATIONS.get(class_name, "linear")
        if class_name == "ReLU":
            if config.get("negative_slope"):
                return "leaky_relu"
            if config.get("max_value") == 6:
                return "relu6"
        return found
    given = config.get("activation", "linear")
    if isinstance(given, dict):
        if given.get("class_name") == "function":
            given = given.get("config")
        else:
            given = _ACTIVATION_LAYERS.get(str(given.get("class_name")), str(given.get("class_name")))
    if given is None:
        return "linear"
    return SAME_ACTIVATION.get(str(given), str(given))
