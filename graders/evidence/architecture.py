"""Questions about how a model is built, in one vocabulary whichever API built it.

An `Architecture` is the graph of a model's layer calls. Models inside models are opened up, and a layer
that is called twice stays one layer with two calls. How an activation is spelt does not matter: `Dense(3,
activation="relu")`, `Dense(3)` then `ReLU()` or `Activation("relu")`, and `keras.ops.relu(Dense(3)(x))` all
are a Dense layer whose activation is `relu`.

    arch = Architecture(model)
    arch.describe()                                   # "Input(784) → Dense 300 relu → Dense 10 softmax"
    arch.layers("Dense", units=300, activation="relu")  # the layers that fit, each once
    arch.count(("LSTM", "GRU"))                       # Bidirectional and TimeDistributed are looked into
    arch.output_activation(0)                         # "softmax"
    arch.reaches("wide", "price")                     # does this input reach this output?
    arch.has_path("wide", "price", avoiding="Dense")  # … on a path that passes no hidden Dense layer?
    arch.merges("Add"), arch.skips(), arch.shared_layers()
    same_up_to_names(arch, Architecture(other))
"""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from graders.evidence.asking import Part, looked_for, unwatched
from graders.evidence.compiled import usual_name

Shape = tuple[int | None, ...]

MERGES = ("Add", "Concatenate", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Dot", "Stack")
_ANY_ORDER = frozenset({"Add", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"})
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
_SAME_ACTIVATION = {"swish": "silu", "hard_swish": "hard_silu"}
_UNCHANGED = frozenset({"Identity", "StopGradient", "Cast", "ConvertToTensor", "Copy"})
_TRAINING_ONLY = frozenset(
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
_NOT_STRUCTURE = frozenset(
    {"name", "trainable", "dtype", "seed", "activation", "quantization_config", "synchronized"}
)


@dataclass(frozen=True)
class Port:
    """An input or output of the model.

    Args:
        name: Its name: the key, when the model takes or gives a dict; else the name of its layer.
        shape: Its shape with the batch's size first, None where a size is open.
        dtype: Its dtype.
        index: Its place among the inputs or outputs.
        node: The call that gives it.
    """

    name: str
    shape: Shape
    dtype: str
    index: int
    node: "Node" = field(repr=False)


@dataclass(eq=False)
class Node:
    """One call of a layer or operation.

    Args:
        index: Its place in the order of the calls.
        layer: The Keras layer or operation.
        kind: Its class, such as `Dense`; `Activation` for whatever only applies an activation.
        name: Its name; a layer inside a model inside the model is `inner model/layer`.
        config: Its settings, as its `get_config` gives them.
        inputs: The calls whose tensors it takes, in order.
        shape: Shape of its (first) output, batch first; None while the model is not built.
        dtype: Dtype of that output.
        arguments: Plain arguments of the call, such as `training`.
    """

    index: int
    layer: Any = field(repr=False)
    kind: str = ""
    name: str = ""
    config: dict[str, Any] = field(default_factory=dict, repr=False)
    inputs: list["Node"] = field(default_factory=list, repr=False)
    shape: Shape | None = None
    dtype: str = ""
    arguments: dict[str, Any] = field(default_factory=dict, repr=False)
    outputs: list["Node"] = field(default_factory=list, repr=False)

    @property
    def kinds(self) -> frozenset[str]:
        """Its class and the classes of the layers that it wraps."""
        inner = getattr(self.layer, "layer", None) or getattr(self.layer, "forward_layer", None)
        found = {self.kind, type(self.layer).__name__}
        while inner is not None and hasattr(inner, "get_config"):
            found.add(type(inner).__name__)
            inner = getattr(inner, "layer", None)
        return frozenset(found)

    @property
    def own_activation(self) -> str:
        """The activation that the layer itself applies; `linear` when none."""
        return _own_activation(self)

    @property
    def activation(self) -> str:
        """The activation that its output goes through, in the layer itself or right behind it; `linear`
        when none.

        Layers that are idle outside training, such as Dropout, may stand between.
        """
        own = self.own_activation
        if own != "linear" or self.kind == "Activation":
            return own
        node = self
        while len(node.outputs) == 1:
            node = node.outputs[0]
            if node.kind == "Activation":
                return node.own_activation
            if node.kind not in _UNCHANGED | _TRAINING_ONLY:
                break
        return "linear"

    @property
    def parameters(self) -> int:
        """Number of parameters of its layer, trainable or not."""
        return sum(math.prod(weight.shape) for weight in getattr(self.layer, "weights", ()))

    @property
    def trainable_parameters(self) -> int:
        """Number of parameters of its layer that training changes."""
        return sum(math.prod(weight.shape) for weight in getattr(self.layer, "trainable_weights", ()))

    def fits(self, kind: Any = None, activation: str | None = None, **settings: Any) -> bool:
        """Whether it is of a kind and has an activation and settings; see `Architecture.layers`."""
        if kind is not None and not _of_kind(self, kind):
            return False
        if activation is not None and self.activation != _SAME_ACTIVATION.get(activation, activation):
            return False
        return all(_setting_fits(self.config.get(key, _ABSENT), wanted) for key, wanted in settings.items())

    def __str__(self) -> str:
        return describe_node(self)


class HiddenNode(Node):
    """One call of a layer that hides some or all of its settings: whoever looks for them is noted.

    Attributes:
        part: What hides them.
        hidden: Names of the hidden settings; None when the class itself is the learner's own.
    """

    part: Part
    hidden: frozenset[str] | None

    def __getattribute__(self, name: str) -> Any:
        if name in ("kind", "kinds", "config", "own_activation", "activation"):
            hidden = object.__getattribute__(self, "__dict__").get("hidden", frozenset())
            if hidden is None or (name.endswith("activation") and "activation" in hidden):
                looked_for(self.part)
        return super().__getattribute__(name)


class _HiddenConfig(dict):
    """Settings of which some are hidden: whoever looks for one of those is noted."""

    def __init__(self, known: dict[str, Any], part: Part, hidden: frozenset[str]):
        super().__init__({key: item for key, item in known.items() if key not in hidden})
        self._part, self._hidden = part, hidden

    def get(self, key: str, default: Any = None) -> Any:
        if key in self._hidden:
            looked_for(self._part)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        if key in self._hidden:
            looked_for(self._part)
        return super().__getitem__(key)


_ABSENT = object()


@dataclass(frozen=True)
class Merge:
    """A place where several tensors become one.

    Args:
        kind: `Add`, `Concatenate`, …; `a + b + c` is one Add of three.
        node: The call that gives the result.
        inputs: The calls whose tensors are merged.
    """

    kind: str
    node: Node
    inputs: tuple[Node, ...]


@dataclass(frozen=True)
class Branch:
    """One way into a merge.

    Args:
        nodes: The calls on it behind the fork, in order; none when the forked tensor itself goes in.
        shape: The shape that it brings to the merge.
    """

    nodes: tuple[Node, ...]
    shape: Shape | None

    def layers(self, kind: Any = None, **settings: Any) -> list[Node]:
        """Its calls that fit; see `Architecture.layers`."""
        return [node for node in self.nodes if node.fits(kind, **settings)]


@dataclass(frozen=True)
class Skip:
    """A way around other layers: a merge of a long branch with a short one.

    Args:
        merge: Where they meet.
        fork: The call whose output both start from.
        around: The branches that are passed by.
        way: The branch around them; empty for an identity, the projection's calls otherwise.
    """

    merge: Merge
    fork: Node
    around: tuple[Branch, ...]
    way: Branch

    @property
    def identity(self) -> bool:
        """Whether the way around leaves the tensor as it is."""
        return all(node.kind in _UNCHANGED for node in self.way.nodes)


class Architecture:
    """The graph of a model's layer calls.

    Args:
        model: A Keras `Sequential` or functional model.

    Raises:
        ValueError: The model is a class with its own `call`, which has no graph.
    """

    def __init__(self, model: Any):
        self.model = model
        self.nodes: list[Node] = []
        self.inputs: list[Port] = []
        self.outputs: list[Port] = []
        with unwatched():
            _Builder(self).run(model)

    # Layers

    def calls(self, kind: Any = None, *, activation: str | None = None, **settings: Any) -> list[Node]:
        """Give every call that fits, in order; a shared layer appears once for each of its calls.

        Takes the same arguments as `layers`.
        """
        return [
            node
            for node in self.nodes
            if (node.kind != "InputLayer" or kind is not None) and node.fits(kind, activation, **settings)
        ]

    def layers(self, kind: Any = None, *, activation: str | None = None, **settings: Any) -> list[Node]:
        """Give the layers that fit, each once, in the order of their first calls. Inputs are left out.

        Args:
            kind: A class's name, several in a tuple, or a function of the node. A wrapper such as
                Bidirectional also counts as what it wraps.
            activation: The activation's usual name, in the layer or right behind it.
            settings: Settings by name. A number also fits a tuple of that number (`kernel_size=3` fits `(3,
                3)`); an initialiser, regulariser or constraint is given by its usual name (`"he_normal"`);
                a function of the value decides itself.

        Returns:
            One node a layer.

        Example:
            >>> arch.layers("Conv2D", filters=lambda n: n >= 32, strides=2, activation="relu")
        """
        seen: set[int] = set()
        found = []
        for node in self.calls(kind, activation=activation, **settings):
            if id(node.layer) not in seen:
                seen.add(id(node.layer))
                found.append(node)
        return found

    def count(self, kind: Any = None, *, activation: str | None = None, **settings: Any) -> int:
        """Count the layers that fit; see `layers`."""
        return len(self.layers(kind, activation=activation, **settings))

    def first(self, kind: Any = None, **settings: Any) -> Node | None:
        """Give the first layer that fits, None when there is none; see `layers`."""
        return next(iter(self.layers(kind, **settings)), None)

    def last(self, kind: Any = None, **settings: Any) -> Node | None:
        """Give the last layer that fits, None when there is none; see `layers`."""
        return next(iter(reversed(self.layers(kind, **settings))), None)

    def layer(self, name: str) -> Node | None:
        """Give a layer by its name, None when there is none; inside an inner model it is `inner/name`."""
        named = [node for node in self.nodes if node.name == name]
        named = named or [node for node in self.nodes if node.name.rpartition("/")[2] == name]
        return named[0] if named else None

    # Inputs and outputs

    def input(self, which: int | str) -> Port:
        """Give an input by its place or name.

        Raises:
            KeyError: There is none.
        """
        return _port(self.inputs, which, "input")

    def output(self, which: int | str) -> Port:
        """Give an output by its place or name.

        Raises:
            KeyError: There is none.
        """
        return _port(self.outputs, which, "output")

    @property
    def input_names(self) -> list[str]:
        """Names of the inputs, in order."""
        return [port.name for port in self.inputs]

    @property
    def output_names(self) -> list[str]:
        """Names of the outputs, in order."""
        return [port.name for port in self.outputs]

    def output_activation(self, which: int | str = 0) -> str:
        """Give the activation that an output comes out of: `linear` when none.

        Args:
            which: The output's place or name.

        A layer that hides its activation is judged by what it gives for inputs of many sizes.
        """
        node = self.output_layer(which, activations=True)
        hidden = getattr(node, "hidden", frozenset())
        if hidden is None or "activation" in hidden:
            looked_for(node.part)
            return self._activation_by_behaviour(self.output(which).index)
        return node.activation

    def _activation_by_behaviour(self, place: int) -> str:
        import keras

        from graders.evidence.standin import probe

        answers = keras.tree.flatten(self.model(probe(self.model), training=False))
        values = np.asarray(answers[place], dtype=float)
        if not values.size or not np.isfinite(values).all():
            return "linear"
        low, high = values.min(), values.max()
        if low >= 0 and values.shape[-1] > 1 and np.allclose(values.sum(axis=-1), 1, atol=1e-3):
            return "softmax"
        if low >= 0:
            return "relu" if (values == 0).any() and high > 1 else "sigmoid" if high <= 1 else "softplus"
        return "tanh" if low >= -1 and high <= 1 else "linear"

    def output_layer(self, which: int | str = 0, *, activations: bool = False) -> Node:
        """Give the last layer before an output that computes something.

        Args:
            which: The output's place or name.
            activations: Whether a layer that only applies an activation counts; otherwise the one before it
                is given.
        """
        node = self.output(which).node
        while len(node.inputs) == 1 and (
            node.kind in _UNCHANGED | _TRAINING_ONLY | {"Reshape", "Flatten"}
            or (node.kind == "Activation" and (not activations or node.own_activation == "linear"))
        ):
            node = node.inputs[0]
        return node

    # Paths

    def paths(self, start: Any, end: Any, *, most: int = 1_000) -> list[list[Node]]:
        """Give the paths between two places, each as its calls from `start` to `end`, both included.

        Args:
            start: A node, a port, or the name of an input, output or layer (all of its calls).
            end: Likewise.
            most: Stop after so many paths.
        """
        ends = set(map(id, self._places(end, outputs=True)))
        towards = self._ancestors(self._places(end, outputs=True))
        found: list[list[Node]] = []
        stack = [[node] for node in self._places(start, outputs=False)]
        while stack and len(found) < most:
            path = stack.pop()
            if id(path[-1]) in ends:
                found.append(path)
                continue
            following = {id(node): node for node in path[-1].outputs if id(node) in towards}
            stack.extend([*path, node] for node in reversed(following.values()))
        return found

    def has_path(self, start: Any, end: Any, *, avoiding: Any = None) -> bool:
        """Whether there is a path between two places.

        Args:
            start: A node, a port, or the name of an input, output or layer.
            end: Likewise.
            avoiding: Nothing on the way may be this: a kind as for `layers`, a node, or a list of nodes.
                The two ends are not looked at.
        """
        ends = set(map(id, self._places(end, outputs=True)))
        waiting, seen = list(self._places(start, outputs=False)), set()
        while waiting:
            node = waiting.pop()
            if id(node) in ends:
                return True
            for following in node.outputs:
                if id(following) in seen:
                    continue
                seen.add(id(following))
                if id(following) in ends or not _avoided(following, avoiding):
                    waiting.append(following)
        return False

    def reaches(self, start: int | str, end: int | str) -> bool:
        """Whether an input reaches an output, each by place or name."""
        return self.has_path(self.input(start), self.output(end))

    def reach_matrix(self) -> list[list[bool]]:
        """Tell which inputs (rows) reach which outputs (columns)."""
        return [[self.has_path(first, last) for last in self.outputs] for first in self.inputs]

    def between(self, start: Any, end: Any) -> list[Node]:
        """Give all calls that lie on some path between two places, without the ends, in order."""
        starts, ends = self._places(start, outputs=False), self._places(end, outputs=True)
        inside = self._ancestors(ends) & self._descendants(starts)
        outside = set(map(id, [*starts, *ends]))
        return [node for node in self.nodes if id(node) in inside and id(node) not in outside]

    def stride(self, path: Iterable[Node]) -> tuple[int, ...]:
        """Multiply the strides along a path: by how much it makes height and width (or length) smaller.

        Args:
            path: Nodes, such as one of `paths` or the nodes of a `Branch`.

        Returns:
            One number for each spatial dimension; `(1,)` when nothing on the path has strides.
        """
        total: tuple[int, ...] = (1,)
        for node in path:
            steps = node.config.get("strides")
            if steps is None:
                steps = node.config.get("pool_size") if "Pooling" in node.kind else None
            if steps is None:
                continue
            steps = (steps,) if isinstance(steps, int) else tuple(steps)
            if len(total) < len(steps):
                total = total * len(steps) if len(total) == 1 else total
            if len(total) == len(steps):
                total = tuple(a * b for a, b in zip(total, steps, strict=True))
        return total

    # Merges

    def merges(self, kind: str | None = None) -> list[Merge]:
        """Give the places where several tensors become one, in order.

        Args:
            kind: `Add`, `Concatenate`, `Multiply`, `Average`, `Maximum`, `Minimum`, `Subtract`, `Dot` or
                `Stack`.
        """
        found = []
        for node in self.nodes:
            if node.kind not in MERGES or len(node.inputs) < 2 or (kind is not None and node.kind != kind):
                continue
            swallowed = (
                len(node.outputs) == 1
                and node.outputs[0].kind == node.kind
                and len(node.outputs[0].inputs) > 1
                and node.kind in ("Add", "Multiply", "Maximum", "Minimum")
            )
            if not swallowed:
                found.append(Merge(node.kind, node, tuple(_merged(node, node.kind, top=True))))
        return found

    def fork(self, merge: Merge) -> Node | None:
        """Give the last call that every tensor of a merge comes from, None when there is none."""
        common: set[int] | None = None
        for node in merge.inputs:
            reached = self._ancestors([node])
            common = reached if common is None else common & reached
        shared = [node for node in self.nodes if id(node) in (common or set())]
        return shared[-1] if shared else None

    def branches(self, merge: Merge) -> list[Branch]:
        """Give the ways into a merge, one for each tensor, from their fork (or from the inputs)."""
        fork = self.fork(merge)
        before = self._ancestors([fork]) if fork is not None else set()
        found = []
        for node in merge.inputs:
            reached = self._ancestors([node]) - before
            found.append(
                Branch(
                    tuple(n for n in self.nodes if id(n) in reached and n.kind != "InputLayer"), node.shape
                )
            )
        return found

    def skips(self, kind: str | None = None) -> list[Skip]:
        """Give the ways around layers: merges in which one branch is an identity or far shorter than the
        others.

        A branch counts as a way around when it has at most one layer with a kernel (a projection) and
        another branch has more layers with weights than it.

        Args:
            kind: The kind of merge, `Add` for residual connections; any when None.
        """
        found = []
        for merge in self.merges(kind):
            fork = self.fork(merge)
            if fork is None:
                continue
            branches = self.branches(merge)
            weights = [sum(_has_kernel(node) for node in branch.nodes) for branch in branches]
            shortest = min(range(len(branches)), key=lambda i: (weights[i], len(branches[i].nodes)))
            others = tuple(branch for i, branch in enumerate(branches) if i != shortest)
            longer = [
                branch
                for i, branch in enumerate(branches)
                if i != shortest
                and (weights[i], len(branch.nodes)) > (weights[shortest], len(branches[shortest].nodes))
            ]
            if (
                longer
                and weights[shortest] <= 1
                and (weights[shortest] == 0 or max(weights) > weights[shortest])
            ):
                found.append(Skip(merge, fork, others, branches[shortest]))
        return found

    # Sharing

    def shared_layers(self, kind: Any = None) -> list[list[Node]]:
        """Give the layers that are called more than once, each as the list of its calls.

        Layers without weights count too; ask for a `kind` or for `parameters` to tell them apart.
        """
        groups: dict[int, list[Node]] = {}
        for node in self.nodes:
            if node.kind != "InputLayer":
                groups.setdefault(id(node.layer), []).append(node)
        return [calls for calls in groups.values() if len(calls) > 1 and calls[0].fits(kind)]

    # Size

    @property
    def parameters(self) -> int:
        """Number of parameters, each weight counted once."""
        return _parameters(self.nodes, "weights")

    @property
    def trainable_parameters(self) -> int:
        """Number of parameters that training changes."""
        return _parameters(self.nodes, "trainable_weights")

    @property
    def non_trainable_parameters(self) -> int:
        """Number of parameters that training leaves."""
        return self.parameters - self.trainable_parameters

    @cached_property
    def depth(self) -> int:
        """Most layers with weights on one path from an input to an output."""
        longest: dict[int, int] = {}
        for node in self.nodes:
            before = max((longest[id(given)] for given in node.inputs), default=0)
            longest[id(node)] = before + bool(node.parameters)
        return max(longest.values(), default=0)

    # Words

    def describe(self, most: int = 400) -> str:
        """Give the model as a line of text, for messages: `Input(784) → Dense 300 relu → Dense 10 softmax`.

        A graph that is no chain is given as its ways into each output.

        Args:
            most: Longest text, in characters.
        """
        with unwatched():
            return self._described(most)

    def _described(self, most: int) -> str:
        shown = [node for node in self.nodes if not _fused(node)]
        chain = all(len(node.inputs) <= 1 and len(node.outputs) <= 1 for node in self.nodes)
        if chain:
            text = " → ".join(describe_node(node) for node in shown)
        else:
            parts = []
            for node in shown:
                if node.kind == "InputLayer":
                    continue
                sources = ", ".join(_label(_visible(given)) for given in node.inputs)
                parts.append(f"{describe_node(node)} [{_label(node)}] of ({sources})")
            inputs = ", ".join(f"{describe_node(port.node)} [{port.name}]" for port in self.inputs)
            text = f"inputs {inputs}; " + "; ".join(parts)
        return text if len(text) <= most else text[: most - 1] + "…"

    # Helpers

    def _places(self, where: Any, *, outputs: bool) -> list[Node]:
        if isinstance(where, Node):
            return [where]
        if isinstance(where, Port):
            return [where.node]
        if isinstance(where, Merge):
            return [where.node]
        if isinstance(where, str):
            ports = self.outputs if outputs else self.inputs
            named = [port.node for port in ports if port.name == where]
            if not named:
                found = self.layer(where)
                named = [] if found is None else [n for n in self.nodes if n.layer is found.layer]
            if named:
                return named
            raise KeyError(f"no {'output' if outputs else 'input'} and no layer is called {where!r}")
        if isinstance(where, (list, tuple)):
            return [node for item in where for node in self._places(item, outputs=outputs)]
        raise TypeError(f"a place is a node, a port, a merge or a name, not {type(where).__name__}")

    def _ancestors(self, nodes: Sequence[Node]) -> set[int]:
        return _closure(nodes, lambda node: node.inputs)

    def _descendants(self, nodes: Sequence[Node]) -> set[int]:
        return _closure(nodes, lambda node: node.outputs)


class _Builder:
    """Walks over a Keras model and its inner models, and writes down the calls."""

    def __init__(self, architecture: Architecture):
        self.architecture = architecture

    def run(self, model: Any) -> None:
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
            self.architecture.inputs.append(
                Port(names[number], tuple(tensor.shape), str(tensor.dtype), number, node)
            )
        results = self._graph(graph, [node for node, _ in given], "")
        names = _port_names(
            graph._outputs_struct, [tensor._keras_history.operation.name for tensor in graph.outputs]
        )
        for number, (tensor, node) in enumerate(zip(graph.outputs, results, strict=True)):
            self.architecture.outputs.append(
                Port(names[number], tuple(tensor.shape), str(tensor.dtype), number, node)
            )
        self._drop_idle()

    def _drop_idle(self) -> None:
        """Leave out operations that no output needs, such as those that compute masks."""
        nodes = self.architecture.nodes
        kept = {id(port.node) for port in (*self.architecture.inputs, *self.architecture.outputs)}
        for node in reversed(list(nodes)):
            if node.outputs or id(node) in kept or hasattr(node.layer, "weights"):
                continue
            nodes.remove(node)
            for given in node.inputs:
                given.outputs = [item for item in given.outputs if item is not node]
        for index, node in enumerate(nodes):
            node.index = index

    def _graph(self, graph: Any, inputs: list[Node], scope: str) -> list[Node]:
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

    def _call(self, operation: Any, call: Any, given: list[Node], places: dict, scope: str) -> list[Node]:
        inner = _graph(operation)
        if inner is not None and len(inner.inputs) == len(given):
            ordered = _by_name(inner, call.arguments.args, places) or given
            return self._graph(inner, ordered, f"{scope}{operation.name}/")
        tensor = call.outputs[0]
        node = self._node(operation, _kind(operation), f"{scope}{operation.name}", given, tensor)
        node.arguments = {
            key: value
            for key, value in call.arguments.kwargs.items()
            if isinstance(value, (bool, int, float, str))
        }
        return [node] * len(call.outputs)

    def _chain(self, layers: list[Any], given: list[Node], scope: str) -> list[Node]:
        for layer in layers:
            if type(layer).__name__ == "Sequential" and _graph(layer) is None:
                given = self._chain(layer.layers, given, f"{scope}{layer.name}/")
                continue
            inner = _graph(layer)
            if inner is not None and len(inner.inputs) == len(given):
                given = self._graph(inner, given, f"{scope}{layer.name}/")
                continue
            given = [self._node(layer, _kind(layer), f"{scope}{layer.name}", given, None)]
        return given

    def _node(self, operation: Any, kind: str, name: str, inputs: list[Node], tensor: Any) -> Node:
        nodes = self.architecture.nodes
        part, hidden = _hidden(operation)
        node = (Node if part is None else HiddenNode)(
            len(nodes),
            operation,
            kind,
            name,
            _config(operation),
            inputs,
            None if tensor is None else tuple(tensor.shape),
            "" if tensor is None else str(tensor.dtype),
        )
        if part is not None:
            node.part, node.hidden = part, hidden
            node.config = _HiddenConfig(node.config, part, hidden or frozenset())
        for given in {id(item): item for item in inputs}.values():
            given.outputs.append(node)
        nodes.append(node)
        return node


def same_up_to_names(a: Architecture, b: Architecture) -> bool:
    """Whether two models are built alike, whatever their layers are called and in whatever order branches
    merge.

    Settings count, initialisers, seeds and dtypes do not; how an activation is spelt does not. Which calls
    share a layer counts.

    Args:
        a: One model.
        b: The other.
    """
    return _form(a) == _form(b)


def shared_weights(a: Architecture, b: Architecture) -> list[Node]:
    """Give the layers of `a` that have weights in common with `b`: the same objects, not equal copies.

    Args:
        a: One model of an exercise's evidence.
        b: Another of the same evidence.
    """
    for node in (*a.nodes, *b.nodes):
        if getattr(node, "hidden", frozenset()) is None:
            looked_for(node.part)
    held = {id(weight) for node in b.nodes for weight in getattr(node.layer, "weights", ())}
    return [
        node
        for node in a.layers()
        if any(id(weight) in held for weight in getattr(node.layer, "weights", ()))
    ]


def shares_weights(a: Node, b: Node) -> bool:
    """Whether two calls use the same weights."""
    mine = {id(weight) for weight in getattr(a.layer, "weights", ())}
    for node in (a, b):
        if getattr(node, "hidden", frozenset()) is None:
            looked_for(node.part)
    return any(id(weight) in mine for weight in getattr(b.layer, "weights", ()))


def describe_node(node: Node) -> str:
    """Give a call in a few words: `Conv2D 32 3×3 relu`."""
    with unwatched():
        return _node_in_words(node)


def _node_in_words(node: Node) -> str:
    if node.kind == "InputLayer":
        shape = "?" if node.shape is None else "×".join("?" if n is None else str(n) for n in node.shape[1:])
        return f"Input({shape})"
    if node.kind == "Activation":
        return node.own_activation
    words = [node.kind]
    inner = node.kinds - {node.kind}
    if node.kind in ("Bidirectional", "TimeDistributed") and inner:
        words.append(f"({', '.join(sorted(inner))})")
    for key in ("units", "filters", "output_dim", "rate"):
        if isinstance(node.config.get(key), (int, float)):
            words.append(f"{node.config[key]:g}")
    for key in ("kernel_size", "pool_size"):
        size = node.config.get(key)
        if isinstance(size, (list, tuple)):
            words.append("×".join(str(n) for n in size))
    strides = node.config.get("strides")
    if isinstance(strides, (list, tuple)) and "Pool" not in node.kind and any(n != 1 for n in strides):
        words.append(f"strides {'×'.join(str(n) for n in strides)}")
    if node.activation != "linear":
        words.append(node.activation)
    return " ".join(words)


def _form(architecture: Architecture) -> Any:
    """A value that two architectures share exactly when they are alike."""

    def digest(*parts: Any) -> str:
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    forms: dict[int, str] = {}
    for node in architecture.nodes:
        given = [forms[id(item)] for item in node.inputs]
        if node.kind == "InputLayer":
            place = next((port.index for port in architecture.inputs if port.node is node), -1)
            forms[id(node)] = digest("input", place, node.shape, node.dtype)
            continue
        own = node.own_activation
        if node.kind in _UNCHANGED or (node.kind == "Activation" and own == "linear"):
            forms[id(node)] = given[0] if given else digest("nothing")
            continue
        if node.kind in _ANY_ORDER and len(given) > 1:
            given = sorted(given)
        if node.kind == "Activation":
            forms[id(node)] = digest("activation", own, given)
            continue
        # Keras itself writes `training=False` beside some calls; only True changes anything.
        always = node.arguments.get("training") is True
        form = digest(node.kind, _structure(node.config), always, given)
        forms[id(node)] = form if own == "linear" else digest("activation", own, [form])
    sharing: dict[int, list[str]] = {}
    for node in architecture.nodes:
        if node.parameters:
            sharing.setdefault(id(node.layer), []).append(forms[id(_activated(node))])
    counted = [node for node in architecture.nodes if not _silent(node) and _activated(node) is node]
    return (
        sorted(Counter(forms[id(node)] for node in counted).items()),
        sorted(sorted(calls) for calls in sharing.values()),
        [forms[id(port.node)] for port in architecture.outputs],
    )


def _activated(node: Node) -> Node:
    """The call that applies a call's activation: the next one where it is written as a layer of its own."""
    if node.kind == "Activation" or node.own_activation != "linear" or len(node.outputs) != 1:
        return node
    after = node.outputs[0]
    return after if after.kind == "Activation" and not _silent(after) else node


def _silent(node: Node) -> bool:
    return node.kind in _UNCHANGED or (node.kind == "Activation" and node.own_activation == "linear")


def _structure(config: dict[str, Any]) -> str:
    kept = {
        key: _plain(value)
        for key, value in config.items()
        if key not in _NOT_STRUCTURE and not key.endswith("_initializer")
    }
    return repr(sorted(kept.items()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, _plain(item)) for key, item in value.items() if key not in _NOT_STRUCTURE)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _graph(operation: Any) -> Any:
    """Give the functional graph behind a model, None when it has none."""
    graph = getattr(operation, "_functional", None) or operation
    own_call = getattr(type(graph), "call", None)
    return graph if hasattr(graph, "_nodes_by_depth") and _is_functional(own_call) else None


def _is_functional(call: Any) -> bool:
    from keras.src.models.functional import Functional

    return call is Functional.call


def _by_name(graph: Any, args: tuple, places: dict) -> list[Node] | None:
    """Order the tensors of a call by the names of a model's inputs, when it is called with a dict."""
    if len(args) != 1 or not isinstance(args[0], dict):
        return None
    names = _port_names(graph._inputs_struct, [tensor.name for tensor in graph.inputs])
    if set(names) != set(args[0]):
        return None
    return [places[id(args[0][name])] for name in names]


def _port_names(structure: Any, fallback: list[str]) -> list[str]:
    import keras

    if isinstance(structure, dict) and len(structure) == len(fallback):
        order = {id(tensor): key for key, tensor in structure.items()}
        return [str(order[id(tensor)]) for tensor in keras.tree.flatten(structure)]
    return fallback


def _port(ports: list[Port], which: int | str, what: str) -> Port:
    if isinstance(which, int) and -len(ports) <= which < len(ports):
        return ports[which]
    for port in ports:
        if port.name == which:
            return port
    raise KeyError(f"the model has no {what} {which!r}; it has {[port.name for port in ports]}")


def _kind(operation: Any) -> str:
    name = type(operation).__name__
    is_operation = not hasattr(operation, "weights")
    if name == "Activation" or name in _ACTIVATION_LAYERS:
        return "Activation"
    if is_operation and name in _ACTIVATION_OPERATIONS:
        return "Activation"
    return _OPERATION_KINDS.get(name, name) if is_operation else name


def _own_activation(node: Node) -> str:
    name = type(node.layer).__name__
    if node.kind == "Activation" and name != "Activation":
        found = _ACTIVATION_LAYERS.get(name) or _ACTIVATION_OPERATIONS.get(name, "linear")
        if name == "ReLU":
            if node.config.get("negative_slope"):
                return "leaky_relu"
            if node.config.get("max_value") == 6:
                return "relu6"
        return found
    given = node.config.get("activation", "linear")
    if isinstance(given, dict):
        if given.get("class_name") == "function":
            given = given.get("config")
        else:
            given = _ACTIVATION_LAYERS.get(str(given.get("class_name")), str(given.get("class_name")))
    if given is None:
        return "linear"
    return _SAME_ACTIVATION.get(str(given), str(given))


def _hidden(operation: Any) -> tuple[Part | None, frozenset[str] | None]:
    """Tell what a layer hides: the part, and the names of its hidden settings."""
    from graders.evidence.standin import StandIn

    if isinstance(operation, StandIn):
        return operation.part, operation.hidden
    return getattr(operation, "__dict__", {}).get("_hidden_settings", (None, None))


def _config(operation: Any) -> dict[str, Any]:
    try:
        config = operation.get_config()
    except Exception:  # an operation whose arguments have no configuration has none to compare
        return {}
    return config if isinstance(config, dict) else {}


def _of_kind(node: Node, kind: Any) -> bool:
    if callable(kind) and not isinstance(kind, str):
        return bool(kind(node))
    if isinstance(kind, str):
        kind = (kind,)
    return bool(node.kinds & set(kind))


def _setting_fits(value: Any, wanted: Any) -> bool:
    if value is _ABSENT:
        return False
    if callable(wanted):
        return bool(wanted(value))
    if isinstance(value, dict) and "class_name" in value and isinstance(wanted, str):
        return usual_name(str(value["class_name"])) == usual_name(wanted)
    if isinstance(value, (list, tuple)):
        if isinstance(wanted, (list, tuple)):
            return list(value) == list(wanted)
        return len(value) > 0 and all(item == wanted for item in value)
    if isinstance(value, float) or isinstance(wanted, float):
        return (
            isinstance(value, (int, float))
            and isinstance(wanted, (int, float))
            and math.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-12)
        )
    return value == wanted


def _avoided(node: Node, avoiding: Any) -> bool:
    if avoiding is None:
        return False
    if isinstance(avoiding, Node):
        return node is avoiding
    if isinstance(avoiding, (list, tuple)) and avoiding and isinstance(avoiding[0], Node):
        return any(node is item for item in avoiding)
    return _of_kind(node, avoiding)


def _merged(node: Node, kind: str, top: bool = False) -> list[Node]:
    """Inputs of a merge, with `(a + b) + c` opened up."""
    if not top and not (
        node.kind == kind
        and len(node.inputs) > 1
        and len(node.outputs) == 1
        and kind in ("Add", "Multiply", "Maximum", "Minimum")
    ):
        return [node]
    return [item for given in node.inputs for item in _merged(given, kind)]


def _closure(nodes: Sequence[Node], step: Callable[[Node], list[Node]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            waiting.extend(step(node))
    return seen


def _has_kernel(node: Node) -> bool:
    """Whether it is a layer with weights other than a normalisation."""
    return bool(node.parameters) and "Normalization" not in node.kind


def _parameters(nodes: list[Node], which: str) -> int:
    weights = {id(weight): weight for node in nodes for weight in getattr(node.layer, which, ())}
    return sum(math.prod(weight.shape) for weight in weights.values())


def _fused(node: Node) -> bool:
    """Whether it is an activation that the description of the call before it names already."""
    if node.kind != "Activation" or len(node.inputs) != 1:
        return node.kind in _UNCHANGED
    before = node.inputs[0]
    return (
        len(before.outputs) == 1
        and before.own_activation == "linear"
        and before.kind not in ("InputLayer", "Activation")
    )


def _visible(node: Node) -> Node:
    while _fused(node) and node.inputs:
        node = node.inputs[0]
    return node


def _label(node: Node) -> str:
    return node.name or node.kind
