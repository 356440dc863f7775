"""From a Keras model to the graph of its layer calls; models inside models are opened up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graders.evidence.asking import Part, unwatched
from graders.evidence.graph import HiddenConfig, HiddenNode, Node, Port
from graders.evidence.operations import kind_of

if TYPE_CHECKING:
    import keras
    from keras.src.models.functional import Functional
    from keras.src.ops.node import Node as KerasNode

Places = dict[int, Node]
"""The call that gave a tensor, by the tensor's id."""


def build(model: "keras.Model") -> tuple[list[Node], list[Port], list[Port]]:
    """Write down the calls of a model's layers.

    Args:
        model: A Keras `Sequential` or functional model.

    Returns:
        The calls in order, the inputs and the outputs.

    Raises:
        ValueError: The model is a class with its own `call`, which has no graph.
    """
    builder = _Builder()
    with unwatched():
        builder.run(model)
    return builder.nodes, builder.inputs, builder.outputs


class _Builder:
    """Walks over a Keras model and its inner models, and writes down the calls."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.inputs: list[Port] = []
        self.outputs: list[Port] = []

    def run(self, model: "keras.Model") -> None:
        graph = _graph(model)
        if graph is None:
            layers = getattr(model, "layers", None)
            if type(model).__name__ != "Sequential" or layers is None:
                raise ValueError(f"{type(model).__name__} has code of its own in place of a graph of layers")
            self._chain(layers, [], "")
            return
        names = _port_names(graph._inputs_struct, [tensor.name for tensor in graph.inputs])
        given = []
        for number, tensor in enumerate(graph.inputs):
            node = self._node(tensor._keras_history.operation, "InputLayer", names[number], [], tensor)
            given.append((node, tensor))
            self.inputs.append(Port(names[number], tuple(tensor.shape), str(tensor.dtype), number, node))
        results = self._graph(graph, [node for node, _ in given], "")
        names = _port_names(
            graph._outputs_struct, [tensor._keras_history.operation.name for tensor in graph.outputs]
        )
        for number, (tensor, node) in enumerate(zip(graph.outputs, results, strict=True)):
            self.outputs.append(Port(names[number], tuple(tensor.shape), str(tensor.dtype), number, node))
        self._drop_idle()

    def _drop_idle(self) -> None:
        """Leave out operations that no output needs, such as those that compute masks."""
        nodes = self.nodes
        kept = {id(port.node) for port in (*self.inputs, *self.outputs)}
        for node in reversed(list(nodes)):
            if node.outputs or id(node) in kept or hasattr(node.layer, "weights"):
                continue
            nodes.remove(node)
            for given in node.inputs:
                given.outputs = [item for item in given.outputs if item is not node]
        for index, node in enumerate(nodes):
            node.index = index

    def _graph(self, graph: "Functional", inputs: list[Node], scope: str) -> list[Node]:
        import keras

        places = {id(tensor): node for tensor, node in zip(graph.inputs, inputs, strict=True)}
        for level in sorted(graph._nodes_by_depth, reverse=True):
            for call in graph._nodes_by_depth[level]:
                if call.is_input or all(id(tensor) in places for tensor in call.outputs):
                    continue
                # A mask goes along with the tensors and is no part of what the model computes from what.
                kwargs = {key: value for key, value in call.arguments.kwargs.items() if key != "mask"}
                taken = keras.tree.flatten((call.arguments.args, kwargs))
                given = [places[id(tensor)] for tensor in taken if id(tensor) in places]
                results = self._call(call.operation, call, given, places, scope)
                for tensor, node in zip(call.outputs, results, strict=True):
                    places[id(tensor)] = node
        return [places[id(tensor)] for tensor in keras.tree.flatten(graph._outputs_struct)]

    def _call(
        self, operation: "keras.Operation", call: "KerasNode", given: list[Node], places: Places, scope: str
    ) -> list[Node]:
        inner = _graph(operation)
        if inner is not None and len(inner.inputs) == len(given):
            ordered = _by_name(inner, call.arguments.args, places) or given
            return self._graph(inner, ordered, f"{scope}{operation.name}/")
        tensor = call.outputs[0]
        node = self._node(operation, kind_of(operation), f"{scope}{operation.name}", given, tensor)
        node.arguments = {
            key: value
            for key, value in call.arguments.kwargs.items()
            if isinstance(value, (bool, int, float, str))
        }
        return [node] * len(call.outputs)

    def _chain(self, layers: Sequence["keras.layers.Layer"], given: list[Node], scope: str) -> list[Node]:
        for layer in layers:
            if type(layer).__name__ == "Sequential" and _graph(layer) is None:
                given = self._chain(layer.layers, given, f"{scope}{layer.name}/")
                continue
            inner = _graph(layer)
            if inner is not None and len(inner.inputs) == len(given):
                given = self._graph(inner, given, f"{scope}{layer.name}/")
                continue
            given = [self._node(layer, kind_of(layer), f"{scope}{layer.name}", given, None)]
        return given

    def _node(
        self,
        operation: "keras.Operation",
        kind: str,
        name: str,
        inputs: list[Node],
        tensor: "keras.KerasTensor | None",
    ) -> Node:
        part, hidden = _hidden(operation)
        node = (Node if part is None else HiddenNode)(
            len(self.nodes),
            operation,
            kind,
            name,
            _config(operation),
            inputs,
            None if tensor is None else tuple(tensor.shape),
            "" if tensor is None else str(tensor.dtype),
        )
        if part is not None and isinstance(node, HiddenNode):
            node.part, node.hidden = part, hidden
            node.config = HiddenConfig(node.config, part, hidden or frozenset())
        for given in {id(item): item for item in inputs}.values():
            given.outputs.append(node)
        self.nodes.append(node)
        return node


def _graph(operation: "keras.Operation") -> "Functional | None":
    """Give the functional graph behind a model, None when it has none."""
    graph = getattr(operation, "_functional", None) or operation
    own_call = getattr(type(graph), "call", None)
    return graph if hasattr(graph, "_nodes_by_depth") and _is_functional(own_call) else None


def _is_functional(call: object) -> bool:
    from keras.src.models.functional import Functional

    return call is Functional.call


def _by_name(graph: "Functional", args: Sequence[object], places: Places) -> list[Node] | None:
    """Order the tensors of a call by the names of a model's inputs, when it is called with a dict."""
    if len(args) != 1 or not isinstance(args[0], dict):
        return None
    names = _port_names(graph._inputs_struct, [tensor.name for tensor in graph.inputs])
    if set(names) != set(args[0]):
        return None
    return [places[id(args[0][name])] for name in names]


def _port_names(structure: object, fallback: list[str]) -> list[str]:
    import keras

    if isinstance(structure, dict) and len(structure) == len(fallback):
        order = {id(tensor): key for key, tensor in structure.items()}
        return [str(order[id(tensor)]) for tensor in keras.tree.flatten(structure)]
    return fallback


def _hidden(operation: "keras.Operation") -> tuple[Part | None, frozenset[str] | None]:
    """Tell what a layer hides: the part, and the names of its hidden settings."""
    from graders.evidence.standin import StandIn

    if isinstance(operation, StandIn):
        return operation.part, operation.hidden
    return getattr(operation, "__dict__", {}).get("_hidden_settings", (None, None))


def _config(operation: "keras.Operation") -> dict[str, Any]:
    try:
        config = operation.get_config()
    except Exception:  # an operation whose arguments have no configuration has none to compare
        return {}
    return config if isinstance(config, dict) else {}
