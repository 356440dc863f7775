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

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graders.evidence.asking import looked_for
from graders.evidence.builder import build
from graders.evidence.description import describe
from graders.evidence.graph import Branch, HiddenNode, Kinds, Merge, Node, Port, Skip, of_kind
from graders.evidence.operations import MERGES, TRAINING_ONLY, UNCHANGED

if TYPE_CHECKING:
    import keras

Place = Node | Port | Merge | str | Sequence["Place"]
"""Where a path begins or ends; several places in a sequence."""
Avoided = Kinds | Node | list[Node] | tuple[Node, ...]
"""What a path may not pass."""


class Architecture:
    """The graph of a model's layer calls.

    Args:
        model: A Keras `Sequential` or functional model.

    Raises:
        ValueError: The model is a class with its own `call`, which has no graph.
    """

    def __init__(self, model: "keras.Model"):
        self.model = model
        self.nodes, self.inputs, self.outputs = build(model)

    # Layers

    def calls(self, kind: Kinds = None, *, activation: str | None = None, **settings: object) -> list[Node]:
        """Give every call that fits, in order; a shared layer appears once for each of its calls.

        Takes the same arguments as `layers`.
        """
        return [
            node
            for node in self.nodes
            if (node.kind != "InputLayer" or kind is not None) and node.fits(kind, activation, **settings)
        ]

    def layers(self, kind: Kinds = None, *, activation: str | None = None, **settings: object) -> list[Node]:
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

    def count(self, kind: Kinds = None, *, activation: str | None = None, **settings: object) -> int:
        """Count the layers that fit; see `layers`."""
        return len(self.layers(kind, activation=activation, **settings))

    def first(self, kind: Kinds = None, *, activation: str | None = None, **settings: object) -> Node | None:
        """Give the first layer that fits, None when there is none; see `layers`."""
        return next(iter(self.layers(kind, activation=activation, **settings)), None)

    def last(self, kind: Kinds = None, *, activation: str | None = None, **settings: object) -> Node | None:
        """Give the last layer that fits, None when there is none; see `layers`."""
        return next(iter(reversed(self.layers(kind, activation=activation, **settings))), None)

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
        if isinstance(node, HiddenNode) and (node.hidden is None or "activation" in node.hidden):
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
            node.kind in UNCHANGED | TRAINING_ONLY | {"Reshape", "Flatten"}
            or (node.kind == "Activation" and (not activations or node.own_activation == "linear"))
        ):
            node = node.inputs[0]
        return node

    # Paths

    def paths(self, start: Place, end: Place, *, most: int = 1_000) -> list[list[Node]]:
        """Give the paths between two places, each as its calls from `start` to `end`, both included.

        Args:
            start: A node, a port, or the name of an input, output or layer (all of its calls).
            end: Likewise.
            most: Stop after so many paths.
        """
        ends = set(map(id, self._nodes_at(end, outputs=True)))
        towards = self._ancestors(self._nodes_at(end, outputs=True))
        found: list[list[Node]] = []
        stack = [[node] for node in self._nodes_at(start, outputs=False)]
        while stack and len(found) < most:
            path = stack.pop()
            if id(path[-1]) in ends:
                found.append(path)
                continue
            following = {id(node): node for node in path[-1].outputs if id(node) in towards}
            stack.extend([*path, node] for node in reversed(following.values()))
        return found

    def has_path(self, start: Place, end: Place, *, avoiding: Avoided = None) -> bool:
        """Whether there is a path between two places.

        Args:
            start: A node, a port, or the name of an input, output or layer.
            end: Likewise.
            avoiding: Nothing on the way may be this: a kind as for `layers`, a node, or a list of nodes.
                The two ends are not looked at.
        """
        ends = set(map(id, self._nodes_at(end, outputs=True)))
        waiting, seen = list(self._nodes_at(start, outputs=False)), set()
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

    def between(self, start: Place, end: Place) -> list[Node]:
        """Give all calls that lie on some path between two places, without the ends, in order."""
        starts, ends = self._nodes_at(start, outputs=False), self._nodes_at(end, outputs=True)
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
            part_of_another = (
                len(node.outputs) == 1
                and node.outputs[0].kind == node.kind
                and len(node.outputs[0].inputs) > 1
                and node.kind in ("Add", "Multiply", "Maximum", "Minimum")
            )
            if not part_of_another:
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
        """Give the branches of a merge, one for each tensor, from their fork (or from the inputs)."""
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
        """Give the skip connections: merges in which one branch is an identity or far shorter than the
        others.

        A branch counts as a shortcut when it has at most one layer with a kernel (a projection) and
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

    def shared_layers(self, kind: Kinds = None) -> list[list[Node]]:
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

        A graph that is no chain is given call by call, each with the calls that it takes.

        Args:
            most: Longest text, in characters.
        """
        return describe(self.nodes, self.inputs, most)

    # Helpers

    def _nodes_at(self, where: Place, *, outputs: bool) -> list[Node]:
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
            return [node for item in where for node in self._nodes_at(item, outputs=outputs)]
        raise TypeError(f"a place is a node, a port, a merge or a name, not {type(where).__name__}")

    def _ancestors(self, nodes: Sequence[Node]) -> set[int]:
        return _closure(nodes, lambda node: node.inputs)

    def _descendants(self, nodes: Sequence[Node]) -> set[int]:
        return _closure(nodes, lambda node: node.outputs)


def _port(ports: list[Port], which: int | str, what: str) -> Port:
    if isinstance(which, int) and -len(ports) <= which < len(ports):
        return ports[which]
    for port in ports:
        if port.name == which:
            return port
    raise KeyError(f"the model has no {what} {which!r}; it has {[port.name for port in ports]}")


def _avoided(node: Node, avoiding: Avoided) -> bool:
    if isinstance(avoiding, Node):
        return node is avoiding
    if isinstance(avoiding, (list, tuple)):
        names = [item for item in avoiding if isinstance(item, str)]
        return of_kind(node, names) if names else any(node is item for item in avoiding)
    return of_kind(node, avoiding)


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
